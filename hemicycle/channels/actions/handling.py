"""What an office does about a message beside answering it: who sees to it, when, and what they tell each other.

Each change can be undone with what it returns: how the messages stood before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels.actions import notices
from hemicycle.channels.errors import NotAReader
from hemicycle.channels.models import Inbound, InboundQuerySet, InternalNote
from hemicycle.channels.permissions import readable_by
from hemicycle.rules import audit


@dataclass(frozen=True, slots=True)
class Handling:
    """How one message stood."""

    message: int
    assignee: Any
    snoozed_until: datetime | None
    closed_at: datetime | None


@transaction.atomic
def assign(rows: InboundQuerySet, *, to: User | None, by: Any) -> list[Handling]:
    """To one person, or to nobody. Raises NotAReader where they may not read all of it."""
    held = _held(rows)
    if to is not None and readable_by(rows, to).count() < len(held):
        raise NotAReader
    for message in held:
        if to is not None and message.assignee_id != to.pk:
            notices.note_assignment(message, to=to, by=by)
    return _change(held, "channels.assign", by=by, assignee=to)


@transaction.atomic
def snooze(rows: InboundQuerySet, *, until: datetime, by: Any) -> list[Handling]:
    """Out of the way until a moment; then it is there again. ValueError for one that has passed."""
    if until <= timezone.now():
        raise ValueError(until)
    return _change(_held(rows.filter(closed_at=None)), "channels.snooze", by=by, snoozed_until=until)


@transaction.atomic
def close(rows: InboundQuerySet, *, by: Any) -> list[Handling]:
    """Nothing more is to be done about it; what is closed stays as it is."""
    changes = {"closed_at": timezone.now(), "snoozed_until": None}
    return _change(_held(rows.filter(closed_at=None)), "channels.close_message", by=by, **changes)


@transaction.atomic
def reopen(rows: InboundQuerySet, *, by: Any) -> list[Handling]:
    """Something is to be done about it, and now."""
    return _change(_held(rows), "channels.reopen_message", by=by, closed_at=None, snoozed_until=None)


@transaction.atomic
def restore(rows: InboundQuerySet, before: Iterable[Handling], *, by: Any) -> int:
    """As these messages stood before; those that are no longer there, or not among `rows`, are left out."""
    stood = {one.message: one for one in before}
    found = list(rows.filter(pk__in=stood).select_related("office"))
    for message in found:
        then = stood[message.pk]
        message.assignee_id, message.snoozed_until = then.assignee, then.snoozed_until
        message.closed_at = then.closed_at
        message.save(update_fields=["assignee", "snoozed_until", "closed_at"])
        audit.record("channels.undo_handling", by=by, about=message, office=message.office)
    return len(found)


@transaction.atomic
def write_note(message: Inbound, *, text: str, by: User) -> InternalNote:
    """For the people of the office alone. ValueError for an empty one."""
    if not text.strip():
        raise ValueError("nothing written")
    note = InternalNote.objects.create(office=message.office, inbound=message, text=text.strip()[:2000], written_by=by)
    audit.record("channels.write_note", by=by, about=message, office=message.office)
    return note


def _held(rows: InboundQuerySet) -> list[Inbound]:
    return list(rows.select_related("office").order_by("pk"))


def _change(held: list[Inbound], action: str, *, by: Any, **changes: Any) -> list[Handling]:
    before = [Handling(one.pk, one.assignee_id, one.snoozed_until, one.closed_at) for one in held]
    Inbound.objects.filter(pk__in=[one.pk for one in held]).update(**changes)
    for message in held:
        audit.record(action, by=by, about=message, office=message.office)
    return before
