"""The post of the demonstration: files of letters, brought into inquiries as a person would bring them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hemicycle.accounts.models import Office, User
from hemicycle.demo import letters, parliament, spine, staff
from hemicycle.demo.letters import Letter
from hemicycle.demo.parliament import Bill
from hemicycle.listening.actions import inquiries, uploads
from hemicycle.listening.models import Inquiry
from hemicycle.record.models import Document, Identifier
from hemicycle.rules.models import WorkState

CHUNK_BYTES = 64 * 1024
# The bill that most of the post is about.
BILL = "12"
MEMBERS_LETTERS = 60
# The smallest corpus there is; a member's post is taken from one of its own, so that no letter is in both.
SMALL_CORPUS = 300
_MAILBOX, _MEMBER = next(iter(staff.MEMBERS.items()))


@dataclass(frozen=True)
class Asked:
    """An inquiry, whose it is, and what it is given to read."""

    office: str
    mailbox: str
    file: str
    title: str
    question: Callable[[Bill], str]
    language: str
    letters: Callable[[int], Iterable[Letter]]

    def inquiry(self) -> Inquiry:
        found: Inquiry = Inquiry.objects.get(office__slug=self.office, title=self.title)
        return found


# A member's post is the member's: nobody of the House sees that inquiry or its messages.
INQUIRIES = (
    Asked(
        office=staff.COMMITTEE_OFFICE,
        mailbox="clerk",
        file="letters",
        title=f"What did people say about Bill {BILL}?",
        question=lambda bill: (
            f"Which letters about the {bill.title['en']} belong to campaigns, and what do people say themselves?"
        ),
        language="en",
        letters=lambda seed: letters.generate(seed).messages,
    ),
    Asked(
        office=f"member-{_MEMBER}",
        mailbox=_MAILBOX,
        file="member",
        title="Post of the spring",
        question=lambda bill: "What people have written to us since March.",
        language="en",
        letters=lambda seed: letters.generate(seed + 1, SMALL_CORPUS).messages[:MEMBERS_LETTERS],
    ),
)


def bring(*, seed: int) -> None:
    """Write the letters, ask, and bring them; what was asked before stays as it is, whichever seed it had."""
    bill = parliament.load().bill(BILL)
    for asked in INQUIRIES:
        if not Inquiry.objects.filter(office__slug=asked.office, title=asked.title).exists():
            file = write(asked.letters(seed), f"{asked.file}-{seed}.jsonl")
            _ask(asked, bill, file)


@transaction.atomic
def _ask(asked: Asked, bill: Bill, file: Path) -> None:
    by = User.objects.get(email=f"{asked.mailbox}@{staff.DOMAIN}")
    inquiry = inquiries.open_inquiry(
        office=Office.objects.get(slug=asked.office),
        title=asked.title,
        question=asked.question(bill),
        bill=_document(bill),
        language=asked.language,
        by=by,
    )
    uploads.add_file(inquiry, name=file.name, chunks=_chunks(file), by=by)


def choose_columns() -> None:
    """As they were guessed, once the worker has opened the files; a second time changes nothing."""
    for asked in INQUIRIES:
        by = User.objects.get(email=f"{asked.mailbox}@{staff.DOMAIN}")
        for upload in asked.inquiry().uploads.filter(state=WorkState.DONE, intakes=None):
            uploads.choose_columns(
                upload,
                columns=upload.guess["columns"],
                questions=upload.guess["questions"],
                facts=upload.guess["facts"],
                by=by,
            )


def write(letters: Iterable[Letter], name: str) -> Path:
    """Write letters as one JSON object a line, under the home folder; the same letters give the same file."""
    folder = Path(settings.HOME) / "demo"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for letter in letters:
            out.write(json.dumps(asdict(letter), ensure_ascii=False, default=_as_text) + "\n")
    return path


def _document(bill: Bill) -> Document:
    document = Identifier.objects.known(spine.known("bill", bill.key)).get().document
    if document is None:
        raise LookupError(f"the record has no bill {bill.number}")
    return document


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            yield chunk


def _as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(value)
