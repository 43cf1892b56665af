"""Rows of a file become messages of the inquiry's office, and are collected into the inquiry."""

import hashlib
import json
from collections.abc import Iterator

import pyarrow as pa
from django.db import transaction
from hearhear.message import UNKNOWN_SENDER
from hearhear.sources import Reading

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Channel, Inbound
from hemicycle.rules import audit

from ..models import Collected, Inquiry, Intake, RejectedRow

ROWS_AT_ONCE = 2_000

# What files call their channels; what is not here came with a file, and that is all we know.
CHANNEL_NAMES = {
    **dict.fromkeys(("letter", "post", "paper", "lettre", "courrier", "carta", "correo postal"), Channel.LETTER),
    **dict.fromkeys(("email", "e-mail", "mail", "courriel", "correo", "correo electrónico"), Channel.EMAIL),
    **dict.fromkeys(("sms", "text", "text message", "texto", "mensaje"), Channel.SMS),
    **dict.fromkeys(("social", "tweet", "twitter", "x", "facebook", "mastodon", "bluesky"), Channel.SOCIAL),
    **dict.fromkeys(("web", "form", "web form", "website", "formulaire", "formulario", "portal"), Channel.WEB),
}


def chosen_columns(intake: Intake) -> dict[str, str]:
    """The columns as the engine reads them."""
    return dict(intake.columns)


def batch_of(intake: Intake) -> str:
    """The same file, read the same way, is one delivery to an office, whichever inquiry it was brought to."""
    reading = json.dumps([intake.columns, intake.channel, intake.lang], sort_keys=True)
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
    delivered = Inbound.objects.of_batch(inquiry.office, batch).filter(pk__gt=after)
    keys = list(delivered.in_order_of_arrival().values_list("pk", flat=True)[:ROWS_AT_ONCE])
    rows = [Collected(inquiry=inquiry, inbound_id=key, intake=intake) for key in keys]
    Collected.objects.bulk_create(rows, ignore_conflicts=True)
    return keys[-1] if keys else 0


def is_complete(intake: Intake) -> bool:
    """Whether an earlier attempt had come to its end: the file is let go last of all."""
    return not intake.upload.stored or not intake.upload.path.exists()


def let_go(intake: Intake) -> None:
    """Delete the file and the values shown of it; its name, its hash and the names of its columns stay."""
    upload = intake.upload
    if upload.stored:
        upload.path.unlink(missing_ok=True)
        upload.stored = ""
        found = [{**column, "samples": []} for column in upload.guess["found"]]
        upload.guess = {**upload.guess, "found": found}
        upload.save(update_fields=["stored", "guess"])


@transaction.atomic
def complete(intake: Intake, reading: Reading) -> None:
    """Write down what was read and what was not."""
    intake.rejected_rows.all().delete()
    RejectedRow.objects.bulk_create(_rejected(intake, reading), batch_size=ROWS_AT_ONCE)
    facts = {
        "read": len(reading.table),
        "added": Collected.objects.filter(intake=intake).count(),
        "rejected": len(reading.rejected),
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
            sender=_sender(row["sender"]),
            sent_at=row["sent_at"],
        )


def _sender(sender: str | None) -> str | None:
    """A sender whom the file does not name is nobody's key: two files number their rows alike."""
    return None if sender is None or sender.startswith(UNKNOWN_SENDER) else sender


def _channel(name: str | None, otherwise: str) -> str:
    return CHANNEL_NAMES.get((name or "").strip().lower(), otherwise or Channel.UPLOAD)


def _rejected(intake: Intake, reading: Reading) -> Iterator[RejectedRow]:
    for number, row in enumerate(reading.rejected):
        yield RejectedRow(
            intake=intake,
            number=number,
            line=row.line,
            file=row.file[:200],
            reason=row.reason[:40],
            detail=row.detail,
            raw=row.raw,
        )
