"""Hashtags of several words without capitals, which a screen reader mumbles as one.

`#OpenParliament` is read as two words, `#openparliament` as a riddle. Which words a tag is made of is told by those of
the draft, the names of the record, and words of everyday language. Where that can be told in two ways
(`cleanriversnow`) nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from hearhear.redaction.vocabulary import ORDINARY, plain

from hemicycle.checks.passages import HASHTAG, Note, Passage, Reading
from hemicycle.checks.vocabulary import LANGUAGES, listed, words_of

# A piece begins with a capital, or is a run of capitals or digits. Capitals with accents are those of our languages.
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞŒŸ", "a-zà-öø-ÿœ"
_PIECE = re.compile(rf"[{_UPPER}]?[{_LOWER}]+|[{_UPPER}]+(?![{_LOWER}])|\d+|[^\W\d_]+")
_SHORTEST = 3
"""Letters of a word within a tag; shorter ones only where they are known to be such (`of`, `de`)."""
_MOST_WAYS = 8
"""More are not counted: two are one too many already."""
_SURELY_SEVERAL = 18
"""Letters; a piece as long as that is several words though we do not know which. Longer single words are rare in all
three languages, and stand in the text as well."""


def hashtags(reading: Reading) -> Iterator[Note]:
    if not any("#" in passage.text for passage in reading.passages):
        return
    here = frozenset(_plain(word.lower) for passage in reading.passages for word in words_of(_untagged(passage)))
    named = frozenset(_plain(word.lower) for name in _names(reading) for word in words_of(name))
    for passage in reading.passages:
        for found in HASHTAG.finditer(passage.text):
            if parts := _parts(found[1], here, named):
                yield _note(passage, found, parts)


def _note(passage: Passage, found: re.Match[str], parts: list[str]) -> Note:
    better = "#" + "".join(part[:1].upper() + part[1:] for part in parts)
    sure = len(parts) > 1 and better.lower() == found[0].lower()
    return passage.note(
        *found.span(),
        _("A screen reader takes this for one word."),
        _("Begin each word with a capital: %(tag)s") % {"tag": better}
        if sure
        else _("Begin each word with a capital, as in #OpenParliament."),
    )


def _untagged(passage: Passage) -> str:
    return HASHTAG.sub(" ", passage.text)


def _names(reading: Reading) -> Iterator[str]:
    for paper in reading.house.papers:
        yield from paper.titles
    yield from reading.house.bodies
    yield from reading.draft.about.names if reading.draft.about else ()


def _parts(tag: str, here: frozenset[str], named: frozenset[str]) -> list[str]:
    """The words of a tag whose capitals do not show them; none where they do."""
    pieces = _PIECE.findall(tag)
    ways = [_split(piece, here, named) for piece in pieces]
    if any(len(found) > 1 for found in ways):
        return [tag]
    parts = [part for piece, found in zip(pieces, ways, strict=True) for part in (found[0] if found else [piece])]
    if len(parts) > len(pieces):
        return parts
    return [tag] if any(_is_long(piece, here) for piece in pieces) else []


def _is_long(piece: str, here: frozenset[str]) -> bool:
    return len(piece) >= _SURELY_SEVERAL and piece[1:].islower() and _plain(piece) not in here


def _split(piece: str, here: frozenset[str], named: frozenset[str]) -> list[list[str]]:
    """The fewest known words that a piece is made of: one way, or several between which nothing decides but the words
    of the draft; none where it is itself a word, or cannot be told apart."""
    flat = _plain(piece)
    everyday, small = _everyday()
    single = any(word in known for known in (everyday, here, named) for word in (flat, flat.removesuffix("s")))
    if single or len(flat) != len(piece) or len(flat) < 2 * _SHORTEST:
        return []

    def known(word: str) -> bool:
        # Of everyday words the list has no plurals.
        forms = (word, word.removesuffix("s"))
        return word in small or any(
            len(form) >= _SHORTEST and (form in here or form in named or form in everyday) for form in forms
        )

    best: list[list[tuple[int, ...]]] = [[()], *([] for _ in flat)]
    for end in range(1, len(flat) + 1):
        for start in range(end):
            if best[start] and known(flat[start:end]):
                best[end] = _fewest(best[end], [(*borders, end) for borders in best[start]])
    ways = [[piece[a:b] for a, b in zip((0, *borders), borders, strict=False)] for borders in best[-1]]
    ways = [way for way in ways if len(way) > 1 and any(len(word) > _SHORTEST for word in way)]
    said = [way for way in ways if all(word in small or word in here or word in named for word in map(_plain, way))]
    return said or ways


def _fewest(one: list[tuple[int, ...]], other: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    fewest = min(len(borders) for borders in one + other)
    return [borders for borders in one + other if len(borders) == fewest][:_MOST_WAYS]


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return plain(word)


@cache
def _everyday() -> tuple[frozenset[str], frozenset[str]]:
    """Words of everyday and public language, and the small ones among them, of every language."""
    small = {word for lang in LANGUAGES for word in listed(lang, "reading")["small"].split()}
    public = {
        word
        for lang in LANGUAGES
        for name in ("public", "compounds")
        for word in listed(lang, "reading")[name].split()
    }
    return ORDINARY | {plain(word) for word in public}, frozenset(plain(word) for word in small)
