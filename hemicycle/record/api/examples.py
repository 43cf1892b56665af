"""Questions to the API that have an answer in this record, with what is answered, shortened to be read."""

from __future__ import annotations

import json
import re
from copy import copy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls.resolvers import RoutePattern, URLResolver

from hemicycle.record.api.router import api
from hemicycle.record.search.words import WORD

# Of a list the first, of a text the first words.
MOST_ITEMS, MOST_SIGNS = 1, 160
_MORE = "…"
_NAMED = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Example:
    """`url` is what is asked, `answer` is JSON."""

    url: str
    answer: str


def examples(request: HttpRequest, base: str) -> dict[str, Example]:
    """By path below the API, whose address is `base`; none for what this record has nothing public of."""
    found: dict[str, Example] = {}
    answers: dict[str, Any] = {}
    # Lists come before what lies below them.
    for path in sorted(api.get_openapi_schema(path_prefix="/")["paths"]):
        address, asked = _filled(path, answers), _asked(path, answers)
        answer = _answer(request, f"{base}{address}", address, asked) if address else {}
        if answer and (answer.get("items") != [] or asked.get("q")):
            answers[path] = answer
            url = f"{base}{address}{'?' if asked else ''}{urlencode(asked)}"
            found[path] = Example(url, json.dumps(_short(answer), ensure_ascii=False, indent=2))
    return found


def _filled(path: str, answers: dict[str, Any]) -> str:
    """The path with the address of a row that an answer above it named; "" where none did."""
    named = _NAMED.findall(path)
    if not named:
        return path
    above = answers.get(path.rpartition("/")[0].removesuffix("/versions"), {})
    rows = above.get("versions" if named[-1] == "version" else "items") or [{}]
    values = {"address": above.get("address", ""), named[-1]: rows[0].get("address", "")}
    return path.format(**values) if all(values[name] for name in named) else ""


def _asked(path: str, answers: dict[str, Any]) -> dict[str, str]:
    """One row of a list; the longest word of a bill's title is searched for."""
    if path != "/search":
        return {} if _NAMED.search(path) else {"limit": "1"}
    titles = [title for row in answers.get("/bills", {}).get("items", ()) for title in row["titles"].values()]
    return {"q": max(WORD.findall(" ".join(titles)), key=len, default=""), "limit": "1"}


def _answer(request: HttpRequest, url: str, address: str, asked: dict[str, str]) -> Any:
    """What is answered there, without counting it among what the reader asks for."""
    view = URLResolver(RoutePattern(""), api.urls[0]).resolve(address.removeprefix("/"))
    within: Any = copy(request)
    within.method, within.GET, within.path = "GET", QueryDict(urlencode(asked)), url
    answer = view.func(within, *view.args, **view.kwargs)
    return json.loads(answer.content) if answer.status_code == 200 else {}


def _short(value: Any) -> Any:
    match value:
        case dict():
            return {name: _short(each) for name, each in value.items()}
        case list() if len(value) > MOST_ITEMS and isinstance(value[0], dict):
            return [*map(_short, value[:MOST_ITEMS]), _MORE]
        case str() if len(value) > MOST_SIGNS and not value.startswith("http"):
            return value[:MOST_SIGNS] + _MORE
    return [_short(each) for each in value] if isinstance(value, list) else value
