"""What a look at a watched source brought."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from hemicycle.record.models import Watched


@transaction.atomic
def note_look(
    row: Watched,
    *,
    now: datetime,
    changed: bool,
    reason: str = "",
    etag: str | None = None,
    last_modified: str | None = None,
    digest: str | None = None,
    not_before: datetime | None = None,
) -> Watched:
    """Keep what the server said last. No audit row: nothing that is read changes, and what is taken in has one."""
    row.looked_at, row.reason, row.not_before = now, reason, not_before
    row.changed_at = now if changed else row.changed_at
    row.failures = row.failures + 1 if reason else 0
    for name, said in (("etag", etag), ("last_modified", last_modified), ("digest", digest)):
        if said is not None:
            setattr(row, name, said)
    row.save()
    return row
