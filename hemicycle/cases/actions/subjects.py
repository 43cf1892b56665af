"""What a case is about: what the address says that it was written to, what it answers, which bills it names; and what
staff say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from hemicycle.cases.models import Case, Origin, Subject
from hemicycle.cases.topics import row_of
from hemicycle.channels.models import Inbound, Medium
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.sources import announcement_of
from hemicycle.follow import followables
from hemicycle.record.models import Document, Organization, Person
from hemicycle.rules import audit

Row = Document | Organization | Person | Announcement

_FIELDS: dict[type, str] = {
    Document: "bill", Organization: "committee", Person: "member", Announcement: "announcement",
}  # fmt: skip
_SUREST = list(Origin.values)
# A letter that names more bills than this names them as examples; each would be a subject to answer for.
MOST_NAMED = 5

BILL_WORDS = ("bill", "projet", "proposition", "proyecto", "proposicion", "proposición", "ley")
_NUMBERED = r"(?:n[°ºo]\.?\s*|n\.\s?[°º]\s*|n[uú]m(?:[eé]ro|\.)?\s+|number\s+)"
# A project or a text of another kind has no number behind the sign for one.
_NAMED = re.compile(
    rf"\b(?:(?:bill|(?:projet|proposition)\s+de\s+loi|(?:proyecto|proposici[oó]n)\s+de\s+ley|ley)\s+{_NUMBERED}?"
    rf"|(?:projet|proposition|texte|proyecto|proposici[oó]n|texto)\s+{_NUMBERED})"
    r"(?P<number>[A-Z]{0,3}[-–/ ]?\d[\w/-]{0,15})",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\s*(?:bill|projet(?:\s+de\s+loi)?|(?:proyecto\s+de\s+)?ley|proyecto)\s+(?P<number>[A-Z]{0,3}-?\d[\w/-]{0,15})",
    re.IGNORECASE,
)


@transaction.atomic
def add_subject(case: Case, row: Row, *, origin: str, by: Any, eid: str = "") -> Subject:
    """Once; known by a surer way before, it stays so. `eid`: a clause of a bill."""
    subject, is_new = put_subject(case, origin, eid=eid, **{_FIELDS[type(row)]: row})
    if is_new:
        audit.record("cases.add_subject", by=by, about=case, office=case.office, origin=str(origin))
    return subject


def put_subject(case: Case, origin: str, **about: Any) -> tuple[Subject, bool]:
    """The row, and whether it is new; one that is there gets the surer origin of the two."""
    subject, is_new = Subject.objects.get_or_create(case=case, **about, defaults={"origin": origin})
    if not is_new and _SUREST.index(origin) < _SUREST.index(subject.origin):
        subject.origin = origin
        subject.save(update_fields=["origin"])
    return subject, is_new


@transaction.atomic
def remove_subject(subject: Subject, *, by: Any) -> None:
    case = subject.case
    subject.delete()
    if subject.bill is not None and not subject.eid:
        # The clauses of a bill go with it.
        Subject.objects.filter(case=case, bill=subject.bill).delete()
    audit.record("cases.remove_subject", by=by, about=case, office=case.office)


def copy_subjects(case: Case, *, to: Case, by: Any) -> None:
    """What whoever wrote said that it is about. What staff say of it stays behind, and what was found by that: a
    clause that is named in the text is one of the bill that staff chose."""
    rows = case.subjects.filter(origin__in=(Origin.SENDER, Origin.NAMED))
    known = list(rows.select_related("bill", "committee", "member", "announcement"))
    bills = {one.bill_id for one in known if not one.eid}
    for one in known:
        if not one.eid or one.origin == Origin.SENDER or one.bill_id in bills:
            add_subject(to, one.row, origin=one.origin, eid=one.eid, by=by)


def find_subjects(case: Case, message: Inbound) -> None:
    """What is known of it without anybody having read it; what cannot be found costs no word of the letter."""
    for row, origin in _found(message):
        add_subject(case, row, origin=origin, by="cases")


def _found(message: Inbound) -> Iterator[tuple[Row, str]]:
    if (chosen := row_of(message.recipient)) is not None:
        yield chosen, Origin.SENDER
    yield from _answered(message)
    yield from ((row, Origin.SENDER) for row in bills_begun_with(message))
    yield from ((row, Origin.NAMED) for row in bills_numbered(numbers_named(f"{message.subject}\n{message.text}")))


def bills_begun_with(message: Inbound) -> list[Document]:
    """The bill that a text message names before anything else: BILL 12 and what is said about it."""
    short = _SHORT.match(message.text) if message.channel == Medium.SMS else None
    return bills_numbered([short["number"]]) if short else []


def numbers_named(text: str) -> list[str]:
    """The numbers of bills that a text names as bills, each once."""
    numbers = (match["number"].strip(" -/").upper() for match in _NAMED.finditer(text))
    return list(dict.fromkeys(numbers))


def bills_numbered(numbers: list[str]) -> list[Document]:
    """Those that everybody may read; where sessions number anew, the newest of each."""
    found = (row for number in numbers[:MOST_NAMED] for row in followables.find(f"bill {number}"))
    return [row for row in found if isinstance(row, Document)]


def _answered(message: Inbound) -> Iterator[tuple[Row, str]]:
    """An announcement of ours, and the bill or committee that it is about. Which one a text message answers is only
    likely: it does not say so."""
    sent = message.answers
    announced = announcement_of(sent.content.source) if sent is not None else None
    if announced is None:
        return
    origin = Origin.SOFTWARE if message.channel == Medium.SMS else Origin.SENDER
    yield announced, origin
    for row in (announced.document, announced.committee):
        if row is not None:
            yield row, origin
