"""Letters of which no copy stands alone, since everyone has put words of their own beside it.

A frame, a form, a clause and a newspaper's sentence have words of one's own beside them as well. What tells a letter
from those is what it says, and where: a frame and a form stand at one place, and none of them argues at length.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hearhear import sentences
from hearhear.campaigns import proof
from hearhear.campaigns.corpus import F32, Corpus
from hearhear.campaigns.proof import Members
from hearhear.campaigns.tokens import I64, U64, Mask, mix, tokenise

Reader = Callable[[Sequence[str]], F32]
"""For each of some sentences how sure it is that it asks for something, and that it argues or tells something, shape
(sentences, 2). What many have word for word is nobody's own story, but it says something."""

SENDERS = 3
SHORTEST = 12
"""Words of a shared block that can say what a campaign wants."""
ONE_PLACE = 0.7
"""Part of the texts in which the block stands in the same third of the text, where it is a frame, a form or a footer:
of these nine in ten, of a letter that is put anywhere four in ten."""
MOSTLY = 0.4
"""Part of a text that such a letter is; clauses and titles are as much, but one sentence."""
ARGUES, LEAST_SENTENCES = 0.9, 3
"""How surely the sentences of such a letter argue, tell or ask, on average, and how many there are (sets of post by
three hands: letters .92 to .99, footers and forms up to .78, openings and closings up to .61; in a language unknown to
the model anything .84 to .89)."""
ASKS = 0.5
READ, MOST_READ = 3, 100
"""Texts of a group that are read, and groups, the largest first: reading takes about a millisecond a sentence."""
_QUOTED_BEFORE = re.compile(r"[\"'«“”‘„>:(\[]\s*$")
_WORDS = 4


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The longest shared run of each text: its first word and one past its last, counted over all texts' words."""

    first: I64
    last: I64

    @property
    def length(self) -> I64:
        return self.last - self.first

    def part(self, some: Members, first: int, last: int) -> _Blocks:
        """Those of a part of the texts, counted over its words."""
        start = some.bounds[first]
        return _Blocks(self.first[first:last] - start, self.last[first:last] - start)


def read_aloud(some: Sequence[str]) -> F32:
    """The reader that comes with the engine."""
    if not some:
        return np.zeros((0, 2), np.float32)
    found = sentences.kinds(some)
    asks, *says = (found[:, sentences.KINDS.index(kind)] for kind in ("ask", "claim", "story", "casework"))
    return np.stack([asks, np.sum(says, axis=0)], axis=1)


def remembering(reader: Reader) -> Reader:
    """The same reader, which reads no sentence twice."""
    known: dict[str, F32] = {}

    def read(some: Sequence[str]) -> F32:
        fresh = [sentence for sentence in some if sentence not in known]
        known.update(zip(fresh, reader(fresh), strict=True))
        return np.stack([known[sentence] for sentence in some]) if some else np.zeros((0, 2), np.float32)

    return read


def embedded_groups(
    corpus: Corpus,
    some: Members,
    covered: Mask,
    bare: Mask,
    bodies: Callable[[I64], list[str]],
    reader: Reader = read_aloud,
) -> I64:
    """The groups, by their heads, whose texts hold a letter; `bodies` gives texts by their numbers."""
    heads, index = np.unique(some.group, return_inverse=True)
    blocks = _blocks(covered, some)
    long = (blocks.length >= SHORTEST) & ~bare
    senders = proof.senders_of(index[long], some.sender[long], len(heads))
    proven = proof.enough_bare(index, some.sender, bare, len(heads))
    moving = long & _same_block(corpus, some, blocks, index) & _moves(some, blocks, index, long, len(heads))[index]
    mostly = long & (blocks.length >= MOSTLY * np.diff(some.bounds))
    maybe = [_enough_senders(index, some.sender, one, len(heads)) & ~proven for one in (moving, mostly)]
    asked = _some_of(index, np.flatnonzero((moving & maybe[0][index]) | (mostly & maybe[1][index])), senders)
    read: dict[int, list[list[str] | None]] = {}
    for body, at in zip(bodies(some.text[asked]), asked.tolist(), strict=True):
        read.setdefault(int(index[at]), []).append(_block(body, some, blocks, at))
    known = _read_once(read, maybe[0], reader)
    found = [one for one, texts in sorted(read.items()) if _is_letter(texts, bool(maybe[0][one]), known)]
    return heads[np.array(found, dtype=np.int64)]


def _read_once(texts: Mapping[int, list[list[str] | None]], moves: Mask, reader: Reader) -> dict[str, F32]:
    """Each sentence that may decide, read once."""
    wanted = {
        sentence
        for one, blocks in texts.items()
        for block in blocks
        if block and (moves[one] or len(block) >= LEAST_SENTENCES)
        for sentence in block
    }
    some = sorted(wanted)
    return dict(zip(some, reader(some), strict=True))


