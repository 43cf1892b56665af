"""What rows of every kind have in common, and how a file is put together."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from hemicycle.record.exporters.scope import Scope, public
from hemicycle.record.models import Identifier
from hemicycle.record.phrases import Phrase
from hemicycle.rules.house_name import house_name

Fields = dict[str, Any]
LINK_NOTES = {"web": "website"}
# Rows fetched at a time: some megabytes of a day's longest speeches.
AT_ONCE = 500


def rows(found: Any, scope: Scope, *with_them: str) -> Iterator[Any]:
    """The public ones with their identifiers."""
    return public(scope.passing(with_names(found, *with_them)))


def with_names(found: Any, *with_them: str) -> Iterator[Any]:
    """First entered first, a few hundred in memory at a time."""
    names = Prefetch("identifiers", Identifier.objects.order_by("scheme", "value"))
    chosen = found.select_related(*with_them).prefetch_related(names).order_by("pk")
    return iter(chosen.iterator(chunk_size=AT_ONCE))


def identifiers(row: Any, first: str = "") -> list[Fields]:
    """That of the source whose word counts, if one does, before the others."""
    names = sorted(row.identifiers.all(), key=lambda name: (name.scheme != first, name.scheme, name.value))
    return [{"scheme": name.scheme, "identifier": name.value} for name in names]


def links(found: Fields) -> list[Fields]:
    return [{"note": LINK_NOTES.get(kind, kind), "url": url} for kind, url in sorted(found.items())]


def sources(row: Any) -> list[Fields]:
    """Where the row is from, if that is an address that others can open."""
    source = row.source
    if source is None or not source.address.startswith(("http://", "https://")):
        return []
    return [filled({"url": source.address, "note": source.licence})]


def main(words: Phrase) -> str:
    """In the language of the House, else in another."""
    return str(words.in_language(None))


def timestamp(day: date, at: time | None) -> str:
    """The day, with the hour where it is known, on the clock of the House."""
    if at is None:
        return day.isoformat()
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone()).isoformat()


def meta(*, provisional: bool) -> Fields:
    return {
        "generator": "Hemicycle",
        "house": house_name(),
        "lang": settings.LANGUAGE_CODE,
        "rests_on_the_provisional_record": provisional,
    }


def file(about: Fields, sections: dict[str, Iterator[Fields]]) -> Iterator[bytes]:
    """One row a line, so that two exports can be compared line by line."""
    yield f'{{"meta": {_json(about)}'.encode()
    for name, found in sections.items():
        yield f',\n"{name}": ['.encode()
        between = "\n"
        for row in found:
            yield f"{between}{_json(filled(row))}".encode()
            between = ",\n"
        yield b"\n]"
    yield b"\n}\n"


def filled(fields: Fields) -> Fields:
    """Without empty fields."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _json(value: Fields) -> str:
    return json.dumps(value, ensure_ascii=False)
