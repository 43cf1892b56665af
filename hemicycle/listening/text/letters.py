"""The letter that stands for a campaign: its parts in reading order, and how many others have which words there.

What an analysis stores is {"message", "title", "letters", "compared", "parts"}, each part {"text", "kind", "letters",
"wordings", "examples"}. Words that stand in no other letter are the senders' own; the engine leaves them out.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .words import grouped

Stored = Mapping[str, Any]

SAME, VARIES, OPTIONAL, ADDED, OWN = "", "varies", "optional", "added", "own"
# What follows the word before it without a space.
CLOSING = frozenset(",.;:!?)]}”’»…")


@dataclass(frozen=True)
class Variant:
    text: str
    letters: int


@dataclass(frozen=True)
class Part:
    """`number` counts parts that change from 1 and is 0 for words that nearly every letter has."""

    text: str
    kind: str
    number: int
    letters: int
    wordings: int
    examples: tuple[Variant, ...]

    @property
    def is_gap(self) -> bool:
        """Words of this letter's own stood here, or only other letters have some."""
        return self.number > 0 and not self.text

    @property
    def is_link(self) -> bool:
        """Whether it leads to a page of its wordings; words that a letter has or leaves out have but one."""
        return self.number > 0 and self.kind != OPTIONAL

    @property
    def rest_letters(self) -> int:
        """Letters with a wording that is not listed."""
        return max(0, self.letters - sum(one.letters for one in self.examples))

    @property
    def rest_wordings(self) -> int:
        """Two wordings are one where names in them are redacted, so there may be fewer of them than of letters."""
        return min(max(0, self.wordings - len(self.examples)), self.rest_letters)

    @property
    def others(self) -> tuple[Variant, ...]:
        """The wordings besides the one that is shown."""
        return tuple(one for one in self.examples if one.text != " ".join(self.text.split()))


@dataclass(frozen=True)
class Letter:
    """`message` is the key of the message that is shown, "" when it was erased; `compared` of `letters` were read."""

    message: str
    title: str
    letters: int
    compared: int
    parts: tuple[Part, ...]

    @property
    def changing(self) -> list[Part]:
        return [part for part in self.parts if part.number]

    @property
    def listed(self) -> list[Part]:
        """Those of which other wordings can be read."""
        return [part for part in self.changing if part.others]

    @property
    def linked(self) -> list[Part]:
        return [part for part in self.changing if part.is_link]

    @property
    def is_estimate(self) -> bool:
        return self.compared < self.letters

    @property
    def has_varying(self) -> bool:
        return any(part.kind == VARIES and part.text for part in self.parts)

    @property
    def has_optional(self) -> bool:
        return any(part.kind == OPTIONAL for part in self.parts)

    @property
    def has_gaps(self) -> bool:
        return any(part.is_gap for part in self.parts)

    def spaced(self) -> Iterator[tuple[str, Part]]:
        """Each part with the white space before it, which the text leaves out beside a gap."""
        before = "\n"
        for part in self.parts:
            shown = part.text or "["
            meets = before[-1:].isspace() or shown[:1].isspace() or shown[:1] in CLOSING
            yield "" if meets or not (part.is_gap or before == "]") else " ", part
            before = "]" if part.is_gap else part.text


def wordings(n: int) -> str:
    return ngettext("%(n)s wording", "%(n)s wordings", n) % {"n": grouped(n)}


def said(kind: str, different: int, *, n: str, letters: str) -> str:
    """What stands in the place of words that are not shown."""
    counts = {"n": n, "letters": letters}
    if kind == OWN:
        return _("own words: in %(n)s of %(letters)s letters") % counts
    if kind == ADDED:
        return _("added here: in %(n)s of %(letters)s letters") % counts
    return wordings(different)


def letter_of(stored: Stored) -> Letter | None:
    """None where an earlier version of the engine gave no letter."""
    if not stored.get("parts"):
        return None
    parts, number = [], 0
    for one in stored["parts"]:
        number += bool(one["kind"])
        examples = tuple(Variant(e["text"], e["letters"]) for e in one["examples"])
        place = number if one["kind"] else 0
        parts.append(Part(one["text"], one["kind"], place, one["letters"], one["wordings"], examples))
    return Letter(stored["message"], stored["title"], stored["letters"], stored["compared"], tuple(parts))


def from_engine(found: Stored, title: str) -> dict[str, Any]:
    """What the engine says of a campaign's letter, cut at its marks; {} where it says nothing."""
    if not found:
        return {}
    return {
        "message": found["id"],
        "title": title,
        "letters": found["letters"],
        "compared": found["compared"],
        "parts": list(_cut(found["text"], found["marks"], found["letters"])),
    }


def _cut(text: str, marks: Iterable[Mapping[str, Any]], letters: int) -> Iterator[dict[str, Any]]:
    at = 0
    for mark in marks:
        if at < mark["start"]:
            yield _same(text[at : mark["start"]], letters)
        figures = {name: mark[name] for name in ("kind", "letters", "wordings", "examples")}
        yield {"text": text[mark["start"] : mark["end"]], **figures}
        at = mark["end"]
    if at < len(text):
        yield _same(text[at:], letters)


def _same(text: str, letters: int) -> dict[str, Any]:
    return {"text": text, "kind": SAME, "letters": letters, "wordings": 1, "examples": []}


def redacted_letter(
    stored: Stored, fixed: Callable[[str, float], str], varying: Callable[[str], str]
) -> dict[str, Any]:
    """The same with names redacted: `fixed` does so in its words, given the share of the messages that have them,
    `varying` in what others have in their place.
    """
    parts = []
    for part in stored["parts"]:
        text = fixed(part["text"], part["letters"] / max(1, stored["letters"]))
        parts.append({**part, "text": text, "examples": _merged(part["examples"], varying)})
    return {**stored, "title": fixed(stored["title"], 1.0), "parts": parts}


def _merged(examples: Iterable[Mapping[str, Any]], varying: Callable[[str], str]) -> list[dict[str, Any]]:
    """Wordings that read the same without the names in them are one."""
    letters: dict[str, int] = {}
    for one in examples:
        words = varying(one["text"])
        letters[words] = letters.get(words, 0) + one["letters"]
    return [{"text": words, "letters": times} for words, times in sorted(letters.items(), key=lambda one: -one[1])]


# The engine lists what three senders have; what only two still have may be somebody's own.
SAID_BY = 3


def forgotten_letter(stored: Stored, message: str, words: str) -> dict[str, Any]:
    """The letter without a message that is erased, whose text has these `words`, white space made one."""
    parts = [{**part, "examples": _without(part["examples"], words)} for part in stored.get("parts", ())]
    key = "" if stored.get("message") == message else stored.get("message", "")
    return {**stored, "message": key, "parts": parts} if parts else dict(stored)


def _without(examples: Iterable[Mapping[str, Any]], words: str) -> list[Mapping[str, Any]]:
    return [one for one in examples if one["letters"] > SAID_BY or " ".join(one["text"].split()) not in words]
