"""What a shared passage proves: that its texts are copies of one letter, or only that they quote or greet alike.

A form letter has *bare* copies: almost nothing but what they share with others, or that with words put in between
sentences which others have side by side. An opening and closing, a form, a footer, a clause, a newspaper's sentence or
a petition's title never stand alone: whoever has them goes on in words of their own, always at the same place. So a
passage proves something when enough of the texts that have it are bare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from hearhear.campaigns.corpus import Corpus, gram_starts, grams, hash_ranges, run_starts, text_slices
from hearhear.campaigns.tokens import I32, I64, U32, U64, Mask, distinct, mix

OWN_RUN = 8
"""Words in a row that are nobody else's: fewer are a name with a place and an occupation, or a synonym with the words
beside it. The groups of the development set stay the same from 6 to 10."""
BARE = 0.1
"""Part of the senders of a passage whose texts are bare, where it is a letter's own (development set: letters .2 to 1,
frames, forms, footers, clauses and titles 0 to .05; .1 to .2 give the same groups)."""
LEAST_BARE = 2
"""Senders of bare texts below which a passage was not seen alone."""
TYPICAL = 0.3
"""Part of the bare texts of a group that have what is their letter's: a sentence is left out by some of them, while a
footer or a form is had by a few (development set: .2 to .3 give the same groups)."""
COMPARED = 60
"""Texts of a group that are looked at, the first in the order of the corpus, which is one of chance."""


@dataclass(frozen=True, slots=True)
class Members:
    """Some texts of each group. `text`: their numbers. `group`, `sender`: of each. `start`: where its words begin in
    the corpus. `bounds`: as in `Corpus`, over these words."""

    text: I64
    group: I64
    sender: I64
    start: I64
    bounds: I64

    @property
    def words(self) -> int:
        """How many words all of them have."""
        return int(self.bounds[-1])

    @property
    def place(self) -> I64:
        """For each word, where it stands in the corpus."""
        place = np.repeat(self.start - self.bounds[:-1], np.diff(self.bounds))
        place += np.arange(len(place))
        return place

    @property
    def owner(self) -> I64:
        """For each word, whose it is."""
        return np.repeat(np.arange(len(self.text)), np.diff(self.bounds))

    def part(self, first: int, last: int) -> Members:
        """The texts from `first` on, without the `last`."""
        texts, bounds = slice(first, last), self.bounds[first : last + 1] - self.bounds[first]
        return Members(self.text[texts], self.group[texts], self.sender[texts], self.start[texts], bounds)

    def parts(self) -> Iterator[tuple[int, int]]:
        """First and one past the last text of parts of about AT_ONCE words, whose arrays are soon gone.

        Groups are whole in them where the texts stand in the order of their groups.
        """
        edges = np.concatenate([[0], np.flatnonzero(np.diff(self.group)) + 1, [len(self.text)]])
        return ((int(edges[first]), int(edges[last])) for first, last in text_slices(self.bounds[edges]))


def members(corpus: Corpus, group: I64, sender: I64, most: int = COMPARED) -> Members:
    """Up to `most` texts of each group of two texts or more.

    `sender` is that of each text; a negative one stands for several, and such a text for two members.
    """
    size = np.bincount(group, minlength=len(group))[group]
    text = np.flatnonzero(size > 1)
    text = text[np.argsort(group[text], kind="stable")]
    rank = np.arange(len(text)) - np.searchsorted(group[text], group[text])
    text = text[rank < most]
    text = np.repeat(text, 1 + (sender[text] < 0))
    second = np.append(False, text[1:] == text[:-1])[: len(text)]
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(corpus.lengths[text])])
    of_each = np.where(second, sender[text] - len(group), sender[text])
    return Members(text, group[text], of_each, corpus.bounds[text], bounds)


def of_texts(corpus: Corpus, texts: I64, group: I64) -> Members:
    """Some texts with the groups given, each of a sender of its own."""
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(corpus.lengths[texts])])
    return Members(texts, group, texts, corpus.bounds[texts], bounds)


Letters = Callable[[Members, Mask, Mask], I64]
"""Given texts, which of their words are shared, and which texts are bare: the groups whose shared words are a letter
that is put into longer ones."""


def unproven_grams(
    corpus: Corpus, group: I64, sender: I64, size: int, letters: Letters | None = None, threads: int = 2
) -> U64:
    """The grams shared within groups that prove nothing, since hardly any text is bare that has them."""
    some = members(corpus, group, sender)
    if not len(some.text):
        return np.empty(0, np.uint64)
    shared = _shared(corpus, some, size, threads)

    def unproven(places: list[slice]) -> U64:
        return _unproven(some, *(np.concatenate(column) for column in zip(*shared.cut(places), strict=True)))

    with ThreadPoolExecutor(threads) as pool:
        found = np.concatenate([*pool.map(unproven, hash_ranges(shared.gram, _RANGE_BITS))])
    if letters is not None:
        kept = np.isin(some.group, letters(some, shared.covered, shared.bare))
        own = [_typical_of(some, kept, gram, owner) for gram, owner in zip(shared.gram, shared.owner, strict=True)]
        found = found[~np.isin(found, np.concatenate(own))]
    return found


_RANGE_BITS = 4
"""Grams are counted in parts, by so many of their upper bits, for want of memory."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What groups share. `covered`: whether each word stands in a shared gram. `bare`: which texts are. And in parts,
    each in the order of grams: `gram`, `owner`: the shared ones, and whose they are. `typical`: which of them so many
    bare texts have that they are their letter's."""

    covered: Mask
    bare: Mask
    gram: list[U64]
    owner: list[I32]
    typical: list[Mask]

    def cut(self, places: list[slice]) -> Iterator[tuple[U64, I32, Mask]]:
        """Some grams, owners and marks of each part."""
        parts = zip(self.gram, self.owner, self.typical, places, strict=True)
        return ((gram[at], owner[at], typical[at]) for gram, owner, typical, at in parts)


