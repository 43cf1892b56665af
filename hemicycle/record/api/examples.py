"""Questions to the API that have an answer in this record, with what is answered, shortened to be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls.resolvers import RoutePattern, URLResolver

from hemicycle.record.api.router import api
from hemicycle.record.models import Contribution, Document, DocumentVersion, Sitting, VoteEvent
from hemicycle.record.search.words import WORD

# By path: what fills it in, and what is asked; each is a name of `_there`.
_ASKED: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "/members": ({}, {"name": "family name"}),
    "/members/{address}": ({"address": "member"}, {}),
    "/bodies": ({}, {"kind": "kind of body"}),
    "/bodies/{address}": ({"address": "body"}, {}),
    "/bills": ({}, {"number": "number"}),
    "/bills/{address}": ({"address": "bill"}, {}),
    "/bills/{address}/versions/{version}": ({"address": "bill", "version": "version"}, {}),
    "/sittings": ({}, {"body": "body", "since": "day"}),
    "/sittings/{address}": ({"address": "sitting"}, {}),
    "/speeches": ({}, {"sitting": "sitting"}),
    "/speeches/{address}": ({"address": "speech"}, {}),
    "/votes": ({}, {"sitting": "sitting of the vote"}),
    "/votes/{address}": ({"address": "vote"}, {}),
    "/search": ({}, {"q": "word"}),
}
Asked = dict[str, str]
# What apps above the record answer beside it, and what fills in its path; None where there is nothing public.
OFFERED: dict[str, Callable[[], Asked | None]] = {}
# Of a list the first, of a text the first words; a debate may wait for the sitting before.
MOST_ITEMS, MOST_SIGNS, MOST_SITTINGS = 1, 160, 20
_MORE = "…"


@dataclass(frozen=True, slots=True)
class Example:
    """`url` is what is asked, `answer` is JSON."""

    url: str
    answer: str


def examples(request: HttpRequest, base: str) -> dict[str, Example]:
    """By path below the API, whose address is `base`; none for what this record has nothing public of."""
    public_values = dict(_public_values())
    found: dict[str, Example] = {}
    for path, (places, questions) in _ASKED.items():
        if {*places.values(), *questions.values()} <= public_values.keys():
            address = path.format(**{name: public_values[key] for name, key in places.items()})
            asked = {name: public_values[key] for name, key in questions.items()} | ({} if places else {"limit": "1"})
            answer = _answer(request, base, address, asked)
            found[path] = Example(f"{base}{address}{'?' if asked else ''}{urlencode(asked)}", answer)
    for path, offered in OFFERED.items():
        filled = offered()
        if filled is not None:
            address, limit = path.format(**filled), {} if "{" in path else {"limit": "1"}
            answer = _answer(request, base, address, limit)
            found[path] = Example(f"{base}{address}{'?' if limit else ''}{urlencode(limit)}", answer)
    return found


def _answer(request: HttpRequest, base: str, address: str, asked: dict[str, str]) -> str:
    """What is answered there, without counting it among what the reader asks for."""
    view = URLResolver(RoutePattern(""), api.urls[0]).resolve(address.removeprefix("/"))
    within: Any = copy(request)
    within.method, within.GET, within.path = "GET", QueryDict(urlencode(asked)), f"{base}{address}"
    answer = json.loads(view.func(within, *view.args, **view.kwargs).content)
    return json.dumps(_short(answer), ensure_ascii=False, indent=2)


def _short(value: Any) -> Any:
    match value:
        case dict():
            return {name: _short(each) for name, each in value.items()}
        case list() if len(value) > MOST_ITEMS and isinstance(value[0], dict):
            return [*map(_short, value[:MOST_ITEMS]), _MORE]
        case str() if len(value) > MOST_SIGNS and not value.startswith("http"):
            return value[:MOST_SIGNS] + _MORE
    return [_short(each) for each in value] if isinstance(value, list) else value


def _public_values() -> Iterator[tuple[str, str]]:
    """What is public now, by what `_ASKED` calls it."""
    sittings = Sitting.objects.readable_by(None).select_related("organization").newest_first()
    speeches = Contribution.objects.current().readable_by(None).filter(person__isnull=False)
    for sitting in sittings[:MOST_SITTINGS]:
        speech = speeches.filter(sitting=sitting).select_related("person").order_by("order").first()
        if speech is not None and speech.person is not None:
            body = sitting.organization
            yield from (("sitting", sitting.address), ("day", f"{sitting.date}"), ("speech", speech.address))
            yield from (("member", speech.person.address), ("family name", speech.person.name.rsplit(" ", 1)[-1]))
            yield from (("body", body.address), ("kind of body", str(body.kind)))
            break
    public_sittings = Sitting.objects.readable_by(None).values("pk")
    votes = VoteEvent.objects.readable_by(None).filter(sitting__in=public_sittings).select_related("sitting")
    if (vote := votes.newest_first().first()) is not None:
        yield from (("vote", vote.address), ("sitting of the vote", vote.sitting.address))
    for bill in Document.objects.readable_by(None).newest_first()[:1]:
        yield from (("bill", bill.address), ("number", bill.number))
        yield "word", max(WORD.findall(str(bill.titles.here)) or [bill.number], key=len)
        version = DocumentVersion.objects.readable_by(None).filter(document=bill).oldest_first().first()
        if version is not None:
            yield "version", version.address
