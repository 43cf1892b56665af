"""Bringing a file, looking at it, and saying which column is which."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from hearhear import sources
from hearhear.errors import UnreadableFile

from hemicycle.rules import audit, work
from hemicycle.rules.parameters import in_force

from ..errors import AlreadyImported, FileRefused, InquiryClosed, WrongColumns
from ..models import Inquiry, Intake, Upload
from ..words import UNREADABLE, unreadable, word
from .naming import label_of, name_of

# What a message can be made of, in the order in which a person reads it.
FIELDS = ("text", "id", "lang", "channel", "sender", "sent_at")
# A file's ending says how it is read; more of the name is not trusted.
LONGEST_ENDING = 9


def add_file(inquiry: Inquiry, *, name: str, chunks: Iterable[bytes], by: Any) -> Upload:
    """Keep a file and guess its columns; nothing is imported before `choose_columns`.

    Raises FileRefused (too large, or no file of messages), AlreadyImported, InquiryClosed.
    """
    _refuse_if_closed(inquiry)
    stored, size, digest = _store(name, chunks)
    try:
        guess = _look(stored)
        return _keep(inquiry, name=name, stored=stored, size=size, digest=digest, guess=guess, by=by)
    except (FileRefused, AlreadyImported):
        stored.unlink(missing_ok=True)
        raise


@transaction.atomic
def choose_columns(
    upload: Upload, *, columns: Mapping[str, str], channel: str = "", lang: str = "", by: Any
) -> Intake:
    """Say which columns the messages are made of, and start the import.

    `columns` maps a field of the message to a column, "" to none. `channel` and `lang` hold for rows that do
    not say theirs. Raises WrongColumns, InquiryClosed, AlreadyImported when the import was started before.
    """
    held = Upload.objects.select_for_update().select_related("inquiry__office").get(pk=upload.pk)
    _refuse_if_closed(held.inquiry)
    if held.intakes.taken().exists():
        raise AlreadyImported(_("This file is being imported already."))
    chosen = {name: columns.get(name, "") for name in FIELDS}
    _refuse_wrong(held, chosen)
    intake = Intake.objects.create(
        inquiry=held.inquiry, upload=held, columns=chosen, channel=channel, lang=lang, started_by=label_of(by)
    )
    audit.record("listening.import", by=by, about=intake, office=held.inquiry.office, inquiry=held.inquiry.address)
    work.nudge()
    return intake


@transaction.atomic
def drop_file(upload: Upload, *, by: Any) -> None:
    """Forget a file of which nothing was imported."""
    held = Upload.objects.select_for_update().select_related("inquiry__office").get(pk=upload.pk)
    if held.intakes.taken().exists():
        raise AlreadyImported(_("This file is being imported already."))
    audit.record("listening.drop_file", by=by, about=held, office=held.inquiry.office)
    path = held.path if held.stored else None
    held.delete()
    if path:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


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


def _look(path: Path) -> dict[str, Any]:
    """The engine's guess, as JSON."""
    try:
        guess = sources.guess(path)
    except UnreadableFile as error:
        raise FileRefused(unreadable(error)) from error
    if not any(column.filled for column in guess.found):
        raise FileRefused(word(UNREADABLE, "empty"))
    return {
        "format": guess.format,
        "export": guess.export,
        "columns": dict(guess.columns),
        "certainty": dict(guess.certainty),
        "found": [asdict(column) for column in guess.found],
    }


@transaction.atomic
def _keep(
    inquiry: Inquiry, *, name: str, stored: Path, size: int, digest: str, guess: dict[str, Any], by: Any
) -> Upload:
    if Upload.objects.select_for_update().filter(inquiry=inquiry, sha256=digest).exists():
        raise AlreadyImported(_("This very file is already in the inquiry."))
    upload = Upload.objects.create(
        inquiry=inquiry,
        name=Path(name).name[:200],
        size=size,
        sha256=digest,
        stored=stored.name,
        format=guess["format"][:40],
        guess=guess,
        brought_by=label_of(by),
        brought_by_name=name_of(by),
    )
    audit.record("listening.add_file", by=by, about=upload, office=inquiry.office, bytes=size)
    return upload


def _refuse_wrong(upload: Upload, chosen: Mapping[str, str]) -> None:
    if not chosen["text"]:
        raise WrongColumns(_("Say which column holds the text."))
    try:
        sources.guess(upload.path, columns=chosen)
    except UnreadableFile as error:
        raise WrongColumns(unreadable(error)) from error
