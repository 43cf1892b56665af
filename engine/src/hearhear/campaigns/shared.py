"""What the members of each campaign share, computed once a distinct text.

A word is *shared* when it is part of an n-gram that other senders of the campaign have too.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns.corpus import F64, Corpus, gram_starts, grams, text_slices
from hearhear.campaigns.groups import PASSAGES, SLOTS, Groups
from hearhear.campaigns.tokens import I32, I64, U32, Mask, distinct, mix

RUN, PAIR = 4, 2
"""Words in a shared run: four, but two in a mad-lib, where a gap comes every other word."""
COMMON = 0.2
"""A passage of the template stands in at least this part of the texts, or in two if that is more; a mad-lib's
alternatives need only be somebody else's too."""
SLOTTED, STEADY = 0.5, 0.08
"""A group found by passages is a mad-lib when its template, in the sense above, covers less than half of a usual text,
and yet what any two share stands at the same place in both, to within this part of their length (measured: mad-libs
.02, letters around a short template .23)."""
TOGETHER = 1 << 21
"""Words of small campaigns that are taken together."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The members of all campaigns, one after the other by campaign and text, with what they share.

    `message`: rows of the table. `campaign`, `sender`: numbers of each member's. `sharers`: for each word of the
    distinct texts by how many senders of its campaign it is shared, 0 where it is not. `slotted`: for each campaign,
    whether it is a mad-lib.
    """

    message: I64
    campaign: I64
    sender: I64
    sharers: I32
    slotted: Mask


def find_shared(groups: Groups, threads: int = 2, before: tuple[Groups, Shared] | None = None) -> Shared:
    """What the members of each campaign share.

    `before`: the same groups when they had more members, and what those shared: only campaigns that have lost any are
    looked at again.
    """
    message = np.flatnonzero(groups.campaign >= 0)
    text = groups.corpus.text_of[message]
    order = np.lexsort((text, groups.campaign[message]))
    message, text = message[order], text[order]
    campaign, sender = groups.campaign[message], groups.sender[message]
    members = _Members.of(groups.corpus, text, campaign, sender)
    sharers = np.zeros(len(groups.corpus.word), np.int32)
    slotted = np.zeros(int(campaign.max(initial=-1)) + 1, np.bool_)
    renewed = np.ones(len(slotted), np.bool_)
    if before:
        renewed = _unlike(groups, *before, sharers, slotted)
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda some: _share(groups, members, some, sharers, slotted), members.batches(renewed)))
    return Shared(message, campaign, sender, sharers, slotted)


def _unlike(groups: Groups, old: Groups, known: Shared, sharers: I32, slotted: Mask) -> Mask:
    """Which campaigns have other members than before; of the others, what is known is copied."""
    rows = np.flatnonzero(groups.campaign >= 0)
    was, now = np.bincount(known.campaign), np.bincount(groups.campaign[rows], minlength=len(slotted))
    before = np.zeros(len(slotted), np.int64)
    before[groups.campaign[rows]] = old.campaign[rows]
    same = was[before] == now
    slotted[same] = known.slotted[before[same]]
    kept = np.zeros(len(groups.corpus), np.bool_)
    kept[groups.corpus.text_of[rows[same[groups.campaign[rows]]]]] = True
    for first, last in text_slices(groups.corpus.bounds):
        words = slice(groups.corpus.bounds[first], groups.corpus.bounds[last])
        sharers[words] = known.sharers[words] * np.repeat(kept[first:last], groups.corpus.lengths[first:last])
    return ~same


@dataclass(frozen=True, slots=True)
class _Members:
    """The distinct texts of campaigns, by campaign.

    `text`: their numbers. `campaign`: of each text. `copies`: how many members have it. `single`: how many senders
    sent this text of the campaign and no other; `several`: pairs of a place in `text` and a sender of further ones.
    `senders`: of each campaign.
    """

    text: I64
    campaign: I64
    copies: I64
    single: I64
    several: tuple[I64, I64]
    senders: I64
    lengths: I64

    @classmethod
    def of(cls, corpus: Corpus, text: I64, campaign: I64, sender: I64) -> _Members:
        first = np.flatnonzero(np.diff(text, prepend=-1))
        place = np.cumsum(np.diff(text, prepend=-1) != 0) - 1
        many = int(sender.max(initial=0)) + 1
        pairs = distinct(place * many + sender)  # sent texts
        place, sender = pairs // many, pairs % many
        sent = campaign[first][place] * many + sender
        order = np.argsort(sent, kind="stable")
        new = np.diff(sent[order], prepend=-1) != 0
        times = np.bincount(np.cumsum(new) - 1)
        several = np.zeros(len(sent), np.bool_)
        several[order] = np.repeat(times > 1, times)
        return cls(
            text[first],
            campaign[first],
            np.diff(np.append(first, len(text))),
            np.bincount(place[~several], minlength=len(first)),
            (place[several], sender[several]),
            np.bincount(campaign[first][place[order[new]]], minlength=int(campaign.max(initial=-1)) + 1),
            corpus.lengths[text[first]],
        )

    def batches(self, wanted: Mask) -> Iterator[slice]:
        """The texts of the wanted campaigns, small ones together, the largest alone."""
        starts = np.searchsorted(self.campaign, np.arange(len(wanted) + 1))
        words = np.concatenate([[0], np.cumsum(self.lengths)])
        first = None
        for number, (begin, end) in enumerate(pairwise(starts)):
            if first is not None and (not wanted[number] or words[end] - words[first] > TOGETHER):
                yield slice(first, begin)
                first = None
            if wanted[number] and first is None:
                first = begin
        if first is not None:
            yield slice(first, starts[-1])


