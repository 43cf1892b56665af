"""Hashtags of several words without capitals, which a screen reader mumbles as one.

`#OpenParliament` is read as two words, `#openparliament` as a riddle. The words of a tag are looked up among those of
the draft, the names of the record, and words of everyday language. Where a tag can be divided in two ways
(`cleanriversnow`) nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from hearhear.redaction.vocabulary import ORDINARY, plain

from hemicycle.checks import lists
from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import HASHTAG, Found, Passage, Reading
from hemicycle.checks.phrases import words_of

# A segment begins with a capital, or is a run of capitals or digits. Capitals with accents are those of our languages.
_UPPER, _LOWER = "A-ZÀ-ÖØ-ÞŒŸ", "a-zà-öø-ÿœ"
_SEGMENT = re.compile(rf"[{_UPPER}]?[{_LOWER}]+|[{_UPPER}]+(?![{_LOWER}])|\d+|[^\W\d_]+")
_SHORTEST = 3
"""Letters of a word within a tag; shorter ones only where they are known to be such (`of`, `de`)."""
_MOST_WAYS = 8
"""More are not counted: two are one too many already."""
_SURELY_SEVERAL = 18
"""Letters; a segment as long as that is several words though we do not know which. Longer single words are rare in all
three languages, and stand in the text as well."""


_WRITE = Message(
    en="Begin each word with a capital: %(tag)s",
    fr="Commencez chaque mot par une majuscule : %(tag)s",
    es="Empiece cada palabra con mayúscula: %(tag)s",
)


@check(
    "hashtag",
    can_block=True,
    reason=Message(
        en="A screen reader takes this for one word.",
        fr="Un lecteur d’écran prend ceci pour un seul mot.",
        es="Un lector de pantalla lo toma por una sola palabra.",
    ),
    suggestion=Message(
        en="Begin each word with a capital, as in #OpenParliament.",
        fr="Commencez chaque mot par une majuscule, comme dans #ParlementOuvert.",
        es="Empiece cada palabra con mayúscula, como en #ParlamentoAbierto.",
    ),
)
def hashtags(reading: Reading) -> Iterator[Found]:
    if not any("#" in passage.text for passage in reading.passages):
        return
    here = frozenset(_plain(word.lower) for passage in reading.passages for word in words_of(_untagged(passage)))
    named = frozenset(_plain(word.lower) for name in _names(reading) for word in words_of(name))
    for passage in reading.passages:
        for found in HASHTAG.finditer(passage.text):
            if parts := _parts(found[1], here, named):
                better = "#" + "".join(part[:1].upper() + part[1:] for part in parts)
                sure = len(parts) > 1 and better.lower() == found[0].lower()
                yield passage.found(*found.span(), suggestion=_WRITE if sure else None, tag=better)


def _untagged(passage: Passage) -> str:
    return HASHTAG.sub(" ", passage.text)


def _names(reading: Reading) -> Iterator[str]:
    for paper in reading.house.papers:
        yield from paper.titles
    yield from reading.house.bodies
    yield from reading.draft.about.names if reading.draft.about else ()


def _parts(tag: str, here: frozenset[str], named: frozenset[str]) -> list[str]:
    """The words of a tag whose capitals do not show them; none where they do."""
    segments = _SEGMENT.findall(tag)
    ways = [_split(segment, here, named) for segment in segments]
    if any(len(found) > 1 for found in ways):
        return [tag]
    parts = [
        part for segment, found in zip(segments, ways, strict=True) for part in (found[0] if found else [segment])
    ]
    if len(parts) > len(segments):
        return parts
    return [tag] if any(_is_long(segment, here) for segment in segments) else []


def _is_long(segment: str, here: frozenset[str]) -> bool:
    return len(segment) >= _SURELY_SEVERAL and segment[1:].islower() and _plain(segment) not in here


def _split(segment: str, here: frozenset[str], named: frozenset[str]) -> list[list[str]]:
    """The fewest known words that make up a segment: one way, or several between which nothing decides but the words
    of the draft; none where it is itself a word, or cannot be divided."""
    flat = _plain(segment)
    everyday, small = _everyday()
    single = any(word in known for known in (everyday, here, named) for word in (flat, flat.removesuffix("s")))
    if single or len(flat) != len(segment) or len(flat) < 2 * _SHORTEST:
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
    ways = [[segment[a:b] for a, b in zip((0, *borders), borders, strict=False)] for borders in best[-1]]
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
    small, public = (
        {plain(word) for lang in lists.LANGUAGES for name in names for word in lists.words(lang, f"reading.{name}")}
        for names in (("small",), ("public", "compounds"))
    )
    return ORDINARY | public, frozenset(small)
