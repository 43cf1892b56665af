"""The archive: what is due is asked for, what was captured is kept, files are verified, accounts are confirmed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Account
from hemicycle.rules import audit, periods, work
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force

from ..archive.closing import readiness
from ..archive.gaps import ERASED, Gap
from ..archive.subjects import Key, Subject, accounts, dossiers, found, wanted
from ..archive.warc import WARCINFO, NotAnArchive, Record, Writer, Written, verify
from ..errors import ArchiveDamaged, NotReady, NotResponsible
from ..models import ArchiveConfirmation, ArchiveFile, ArchiveRecord, Capture, archive_folder
from . import notices

Kind, Reason = Capture.Kind, Capture.Reason
MOST_BYTES = 100_000_000
"""Of a file before the next one is begun: it is verified in the time for which a person waits for a page. The standard
advises against more than a gigabyte (ISO 28500:2017, annex A)."""


def ask_for_due(*, now: datetime, by: Any) -> int:
    """Ask for whatever has no capture of its version, and for what is due by the schedule; returns how many."""
    due = [*_changed(), *_scheduled(now)]
    rows = [Capture(kind=kind, key=key, version=version, reason=reason) for (kind, key), version, reason in due]
    Capture.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        work.wake()
    return len(rows)


def _changed() -> Iterator[tuple[Key, str, str]]:
    """What failed is asked for again by a person: the next attempt would fail as well."""
    known: dict[Key, set[str]] = {}
    for kind, key, version in Capture.objects.values_list("kind", "key", "version"):
        known.setdefault((kind, key), set()).add(version)
    for subject, version in wanted().items():
        if version not in known.get(subject, ()):
            yield subject, version, Reason.CHANGE if subject in known else Reason.PUBLICATION


def _scheduled(now: datetime) -> Iterator[tuple[Key, str, str]]:
    """The site and the official accounts: every `capture_days`, and when a sensitive period began or ended."""
    rows = Capture.objects.filter(kind__in=(Kind.ACCOUNT, Kind.SITE)).order_by()
    last = {(kind, key): at for kind, key, at in rows.values_list("kind", "key").annotate(Max("created_at"))}
    moments = [at for period in periods.read() for at in (period.starts_at, period.over_at) if at and at <= now]
    event, every = max(moments, default=None), timedelta(days=in_force("capture_days"))
    for subject in ((Kind.SITE.value, ""), *accounts()):
        before = last.get(subject)
        if before is None or before + every <= now:
            yield subject, "", Reason.SCHEDULE
        elif event and before < event:
            yield subject, "", Reason.PERIOD


@transaction.atomic
def ask_for(kind: str, key: str, *, by: User) -> None:
    """Capture it now; what waits or runs already is the answer to a second click. Raises Refused."""
    subject = found(kind, key)
    if Capture.objects.of(kind, key).unfinished().exists():
        return
    made = Capture.objects.create(
        kind=kind, key=key, version=subject.version, title=subject.title[:300], reason=Reason.ASKED
    )
    audit.record("governance.ask_capture", by=by, about=made, kind=kind)
    work.wake()


def already_kept(record: Record) -> ArchiveRecord | None:
    """The same answer of the same address, which is not kept twice."""
    return ArchiveRecord.objects.filter(digest=record.digest, uri=record.uri, kind=record.kind).first()


@transaction.atomic
def keep(
    capture: Capture, subject: Subject, *, stream: BinaryIO, written: Sequence[Written], gaps: Iterable[Gap], by: Any
) -> None:
    """Append what was captured to the file of the day. Raises ArchiveDamaged where that is shorter than it was."""
    file, gaps = _file_of(timezone.localdate()), list(gaps)
    start = file.size
    stream.seek(0)
    _append(file, stream)
    ArchiveRecord.objects.bulk_create(
        ArchiveRecord(
            capture=capture, file=file, offset=start + one.offset, length=one.length, kind=one.kind,
            uri=one.record.uri, at=one.record.at, content_type=one.record.content_type[:120], digest=one.record.digest,
        )
        for one in written
    )  # fmt: skip
    file.records += len(written)
    file.save(update_fields=["size", "sha256", "records"])
    Capture.objects.filter(pk=capture.pk).update(
        file=file, version=subject.version, title=subject.title[:300], gaps=[one.as_json() for one in gaps]
    )
    audit.record("governance.capture", by=by, about=capture, kind=capture.kind, records=len(written), gaps=len(gaps))


def _file_of(day: Any) -> ArchiveFile:
    """The one of the day that still takes something, or the next."""
    count = ArchiveFile.objects.filter(day=day).count()
    newest = ArchiveFile.objects.select_for_update().filter(day=day).order_by("-pk").first()
    if newest is not None and newest.size < MOST_BYTES:
        return newest
    name = f"hemicycle-{day:%Y%m%d}-{count + 1:03}.warc.gz"
    made, _new = ArchiveFile.objects.select_for_update().get_or_create(name=name, defaults={"day": day})
    archive_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    with made.path.open("wb") as stream:
        Writer(stream).write(_description(name))
        made.size, made.records = stream.tell(), 1
    return made


def _description(name: str) -> Record:
    said = {
        "software": "Hemicycle", "format": "WARC File Format 1.1", "filename": name,
        "publisher": house_name(settings.LANGUAGE_CODE),
        "description": "What the House published. Pages were asked for in the language that ?lang= names.",
    }  # fmt: skip
    body = "".join(f"{key}: {value}\r\n" for key, value in said.items()).encode()
    return Record(WARCINFO, "", timezone.now(), "application/warc-fields", body)


def _append(file: ArchiveFile, stream: BinaryIO) -> None:
    with file.path.open("r+b") as to:
        if to.seek(0, os.SEEK_END) < file.size:
            raise ArchiveDamaged(file.name)
        to.truncate(file.size)
        to.seek(file.size)
        shutil.copyfileobj(stream, to)
        to.flush()
        os.fsync(to.fileno())
        file.size = to.tell()
    with file.path.open("rb") as whole:
        file.sha256 = verify(whole).sha256


@transaction.atomic
def verify_file(file: ArchiveFile, *, by: Any) -> ArchiveFile:
    """Read it whole, and keep what was found."""
    row = ArchiveFile.objects.select_for_update().get(pk=file.pk)
    row.verified_at, row.fault = timezone.now(), _fault(row)
    row.save(update_fields=["verified_at", "fault"])
    audit.record("governance.verify_archive", by=by, about=row, intact=not row.fault)
    return row


def _fault(file: ArchiveFile) -> str:
    """A code, "" where it is what was written."""
    try:
        with file.opened() as stream:
            result = verify(stream)
    except FileNotFoundError:
        return "missing"
    except NotAnArchive:
        return "damaged"
    if result.faults:
        return "damaged"
    return "" if result.sha256 == file.sha256 and result.records == file.records else "changed"


@transaction.atomic
def confirm(account: Account, *, by: User) -> None:
    """That what it published is in the archive and can be read. Raises NotResponsible, NotReady."""
    if not may_confirm(by, account):
        raise NotResponsible(account.name)
    state = readiness(account)
    if state.missing or state.is_page_missing:
        raise NotReady(["not archived"])
    ArchiveConfirmation.objects.create(account=account, by=by)
    notices.note_archive_confirmed(account)
    audit.record("governance.confirm_archive", by=by, about=account, office=account.office, kept=len(state.kept))


@transaction.atomic
def ask_to_confirm(account: Account, *, by: User) -> None:
    """Whoever answers for the account gets a notice that it awaits them."""
    notices.note_archive_asked(account, by=by)
    audit.record("governance.ask_to_confirm_archive", by=by, about=account, office=account.office)


def may_confirm(person: User, account: Account) -> bool:
    """Who answers for the account or stands in; the Secretary General’s office for whatever has nobody."""
    return person.pk in (account.owner_id, account.deputy_id) or person.has_role((Role.SECRETARY,))


@transaction.atomic
def forget_erased(*, by: Any) -> int:
    """Take the words of dossiers out that were erased since they were captured; returns of how many captures."""
    captures = _erased()
    for file in {one.file for one in captures if one.file is not None}:
        _rewrite(file, captures)
    for one in captures:
        Capture.objects.filter(pk=one.pk).update(gaps=[*one.gaps, Gap(one.title, ERASED).as_json()])
        audit.record("governance.forget_capture", by=by, about=one, kind=one.kind)
    return len(captures)


def _erased() -> list[Capture]:
    kept = Capture.objects.kept().filter(kind=Kind.DOSSIER).exclude(gaps__icontains=ERASED).select_related("file")
    there = {key for _kind, key in dossiers()}
    return [one for one in kept if one.key not in there]


def _rewrite(file: ArchiveFile, captures: Sequence[Capture]) -> None:
    """Without the pages of these; what they only load may be what other records refer to, and stays."""
    gone = ArchiveRecord.objects.filter(file=file, capture__in=captures, uri__contains="/dossiers/")
    left = list(file.index.exclude(pk__in=gone.values("pk")).order_by("offset"))
    first = file.index.order_by("offset").values_list("offset", flat=True).first() or file.size
    old, (stem, _dot, ending) = file.path, file.name.partition(".")
    file.name = f"{stem}-x{timezone.now():%Y%m%d%H%M%S%f}.{ending}"
    with old.open("rb") as source, file.path.open("wb") as to:
        to.write(source.read(first))
        for one in left:
            source.seek(one.offset)
            one.offset = to.tell()
            to.write(source.read(one.length))
        file.size, file.records = to.tell(), len(left) + 1
    gone.delete()
    for one in left:
        # In the order of the file, each moves to where something was that has moved already.
        ArchiveRecord.objects.filter(pk=one.pk).update(offset=one.offset)
    with file.path.open("rb") as whole:
        file.sha256 = verify(whole).sha256
    file.save(update_fields=["name", "size", "records", "sha256"])
    transaction.on_commit(lambda: old.unlink(missing_ok=True))