def _shared(corpus: Corpus, some: Members, size: int, threads: int) -> _Shared:
    found = _Shared(np.empty(some.words, np.bool_), np.empty(len(some.text), np.bool_), [], [], [])

    def read(ends: tuple[int, int]) -> tuple[U64, I32, Mask]:
        first, last = ends
        part, words = some.part(first, last), slice(some.bounds[first], some.bounds[last])
        at, owner, gram = gram_places(corpus, part, size)
        common = shared_by_senders(part, owner, gram)
        found.covered[words] = cover(at[common], size, part.words)
        bare = found.bare[first:last] = bare_texts(corpus, part, found.covered[words])
        order = np.argsort(gram[common])
        owner, gram = owner[common][order], gram[common][order]
        typical, of_bare = np.zeros(len(gram), np.bool_), np.flatnonzero(bare[owner])
        typical[of_bare] = _typical(part, bare, owner[of_bare], gram[of_bare])
        return gram, (owner + first).astype(np.int32), typical

    with ThreadPoolExecutor(threads) as pool:
        for gram, owner, typical in pool.map(read, some.parts()):
            found.gram.append(gram)
            found.owner.append(owner)
            found.typical.append(typical)
    return found


def _unproven(some: Members, gram: U64, owner: I32, typical: Mask) -> U64:
    """The grams that too few senders of bare texts have."""
    order = np.argsort(gram)
    gram, sender, typical = gram[order], some.sender[owner[order]], typical[order]
    begins = run_starts(gram)
    found, number = gram[begins], np.cumsum(begins) - 1
    holders, bare_holders = (senders_of(number[part], sender[part], len(found)) for part in (slice(None), typical))
    return found[(bare_holders < LEAST_BARE) | (bare_holders < BARE * holders)]


def _typical_of(some: Members, kept: Mask, gram: U64, owner: I32) -> U64:
    """The grams that are typical of the texts that are kept."""
    own = np.flatnonzero(kept[owner])
    found: U64 = gram[own[_typical(some, kept, owner[own], gram[own])]]
    return found


def proven_groups(corpus: Corpus, group: I64, sender: I64, size: int) -> Mask:
    """For each group, by its head, whether enough of its texts are bare; a group is named after a text."""
    some = members(corpus, group, sender)
    return enough_bare(some.group, some.sender, _bare_by_runs(corpus, some, size), len(group))


def enough_bare(group: I64, sender: I64, bare: Mask, count: int) -> Mask:
    """For each of `count` groups, whether enough of its texts' senders have sent a bare one."""
    bare_holders = senders_of(group[bare], sender[bare], count)
    enough: Mask = (bare_holders >= LEAST_BARE) & (bare_holders >= BARE * senders_of(group, sender, count))
    return enough


