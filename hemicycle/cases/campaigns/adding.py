"""Letters that staff add to a campaign by their references: which can be added, and why others cannot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.cases import references
from hemicycle.cases.models import Campaign, Case


@dataclass(frozen=True, slots=True)
class Adding:
    """`left_out`: what was typed, and why nothing is added for it."""

    cases: list[Case]
    left_out: list[tuple[str, str]]

    @property
    def explained(self) -> str:
        return " ".join(f"{typed}: {why}" for typed, why in self.left_out)


def adding(typed: Iterable[str], campaign: Campaign) -> Adding:
    """Of an office that is not the campaign's a reference is as unknown as one that nobody has."""
    words = {references.plain(one) or one: one for one in typed}
    rows = (
        Case.objects.of_office(campaign.office).filter(reference__in=words).select_related("campaign", "merged_into")
    )
    known = {one.reference: one for one in rows}
    found = Adding([], [])
    for reference, word in words.items():
        why = _why_not(known.get(reference), campaign)
        if why:
            found.left_out.append((references.written(reference) if reference in known else word, why))
        else:
            found.cases.append(known[reference])
    return found


def letters_added(n: int) -> str:
    return ngettext("%(n)d letter added.", "%(n)d letters added.", n) % {"n": n}


def _why_not(case: Case | None, campaign: Campaign) -> str:
    if case is None:
        return _("no letter of this office has this reference.")
    if case.merged_into is not None:
        return _("it was merged into %(reference)s.") % {"reference": case.merged_into}
    if case.campaign_id == campaign.pk:
        return _("it is in this campaign already.")
    if case.campaign is not None:
        return _("it is in another campaign: %(campaign)s.") % {"campaign": case.campaign}
    return ""
