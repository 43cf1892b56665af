"""What the inbox says of our announcements: what people answer to, and which bill that is about."""

from __future__ import annotations

import re
from collections.abc import Collection

from hemicycle.channels.inbox.sources import Source
from hemicycle.desk import addresses, workflow
from hemicycle.desk.models import Announcement
from hemicycle.desk.snapshot import SOURCE
from hemicycle.record.models import Document

_KEY = re.compile(rf"{re.escape(SOURCE)}(\d+)")


def describe(sources: Collection[str], lang: str) -> dict[str, Source]:
    """By what they were queued as."""
    keys = {source: int(found[1]) for source in sources if (found := _KEY.match(source))}
    rows = Announcement.objects.filter(pk__in=set(keys.values())).select_related("document").prefetch_related("texts")
    known = {row.pk: _source(row) for row in rows}
    return {source: known[key] for source, key in keys.items() if key in known}


def announcement_of(source: str) -> Announcement | None:
    """The announcement that was queued as this; None of anything else."""
    found = _KEY.match(source)
    rows = Announcement.objects.select_related("document", "committee")
    return rows.filter(pk=int(found[1])).first() if found else None


def _source(row: Announcement) -> Source:
    url = addresses.register(row.address) if row.state in workflow.PUBLIC else ""
    title = row.title
    return Source(str(title), url, title.lang, lambda lang: _bill(row.document, lang))


def _bill(document: Document | None, lang: str) -> str:
    return str(document.titles.in_language(lang)) if document is not None else ""
