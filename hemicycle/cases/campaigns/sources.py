"""What the inbox calls the answers to campaigns that people reply to."""

from __future__ import annotations

from collections.abc import Collection

from hemicycle.cases.campaigns import addresses
from hemicycle.cases.models import Campaign
from hemicycle.channels.inbox.sources import Source


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
