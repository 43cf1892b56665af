"""What was probably meant: one slip in a word, two words written as one, one word written as two.

A slip is a letter too many, too few or another one, or two that changed places (Damerau 1964: four of five misspelled
words). From how many letters on is that of Elasticsearch’s fuzziness AUTO. What is quoted stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase

from hemicycle.record.search.engine import Criteria, Spelling, engine
from hemicycle.record.search.question import Part
from hemicycle.record.search.vocabulary import SHORTEST_WORD
from hemicycle.record.search.words import plain

SHORTEST_SLIP = 3
# What is offered for one word: more are guesses.
MOST_NEAR = 3


def compounds(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Words side by side that the record also has as one word: “door bells”, “doorbells”; each may be that word."""
    pairs = {at: _joined(parts[at : at + 2]) for at in range(len(parts) - 1) if all(map(_is_open, parts[at : at + 2]))}
    inside = {at: _joined([part]) for at, part in enumerate(parts) if len(part.words) > 1 and _is_open(part)}
    known = engine().known({*pairs.values(), *inside.values()} - {""}) if pairs or inside else {}

    def near(at: int) -> Iterator[tuple[str, ...]]:
        for joined in (pairs.get(at - 1), pairs.get(at), inside.get(at)):
            if joined in known:
                yield (known[joined].written,)

    return tuple(replace(part, near=(*part.near, *near(at))) for at, part in enumerate(parts))


def _joined(parts: Sequence[Part]) -> str:
    return "".join(plain(word) for part in parts for word in part.words)


def _is_open(part: Part) -> bool:
    return not (part.without or part.quoted)


def forgiven(criteria: Criteria) -> Criteria:
    """The same question, where words that nothing has may be those that are nearest."""
    return replace(criteria, parts=tuple(_forgiven(part, criteria) for part in criteria.parts))


def _forgiven(part: Part, criteria: Criteria) -> Part:
    alone = Criteria(parts=(replace(part, near=()),), language=criteria.language)
    if not _is_open(part) or len(part.words) > 1 or engine().find(alone, offset=0, limit=1).total:
        return part
    (word,) = part.words
    return replace(part, near=(*part.near, *near(word)))


def near(word: str) -> Iterator[tuple[str, ...]]:
    """The words that it may have been meant for, the likeliest first, then the two that it may be made of."""
    spelled = plain(word)
    if len(spelled) < SHORTEST_SLIP or not spelled.isalpha():
        return
    found = engine().known(slips_of(spelled))
    likely = sorted(found, key=lambda one: (one[0] != spelled[0], -found[one].places, one))
    yield from ((found[one].written,) for one in likely[:MOST_NEAR])
    yield from _in_two(spelled)


def written(parts: Iterable[Part]) -> str:
    """The question with the likeliest word in the place of each that nothing has."""
    return " ".join(_written(part) for part in parts)


def _written(part: Part) -> str:
    words = " ".join(part.near[0] if part.near and not part.without else part.words)
    return f'{"-" * part.without}"{words}"' if part.quoted else f"{'-' * part.without}{words}"


def _in_two(word: str) -> Iterator[tuple[str, ...]]:
    cuts = [(word[:at], word[at:]) for at in range(SHORTEST_WORD, len(word) - SHORTEST_WORD + 1)]
    known = engine().known({half for cut in cuts for half in cut})
    whole = [cut for cut in cuts if all(half in known for half in cut)]
    for cut in sorted(whole, key=lambda cut: -_places(known, cut))[:MOST_NEAR]:
        yield tuple(known[half].written for half in cut)


def _places(known: dict[str, Spelling], cut: Iterable[str]) -> int:
    return min(known[half].places for half in cut)


def slips_of(word: str) -> set[str]:
    """Every word that is one slip away; letters are the Latin ones, and those of the word itself."""
    letters = sorted({*ascii_lowercase, *word})
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    less = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    more = {a + letter + b for a, b in cuts for letter in letters}
    return (less | swapped | other | more) - {word}


def begins_nearly(word: str, typed: str) -> bool:
    """Whether a word begins with what was typed, but for one slip."""
    shorter = min(len(word), len(typed))
    at = next((at for at in range(shorter) if word[at] != typed[at]), shorter)
    left = typed[at:]
    swapped = left[1:2] + left[:1] + left[2:]
    return word[at:].startswith((left[1:], swapped)) or word[at + 1 :].startswith((left, left[1:]))
