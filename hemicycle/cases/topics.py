"""The word by which an address says what a letter is about, bill-12 or committee-rivers, and the row that it means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils import timezone

from hemicycle.follow import followables
from hemicycle.record.models import Document, DocumentKind, Organization, OrganizationKind, Person
from hemicycle.record.search.words import OTHER, analyzer, plain, whole

BILL, COMMITTEE, MEMBER = "bill", "committee", "member"
_KINDS: dict[str, type] = {BILL: Document, COMMITTEE: Organization, MEMBER: Person}
"""What `Inbound.recipient` begins with: bill-12, committee-finance, member-okafor."""

# What stands before the @ (RFC 5321, 4.5.3.1.1).
LONGEST = 64


def row_of(topic: str) -> Document | Organization | Person | None:
    """The one thing of the record that it means; None where that is nothing or several."""
    kind, _hyphen, name = topic.partition("-")
    model = _KINDS.get(kind)
    if model is None or not name:
        return None
    if kind in _SPELLED and (rows := _SPELLED[kind](name)):
        return rows[0] if len(rows) == 1 else None
    found = followables.find(f"bill {name}" if model is Document else name.replace("-", " "))
    rows = [row for row in found if isinstance(row, model) and isinstance(row, Document | Organization | Person)]
    return rows[0] if len(rows) == 1 else None


def topic_of(row: object) -> str:
    """The word that means this bill or committee, in the language of the moment; "" where none means it alone, as of a
    bill whose number a newer one has, or of two committees with one name."""
    found = (topic for topic in _topics(row) if topic.isascii() and len(topic) <= LONGEST and row_of(topic) == row)
    return next(found, "")


def _topics(row: object) -> Iterable[str]:
    """Those it may have, the shortest first: some mail servers leave little room beside their own name."""
    if isinstance(row, Document) and row.kind == DocumentKind.BILL:
        yield f"{BILL}-{_word(row.number)}"
    if isinstance(row, Organization) and row.kind == OrganizationKind.COMMITTEE:
        for name in (row.short, str(row)):
            word = _word(name)
            yield word if word.startswith(f"{COMMITTEE}-") else f"{COMMITTEE}-{word}"


def _word(text: str) -> str:
    """As an address has it: “Comité des œuvres” is comite-des-oeuvres."""
    return "-".join(analyzer(OTHER).analyze(plain(whole(text))))


def _bills(name: str) -> list[Document | Organization | Person]:
    """The bill of just that number; where sessions number anew, the newest, and both of two of one day."""
    digits = re.findall("[0-9]+", name)
    if not digits:
        return []
    rows = Document.objects.readable_by(None).bills()
    for run in digits:
        # A record has tens of thousands of bills; what is left is compared one by one.
        rows = rows.filter(number__contains=run)
    known = rows.newest_first().values_list("pk", "number", "introduced_on")
    same = [(key, day) for key, number, day in known if _word(number) == name]
    return list(Document.objects.filter(pk__in=[key for key, day in same if day == same[0][1]]))


def _committees(name: str) -> list[Document | Organization | Person]:
    """Those called so; one that sits goes before those that are over."""
    wanted, every = {name, f"{COMMITTEE}-{name}"}, Organization.objects.current().committees()
    found = [row for row in every if not wanted.isdisjoint(_words(row))]
    sitting = every.on(timezone.localdate()).filter(pk__in=[row.pk for row in found])
    return [*(sitting or found)]


def _words(row: Organization) -> set[str]:
    return {_word(name) for names in (row.names, row.short_names) for name in names.values()}


_SPELLED = {BILL: _bills, COMMITTEE: _committees}
