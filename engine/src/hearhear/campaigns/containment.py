"""Short messages that hold most of a short campaign's message, and add words of their own.

"Lower the dam, the eels cannot climb. My boys fish there" has copied a message and speaks for itself as well. Who only
speaks of the same thing has its words too, but not side by side in the campaign's order; who quotes the message has
put it between marks, and so has none of it. *Containment*: the part of the one that the other has (Broder 1997).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns import passages, proof, wordings
from hearhear.campaigns.corpus import Corpus, run_starts, text_slices
from hearhear.campaigns.tokens import I64, U32, U64, Mask, distinct

LONGEST = 60
"""Words of a text that may hold such a message: half as many again as the longest that counts as short."""
REACH = 2
"""Words that say something stand side by side when they are neighbours, or have one word between them: texting drops
and abbreviates words, and puts a synonym for one."""
MOST = 0.5
"""Part of the message that the text must have (four development sets: of 44 texts with so much or more all belong to
the campaign; of 43 with .33 to .49 two in five do not)."""
BITS = wordings.BITS
LEAST = 3
"""Different words of the message: two that stand side by side are the name of what is spoken of, "Orrin pier"."""


@dataclass(frozen=True, slots=True)
class _Messages:
    """What campaigns say. `said`: the words that most texts of each have. `pair`: two words side by side, hashes in
    order; `columns`: theirs in `said`, shape (2, pairs). `bounds`, `campaign`: where the campaigns of each pair begin,
    and these."""

    said: wordings.Wordings
    pair: U64
    columns: I64
    bounds: I64
    campaign: I64


def pairs(group: I64, corpus: Corpus, brief: Mask, sender: I64, least: int) -> tuple[I64, I64]:
    """Texts that are alone, and for each the campaign whose message it holds, by its name in `group`.

    `brief`: which texts count as short. `sender`: that of each text, or a negative number where several have sent it.
    `least`: senders of a campaign.
    """
    several = sender < 0
    people = proof.senders_of(group, sender, len(group))
    people += np.bincount(group[several], corpus.copies[several] - 1, len(group)).astype(np.int64)
    heads = np.flatnonzero(people >= least)
    numbers = np.flatnonzero(brief & (people[group] >= least))
    if not len(numbers):
        return numbers, numbers
    found = _messages(corpus.only(_marked(numbers, len(group))), group, numbers, sender, heads)
    alone = (np.bincount(group, minlength=len(group))[group] == 1) & (people[group] < least)
    alone &= corpus.lengths <= LONGEST
    text, campaign = _held(corpus.only(alone), found)
    return np.flatnonzero(alone)[text], heads[campaign]


def _marked(numbers: I64, count: int) -> Mask:
    found = np.zeros(count, dtype=np.bool_)
    found[numbers] = True
    return found


def _side_by_side(some: Corpus) -> Iterator[tuple[I64, U64]]:
    """In slices, the pairs of words that say something and stand side by side, and whose they are."""
    for one, last in text_slices(some.bounds):
        part = slice(some.bounds[one], some.bounds[last])
        at = np.flatnonzero(some.bits[part] > 0)
        word = some.word[part][at].astype(np.uint64)
        owner = np.repeat(np.arange(one, last), some.lengths[one:last])[at]
        inside = [owner[step:] == owner[:-step] for step in range(1, REACH + 1)]
        key = [word[:-step] << _HALF | word[step:] for step in range(1, REACH + 1)]
        owners = [owner[step:][kept] for step, kept in enumerate(inside, 1)]
        yield np.concatenate(owners), np.concatenate([one[kept] for one, kept in zip(key, inside, strict=True)])


_HALF = np.uint64(32)


def _messages(some: Corpus, group: I64, numbers: I64, sender: I64, heads: I64) -> _Messages:
    said = wordings.read(some, group, numbers, sender, heads)
    campaign = np.searchsorted(heads, group[numbers])
    keys, owners = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
    for text, pair in _side_by_side(some):
        own = _says(said, campaign[text], pair >> _HALF) & _says(said, campaign[text], pair & _LOWER)
        keys.append(pair[own])
        owners.append(campaign[text[own]])
    found, number = np.unique(np.concatenate(keys), return_inverse=True)
    number, owner = np.divmod(distinct(number * len(heads) + np.concatenate(owners)), len(heads))
    columns = np.searchsorted(said.word, np.stack([found >> _HALF, found & _LOWER]))
    return _Messages(said, found, columns, np.searchsorted(number, np.arange(len(found) + 1)), owner)


_LOWER = np.uint64((1 << 32) - 1)


def _says(said: wordings.Wordings, campaign: I64, word: U64 | U32) -> Mask:
    """Whether most texts of a campaign have a word."""
    return _weight(said, campaign, np.searchsorted(said.word, word)) > 0


def _weight(said: wordings.Wordings, campaign: I64, column: I64) -> np.ndarray:
    return np.asarray(said.table[campaign, column]).ravel() if len(campaign) else np.zeros(0)


def _held(some: Corpus, found: _Messages) -> tuple[I64, I64]:
    """Texts and the campaigns whose messages they hold, of several the one of which they hold the largest part."""
    texts, campaigns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for text, pair in _side_by_side(some):
        at, place = proof.known(pair, found.pair)
        holder, campaign = _best(*_met(text[at], place, found), found.said)
        texts.append(holder)
        campaigns.append(campaign)
    return np.concatenate(texts), np.concatenate(campaigns)


def _met(text: I64, place: I64, found: _Messages) -> tuple[I64, I64, I64]:
    """Each word that a text has beside another one of a campaign: the text, the campaign, and the word's column."""
    start, count = found.bounds[place], np.diff(found.bounds)[place]
    entry = np.repeat(start - np.cumsum(count) + count, count) + np.arange(int(count.sum()))
    text, campaign, columns = np.repeat(text, count), found.campaign[entry], found.columns[:, np.repeat(place, count)]
    return np.tile(text, 2), np.tile(campaign, 2), columns.ravel()


def _best(text: I64, campaign: I64, column: I64, said: wordings.Wordings) -> tuple[I64, I64]:
    count, width = said.table.shape[0], max(1, said.table.shape[1])
    first = int(text.min(initial=0))
    both, column = np.divmod(distinct(((text - first) * count + campaign) * width + column), width)
    begins = np.flatnonzero(run_starts(both))
    words = np.diff(np.append(begins, len(both)))
    held = np.add.reduceat(_weight(said, both % count, column), begins) / passages.UNIT if len(begins) else words
    both = both[begins]
    text, campaign = both // count + first, both % count
    part = held / said.total[campaign]
    kept = np.flatnonzero((part >= MOST) & (held >= BITS) & (words >= LEAST))
    kept = kept[np.lexsort((campaign[kept], -part[kept], text[kept]))]
    text, at = np.unique(text[kept], return_index=True)
    return text, campaign[kept[at]]
