"""The post of the demonstration: files of letters, brought into inquiries as a person would bring them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings

from hemicycle.accounts.models import Office, User
from hemicycle.demo.letters import Letter
from hemicycle.listening.actions import inquiries, uploads
from hemicycle.listening.models import Inquiry
from hemicycle.record.models import Document

CHUNK_BYTES = 64 * 1024


def write(letters: Iterable[Letter], name: str) -> Path:
    """Write letters as one JSON object a line, under the home folder; the same letters give the same file."""
    folder = Path(settings.HOME) / "demo"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for letter in letters:
            out.write(json.dumps(asdict(letter), ensure_ascii=False, default=_as_text) + "\n")
    return path


def ask(
    title: str, *, question: str, office: Office, bill: Document | None, language: str, file: Path, by: User
) -> Inquiry:
    """Open the inquiry and bring the file; whoever asked the same before gets that inquiry as it is."""
    asked: Inquiry | None = Inquiry.objects.filter(office=office, title=title).first()
    if asked is not None:
        return asked
    inquiry = inquiries.open_inquiry(
        office=office, title=title, question=question, bill=bill, language=language, by=by
    )
    upload = uploads.add_file(inquiry, name=file.name, chunks=_chunks(file), by=by)
    uploads.choose_columns(upload, columns=upload.guess["columns"], by=by)
    return inquiry


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            yield chunk


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)
