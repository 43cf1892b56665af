"""Queues what goes out: its content once, a row for each recipient. jobs/sending.py sends it."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from hemicycle.channels.contract import OutgoingText, Rendered
from hemicycle.channels.contract.capabilities import Edits
from hemicycle.channels.errors import AlreadyPaused, NotSettled
from hemicycle.channels.models import Account, Contact, Content, Outbound, OutboundQuerySet, Pause, State
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit
from hemicycle.rules.periods import Freezable

# What the log names where nobody says what messages are about.
OUTBOUND = "channels.outbound"
# Rows written at once: SQLite takes them in 60 ms, and other writers wait no longer.
CHUNK = 2_000
NEVER_STOPPED = Freezable()
SENT, NOT_SENT, RETRY = "sent", "not sent", "again"
"""What a person finds out about an unknown."""


def render(account: Account, outgoing: OutgoingText) -> Rendered:
    """What would be sent; the preview shows the same."""
    return adapter_of(account.kind).render(outgoing, account.settings)


@transaction.atomic(savepoint=False)
def prepare(
    account: Account, *, source: str, lang: str, rendered: Rendered, changes: str = "",
    freezable: Freezable = NEVER_STOPPED, slot: str = "",
) -> Content:  # fmt: skip
    """The content of a source for one account and language; asked twice, it stays what it was. `changes` is the source
    of what it corrects or withdraws: it takes that one's place where the channel can do so. `freezable`: in which
    sensitive periods it stops; an answer to somebody who wrote, in none. `slot`: what stands in it for each
    recipient's own words, letters, digits and hyphens as they are, and as long (`queue_many`)."""
    earlier = None
    if changes and isinstance(adapter_of(account.kind), Edits):
        earlier = Content.objects.filter(source=changes, account=account, lang=lang).first()
    parts = [part.replace(slot, "…") if slot else part for part in rendered.parts]
    content, _ = Content.objects.get_or_create(
        source=source, account=account, lang=lang,
        defaults={
            "content": {**rendered.content, **({"slot": slot} if slot else {})}, "parts": parts, "changes": earlier,
            "freezable": freezable.to_json(),
        },
    )  # fmt: skip
    return content


@transaction.atomic(savepoint=False)
def queue(
    content: Content, *, to: Contact | None = None, due_at: datetime | None = None,
    not_after: datetime | None = None, asked_for: bool = False, by: Any,
) -> Outbound:  # fmt: skip
    """One row: to everyone who reads the channel, or to one person. Asked twice, there is still one. `asked_for`: see
    `Outbound`."""
    account = content.account
    found: Outbound | None = Outbound.objects.filter(content=content, contact=to).first()
    if found is not None:
        return found
    row = _row(content, to.pk if to else None, due_at or timezone.now(), not_after, asked_for=asked_for)
    row.save(force_insert=True)
    audit.record("channels.queue", by=by, about=content, office=account.office, kind=account.kind, rows=1)
    return row


def queue_many(
    content: Content, contacts: Iterable[int], *, due_at: datetime | None = None, not_after: datetime | None = None,
    own: Mapping[int, str] | None = None, by: Any,
) -> int:  # fmt: skip
    """A row for each contact, chunk by chunk; who has one keeps it, so that a run cut off is simply run again. `own`:
    by contact, what they read where the content has its slot."""
    due, left, offered = due_at or timezone.now(), iter(contacts), 0
    while chunk := list(islice(left, CHUNK)):
        with transaction.atomic():
            rows = [_row(content, contact, due, not_after, (own or {}).get(contact, "")) for contact in chunk]
            Outbound.objects.bulk_create(rows, ignore_conflicts=True)
            offered += len(chunk)
    office = content.account.office
    audit.record("channels.queue", by=by, about=content, office=office, kind=content.account.kind, rows=offered)
    return offered


@dataclass(frozen=True, slots=True)
class Personal:
    """What one person is sent in words of their own: the same `source` for the same person about the same thing.
    `asked_for`: see `Outbound`."""

    account: Account
    contact: Contact
    source: str
    lang: str
    rendered: Rendered
    not_after: datetime | None = None
    asked_for: bool = False


@transaction.atomic(savepoint=False)
def queue_each(
    messages: Sequence[Personal], *, due_at: datetime, freezable: Freezable = NEVER_STOPPED, by: Any
) -> list[Outbound]:
    """A content and a row for each message, in their order, in a few statements. For whoever holds a lock under which
    none of them was queued before: a source that is there already raises IntegrityError."""
    contents = Content.objects.bulk_create(
        Content(
            source=one.source, account=one.account, lang=one.lang, content=dict(one.rendered.content),
            parts=list(one.rendered.parts), freezable=freezable.to_json(),
        )
        for one in messages
    )  # fmt: skip
    pairs = zip(messages, contents, strict=True)
    rows = Outbound.objects.bulk_create(
        _row(content, one.contact.pk, due_at, one.not_after, asked_for=one.asked_for) for one, content in pairs
    )
    for account in {one.account for one in messages}:
        queued = sum(one.account == account for one in messages)
        audit.record("channels.queue", by=by, about=account, office=account.office, kind=account.kind, rows=queued)
    return list(rows)


