"""Short letters that people put into longer letters of their own, so that no copy stands alone.

A clause, a newspaper's sentence and a title are put there as well. What tells a campaign's text: it stands now before,
now after, now amid the sender's own words, it is not introduced as somebody else's, and it is more than one sentence,
or a sentence that asks for something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hearhear.campaigns import telling
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.telling import Members
from hearhear.campaigns.tokens import I64, Mask, mix, tokenise

Reader = Callable[[Sequence[str]], npt.NDArray[np.float64]]
"""The probability of each of some sentences that it asks for something, shape (sentences,)."""

SENDERS = 3
SHORTEST = 12
"""Words of a shared block that can say what a campaign wants."""
ONE_PLACE = 0.7
"""Part of the texts in which the block stands in the same third of the text, where it is a frame, a form or a footer:
of these nine in ten, of a letter that is put anywhere four in ten."""
READ = 6
"""Copies of which the block is read."""
ASKS = 0.5
_QUOTED_BEFORE = re.compile(r"[\"'«“”‘„>:(\[]\s*$")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[\"«“¿¡(]?[^\Wa-zà-öø-ÿœ_])|\n+")


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The longest shared run of each text: its first word and one past its last, counted over all texts' words."""

    first: I64
    last: I64


def embedded_groups(
    corpus: Corpus, some: Members, covered: Mask, bare: Mask, bodies: Callable[[I64], list[str]], reader: Reader | None
) -> I64:
    """The groups, by their heads, whose texts hold a short letter; `bodies` gives texts by their numbers."""
    heads, index = np.unique(some.group, return_inverse=True)
    blocks = _blocks(covered, some)
    long = (blocks.last - blocks.first >= SHORTEST) & ~bare
    long &= _same_block(corpus, some, blocks, index)
    before, after = blocks.first - some.bounds[:-1], some.bounds[1:] - blocks.last
    third = np.minimum(3 * before // np.maximum(before + after, 1), 2)
    senders = [telling.senders_of(index[here], some.sender[here], len(heads)) for here in (
        long, long & (third == 0), long & (third == 1), long & (third == 2))]  # fmt: skip
    maybe = (senders[0] >= SENDERS) & (np.maximum.reduce(senders[1:]) <= ONE_PLACE * senders[0])
    asked = _some_of(index, np.flatnonzero(long & maybe[index]))
    blocks_of: dict[int, list[str | None]] = {}
    for body, at in zip(bodies(some.text[asked]), asked.tolist(), strict=True):
        blocks_of.setdefault(int(index[at]), []).append(_block(body, some, blocks, at))
    return heads[[one for one, texts in sorted(blocks_of.items()) if _is_letter(texts, reader)]]


def _same_block(corpus: Corpus, some: Members, blocks: _Blocks, index: I64) -> Mask:
    """For each text, whether its block is the one that most texts of its group have, from its first word to its last."""
    word = corpus.word[some.place].astype(np.uint64)
    place = np.arange(len(word)).astype(np.uint64) - blocks.first[some.owner].astype(np.uint64)
    inside = np.arange(len(word)) - blocks.first[some.owner]
    inside = (inside >= 0) & (np.arange(len(word)) < blocks.last[some.owner])
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(mix(word ^ mix(place)) * inside.astype(np.uint64))])
    key = (total[some.bounds[1:]] - total[some.bounds[:-1]]) ^ mix(index.astype(np.uint64))
    _, number = np.unique(key, return_inverse=True)
    same: Mask = 2 * np.bincount(number)[number] > np.bincount(index)[index]
    return same


def _some_of(index: I64, texts: I64) -> I64:
    """READ of the texts of each group."""
    texts = texts[np.argsort(index[texts], kind="stable")]
    return texts[np.arange(len(texts)) - np.searchsorted(index[texts], index[texts]) < READ]


def _blocks(covered: Mask, some: Members) -> _Blocks:
    """The longest run of shared words in each text, the first of equals."""
    place = np.arange(len(covered))
    begin = np.maximum(np.maximum.accumulate(np.where(covered, -1, place)) + 1, some.bounds[some.owner])
    run = np.where(covered, place - begin + 1, 0)
    longest = np.zeros(len(some.text), dtype=np.int64)
    np.maximum.at(longest, some.owner, run)
    at = np.flatnonzero((run == longest[some.owner]) & covered)
    end = np.zeros(len(some.text), dtype=np.int64)
    end[some.owner[at][::-1]] = at[::-1] + 1
    return _Blocks(end - longest, end)


def _block(body: str, some: Members, blocks: _Blocks, at: int) -> str | None:
    """The words of a shared block in a text, or None where they are introduced as somebody else's."""
    raw = body.encode()
    tokens = tokenise(pa.array([body], pa.large_string()))
    first, last = blocks.first[at] - some.bounds[at], blocks.last[at] - some.bounds[at]
    start, end = int(tokens.start[first]), int(tokens.end[last - 1])
    if _QUOTED_BEFORE.search(raw[max(0, start - 8) : start].decode(errors="ignore")):
        return None
    return raw[start:end].decode(errors="ignore")


def _is_letter(texts: list[str | None], reader: Reader | None) -> bool:
    """Whether most of the blocks are nobody else's words, and say enough."""
    blocks = [block for block in texts if block is not None]
    if 2 * len(blocks) <= len(texts):
        return False
    sentences = [[part for part in _SENTENCE.split(block) if len(part.split()) >= 4] for block in blocks]
    several = sum(len(one) > 1 for one in sentences)
    if 2 * several > len(blocks):
        return True
    return reader is not None and float(np.median([reader(one or [""]).max() for one in sentences])) >= ASKS
