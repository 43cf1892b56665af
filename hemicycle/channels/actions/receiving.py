"""Every write to what came in: receive a delivery, erase what is not to be kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Inbound, InboundQuerySet, Medium
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace

# Rows held at once: letters of 2,000 characters are 4 MB of them, and larger chunks were no quicker.
CHUNK = 2_000
_LONGEST_ID, _LONGEST_LANG, _LONGEST_QUESTION = 200, 20, 300

Forget = Callable[[InboundQuerySet], None]
_forgetting: list[Forget] = []


def register_forgetting(forget: Forget) -> None:
    """Apps that keep something of messages outside the database say at start how it goes when messages are erased.

    `forget` is called with the messages that are about to go, inside the transaction.
    """
    _forgetting.append(forget)


@dataclass(frozen=True, slots=True)
class Arriving:
    """One message that came in. `sender` is the address as it came; only its pseudonym is stored.

    `question` and `facts`: see Inbound.
    """

    external_id: str
    text: str
    channel: str = Medium.UPLOAD
    lang: str | None = None
    sender: str | None = None
    sent_at: datetime | None = None
    question: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Received:
    """How many messages are new, and how many the batch already held under the same id."""

    stored: int
    already_there: int


@transaction.atomic
def receive(rows: Iterable[Arriving], *, office: Office, batch: str = "", by: Any) -> Received:
    """Take a delivery in, streaming. A message whose id the batch has stays as it is: twice adds nothing."""
    delivered = Inbound.objects.of_batch(office, batch)
    before, offered = delivered.count(), 0
    pseudonyms, now = Pseudonyms(office), timezone.now()
    for chunk in _chunks(rows):
        offered += len(chunk)
        Inbound.objects.bulk_create(
            [_row(message, office, batch, pseudonyms, now) for message in chunk], ignore_conflicts=True
        )
    stored = delivered.count() - before
    if offered:
        audit.record(
            "channels.receive", by=by, about="channels.inbound", office=office, stored=stored, offered=offered
        )
    return Received(stored=stored, already_there=offered - stored)


@transaction.atomic
def erase(rows: InboundQuerySet, *, office: Office, by: Any) -> int:
    """Delete these messages of one office for good, with what other apps found in them; returns how many."""
    going = rows.filter(office=office)
    for forget in _forgetting:
        forget(going)
    erased = going.delete()[1].get("channels.Inbound", 0)
    leave_no_trace()
    audit.record("channels.erase", by=by, about="channels.inbound", office=office, erased=erased)
    return erased


def _chunks(rows: Iterable[Arriving]) -> Iterator[list[Arriving]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _row(message: Arriving, office: Office, batch: str, pseudonyms: Pseudonyms, now: datetime) -> Inbound:
    return Inbound(
        office=office,
        channel=message.channel,
        batch=batch,
        external_id=short_enough(message.external_id),
        text=storable(message.text),
        lang=(message.lang or "")[:_LONGEST_LANG],
        sender=pseudonyms.of(message.sender),
        sent_at=message.sent_at,
        received_at=now,
        question=storable(message.question)[:_LONGEST_QUESTION],
        facts={storable(name): storable(value) for name, value in message.facts.items()},
    )


def short_enough(external_id: str) -> str:
    """Keep an id whole where it fits; a longer one keeps its beginning and a digest of all of it."""
    kept = storable(external_id)
    if len(kept) <= _LONGEST_ID:
        return kept
    return f"{kept[: _LONGEST_ID - 33]}-{hashlib.sha256(kept.encode()).hexdigest()[:32]}"


def storable(text: str) -> str:
    """PostgreSQL stores no null character."""
    return text.replace("\x00", "\ufffd")
