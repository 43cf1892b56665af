"""Words about a campaign: why somebody got no message, copies that came faster than people send them, and what the
inbox calls the answers that people reply to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy

from hemicycle.cases import addresses
from hemicycle.cases.actions.campaigns import WITHDRAWN
from hemicycle.cases.models import Campaign
from hemicycle.cases.models.campaign_reply import BY_POST, UNCONFIRMED
from hemicycle.channels.inbox.sources import Source

_TOO_LONG_AGO = ngettext_lazy("wrote too long ago for their network", "wrote too long ago for their network", "n")
# Behind a number: `% {"n": n}` chooses the form.
WHY_NOT: dict[str, str | Promise] = {
    UNCONFIRMED: ngettext_lazy(
        "has not confirmed their address: the answer stands on the page of their letter and on the public page of the "
        "campaign",
        "have not confirmed their address: the answer stands on the page of their letter and on the public page of the"
        " campaign",
        "n",
    ),
    BY_POST: ngettext_lazy(
        "wrote by post: their answer is printed and posted", "wrote by post: their answers are printed and posted", "n"
    ),
    "nobody": ngettext_lazy("cannot be written to from here", "cannot be written to from here", "n"),
    "public": ngettext_lazy(
        "wrote where everybody reads, and reads the answer there",
        "wrote where everybody reads, and read the answer there",
        "n",
    ),
    "stopped": ngettext_lazy("has asked for no more messages", "have asked for no more messages", "n"),
    WITHDRAWN: ngettext_lazy(
        "did not get it, because it is being withdrawn", "did not get it, because it is being withdrawn", "n"
    ),
    "window": _TOO_LONG_AGO,
    "window-at-night": _TOO_LONG_AGO,
    "too-long": ngettext_lazy(
        "uses a channel for which it is too long", "use a channel for which it is too long", "n"
    ),
}


@dataclass(frozen=True, slots=True)
class Flood:
    """So many unconfirmed copies without a word of their own, within one stretch of time."""

    cases: int
    since: datetime | None
    until: datetime | None


def flood_note(campaign: Campaign) -> Flood | None:
    found = campaign.flood
    if not found:
        return None
    return Flood(int(found["cases"]), parse_datetime(found["since"]), parse_datetime(found["until"]))


def describe(sources: Collection[str], lang: str) -> dict[str, Source]:
    """By what they were queued as."""
    keys = {source: int(source.split(":")[1]) for source in sources}
    known = {row.pk: row for row in Campaign.objects.filter(pk__in=set(keys.values())).select_related("bill")}
    return {source: _source(known[key]) for source, key in keys.items() if key in known}


def _source(row: Campaign) -> Source:
    return Source(
        row.title.text, addresses.campaign(row.address), row.title.lang,
        lambda lang: str(row.bill.titles.in_language(lang)) if row.bill is not None else "",
    )  # fmt: skip