def _share(groups: Groups, members: _Members, some: slice, sharers: I32, slotted: Mask) -> None:
    """Fill in what the texts of some whole campaigns share, and which of these are mad-libs."""
    grams_of = _Grams.of(groups.corpus, members, some, RUN)
    narrow = grams_of.sharers(members, COMMON)
    first, last = int(members.campaign[some][0]), int(members.campaign[some][-1]) + 1
    likeness = groups.likeness[members.text[some]]
    number = members.campaign[some] - first
    slots = np.zeros(last - first, np.bool_)
    slots[number[likeness == SLOTS]] = True
    alike = np.bincount(number, weights=likeness == PASSAGES, minlength=len(slots)) > 0
    mixed = alike & ~slots & (_median_coverage(grams_of, members, narrow, first, last) < SLOTTED)
    if mixed.any():
        slots |= mixed & (_position_spread(grams_of, members, first, last) < STEADY)
    slotted[first:last] = slots
    _write(groups.corpus, members.text[some], narrow, sharers)
    if slots.any():
        for chosen in _runs_of(slots[number], some.start):
            paired = _Grams.of(groups.corpus, members, chosen, PAIR)
            _write(groups.corpus, members.text[chosen], paired.sharers(members, 0.0), sharers)


def _runs_of(chosen: Mask, offset: int) -> Iterator[slice]:
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8), prepend=0, append=0)) + offset
    for first, last in edges.reshape(-1, 2).tolist():
        yield slice(first, last)


def _write(corpus: Corpus, texts: I64, values: I32, sharers: I32) -> None:
    """Put the values of the words of some texts in their places."""
    lengths = corpus.lengths[texts]
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    for first, last in text_slices(bounds):
        part = slice(bounds[first], bounds[last])
        sharers[word_places(corpus, texts[first:last])] = values[part]


def word_places(corpus: Corpus, texts: I64) -> I64:
    """Where the words of some texts stand in the corpus, text by text."""
    lengths = corpus.lengths[texts]
    before = np.cumsum(lengths) - lengths
    places: I64 = np.repeat(corpus.bounds[texts] - before, lengths)
    places += np.arange(len(places))
    return places


