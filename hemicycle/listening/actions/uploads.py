"""Uploading a file, what the worker finds in it, and choosing which column is which."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from hearhear.sources import shaping

from hemicycle.rules import audit, work
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.models import WorkState
from hemicycle.rules.parameters import in_force

from ..engine import confined
from ..errors import AlreadyImported, FileRefused, InquiryClosed, NotReadYet, WrongColumns, WrongEncoding
from ..models import Inquiry, Intake, Upload
from ..models.intake import ENCODINGS
from ..text.words import UNREADABLE, word
from . import name_of

# What a message can be made of, in the order in which a person reads it.
FIELDS = ("text", "id", "lang", "channel", "sender", "sent_at", "question")
# A file's ending says how it is read; more of the name is not trusted.
LONGEST_ENDING = 9


def add_file(inquiry: Inquiry, *, name: str, chunks: Iterable[bytes], by: Any) -> Upload:
    """Keep a file, unopened: the worker looks at it, and nothing is imported before `choose_columns`.

    Raises FileRefused (too large), AlreadyImported, InquiryClosed.
    """
    _refuse_if_closed(inquiry)
    stored, size, digest = _store(name, chunks)
    try:
        return _create(inquiry, name=name, stored=stored, size=size, digest=digest, by=by)
    except (FileRefused, AlreadyImported):
        stored.unlink(missing_ok=True)
        raise


@transaction.atomic
def choose_columns(
    upload: Upload,
    *,
    columns: Mapping[str, str],
    questions: Sequence[str] = (),
    facts: Sequence[str] = (),
    channel: str = "",
    lang: str = "",
    by: Any,
) -> Intake:
    """Say which columns the messages are made of, and start the import.

    `columns` maps a field of the message to a column, "" to none. `questions` are columns each of which answers a
    question of its own, in place of a text; `facts` those that state a fact of the sender. `channel` and `lang` hold
    for rows that do not say theirs. Raises NotReadYet before the worker has opened the file, WrongColumns,
    InquiryClosed, AlreadyImported when the import was started before.
    """
    locked = Upload.objects.select_for_update().select_related("inquiry__office").get(pk=upload.pk)
    _refuse_if_closed(locked.inquiry)
    if locked.intakes.taken().exists():
        raise AlreadyImported(_("This file is being imported already."))
    if locked.state != WorkState.DONE:
        raise NotReadYet(_("The file has not been read yet."))
    chosen = {name: columns.get(name, "") for name in FIELDS}
    if questions:
        chosen["text"] = ""
    _refuse_wrong(locked, chosen, questions, facts)
    intake = Intake.objects.create(
        inquiry=locked.inquiry,
        upload=locked,
        columns=chosen,
        questions=list(questions),
        facts=list(facts),
        channel=channel,
        lang=lang,
        started_by=audit.actor_of(by),
    )
    audit.record("listening.import", by=by, about=intake, office=locked.inquiry.office, inquiry=locked.inquiry.address)
    work.wake()
    return intake


@transaction.atomic
def read_as(upload: Upload, *, encoding: str, by: Any) -> Upload:
    """Have the file opened anew, in the encoding that a person says it has. The row that waits for it.

    Raises WrongEncoding, AlreadyImported, InquiryClosed.
    """
    if encoding not in ENCODINGS:
        raise WrongEncoding(_("Choose an encoding from the list."))
    locked = Upload.objects.select_for_update().select_related("inquiry__office").get(pk=upload.pk)
    _refuse_if_closed(locked.inquiry)
    if locked.intakes.taken().exists() or not locked.stored:
        raise AlreadyImported(_("This file is being imported already."))
    kept = ("inquiry", "name", "size", "sha256", "stored", "uploaded_by", "uploaded_by_name", "uploaded_at")
    facts = {name: getattr(locked, name) for name in kept}
    locked.delete()
    anew = Upload.objects.create(**facts, guess={"encoding": encoding})
    audit.record("listening.read_as", by=by, about=anew, office=anew.inquiry.office, encoding=encoding)
    work.wake()
    return anew


def describe(upload: Upload, guess: Mapping[str, Any], *, by: Any) -> None:
    """Store what was found in the file; does nothing where the file was deleted meanwhile."""
    if not any(column["filled"] for column in guess["found"]):
        refuse(upload, reason="empty", by=by)
        return
    Upload.objects.filter(pk=upload.pk).update(guess=dict(guess), format=guess["format"][:40])


@transaction.atomic
def refuse(upload: Upload, *, reason: str, by: Any) -> None:
    """Set the file aside, with the reason: it is deleted, and can be uploaded again."""
    if not work.fail(upload, worker=upload.worker, error=reason):
        return
    Upload.objects.filter(pk=upload.pk).update(stored="")
    audit.record(
        "listening.refuse_file", by=by, about=upload, office=upload.inquiry.office, reason=reason, bytes=upload.size
    )
    transaction.on_commit(partial(_delete, upload.path))


@transaction.atomic
def drop_file(upload: Upload, *, by: Any) -> None:
    """Forget a file of which nothing was imported."""
    locked = Upload.objects.select_for_update().select_related("inquiry__office").get(pk=upload.pk)
    if locked.intakes.taken().exists():
        raise AlreadyImported(_("This file is being imported already."))
    audit.record("listening.drop_file", by=by, about=locked, office=locked.inquiry.office)
    _forget(locked)


def _forget(upload: Upload) -> None:
    path = upload.path if upload.stored else None
    upload.delete()
    leave_no_trace()
    if path:
        transaction.on_commit(partial(_delete, path))


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    confined.remove_leftovers(path)


def _refuse_if_closed(inquiry: Inquiry) -> None:
    if not Inquiry.objects.filter(pk=inquiry.pk, state=Inquiry.State.OPEN).exists():
        raise InquiryClosed(_("This inquiry is closed."))


def _store(name: str, chunks: Iterable[bytes]) -> tuple[Path, int, str]:
    folder = Path(settings.HOME) / "intake"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ending = Path(name).suffix.lower()[:LONGEST_ENDING]
    path = folder / f"{uuid.uuid4().hex}{ending if ending[1:].isalnum() else ''}"
    limit, size, digest = in_force("upload_limit_mb") * 1024 * 1024, 0, hashlib.sha256()
    with path.open("xb") as kept:
        path.chmod(0o600)
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                break
            digest.update(chunk)
            kept.write(chunk)
    if size > limit:
        path.unlink()
        raise FileRefused(_("The file is larger than %(limit)d MB.") % {"limit": in_force("upload_limit_mb")})
    return path, size, digest.hexdigest()


@transaction.atomic
def _create(inquiry: Inquiry, *, name: str, stored: Path, size: int, digest: str, by: Any) -> Upload:
    same = Upload.objects.select_for_update().filter(inquiry=inquiry, sha256=digest)
    # What could not be read may be uploaded again: a limit may have been raised since.
    for failed in same.filter(state=WorkState.FAILED):
        _forget(failed)
    if same.exists():
        raise AlreadyImported(_("This file is already uploaded: see the list below."))
    upload = Upload.objects.create(
        inquiry=inquiry,
        name=Path(name).name[:200],
        size=size,
        sha256=digest,
        stored=stored.name,
        uploaded_by=audit.actor_of(by),
        uploaded_by_name=name_of(by),
    )
    audit.record("listening.add_file", by=by, about=upload, office=inquiry.office, bytes=size)
    work.wake()
    return upload


def _refuse_wrong(upload: Upload, chosen: Mapping[str, str], questions: Sequence[str], facts: Sequence[str]) -> None:
    if not chosen["text"] and not questions:
        raise WrongColumns(_("Say which column holds the text."))
    names = [column["name"] for column in upload.guess["found"]]
    wanted = {name: column for name, column in chosen.items() if column}
    if shaping.missing(names, wanted) or not set(names).issuperset((*questions, *facts)):
        raise WrongColumns(word(UNREADABLE, "unknown_column"))
