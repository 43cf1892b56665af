"""What is offered beside the answer to a case: what others got who wrote in the words of the same campaign, and the
templates of the office, with what is known of the case filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.models import Office
from hemicycle.cases.actions import Facts, filled
from hemicycle.cases.campaigns.given_answers import given_to_many
from hemicycle.cases.models import AnswerTemplate, Case
from hemicycle.channels.inbox.sources import Source


@dataclass(frozen=True, slots=True)
class GivenToOthers:
    """In the place of a template, what others of the same campaign got; `pk` says in a form which it is."""

    pk: str
    name: str
    lang: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`is_suggested`: it is about what the case is about."""

    template: AnswerTemplate | GivenToOthers
    text: str
    is_suggested: bool

    @property
    def is_of_campaign(self) -> bool:
        return isinstance(self.template, GivenToOthers)


def suggestions_of(case: Case, facts: Facts, *, name: str, source: Source | None) -> list[Suggestion]:
    """Those first that name the bill of the case or the committee, in their own name or in their text: which template
    an answer began with is stored nowhere. `source`: what the case answers, whose bill is known by its name alone."""
    rows = AnswerTemplate.objects.filter(office=case.office_id)
    found = [_suggestion(one, facts, name=name, source=source) for one in rows]
    return [*_of_campaign(case), *sorted(found, key=lambda one: not one.is_suggested)]


def _of_campaign(case: Case) -> list[Suggestion]:
    """In a member's office; the answer to a campaign to the House goes to everybody by itself."""
    campaign = case.campaign
    if campaign is None or case.office.kind == Office.Kind.INSTITUTION or case.answered_at is not None:
        return []
    name = _("What the others of this campaign got")
    return [
        Suggestion(GivenToOthers(f"campaign-{one.lang}", name, one.lang), one.text, is_suggested=True)
        for one in given_to_many(campaign)
    ]


def _suggestion(template: AnswerTemplate, facts: Facts, *, name: str, source: Source | None) -> Suggestion:
    known = {"name": name, **facts.known(template.text, template.lang)}
    if facts.bill is None and source is not None:
        known["bill"] = source.bill(template.lang)
    names = _names(facts, template.lang)
    said = f"{template.name}\n{template.text}"
    return Suggestion(template, filled(template.text, known), any(_says(said, one) for one in names))


def _names(facts: Facts, lang: str) -> list[str]:
    """What the bill and the committee are called in this language."""
    names: list[str] = []
    if facts.bill is not None:
        with override(lang):
            names += [facts.bill.name, facts.bill.titles.in_language(lang).text]
    if (committee := facts.responsible_committee) is not None:
        names.append(committee.names.in_language(lang).text)
    return names


def _says(text: str, name: str) -> bool:
    """As whole words: “Bill 1” is not named by “Bill 12”."""
    return bool(name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))
