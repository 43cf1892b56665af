"""A message as staff read it: personal data redacted, with the way from the source to the words.

Redacted words are [start, end, kind], characters of the original text. What replaces them says the kind, in
the language of the text. Words that were taken out of a message before (its own words, the places of a template)
are redacted by what they say.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from hearhear.redaction import Kind, Redaction, find, redact

from .readable import Readable, readable

Span = Sequence[Any]
"""[start, end, kind]."""

# A single letter or figure means too many other things to be looked for elsewhere.
SHORTEST = 2
# What the engine puts where it cuts the filling of a place.
CUT = " …"
# A figure or the sign of an address of mail: nothing that is redacted has them by chance.
IDENTIFYING = re.compile(r"[\d@]")


@dataclass(frozen=True)
class Redacted:
    """`text` is shown; `segments` are (start, end) in the readable text and (start, length) in `text`, in order."""

    text: str
    read: Readable
    segments: tuple[tuple[int, int, int, int], ...]

    @property
    def was_markup(self) -> bool:
        return self.read.was_markup

    def at(self, position: int, *, ends: bool = False) -> int:
        """Where a character of the original is shown; in redacted words, where that begins or ends."""
        place = self.read.at(position)
        number = bisect_right(self.segments, (place, len(self.read.text) + 1, 0, 0)) - 1
        if number < 0:
            return place
        start, end, shown, length = self.segments[number]
        if place >= end:
            return shown + length + place - end
        return shown + (length if ends and place > start else 0)

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Where the words from `start` to `end` of the original are shown."""
        first = self.at(start)
        return first, max(first, self.at(end, ends=True))


def redacted(source: str, spans: Iterable[Span], lang: str) -> Redacted:
    """The message without its tags and with the words in `spans` redacted."""
    read = readable(source)
    segments, shown, at = list[tuple[int, int, int, int]](), list[str](), 0
    length = 0
    for start, end, kind in sorted((read.at(s), read.at(e), k) for s, e, k in spans):
        if start < at or start == end:
            continue
        mark = mark_of(kind, lang)
        length += start - at
        shown += (read.text[at:start], mark)
        segments.append((start, end, length, len(mark)))
        length, at = length + len(mark), end
    return Redacted("".join([*shown, read.text[at:]]), read, tuple(segments))


@lru_cache(maxsize=256)
def mark_of(kind: str, lang: str) -> str:
    """What replaces redacted words."""
    return redact("x", (Redaction(0, 1, Kind(kind), 1.0),), lang=lang or None)


def first_words(text: str, lang: str, public: Collection[str] = ()) -> str:
    """Words of a letter for a list, with what the engine takes for personal data redacted, but for `public` names."""
    return redact(text, find(text, lang=lang or None, public=public), lang=lang or None)


def hidden_in(source: str, spans: Iterable[Span], lang: str) -> dict[str, str]:
    """What is redacted in a message → what replaces it, line by line, white space made one."""
    hidden: dict[str, str] = {}
    for start, end, kind in spans:
        for line in source[start:end].splitlines():
            words = " ".join(line.split())
            if len(words) >= SHORTEST:
                hidden[words] = mark_of(kind, lang)
    return hidden


def surely_personal(hidden: Mapping[str, str], lang: str) -> set[str]:
    """Of what is redacted in a message, what is hardly ever something else: numbers, addresses with a number, names of
    two words and more.
    """
    place = mark_of(Kind.ADDRESS, lang)
    return {words for words, mark in hidden.items() if IDENTIFYING.search(words) or (" " in words and mark != place)}


def without(words: str, hidden: Mapping[str, str]) -> str:
    """The words with everything in `hidden` redacted, wherever it occurs as whole words."""
    plain = " ".join(words.split()).casefold() if hidden else ""
    present = [secret for secret in hidden if secret.casefold() in plain]
    for secret in sorted(present, key=lambda one: (-len(one), one)):
        words = _pattern(secret).sub(hidden[secret].replace("\\", r"\\"), words)
    return words


def cut_out(words: str, hidden: Mapping[str, str]) -> str:
    """The same for words that were cut out of messages: a line may begin or end with a part of what is redacted."""
    return "\n".join(_without_parts(line, hidden) for line in without(words, hidden).split("\n")) if hidden else words


def _without_parts(line: str, hidden: Mapping[str, str]) -> str:
    end = CUT if line.endswith(CUT) else ""
    words = line.removesuffix(end).split()
    before = list(words)
    for secret, mark in hidden.items():
        if not words or not (words[0] in secret or words[-1] in secret):
            continue
        if f" {' '.join(words)} " in f" {secret} " and _tells(words):
            return f"{mark}{end}"
        parts = secret.split()
        for n in range(len(parts) - 1, 0, -1):
            if words[-n:] == parts[:n] and _tells(parts[:n]):
                words[-n:] = [mark]
            if words[:n] == parts[-n:] and _tells(parts[-n:]):
                words[:n] = [mark]
    return line if words == before else f"{' '.join(words)}{end}"


def _tells(part: list[str]) -> bool:
    """Whether a part leads to somebody: `rue` and `12` alone do not, `Guilvinec` and `12 rue` do."""
    return any(word[0].isupper() for word in part) or (len(part) > 1 and any(map(IDENTIFYING.search, part)))


def own_words(text: str, personal: str) -> list[tuple[int, int]]:
    """Where the lines of the personal text are; those with nothing but white space between them are one stretch."""
    found: list[tuple[int, int]] = []
    at = 0
    for words in filter(None, map(str.strip, personal.split("\n"))):
        start = text.find(words, at)
        if start < 0:
            continue
        at = start + len(words)
        if found and not text[found[-1][1] : start].strip():
            start, _end = found.pop()
        found.append((start, at))
    return found


@lru_cache(maxsize=4_096)
def _pattern(secret: str) -> re.Pattern[str]:
    spaced = r"\s+".join(re.escape(word) for word in secret.split())
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)