@transaction.atomic
def cancel(
    rows: OutboundQuerySet, *, why: str, by: Any, about: models.Model | str = OUTBOUND, office: Any = None
) -> int:
    """What has not left yet stays; what is being sent at this moment goes on. `about`: what they are messages of."""
    cancelled = rows.move("cancel", code=why)
    audit.record("channels.cancel", by=by, about=about, office=office, rows=cancelled, why=why)
    return cancelled


@transaction.atomic
def settle(row: Outbound, *, found: str, by: Any) -> Outbound:
    """A person has found out what became of an unknown: it arrived, it did not, or it is to be sent once more.

    Raises NotSettled where it is not unknown (any more).
    """
    verb, changes = _SETTLED[found]
    held = Outbound.objects.filter(pk=row.pk, state=State.UNKNOWN)
    if verb == "accept":
        changes = {**changes, "sent_at": timezone.now()}
    if verb == "retry":
        changes = {**changes, "due_at": timezone.now()}
    if not held.move(verb, settled_by=audit.actor_of(by), **changes):
        raise NotSettled(row.key)
    audit.record("channels.settle", by=by, about=row, office=row.office, found=found)
    row.refresh_from_db()
    return row


_SETTLED: dict[str, tuple[str, dict[str, Any]]] = {
    SENT: ("accept", {"code": "settled"}),
    NOT_SENT: ("fail", {"code": "settled"}),
    RETRY: ("retry", {"code": "", "not_after": None}),
}


@transaction.atomic
def resend(rows: OutboundQuerySet, *, by: Any, about: models.Model | str = OUTBOUND, office: Any = None) -> int:
    """What certainly did not arrive is due once more, under the key under which it was tried; idempotent. How many.

    As after a first attempt, so that an adapter looks for what is there before it posts anything.
    """
    resent = _move(rows.resendable(), "resend", attempts=1, settled_by="")
    if resent:
        audit.record("channels.resend", by=by, about=about, office=office, rows=resent)
    return resent


@transaction.atomic
def requeue(
    rows: OutboundQuerySet, *, why: str, by: Any, about: models.Model | str = OUTBOUND, office: Any = None
) -> int:
    """What was cancelled for a reason that no longer holds waits once more, under its key; idempotent. How many."""
    requeued = _move(rows.requeuable(why), "requeue")
    if requeued:
        audit.record("channels.requeue", by=by, about=about, office=office, rows=requeued, why=why)
    return requeued


def _move(rows: OutboundQuerySet, verb: str, **changes: Any) -> int:
    """Due now, chunk by chunk."""
    # By their keys: of two at once, the second waits for the row, and finds it moved only if the state is asked there.
    left, moved = iter(list(rows.values_list("pk", flat=True))), 0
    while chunk := list(islice(left, CHUNK)):
        moved += Outbound.objects.filter(pk__in=chunk).move(verb, due_at=timezone.now(), code="", **changes)
    return moved


@transaction.atomic
def pause(*, reason: str, by: Any) -> Pause:
    """Stop everything that goes out, now; raises AlreadyPaused."""
    if Pause.objects.in_force().exists():
        raise AlreadyPaused
    paused = Pause.objects.create(reason=" ".join(reason.split()), began_by=audit.actor_of(by))
    audit.record("channels.pause", by=by, about=paused, waiting=Outbound.objects.waiting().count())
    return paused


@transaction.atomic
def resume(*, by: Any) -> bool:
    """Let everything go out again; what became too old meanwhile does not. Whether anything was paused."""
    resumed = Pause.objects.in_force().update(ended_at=timezone.now(), ended_by=audit.actor_of(by))
    if resumed:
        audit.record("channels.resume", by=by, about="channels.pause", waiting=Outbound.objects.waiting().count())
    return bool(resumed)


def _row(
    content: Content, contact: int | None, due_at: datetime, not_after: datetime | None, own: str = "", *,
    asked_for: bool = False,
) -> Outbound:  # fmt: skip
    account = content.account
    return Outbound(
        office_id=account.office_id, account_id=account.pk, content=content, contact_id=contact,
        key=secrets.token_hex(16), due_at=due_at, not_after=not_after, own=own,
        asked_for=asked_for,
    )  # fmt: skip
