"""What of the record an announcement is about, and how one finds it: bills, sittings, votes, committees, members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.desk.models import Announcement
from hemicycle.record.models import Document, Organization, Person, Sitting, VoteEvent
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.finding import find
from hemicycle.record.search.question import Question
from hemicycle.record.search.suggestions import suggest

MOST = 12

NAMES: dict[str, str | Promise] = {
    "document": gettext_lazy("Bill"),
    "sitting": gettext_lazy("Sitting"),
    "vote": gettext_lazy("Vote"),
    "committee": gettext_lazy("Committee"),
    "member": gettext_lazy("Member"),
}
_FOUND = {Kind.BILL: "document", Kind.VOTE: "vote", Kind.MEMBER: "member", Kind.BODY: "committee"}


@dataclass(frozen=True, slots=True)
class About:
    """A row of the record: `value` names it in a form, `kind` says in a word what it is."""

    value: str
    kind: str
    title: str
    url: str


def about_of(announcement: Announcement) -> About | None:
    row = announcement.about_what
    return None if row is None else described(row)


def offered(words: str, *, to: object) -> list[About]:
    """What these words find; without any, what is newest."""
    rows = _named(words, to) if words.strip() else _newest(to)
    return [described(row) for row in rows][:MOST]


def chosen(value: str, *, to: object) -> dict[str, Any]:
    """The field and the row that a value of `About` names; LookupError where this reader may not see it."""
    kind, _colon, key = value.partition(":")
    rows = _rows(kind, to)
    with suppress(ValueError):
        if rows is not None and (row := rows.filter(pk=UUID(key)).first()) is not None:
            return {kind: row}
    raise LookupError(value)


def _rows(kind: str, to: object) -> QuerySet[Any] | None:
    rows: dict[str, QuerySet[Any]] = {
        "document": Document.objects.readable_by(to),
        "sitting": Sitting.objects.readable_by(to).select_related("organization"),
        "vote": VoteEvent.objects.readable_by(to).select_related("sitting__organization", "item"),
        "committee": Organization.objects.current().committees(),
        "member": Person.objects.current(),
    }
    return rows.get(kind)


def _newest(to: object) -> Iterator[Any]:
    """Without words: the sittings that come, and what the House dealt with last."""
    sittings, votes = Sitting.objects.readable_by(to).select_related("organization"), _rows("vote", to)
    assert votes is not None
    yield from sittings.filter(date__gte=timezone.localdate()).order_by("date", "number")[:3]
    yield from sittings.filter(date__lt=timezone.localdate()).order_by("-date", "-number")[:3]
    yield from votes.order_by("-sitting__date", "-sitting__number", "-order")[:3]
    yield from Document.objects.readable_by(to).newest_first()[:3]


def _named(words: str, to: object) -> Iterator[Any]:
    """What is called so: names as they begin, then what the search finds; a day gives its sittings."""
    sittings, bills = _rows("sitting", to), _rows("document", to)
    assert sittings is not None and bills is not None
    with suppress(ValueError):
        yield from sittings.filter(date=date.fromisoformat(words.strip())).order_by("number")
    hits = [*suggest(words, to=to).hits]
    for kind in _FOUND:
        hits += find(Question(text=words, kind=kind), to=to, limit=4).hits
    found = dict.fromkeys((_FOUND[hit.kind], hit.row) for hit in hits)
    # What is internal is in no index; staff find it by its number.
    yield from _each_once(found, bills.filter(number__icontains=words.strip())[:3], to)
    bodies = [key for kind, key in found if kind == "committee"]
    yield from sittings.filter(organization__in=bodies).order_by("-date", "-number")[:3]


def _each_once(found: Iterable[tuple[str, str]], bills: Iterable[Document], to: object) -> Iterator[Any]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in found:
        by_kind.setdefault(kind, []).append(key)
    rows: dict[tuple[str, str], Any] = {}
    for kind, keys in by_kind.items():
        known = _rows(kind, to)
        rows |= {(kind, str(row.pk)): row for row in (known.filter(pk__in=keys) if known is not None else ())}
    rows |= {("document", str(bill.pk)): bill for bill in bills}
    order = {place: number for number, place in enumerate(found)}
    yield from (rows[place] for place in sorted(rows, key=lambda place: order.get(place, len(order))))


def described(row: Any) -> About:
    kind = next(name for name, model in _MODELS.items() if isinstance(row, model))
    return About(f"{kind}:{row.pk}", str(NAMES[kind]), _title(row), row.get_absolute_url())


_MODELS: dict[str, type] = {
    "document": Document,
    "sitting": Sitting,
    "vote": VoteEvent,
    "committee": Organization,
    "member": Person,
}


def _title(row: Any) -> str:
    if isinstance(row, Document):
        return f"{row.name} · {row.titles.here}"
    if isinstance(row, Sitting):
        return _sat(row)
    if isinstance(row, VoteEvent):
        return f"{row.titles.here or row.number} · {_sat(row.sitting)}"
    return str(row)


def _sat(sitting: Sitting) -> str:
    return _("%(body)s, %(day)s") % {
        "body": sitting.organization,
        "day": date_format(sitting.date, "DATE_FORMAT", use_l10n=True),
    }
