"""Texts that belong to no group follow the group whose short runs of words they are made of.

A mad-lib is learned on some of its copies; the others make the same choices, so that nearly every run of theirs stands
in one of those. A copy that was edited beyond recognition of whole passages is found likewise.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns import proof
from hearhear.campaigns.corpus import F32, Corpus, gram_starts, grams, text_slices
from hearhear.campaigns.tokens import I64, U64, Mask

GRAM = 3
LEARNED = 200
"""Texts of a group from which its runs are learned: of a choice among eight, each is then made two dozen times."""
MADE_OF = 0.45
"""Part of a text's runs that are the group's, of those that say something. Of a mad-lib's copies nine in ten have more
than .6, people who use some of its phrases less than .3 (development sets)."""


MEETINGS = 4
"""Runs that a text and its group have in common at least: a stranger's post shares a phrase of five words."""


@dataclass(frozen=True, slots=True)
class Known:
    """Runs of groups in the order of their hashes, each with its group; a run may be of several."""

    gram: U64
    group: I64
    present: Mask


def assign(corpus: Corpus, waiting: Mask, group: I64, sender: I64, silent: Mask, smallest: int, threads: int) -> I64:
    """`group`, with waiting texts in the groups of `smallest` texts or more of which they are made; `silent` are the
    words of frames, forms and footers."""
    size = np.bincount(group, minlength=len(group))[group]
    known = known_runs(corpus, np.where((size >= smallest) & ~waiting, group, np.arange(len(group))), sender, silent)
    result = group.copy()
    if not len(known.gram) or not waiting.any():
        return result
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(lambda ends: _followers(corpus, known, waiting, silent, *ends), text_slices(corpus.bounds))
        for text, head in parts:
            result[text] = head
    return result


def known_runs(corpus: Corpus, group: I64, sender: I64, silent: Mask) -> Known:
    """The runs that say something that two senders of a group have."""
    some = proof.members(corpus, group, sender, LEARNED)
    at, owner, gram = proof.gram_places(corpus, some, GRAM)
    kept = proof.shared_by_senders(some, owner, gram) & says_something(corpus.bits[some.place], silent[some.place], at)
    hashed, group_of = gram[kept], some.group[owner[kept]]
    order = np.lexsort((group_of, hashed))
    hashed, group_of = hashed[order], group_of[order]
    fresh = np.append(True, (hashed[1:] != hashed[:-1]) | (group_of[1:] != group_of[:-1]))[: len(hashed)]
    present = np.zeros(1 << _BITS, dtype=np.bool_)
    present[hashed >> _SHIFT] = True
    return Known(hashed[fresh], group_of[fresh], present)


_BITS = 24
_SHIFT = np.uint64(64 - _BITS)


def says_something(bits: F32, silent: Mask, at: I64) -> Mask:
    """Whether each run says something: has a word that is neither grammar nor quoted, and none that is silent."""
    speaks, mute = bits[at] > 0, silent[at]
    for step in range(1, GRAM):
        speaks |= bits[at + step] > 0
        mute |= silent[at + step]
    found: Mask = speaks & ~mute
    return found


def _followers(corpus: Corpus, known: Known, waiting: Mask, silent: Mask, first: int, last: int) -> tuple[I64, I64]:
    """The waiting texts from `first` to `last` that follow a group, and which."""
    nobody = np.empty(0, np.int64), np.empty(0, np.int64)
    if not waiting[first:last].any():
        return nobody
    bounds = corpus.bounds[first : last + 1] - corpus.bounds[first]
    part = slice(corpus.bounds[first], corpus.bounds[last])
    hashed = grams(corpus.word[part], GRAM)
    at = np.flatnonzero(gram_starts(bounds, GRAM)[: len(hashed)])
    owner = np.searchsorted(bounds, at, side="right") - 1
    kept = waiting[first:last][owner] & says_something(corpus.bits[part], silent[part], at)
    at, owner = at[kept], owner[kept]
    total = np.bincount(owner, minlength=last - first)
    met = known.present[hashed[at] >> _SHIFT]
    hashed, owner = hashed[at[met]], owner[met]
    start = np.searchsorted(known.gram, hashed, side="left")
    count = np.searchsorted(known.gram, hashed, side="right") - start
    entry = np.repeat(start - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
    if not len(entry):
        return nobody
    owner, head, times = counted(np.repeat(owner, count), known.group[entry])
    share = times / np.maximum(total[owner], 1)
    order = np.lexsort((head, -share, owner))
    text, best = np.unique(owner[order], return_index=True)
    chosen = order[best]
    enough = (share[chosen] >= MADE_OF) & (times[chosen] >= MEETINGS)
    return text[enough] + first, head[chosen[enough]]


def counted(one: I64, other: I64) -> tuple[I64, I64, I64]:
    """The different pairs of two columns, in order, and how often each is there."""
    several = int(other.max(initial=0)) + 1
    ordered = np.sort(one * several + other)
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
    found = ordered[begins]
    return found // several, found % several, np.diff(np.append(begins, len(ordered)))
