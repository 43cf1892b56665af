"""Signing checkpoints of the audit log: by hand, and once a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hemicycle.channels.models.encryption import Unreadable
from hemicycle.rules import audit, checkpoints, house_name
from hemicycle.rules.errors import NotACheckpoint
from hemicycle.rules.models import AuditHead
from hemicycle.rules.parameters import in_force

from ..errors import LogRewritten
from ..models import AuditCheckpoint, SigningKey, published_keys

log = structlog.get_logger("hemicycle.checkpoints")

BY = "worker"


@transaction.atomic
def make_checkpoint(*, by: Any) -> AuditCheckpoint:
    """Sign where the audit log ends now. Raises LogRewritten where it is not the log that was signed last: a further
    signature would vouch for it."""
    key = _private_key(by=by)
    head = AuditHead.objects.select_for_update().get(pk=1)
    _refuse_unless_continued()
    now = timezone.now()
    signed = checkpoints.sign(
        key,
        house=house_name.house_name(settings.LANGUAGE_CODE),
        at=now,
        sequence=head.sequence,
        entry_hash=head.hash,
    )
    made = AuditCheckpoint.objects.create(sequence=head.sequence, made_at=now, content=signed.as_data())
    audit.record("governance.make_checkpoint", by=by, about=made, sequence=head.sequence, hash=head.hash)
    return made


def _private_key(*, by: Any) -> Ed25519PrivateKey:
    """The newest, or one that is made now: the first time, and where the secret that sealed it is gone."""
    newest = SigningKey.objects.first()
    try:
        if newest is not None:
            return newest.private
    except Unreadable:
        log.warning("signing key unreadable", key=str(newest))
    made = SigningKey.made()
    made.save()
    audit.record("governance.make_signing_key", by=by, about=made, fingerprint=made.fingerprint)
    return made.private


def _refuse_unless_continued() -> None:
    last = AuditCheckpoint.objects.newest_first().first()
    if last is not None and next(disproved([last]), None):
        raise LogRewritten(last.sequence)


def disproved(rows: Any = None) -> Iterator[audit.Break]:
    """Where the log is not the one of these checkpoints, by default all that were signed here."""
    keys, readable = published_keys(), []
    for row in AuditCheckpoint.objects.order_by("sequence").iterator() if rows is None else rows:
        try:
            readable.append(row.signed)
        except NotACheckpoint:
            yield audit.Break(row.sequence, audit.NOT_SIGNED)
    yield from checkpoints.compare(readable, keys)


def make_daily(*, now: datetime, by: Any = BY) -> AuditCheckpoint | None:
    """The one of today, from the hour of the House at which the night's work begins; None where it is made already."""
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if here.time() < time.fromisoformat(in_force("retention_at")):
        return None
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
    if AuditCheckpoint.objects.filter(made_at__gte=midnight).exists():
        return None
    return make_checkpoint(by=by)


def write_newest(folder: Path) -> Path | None:
    """Put the newest one into a folder, with the key that verifies it, unless it is there; returns what is new."""
    newest = AuditCheckpoint.objects.newest_first().first()
    if newest is None:
        return None
    signed = newest.signed
    to = folder / f"checkpoint-{signed.at[:10]}-{signed.sequence}.json"
    if to.exists():
        return None
    key = SigningKey.objects.get(fingerprint=signed.key)
    (folder / f"key-{key.fingerprint[:16]}.pem").write_text(key.public)
    # Whoever collects the files sees a whole one or none.
    unfinished = folder / f".{to.name}"
    unfinished.write_text(signed.as_file())
    unfinished.rename(to)
    return to