def _enough_senders(index: I64, sender: I64, chosen: Mask, count: int) -> Mask:
    """For each group, whether SENDERS, and half of all its texts, are among the chosen."""
    enough: Mask = proof.senders_of(index[chosen], sender[chosen], count) >= SENDERS
    return enough & (2 * np.bincount(index[chosen], minlength=count) >= np.bincount(index, minlength=count))


def _moves(some: Members, blocks: _Blocks, index: I64, long: Mask, count: int) -> Mask:
    """For each group, whether its block stands now before, now after, now amid the senders' own words."""
    before, after = blocks.first - some.bounds[:-1], some.bounds[1:] - blocks.last
    third = np.minimum(3 * before // np.maximum(before + after, 1), 2)
    in_third = [long & (third == one) for one in range(3)]
    most = np.maximum.reduce([proof.senders_of(index[one], some.sender[one], count) for one in in_third])
    moves: Mask = most <= ONE_PLACE * proof.senders_of(index[long], some.sender[long], count)
    return moves


def _same_block(corpus: Corpus, some: Members, blocks: _Blocks, index: I64) -> Mask:
    """For each text, whether its block is, from its first word to its last, that of most texts of its group."""
    hashes = [_block_hashes(corpus, some.part(*ends), blocks.part(some, *ends)) for ends in some.parts()]
    key = np.concatenate([np.empty(0, np.uint64), *hashes]) ^ mix(index.astype(np.uint64))
    _, number = np.unique(key, return_inverse=True)
    same: Mask = 2 * np.bincount(number)[number] > np.bincount(index)[index]
    return same


def _block_hashes(corpus: Corpus, some: Members, blocks: _Blocks) -> U64:
    word = corpus.word[some.place].astype(np.uint64)
    inside = np.arange(len(word)) - blocks.first[some.owner]
    of_block = (inside >= 0) & (np.arange(len(word)) < blocks.last[some.owner])
    hashed = mix(word ^ mix(inside.view(np.uint64))) * of_block.astype(np.uint64)
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(hashed)])
    found: U64 = total[some.bounds[1:]] - total[some.bounds[:-1]]
    return found


def _some_of(index: I64, texts: I64, senders: I64) -> I64:
    """READ of the texts of each group, and of the largest groups only."""
    largest = np.zeros(len(senders), dtype=np.bool_)
    known = np.unique(index[texts])
    largest[known[np.lexsort((known, -senders[known]))][:MOST_READ]] = True
    texts = texts[largest[index[texts]]]
    texts = texts[np.argsort(index[texts], kind="stable")]
    return texts[np.arange(len(texts)) - np.searchsorted(index[texts], index[texts]) < READ]


def _blocks(covered: Mask, some: Members) -> _Blocks:
    """The longest run of shared words in each text, the first of equals."""
    first, last = np.zeros(len(some.text), np.int64), np.zeros(len(some.text), np.int64)
    for one, other in some.parts():
        start = some.bounds[one]
        found = _blocks_of_part(covered[start : some.bounds[other]], some.part(one, other))
        first[one:other], last[one:other] = found.first + start, found.last + start
    return _Blocks(first, last)


def _blocks_of_part(covered: Mask, some: Members) -> _Blocks:
    place = np.arange(len(covered))
    begin = np.maximum(np.maximum.accumulate(np.where(covered, -1, place)) + 1, some.bounds[some.owner])
    run = np.where(covered, place - begin + 1, 0)
    longest = np.zeros(len(some.text), dtype=np.int64)
    np.maximum.at(longest, some.owner, run)
    at = np.flatnonzero((run == longest[some.owner]) & covered)
    end = np.zeros(len(some.text), dtype=np.int64)
    end[some.owner[at][::-1]] = at[::-1] + 1
    return _Blocks(end - longest, end)


def _block(body: str, some: Members, blocks: _Blocks, at: int) -> list[str] | None:
    """The sentences of a shared block in a text, or None where they are introduced as somebody else's."""
    raw = body.encode()
    tokens = tokenise(pa.array([body], pa.large_string()))
    first, last = blocks.first[at] - some.bounds[at], blocks.last[at] - some.bounds[at]
    start, end = int(tokens.start[first]), int(tokens.end[last - 1])
    if _QUOTED_BEFORE.search(raw[max(0, start - 8) : start].decode(errors="ignore")):
        return None
    text = raw[start:end].decode(errors="ignore")
    return [text[a:b] for a, b in sentences.sentences(text) if len(text[a:b].split()) >= _WORDS]


def _is_letter(texts: list[list[str] | None], moves: bool, known: Mapping[str, F32]) -> bool:
    """Whether most of the blocks are nobody else's words, and say enough."""
    blocks = [block for block in texts if block]
    if 2 * len(blocks) <= len(texts):
        return False
    many = float(np.median([len(block) for block in blocks]))
    if moves and many >= 2:
        return True
    if not moves and many < LEAST_SENTENCES:
        return False
    read = [np.stack([known[one] for one in block]) for block in blocks if moves or len(block) >= LEAST_SENTENCES]
    if moves:
        return float(np.median([one[:, 0].max() for one in read])) >= ASKS
    return float(np.median([one.sum(axis=1).mean() for one in read])) >= ARGUES