@dataclass(frozen=True, slots=True)
class _Grams:
    """The runs of words of some texts of whole campaigns.

    `some`: which texts. `bounds`: of their words. `at`: the first words of the runs. `number`: of each run, the same
    for the same run in the same campaign.
    """

    some: slice
    bounds: I64
    size: int
    at: I32
    number: I32

    @classmethod
    def of(cls, corpus: Corpus, members: _Members, some: slice, size: int) -> _Grams:
        texts, campaign = members.text[some], members.campaign[some]
        bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(corpus.lengths[texts])])
        places, keys = [np.zeros(0, np.int32)], [np.zeros(0, np.uint64)]
        for first, last in text_slices(bounds):
            word = corpus.word[word_places(corpus, texts[first:last])]
            own = bounds[first : last + 1] - bounds[first]
            key, at = _keys(word, own, campaign[first:last], size)
            keys.append(key)
            places.append((at + bounds[first]).astype(np.int32))
        encoded = pa.chunked_array([pa.array(one) for one in keys]).dictionary_encode()
        numbers = [np.zeros(0, np.int32), *(chunk.indices.to_numpy() for chunk in encoded.chunks)]
        return cls(some, bounds, size, np.concatenate(places), np.concatenate(numbers))

    def owner(self, part: slice) -> I64:
        """The text of each of some runs, counted from the first of these texts."""
        return np.searchsorted(self.bounds, self.at[part], side="right") - 1

    def parts(self) -> Iterator[slice]:
        """The runs a few texts at a time."""
        starts = np.searchsorted(self.at, self.bounds)
        for first, last in text_slices(self.bounds):
            yield slice(int(starts[first]), int(starts[last]))

    def sharers(self, members: _Members, part: float) -> I32:
        """For each word, by how many senders the most shared of its runs is shared, 0 if by too few."""
        senders = self._senders(members)
        least = np.maximum(2, np.ceil(part * members.senders))[members.campaign[self.some]]
        found = np.zeros(int(self.bounds[-1]), np.int32)
        for some in self.parts():
            number, at = self.number[some], self.at[some]
            times = senders[number]
            enough = times >= least[self.owner(some)]
            at, times = at[enough], times[enough]
            for step in range(self.size):
                found[at + step] = np.maximum(found[at + step], times)
        return found

    def _senders(self, members: _Members) -> I32:
        """Of each run the different senders of texts that have it."""
        count = int(self.number.max(initial=-1)) + 1
        senders = np.zeros(count, np.int32)
        single = members.single[self.some].astype(np.int32)
        where, who = members.several
        inside = slice(*np.searchsorted(where, (self.some.start, self.some.stop)))
        where, who = where[inside] - self.some.start, who[inside]
        again = [np.zeros(0, np.int64)]
        many = int(who.max(initial=0)) + 1
        for some in self.parts():
            owner = self.owner(some)
            pair = distinct(owner << 32 | self.number[some])
            owner, number = pair >> 32, pair & 0xFFFFFFFF
            np.add.at(senders, number, single[owner])
            if len(where):
                left, right = np.searchsorted(where, owner), np.searchsorted(where, owner, side="right")
                times = right - left
                sender = who[np.repeat(left - (np.cumsum(times) - times), times) + np.arange(int(times.sum()))]
                again.append(np.repeat(number, times) * many + sender)
        known = distinct(np.concatenate(again))
        return senders + np.bincount(known // many, minlength=count).astype(np.int32)


def _keys(word: U32, bounds: I64, campaign: I64, size: int) -> tuple[npt.NDArray[np.uint64], I64]:
    """A hash of each run of words and its campaign, and the first word of each."""
    hashed = grams(word, size)
    at = np.flatnonzero(gram_starts(bounds, size)[: len(hashed)])
    of_text = mix(campaign.astype(np.uint64) + np.uint64(1))
    return hashed[at] ^ np.repeat(of_text, np.diff(bounds))[at], at


def _median_coverage(found: _Grams, members: _Members, sharers: I32, first: int, last: int) -> F64:
    """For each campaign the middle part of a member's text that is shared."""
    lengths = np.maximum(np.diff(found.bounds), 1)
    total = np.concatenate([[0], np.cumsum(sharers > 0, dtype=np.int32)])
    part = np.repeat(np.diff(total[found.bounds]) / lengths, members.copies[found.some])
    campaign = np.repeat(members.campaign[found.some] - first, members.copies[found.some])
    order = np.lexsort((part, campaign))
    size = np.bincount(campaign, minlength=last - first)
    return part[order][np.cumsum(size) - size + size // 2]


def _position_spread(found: _Grams, members: _Members, first: int, last: int) -> F64:
    """For each campaign, how far a run of words that several texts have strays from its mean place (1: a text)."""
    count = int(found.number.max(initial=-1)) + 1
    times, sums = np.zeros(count, np.int64), np.zeros(count)
    total, weights = np.zeros(last - first), np.zeros(last - first)
    lengths, copies = np.diff(found.bounds), members.copies[found.some]
    campaign = members.campaign[found.some] - first

    def places(part: slice) -> tuple[I64, F64]:
        owner = found.owner(part)
        return owner, (found.at[part] - found.bounds[owner]) / lengths[owner]

    for part in found.parts():
        owner, place = places(part)
        np.add.at(times, found.number[part], copies[owner])
        np.add.at(sums, found.number[part], copies[owner] * place)
    mean = sums / np.maximum(times, 1)
    for part in found.parts():
        owner, place = places(part)
        weight = copies[owner] * (times[found.number[part]] > 1)
        total += np.bincount(campaign[owner], weight * np.abs(place - mean[found.number[part]]), last - first)
        weights += np.bincount(campaign[owner], weight, last - first)
    return total / np.maximum(weights, 1)


def shared_part(groups: Groups, found: Shared) -> F64:
    """For each member, the part of its evidence, in bits, that is shared: 0 to 1."""
    corpus = groups.corpus
    texts = distinct(corpus.text_of[found.message])
    part = np.zeros(len(corpus))
    for first, last in text_slices(np.concatenate([np.zeros(1, np.int64), np.cumsum(corpus.lengths[texts])])):
        some = texts[first:last]
        some = some[corpus.lengths[some] > 0]
        places, lengths = word_places(corpus, some), corpus.lengths[some]
        weight = corpus.bits[places] + np.float32(0.25)  # so that a text of ordinary words is not divided by nothing
        begin = np.cumsum(lengths) - lengths
        if len(begin):
            common = np.add.reduceat(weight * (found.sharers[places] > 0), begin)
            part[some] = common / np.add.reduceat(weight, begin)
    return part[corpus.text_of[found.message]]


def own_languages(groups: Groups, found: Shared) -> list[str | None]:
    """For each campaign the language most of its messages are marked with."""
    lang = pc.fill_null(groups.table["lang"], "").combine_chunks().dictionary_encode()
    lang = lang.combine_chunks() if isinstance(lang, pa.ChunkedArray) else lang
    names, rank = np.unique(np.array(lang.dictionary.to_pylist() or [""], str), return_inverse=True)
    number = rank[lang.indices.to_numpy()[found.message]]
    count = np.zeros((int(found.campaign.max(initial=-1)) + 1, len(names)), dtype=np.int64)
    np.add.at(count, (found.campaign, number), 1)
    count[:, names == ""] = 0
    return [str(names[row.argmax()]) if row.any() else None for row in count]
