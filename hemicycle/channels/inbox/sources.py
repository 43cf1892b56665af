"""What was sent, as the app that sent it knows it: what it is called, where it stands, and which bill it is about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.channels.models import ANSWER_SOURCE, Content

LONGEST = 90


@dataclass(frozen=True, slots=True)
class Source:
    """`lang` is that of the title; `bill` names the bill in a language."""

    title: str | Promise
    url: str = ""
    lang: str = ""
    bill: Callable[[str], str] = lambda lang: ""


Describe = Callable[[Collection[str], str], Mapping[str, Source]]
_describing: dict[str, Describe] = {}


def register_sources(prefix: str, describe: Describe) -> None:
    """Apps whose messages begin with `prefix` say what they are, many at once, in a language where they can."""
    _describing[prefix] = describe


def described(contents: Collection[Content]) -> dict[int, Source]:
    """By the key of each content; what no app describes is known by its first words."""
    sources = {one.source for one in contents}
    known: dict[str, Source] = {}
    for prefix, describe in _describing.items():
        if asked := {source for source in sources if source.startswith(prefix)}:
            known |= describe(asked, get_language() or "")
    return {one.pk: known.get(one.source) or _by_its_words(one) for one in contents}


def _by_its_words(content: Content) -> Source:
    if content.source.startswith(ANSWER_SOURCE):
        return Source(_("An answer of ours"))
    words = " ".join(str(content.parts[0] if content.parts else "").split())
    return Source(words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()} …", lang=content.lang)
