"""Rows of a file become messages of the inquiry's office, and are collected into the inquiry."""

import hashlib
import json
from collections.abc import Iterable, Iterator

import pyarrow as pa
from django.db import transaction
from hearhear.message import UNKNOWN_SENDER

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound, Medium
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace

from ..engine import confined
from ..engine.confined import Read
from ..models import Collected, Inquiry, Intake, RejectedRow

ROWS_AT_ONCE = 2_000

# What files call their channels; what is not here came with a file, and that is all we know.
CHANNEL_NAMES = {
    **dict.fromkeys(("letter", "post", "paper", "lettre", "courrier", "carta", "correo postal"), Medium.LETTER),
    **dict.fromkeys(("email", "e-mail", "mail", "courriel", "correo", "correo electrónico"), Medium.EMAIL),
    **dict.fromkeys(("sms", "text", "text message", "texto", "mensaje"), Medium.SMS),
    **dict.fromkeys(("social", "tweet", "twitter", "x", "facebook", "mastodon", "bluesky"), Medium.SOCIAL),
    **dict.fromkeys(("web", "form", "web form", "website", "formulaire", "formulario", "portal"), Medium.WEB),
}


def chosen_columns(intake: Intake) -> dict[str, str]:
    """The columns as the engine reads them."""
    return dict(intake.columns)


def batch_of(intake: Intake) -> str:
    """The same file, read the same way, is one delivery to an office, whichever inquiry it was uploaded to."""
    # What is not chosen is left out, so that a file imported before there was such a choice is still the same.
    columns = {name: column for name, column in intake.columns.items() if column or name != "question"}
    chosen = [columns, intake.channel, intake.lang]
    if intake.questions or intake.facts:
        chosen.append([intake.questions, intake.facts])
    reading = json.dumps(chosen, sort_keys=True)
    return f"{intake.upload.sha256[:32]}:{hashlib.sha256(reading.encode()).hexdigest()[:32]}"


@transaction.atomic
def take(intake: Intake, rows: pa.RecordBatch) -> None:
    """Receive some rows; those that the delivery holds already are left as they are."""
    channels.receive(_arriving(intake, rows), office=intake.inquiry.office, batch=batch_of(intake), by="worker")


def collect(intake: Intake, *, after: int) -> int:
    """Put the next rows of the file into the inquiry; returns the last one's key, or 0 when all are in."""
    return _collect(intake.inquiry, batch_of(intake), after=after, intake=intake)


def collect_batch(inquiry: Inquiry, *, batch: str) -> None:
    """Put everything that one delivery brought to the inquiry's office into the inquiry."""
    last = 0
    while more := _collect(inquiry, batch, after=last):
        last = more


@transaction.atomic
def _collect(inquiry: Inquiry, batch: str, *, after: int, intake: Intake | None = None) -> int:
    delivered = Inbound.objects.of_batch(inquiry.office, batch).not_objected().filter(pk__gt=after)
    keys = list(delivered.in_order_of_arrival().values_list("pk", flat=True)[:ROWS_AT_ONCE])
    rows = [Collected(inquiry=inquiry, inbound_id=key, intake=intake) for key in keys]
    Collected.objects.bulk_create(rows, ignore_conflicts=True)
    return keys[-1] if keys else 0


def is_complete(intake: Intake) -> bool:
    """Whether an earlier attempt had come to its end: the file is deleted last of all."""
    return not intake.upload.stored or not intake.upload.path.exists()


@transaction.atomic
def delete_file(intake: Intake) -> None:
    """Delete the file and the values shown of it; its name, its hash and the names of its columns stay."""
    upload = intake.upload
    if upload.stored:
        upload.path.unlink(missing_ok=True)
        confined.remove_leftovers(upload.path)
        upload.stored = ""
        found = [{**column, "samples": []} for column in upload.guess["found"]]
        upload.guess = {**upload.guess, "found": found}
        upload.save(update_fields=["stored", "guess"])
        leave_no_trace()


@transaction.atomic
def complete(intake: Intake, reading: Read) -> None:
    """Write down what was read and what was not."""
    intake.rejected_rows.all().delete()
    for first, batch in _numbered(reading.rejected.to_batches(max_chunksize=ROWS_AT_ONCE)):
        RejectedRow.objects.bulk_create(_rejected(intake, batch, first))
    facts = {
        "read": len(reading.messages),
        "added": Collected.objects.filter(intake=intake).count(),
        "rejected": len(reading.rejected),
        "unread_dates": reading.unread_dates,
    }
    Intake.objects.filter(pk=intake.pk).update(**facts)
    inquiry: Inquiry = intake.inquiry
    audit.record("listening.imported", by="worker", about=intake, office=inquiry.office, **facts)


def _arriving(intake: Intake, rows: pa.RecordBatch) -> Iterator[channels.Arriving]:
    for row in rows.to_pylist():
        yield channels.Arriving(
            external_id=row["id"],
            text=row["text"],
            channel=_channel(row["channel"], intake.channel),
            lang=row["lang"] or intake.lang,
            sender=_sender(row["sender"], intake),
            sent_at=row["sent_at"],
            question=row["question"] or "",
            facts=dict(row["facts"] or ()),
        )


def _sender(sender: str | None, intake: Intake) -> str | None:
    """A sender whom the file does not name is nobody's key: two files number their rows alike.

    Where a row answers several questions, its answers are of one person: of this row of this file.
    """
    if sender is not None and sender.startswith(UNKNOWN_SENDER):
        return f"{intake.upload.sha256}:{sender}" if intake.questions else None
    return sender


def _channel(name: str | None, otherwise: str) -> str:
    return CHANNEL_NAMES.get((name or "").strip().lower(), otherwise or Medium.UPLOAD)


def _numbered(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Each with the place of its first row among all."""
    first = 0
    for batch in batches:
        yield first, batch
        first += len(batch)


def _rejected(intake: Intake, rows: pa.RecordBatch, first: int) -> Iterator[RejectedRow]:
    for number, row in enumerate(rows.to_pylist(), first):
        yield RejectedRow(
            intake=intake,
            number=number,
            line=row["line"],
            file=row["file"][:200],
            reason=row["reason"][:40],
            detail=row["detail"],
            raw=row["raw"],
        )
