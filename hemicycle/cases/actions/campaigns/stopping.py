"""The answer to a campaign is being withdrawn, or was corrected: what has not left does not leave, and its cases are
to do again.

Whoever read on a page alone what is withdrawn has no answer any more either. Those cases wait as they did before
(`replying.to_reply`): for the corrected words, or for a withdrawal that is refused or taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from hemicycle.cases.actions.campaigns.letters import answer_in_force
from hemicycle.cases.actions.opening import CAMPAIGN_SOURCE
from hemicycle.cases.models import (
    Campaign,
    CampaignQuerySet,
    CampaignReply,
    CampaignState,
    Case,
    CaseMessage,
    OwnPoint,
    State,
)
from hemicycle.cases.models.campaign_reply import BY_POST
from hemicycle.channels import actions as channels
from hemicycle.channels.models import INFORM_KEY, TAKEN_BACK, Answer, Outbound
from hemicycle.channels.models import State as Delivery
from hemicycle.desk.corrected import being_withdrawn
from hemicycle.desk.models import Announcement
from hemicycle.desk.models import State as Written

# Cases in one transaction, as those that are answered.
CHUNK = 500
BY = "campaigns"
WITHDRAWN, CORRECTED = "withdrawn", "corrected"
"""The code of what had not left when the answer was withdrawn, or corrected."""
# On the page of their letter: nothing was sent, and nothing is posted on paper.
_ON_PAGES = Q(outbound=None) & ~Q(why_not__in=("", BY_POST))
_WAITS = Q(outbound__state__in=(Delivery.WAITING, Delivery.BY_HAND))


def source_to_many(campaign: int, answer: Announcement) -> str:
    """What the sources begin with of all that says these words to many who took part."""
    return f"{CAMPAIGN_SOURCE}{campaign}:{answer.pk}:"


def own_source(campaign: Campaign, answer: Announcement) -> str:
    """What they end with where one case is answered by itself."""
    return f"campaign:{campaign.pk}:{answer.pk}"


def campaigns_to_stop() -> CampaignQuerySet:
    """Whose answer somebody wants to withdraw, while some of it waits to be sent or is read on pages alone; or whose
    answer was corrected, while some of it waits to be sent."""
    replies = CampaignReply.objects.filter(campaign=OuterRef("pk"))
    # Each by its own index, which SQLite does not find for IN.
    waits = Exists(replies.filter(outbound__state=Delivery.WAITING)) | Exists(
        replies.filter(outbound__state=Delivery.BY_HAND)
    )
    withdrawn = Q(answer__in=being_withdrawn()) & (waits | Exists(replies.filter(_ON_PAGES)))
    corrected = Q(answer__state=Written.CORRECTED) & waits
    rows: CampaignQuerySet = Campaign.objects.filter(withdrawn | corrected, state=CampaignState.ANSWERED)
    return rows


def stop_replies(campaign: Campaign, *, by: Any = BY) -> int:
    """How many cases are to do again."""
    answer, rows, done = answer_in_force(campaign), CampaignReply.objects.filter(campaign=campaign), 0
    if answer is None:
        rows, why = rows.filter(_ON_PAGES | _WAITS), WITHDRAWN
    else:
        rows, why = rows.filter(_WAITS).exclude(_says(campaign, answer)), CORRECTED
    while (chunk := list(rows[:CHUNK])) and (stopped := _stop_some(campaign, chunk, why=why, by=by)):
        done += stopped
    return done


def _says(campaign: Campaign, answer: Announcement) -> Q:
    """What was queued with exactly these words."""
    found = Q(outbound__content__source__endswith=f":{own_source(campaign, answer)}")
    for key in (campaign.pk, *campaign.merged.values_list("pk", flat=True)):
        found |= Q(outbound__content__source__startswith=source_to_many(key, answer))
    return found


@transaction.atomic
def _stop_some(campaign: Campaign, chunk: Sequence[CampaignReply], *, why: str, by: Any) -> int:
    """Letters of one person share a message. What is being sent at this moment is left as it is; of what was stopped
    nothing is kept, so that it is queued as if it never had been."""
    sent = {one.outbound_id for one in chunk if one.outbound_id is not None}
    if sent:
        waiting = Outbound.objects.filter(pk__in=sent).not_left()
        channels.cancel(waiting, why=why, about=campaign, office=campaign.office, by=by)
    rows = CampaignReply.objects.filter(Q(pk__in=[one.pk for one in chunk]) | Q(outbound__in=sent), campaign=campaign)
    stopped = dict(rows.filter(Q(outbound=None) | Q(outbound__state=Delivery.CANCELLED)).values_list("pk", "case"))
    CampaignReply.objects.filter(pk__in=stopped).delete()
    Outbound.objects.filter(pk__in=sent).stopped(why).delete()
    _to_do_again(Case.objects.filter(pk__in=stopped.values()))
    return len(stopped)


def _to_do_again(rows: QuerySet[Case]) -> None:
    """As before the answer; what was answered by itself stays so. The organiser of the campaign is owed none: what
    they announced was answered when it was accepted."""
    given = Answer.objects.filter(returned_at=None).exclude(key__startswith=INFORM_KEY)
    given = given.exclude(outbound__code=TAKEN_BACK)
    theirs = given.filter(inbound__in=CaseMessage.objects.filter(case=OuterRef(OuterRef("pk"))).values("inbound"))
    again = list(rows.exclude(organised__isnull=False).filter(~Exists(theirs)).values_list("pk", flat=True))
    rows = Case.objects.filter(pk__in=again)
    rows.update(answered_at=None)
    rows.filter(own_point=OwnPoint.ANSWERED).exclude(point_answer=None).update(own_point=OwnPoint.CONFIRMED)
    rows.filter(state=State.CLOSED).update(state=State.OPEN, closed_at=None, waiting_since=F("heard_at"))