def hardly_more(corpus: Corpus, group: I64, sender: I64, size: int) -> Mask:
    """For each text, whether it has no long run of words that nobody else of its group has."""
    some = members(corpus, group, sender, len(group))
    at, owner, gram = gram_places(corpus, some, size)
    covered = cover(at[shared_by_senders(some, owner, gram)], size, some.words)
    found = np.zeros(len(group), dtype=np.bool_)
    found[some.text] = longest_run(~covered, some) < OWN_RUN
    return found


def _bare_by_runs(corpus: Corpus, some: Members, size: int) -> Mask:
    at, owner, gram = gram_places(corpus, some, size)
    return bare_texts(corpus, some, cover(at[shared_by_senders(some, owner, gram)], size, some.words))


def gram_places(corpus: Corpus, some: Members, size: int) -> tuple[I64, I64, U64]:
    """Where runs of `size` words begin, whose they are, and their hashes."""
    hashed = grams(corpus.word[some.place], size)
    at = np.flatnonzero(gram_starts(some.bounds, size)[: len(hashed)])
    return at, some.owner[at], hashed[at]


def shared_by_senders(some: Members, owner: I64, gram: U64) -> Mask:
    """For each gram, whether another sender of its group has it too."""
    order, begins = _by_group(some, owner, gram)
    if not len(begins):
        return np.zeros(0, np.bool_)
    sender = some.sender[owner[order]]
    several = np.minimum.reduceat(sender, begins) != np.maximum.reduceat(sender, begins)
    found = np.empty(len(gram), np.bool_)
    found[order] = np.repeat(several, np.diff(np.append(begins, len(gram))))
    return found


def senders_of(number: I64, sender: I64, count: int) -> I64:
    """For each of `count` numbers how many different senders it has."""
    least = int(sender.min(initial=0))
    several = int(sender.max(initial=0)) - least + 1
    return np.bincount(distinct(number * several + (sender - least)) // several, minlength=count)


def cover(at: I64, size: int, words: int) -> Mask:
    """For each word, whether one of the runs that begin at `at` covers it."""
    covered = np.zeros(words, dtype=np.bool_)
    for step in range(size):
        covered[at + step] = True
    return covered


def longest_run(flag: Mask, some: Members) -> I64:
    """For each text the most words in a row that are set."""
    place = np.arange(len(flag))
    before = some.bounds[some.owner] - 1
    run = place - np.maximum(np.maximum.accumulate(np.where(flag, -1, place)), before)
    longest = np.zeros(len(some.text), dtype=np.int64)
    np.maximum.at(longest, some.owner, run)
    return longest


def best_segment(score: I64, some: Members) -> I64:
    """For each text the largest sum of the values of words side by side."""
    apart = (2 * np.abs(score).sum() + 1) * np.arange(
        len(some.text)
    )  # so that the least value so far is the text's own
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(score)])
    before, after = total[:-1] - apart[some.owner], total[1:] - apart[some.owner]
    best = np.zeros(len(some.text), dtype=np.int64)
    np.maximum.at(best, some.owner, after - np.minimum.accumulate(before))
    return best


def bare_texts(corpus: Corpus, some: Members, covered: Mask) -> Mask:
    """For each text, whether all long runs of its own words stand between shared words from which as many texts of its
    group go straight on: the three words before, and the three after. The order of sentences may be another."""
    owner = some.owner
    kept = np.flatnonzero(covered)
    length = np.bincount(owner[kept], minlength=len(some.text))
    first = np.cumsum(length + 2 * _BESIDE) - length - _BESIDE
    word = np.full(int(length.sum()) + 2 * _BESIDE * len(some.text), _END, dtype=np.uint32)
    inside = np.arange(len(kept)) - np.repeat(np.cumsum(length) - length, length)
    slot = first[owner[kept]] + inside
    word[slot] = corpus.word[some.place[kept]]
    gap = np.zeros(len(word) + 1, dtype=np.int64)  # words of one's own before each shared word
    gap[slot] = np.diff(kept, prepend=-1) - 1
    filled = length > 0
    gap[first[filled]] = kept[(np.cumsum(length) - length)[filled]] - some.bounds[:-1][filled]
    gap[(first + length)[filled]] = some.bounds[1:][filled] - 1 - kept[(np.cumsum(length) - 1)[filled]]
    bare = _all_closed(some, word, gap, first, length)
    bare[~filled] = False
    return bare


_BESIDE = 3
_END = np.uint32(0)


