"""Which target is quoted: runs of words that stand in its text, between quotation marks or without."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from hearhear.campaigns.corpus import GRAM, gram_starts, grams
from hearhear.campaigns.tokens import I64, U64, Mask
from hearhear.campaigns.vocabulary import FUNCTION, marks
from hearhear.linking.evidence import Found
from hearhear.linking.reading import Read

LEAST_WORDS, LEAST_MARKED = 6, 2
"""Words that a run must have beside grammar: six, or two between quotation marks. Four or five in a row are a usual
phrase of the subject (petition duplicates: counted as quotations, they put others before the original)."""
FULL, FULL_MARKED = 12, 4
"""So many prove as much as any quotation; fewer prove less in proportion."""
PART_MARKED = 0.5
"""Part of what stands between quotation marks that a short run must be: a newspaper that somebody quotes at length
names the same ministry as a bill does, and does not quote the bill."""
SET_PHRASE = 3
"""Texts of so many things that have the same few words make them a name or a usual phrase."""
PROVES, PROVES_LEAST, PROVES_LEAST_MARKED = 0.9, 0.3, 0.55


def found(messages: Read, versions: Read, thing: I64) -> Iterator[Found]:
    """Evidence of kind quotation; `thing`: the number of what each version is a version of.

    What stands in the texts of several things proves less for each, by the root of how many.
    """
    known, owner = _known(versions, thing)
    own = grams(messages.word, GRAM)
    place = np.flatnonzero(gram_starts(messages.bounds, GRAM)[: len(own)])
    low, high = np.searchsorted(known, own[place]), np.searchsorted(known, own[place], side="right")
    hit = high > low
    place, low, count = place[hit], low[hit], (high - low)[hit]
    if not len(place):
        return
    at = np.repeat(place, count)
    of = owner[np.repeat(low - np.concatenate([[0], np.cumsum(count)[:-1]]), count) + np.arange(len(at))]
    order = np.lexsort((at, of))
    yield from _runs(messages, at[order], of[order], np.repeat(count, count)[order])


def _known(versions: Read, thing: I64) -> tuple[U64, I64]:
    """Each run of GRAM words of the targets' texts once for each thing, sorted, and the thing."""
    hashed = grams(versions.word, GRAM)
    inside = gram_starts(versions.bounds, GRAM)[: len(hashed)]
    hashed, owner = hashed[inside], thing[versions.row[: len(inside)][inside]]
    order = np.lexsort((owner, hashed))
    hashed, owner = hashed[order], owner[order]
    new = np.ones(len(hashed), np.bool_)
    new[1:] = (hashed[1:] != hashed[:-1]) | (owner[1:] != owner[:-1])
    return hashed[new], owner[new]


def _runs(messages: Read, at: I64, of: I64, sharing: I64) -> Iterator[Found]:
    """Pieces that overlap are one run; `at`: their first words, sorted within each thing."""
    row = messages.row
    begins = np.ones(len(at), np.bool_)
    begins[1:] = (of[1:] != of[:-1]) | (at[1:] != at[:-1] + 1) | (row[at[1:]] != row[at[:-1]])
    first = np.flatnonzero(begins)
    last = np.append(first[1:], len(at)) - 1
    telling = np.concatenate([[0], np.cumsum(marks(messages.word) & FUNCTION == 0)])
    quoted = np.concatenate([[0], np.cumsum(messages.quoted)])
    begin, end = at[first], at[last] + GRAM
    says = telling[end] - telling[begin]
    marked = quoted[end] - quoted[begin] == end - begin
    fewest = np.minimum.reduceat(sharing, first)
    within = _said_within(messages, telling)[begin]
    few = (within * PART_MARKED > says) | ((says < FULL_MARKED) & (fewest >= SET_PHRASE))
    for one in np.flatnonzero(_enough(says, marked & ~few)):
        text, low, high = int(row[begin[one]]), int(begin[one]), int(end[one])
        start, stop = messages.place(text, int(messages.start[low]), int(messages.end[high - 1]))
        weight = _weight(int(says[one]), marked=bool(marked[one])) / float(fewest[one]) ** 0.5
        yield Found(text, int(of[first[one]]), "quotation", weight, start, stop)


def _said_within(messages: Read, telling: I64) -> I64:
    """For each word, how many words beside grammar stand between the same quotation marks, or outside of any."""
    begins = np.ones(len(messages.quoted), np.bool_)
    begins[1:] = (messages.quoted[1:] != messages.quoted[:-1]) | (messages.row[1:] != messages.row[:-1])
    first = np.flatnonzero(begins)
    size = np.diff(np.append(first, len(begins)))
    said = telling[np.append(first[1:], len(begins))] - telling[first]
    return np.asarray(np.repeat(said, size), np.int64)


def _enough(says: I64, marked: Mask) -> npt.NDArray[np.bool_]:
    return (says >= LEAST_WORDS) | (marked & (says >= LEAST_MARKED))


def _weight(says: int, *, marked: bool) -> float:
    full, least = (FULL_MARKED, PROVES_LEAST_MARKED) if marked else (FULL, PROVES_LEAST)
    return least + (PROVES - least) * min(1.0, says / full)
