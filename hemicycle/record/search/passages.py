"""The passage of a text that answers a question, with the words of the question marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hemicycle.record.search.question import Part, Run, wanted
from hemicycle.record.search.words import WORD, field_of, roots, whole

# About three lines on a page, as search engines show; one line of a phone before the first word that is marked.
LONGEST = 260
BEFORE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Some signs of the text, as they stand in it; a template escapes them."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of paragraph `place`, in `language`; `runs` counts how many of the question's runs are in it."""

    segments: tuple[Piece, ...]
    place: int
    language: str
    runs: int = 0

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.segments)


def best(paragraphs: Sequence[str], language: str, asked: Iterable[Part]) -> Passage:
    """The paragraph that has most of what was asked, the first among equals; else the beginning of the text."""
    field = field_of(language)
    runs = wanted(tuple(asked), field).must
    found: Passage | None = None
    for place, text in enumerate(paragraphs):
        words = whole(text)
        spans = _spans(words, runs, field)
        if spans and (found is None or len(spans) > found.runs):
            found = Passage(tuple(_cut(words, sorted(set().union(*spans)))), place, language, len(spans))
        if found is not None and found.runs == len(runs):
            break
    return found or Passage(tuple(_cut(whole(paragraphs[0]) if paragraphs else "", [])), 0, language)


def _spans(text: str, runs: Sequence[Run], field: str) -> list[set[tuple[int, int]]]:
    """For each run that is there, where its words stand."""
    asked = {stem for run in runs for way in (run.stems, *run.near) for stems in way for stem in stems}
    # Most paragraphs have none of the words: nothing is placed before it is known to be there.
    there = [word for word in set(WORD.findall(text)) if not asked.isdisjoint(roots(word, field))]
    if not there:
        return []
    placed = list(WORD.finditer(text))
    words = [match.group() for match in placed]
    found = []
    for run in runs:
        spans: set[tuple[int, int]] = set()
        for way in filter(None, (run.stems, *run.near)):
            spelled = [{word for word in there if not set(stems).isdisjoint(roots(word, field))} for stems in way]
            starts = [at for at in range(len(words) - len(spelled) + 1) if _stands_at(words, at, spelled)]
            spans |= {placed[at + step].span() for at in starts for step in range(len(spelled))}
        if spans:
            found.append(spans)
    return found


def _stands_at(words: Sequence[str], at: int, spelled: Sequence[set[str]]) -> bool:
    return words[at] in spelled[0] and all(words[at + step] in spelled[step] for step in range(1, len(spelled)))


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterable[Piece]:
    """At most `LONGEST` signs around the first words that are marked, cut between words."""
    start = _word_begins(text, max(0, spans[0][0] - BEFORE)) if spans and len(text) > LONGEST else 0
    end = _word_ends(text, start + LONGEST)
    at = start
    if start:
        yield Piece("… ")
    for begin, finish in spans:
        if finish <= end:
            yield Piece(text[at:begin])
            yield Piece(text[begin:finish], marked=True)
            at = finish
    yield Piece(text[at:end].rstrip() if end < len(text) else text[at:end])
    if end < len(text):
        yield Piece(" …")


def _word_begins(text: str, near: int) -> int:
    if near == 0:
        return 0
    gap = text.find(" ", near)
    return near if gap < 0 or gap - near > BEFORE else gap + 1


def _word_ends(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    gap = text.rfind(" ", near - BEFORE, near)
    return near if gap < 0 else gap