def _all_closed(some: Members, word: U32, gap: I64, first: I64, length: I64) -> Mask:
    """For each text, whether each of its gaps of OWN_RUN words or more stands between words that others go on from."""
    owner = np.repeat(np.arange(len(first)), length + 1)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(length + 1) - length - 1, length + 1) + first[owner]
    is_open = gap[place] >= OWN_RUN
    ends = (place == first[owner]) | (place == (first + length)[owner])
    closed = np.flatnonzero(~is_open & ~ends)
    opened = np.flatnonzero(is_open)
    beside = grams(word, _BESIDE)
    salt = mix(some.group.astype(np.uint64) + np.uint64(1))[owner]
    forgiven = ~ends[opened]
    for side in (beside[place - _BESIDE], beside[place]):
        key = side ^ salt
        found, number = np.unique(key[opened], return_inverse=True)
        again, number_again = known(key[closed], found)
        count = senders_of(number, some.sender[owner[opened]], len(found))
        others = senders_of(number_again, some.sender[owner[closed[again]]], len(found))
        forgiven &= (others >= count)[number]
    bare: Mask = np.bincount(owner[opened[~forgiven]], minlength=len(first)) == 0
    return bare


def known(keys: U64, ordered: U64) -> tuple[I64, I64]:
    """Where keys stand that are among the ordered ones, and the places of these; of most others some bits tell."""
    present = np.zeros(1 << _KNOWN_BITS, dtype=np.bool_)
    present[ordered >> _KNOWN_SHIFT] = True
    at = np.flatnonzero(present[keys >> _KNOWN_SHIFT])
    place = np.searchsorted(ordered, keys[at])
    met = ordered[np.minimum(place, len(ordered) - 1)] == keys[at] if len(ordered) else np.zeros(0, np.bool_)
    return at[met], place[met]


_KNOWN_BITS = 18  # of a part's few thousand keys; a table of 256 KiB stays near the processor
_KNOWN_SHIFT = np.uint64(64 - _KNOWN_BITS)


def _typical(some: Members, bare: Mask, owner: I64 | I32, gram: U64) -> Mask:
    """For each gram of a bare text, whether so many bare texts of its group have it that it is their letter's."""
    _, group = np.unique(some.group, return_inverse=True)
    least = TYPICAL * np.bincount(group, weights=bare)
    order, begins = _by_group(some, owner, gram)
    times = np.diff(np.append(begins, len(gram)))
    found = np.empty(len(gram), np.bool_)
    found[order] = np.repeat(times >= least[group[owner[order[begins]]]], times)
    return found


def _by_group(some: Members, owner: I64 | I32, gram: U64) -> tuple[I64, I64]:
    """An order in which the same gram of the same group stands side by side, and where each begins in it."""
    key = gram ^ mix(some.group.astype(np.uint64) + np.uint64(1))[owner]
    order = np.argsort(key)
    return order, np.flatnonzero(run_starts(key[order]))


def words_of_passages(corpus: Corpus, hashes: U64, size: int, longest: int, threads: int = 2) -> Mask:
    """For each word of the corpus, whether it stands in a passage of more than `longest` words made of some grams."""
    found = np.zeros(len(corpus.word), dtype=np.bool_)
    wanted = np.sort(hashes)
    present = np.zeros(1 << _BITS, dtype=np.bool_)
    present[wanted >> _SHIFT] = True

    def mark(ends: tuple[int, int]) -> None:
        first, last = ends
        part = slice(corpus.bounds[first], corpus.bounds[last])
        bounds = corpus.bounds[first : last + 1] - part.start
        hashed = grams(corpus.word[part], size)
        at = np.flatnonzero(present[hashed >> _SHIFT] & gram_starts(bounds, size)[: len(hashed)])
        place = np.searchsorted(wanted, hashed[at])
        at = at[wanted[np.minimum(place, len(wanted) - 1)] == hashed[at]]
        found[part] = _long_runs(cover(at, size, part.stop - part.start), bounds, longest)

    if len(wanted):
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(mark, text_slices(corpus.bounds)))
    return found


def _long_runs(covered: Mask, bounds: I64, longest: int) -> Mask:
    """The words in runs of more than `longest`; a run ends with its text."""
    begins = covered.copy()
    begins[1:] &= ~covered[:-1]
    starts = bounds[:-1][bounds[:-1] < len(covered)]
    begins[starts] = covered[starts]
    number = np.cumsum(begins)
    length = np.bincount(number[covered], minlength=int(number.max(initial=0)) + 1)
    result: Mask = covered & (length[number] > longest)
    return result


_BITS = 24
_SHIFT = np.uint64(64 - _BITS)
