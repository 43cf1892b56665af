"""The answer to a campaign for somebody who took part in it by post: what staff print for them."""

from __future__ import annotations

from dataclasses import dataclass

from hemicycle.cases.actions.campaigns import answer_in_force
from hemicycle.cases.actions.campaigns.letters import Edition, wanted_language, words_on_paper
from hemicycle.cases.models import Case, OwnPoint, ProposedAnswer
from hemicycle.cases.models.campaign_reply import BY_POST
from hemicycle.channels.models import Answer
from hemicycle.record.phrases import Phrase

_OWED = (OwnPoint.FOUND, OwnPoint.CONFIRMED)


@dataclass(frozen=True, slots=True)
class FilledIn:
    """`owes_point`: they made a point of their own, and nobody has written an answer to it."""

    text: str
    lang: str
    owes_point: bool


def filled_in(case: Case) -> FilledIn | None:
    """What stands in the form of the answer, in the language of the letter, until one was prepared or waits for
    approval; None for all that no campaign answers on paper."""
    reply, campaign = getattr(case, "campaign_reply", None), case.campaign
    if reply is None or reply.why_not != BY_POST or campaign is None or reply.campaign_id != campaign.pk:
        return None
    # What cannot wait is answered by itself, and what was closed is answered.
    if case.urgency or not case.is_open or Answer.objects.filter(inbound__in=case.messages.values("inbound")).exists():
        return None
    if ProposedAnswer.objects.waiting().about(case).exists():
        return None
    answer = answer_in_force(campaign)
    if answer is None:
        return None
    langs = Phrase({text.lang: text.lang for text in answer.texts.all()})
    edition = Edition(answer, langs.in_language(wanted_language(case)).lang, case.point_answer)
    owes = edition.point is None and case.own_point in _OWED
    return FilledIn(words_on_paper(campaign, edition), edition.lang, owes)
