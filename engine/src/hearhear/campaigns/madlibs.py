"""Mad-libs: one letter with a choice of words at nearly every place, so that hardly any two copies share a sentence.

Two copies still choose alike at a few places, and these stand in the same order, each at a like place in both. People
who use the same phrase use it once, or elsewhere, or share a whole opening. So texts are alike when they share short
runs of words at several separate places; a mad-lib is a dense group of such texts in which nearly all words of each
stand in another, since every copy has one of the alternatives.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hearhear.campaigns import merging, proof
from hearhear.campaigns.assignment import assign
from hearhear.campaigns.communities import communities
from hearhear.campaigns.corpus import F32, F64, Corpus, gram_starts, grams, text_slices
from hearhear.campaigns.tokens import I32, I64, U32, U64, Mask, distinct, mix
from hearhear.settings import CampaignSettings

GRAM = 3
"""Words in a run: two are common to all who write on a subject, four do not fit into a choice of a few words."""
MOST_TEXTS, MOST_WORDS = 12_000, 8_000_000
"""Mad-libs are learned on at most this many texts: among the first with so many words together, in the order of the
corpus, which is one of chance, those of whose words most stand elsewhere too."""
MOST_HOLDERS = 150
"""A run that more texts have is grammar, or the frame of very many."""
SHORTEST = 20
"""Words below which a text has no places to speak of."""
SHORTEST_COPY = 6
"""Words below which nobody can say whose words a text is made of."""
SMALL = 3
"""Texts in groups of up to three may be copies of another group's letter."""
TAKEN = 12
"""Texts of a group that are compared with others: of copies that are alike with probability .2, dozens of pairs."""
IN_LINE = 0.2
"""Difference, in parts of the text, up to which a place is a like place: choices of one to eight words shift what
follows by no more."""
APART = 8
"""Words between two separate places: as many as the longest choice."""
LONGEST_CHOICE = 16
"""A longer run is no choice at one place but a passage, which proves what it says and no more: two choices of eight
words side by side, by chance alike."""
RARE = 12.0
"""Bits of a place: one rare word, or two that are not; grammar alone is alike everywhere."""
PLACES, WORDS_A_PLACE = 2, 40
"""Separate places that make two texts alike: two, and one for every forty words, since long letters of strangers meet
more often (development sets: at fifty the strangers of one set are joined, at forty no copy is lost)."""
CLOSED_RUN, CLOSED = 10, 0.75
"""In half of a mad-lib's copies the longest run of words that no other copy has stays below ten, a choice that nobody
else made; and three quarters of the words stand in another (development sets: mad-libs 2 to 7 and .77 to 1; people who
share an opening and a closing 12 to 41 and .4 to .78)."""


@dataclass(frozen=True, slots=True)
class MadLibs:
    """What was found. `group`: for each text of the corpus its group. `texts`: those that were compared. `number`: for
    each of these the number of its mad-lib, or -1."""

    group: I64
    texts: I64
    number: I64


def learn(corpus: Corpus, group: I64, sender: I64, settings: CampaignSettings) -> MadLibs:
    """`group`, with texts brought together that are copies of one mad-lib; `sender` is that of each text."""
    texts = _compared(corpus, group)
    if len(texts) < settings.minimum_senders:
        return MadLibs(group, texts, np.full(len(texts), -1))
    found = communities(*_alike(corpus, texts, sender), len(texts))
    found = _without_passages(corpus, texts, group[texts], found)
    found = _whole_groups(group[texts], _closed(corpus, texts, found, sender))
    number = np.full(len(group), -1)
    number[group[texts]] = found
    number = number[group]
    inside = np.flatnonzero(number >= 0)
    joined = group.copy()
    joined[inside] = _first_of(inside, number[inside])[number[inside]]
    return MadLibs(joined, texts, found)


def _compared(corpus: Corpus, group: I64) -> I64:
    """The texts on which mad-libs are learned: of each group up to TAKEN, in all up to MOST_TEXTS."""
    long = np.flatnonzero(corpus.lengths >= SHORTEST)
    ordered = long[np.argsort(group[long], kind="stable")]
    rank = np.arange(len(ordered)) - np.searchsorted(group[ordered], group[ordered])
    texts = np.sort(ordered[rank < TAKEN])
    if len(texts) <= MOST_TEXTS:
        return texts
    texts = texts[: np.searchsorted(np.cumsum(corpus.lengths[texts]), MOST_WORDS)]
    return np.sort(texts[np.argsort(-_repeated_part(corpus, texts), kind="stable")[:MOST_TEXTS]])


def _repeated_part(corpus: Corpus, texts: I64) -> F64:
    """For each text how many of its words begin a run that says enough and stands in another text too: nearly all of
    a mad-lib's, hardly any of an individual letter's."""
    wanted = np.zeros(len(corpus), dtype=np.bool_)
    wanted[texts] = True
    runs = [_rare_runs(corpus, wanted, first, last) for first, last in text_slices(corpus.bounds[: texts[-1] + 2])]
    ordered = np.sort(np.concatenate([hashed for hashed, _ in runs]))
    again = np.zeros(1 << _BITS, dtype=np.bool_)
    again[ordered[1:][ordered[1:] == ordered[:-1]] >> _SHIFT] = True
    times = np.zeros(len(corpus), dtype=np.int64)
    for hashed, owner in runs:
        np.add.at(times, owner[again[hashed >> _SHIFT]], 1)
    return times[texts] / corpus.lengths[texts]


_BITS = 26
_SHIFT = np.uint32(32 - _BITS)


def _rare_runs(corpus: Corpus, wanted: Mask, first: int, last: int) -> tuple[U32, I32]:
    """Hashes of the runs of some of the texts from `first` to `last` that prove something, and whose they are."""
    bounds = corpus.bounds[first : last + 1]
    words = slice(bounds[0], bounds[-1])
    bits = corpus.bits[words]
    hashed = grams(corpus.word[words], GRAM)
    weight = bits[: len(hashed)].copy()
    for step in range(1, GRAM):
        weight += bits[step : step + len(hashed)]
    at = np.flatnonzero((weight >= RARE) & gram_starts(bounds - bounds[0], GRAM)[: len(hashed)])
    owner = np.searchsorted(bounds, at + bounds[0], side="right") - 1 + first
    kept = wanted[owner]
    return (hashed[at[kept]] >> np.uint64(32)).astype(np.uint32), owner[kept].astype(np.int32)


def _without_passages(corpus: Corpus, texts: I64, group: I64, found: I64) -> I64:
    """`found` without the groups that have a passage in common which nobody else of their mad-lib has: they are a side
    of a dispute that shares its facts with the others."""
    inside = np.flatnonzero(found >= 0)
    some = proof.of_texts(corpus, texts[inside], group[inside])
    at, owner, gram = proof.gram_places(corpus, some, GRAM)
    own = proof.shared_by_senders(some, owner, gram)
    _, number = np.unique(gram ^ mix(found[inside][owner].astype(np.uint64)), return_inverse=True)
    first, last = np.full(len(gram), np.iinfo(np.int64).max), np.zeros(len(gram), np.int64)
    np.minimum.at(first, number, some.group[owner])
    np.maximum.at(last, number, some.group[owner])
    others = proof.cover(at[(first != last)[number]], GRAM, some.words)
    score = np.where(others, -1, proof.cover(at[own], GRAM, some.words).astype(np.int64))
    heads, index = np.unique(some.group, return_inverse=True)
    passages = np.bincount(index, weights=merging.passage_part(score, some) >= 1)
    apart = heads[2 * passages > np.bincount(index)]
    return np.where(np.isin(group, apart), -1, found)


def _whole_groups(group: I64, found: I64) -> I64:
    """`found` with each group whole: in the mad-lib that has half of its texts or more, or in none."""
    heads, index = np.unique(group, return_inverse=True)
    pairs, times = np.unique(np.stack([index, found])[:, found >= 0], axis=1, return_counts=True)
    most = 2 * times > np.bincount(index)[pairs[0]]
    of_group = np.full(len(heads), -1)
    of_group[pairs[0][most]] = pairs[1][most]
    return of_group[index]


def passages_of_others(corpus: Corpus, found: MadLibs, passages: U64, size: int) -> U64:
    """Those of some passages of `size` words, given by their hashes, of which no mad-lib has half of the copies: a
    passage that some copies have by chance alike is their mad-lib's, whoever goes on in other words after it."""
    some = proof.of_texts(corpus, found.texts, found.number)
    known = np.sort(passages)
    _, owner, gram = proof.gram_places(corpus, some, size)
    place = np.minimum(np.searchsorted(known, gram), max(0, len(known) - 1))
    kept = known[place] == gram if len(known) else np.zeros(len(gram), dtype=np.bool_)
    pairs = distinct(place[kept] * len(found.texts) + owner[kept])
    passage, number = pairs // len(found.texts), found.number[pairs % len(found.texts)]
    holders = np.bincount(passage, minlength=len(known))
    copies, times = np.unique(np.stack([passage, number])[:, number >= 0], axis=1, return_counts=True)
    own = copies[0][(times > 1) & (2 * times >= holders[copies[0]])]
    return np.delete(known, own)


def follow(corpus: Corpus, group: I64, sender: I64, silent: Mask, settings: CampaignSettings) -> I64:
    """`group`, with the texts that follow one of them; `silent` are the words of long passages that prove nothing."""
    size = np.bincount(group, minlength=len(group))[group]
    left = (size <= SMALL) & (corpus.lengths >= SHORTEST_COPY)
    return assign(corpus, left, group, sender, silent, SMALL + 1, settings.threads)


def _first_of(texts: I64, number: I64) -> I64:
    """For each number its first text."""
    first = np.full(int(number.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, number, texts)
    return first


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of GRAM words, each once a text, sorted by run and text. `run`: its number. `text`: whose, as a place in
    the texts asked for. `place`: of its first word in the text. `length`: of the text. `bits`: what it proves."""

    run: I64
    text: I64
    place: I64
    length: I64
    bits: F32


def _alike(corpus: Corpus, texts: I64, sender: I64) -> tuple[I64, I64]:
    """Pairs of texts, as places in `texts`, that share runs at several separate places."""
    runs = _shared_runs(corpus, texts)
    left, right = _pairs(runs)
    line = np.abs(runs.place[left] / runs.length[left] - runs.place[right] / runs.length[right]) < IN_LINE
    left, right = left[line], right[line]
    one, other = runs.text[left], runs.text[right]
    longest = int(runs.length.max(initial=0)) + 1
    order = np.argsort((one * len(texts) + other) * longest + runs.place[left])  # no two are equal
    left, right, one, other = left[order], right[order], one[order], other[order]
    fresh = np.append(True, (one[1:] != one[:-1]) | (other[1:] != other[:-1]))[: len(one)]
    pair = np.cumsum(fresh) - 1
    places = _separate_places(runs, left, right, fresh, pair)
    one, other = one[fresh], other[fresh]
    length = np.minimum(corpus.lengths[texts[one]], corpus.lengths[texts[other]])
    enough = places >= np.maximum(PLACES, np.ceil(length / WORDS_A_PLACE))
    enough &= sender[texts[one]] != sender[texts[other]]
    return one[enough], other[enough]


def _shared_runs(corpus: Corpus, texts: I64) -> _Runs:
    some = proof.of_texts(corpus, texts, texts)
    lengths, bounds, place = corpus.lengths[texts], some.bounds, some.place
    at, owner, gram = proof.gram_places(corpus, some, GRAM)
    _, first = np.unique(gram ^ (owner.astype(np.uint64) << np.uint64(1)), return_index=True)
    at, owner, gram = at[first], owner[first], gram[first]
    _, run, holders = np.unique(gram, return_inverse=True, return_counts=True)
    kept = (holders[run] > 1) & (holders[run] <= MOST_HOLDERS)
    at, owner, run = at[kept], owner[kept], run[kept]
    order = np.lexsort((owner, run))
    at, owner, run = at[order], owner[order], run[order]
    bits = corpus.bits[place]
    weight = bits[at].copy()
    for step in range(1, GRAM):
        weight += bits[at + step]
    return _Runs(run, owner, at - bounds[owner], lengths[owner], weight)


def _pairs(runs: _Runs) -> tuple[I64, I64]:
    """All pairs of places in the table of runs that hold the same run, the earlier text on the left."""
    ends = np.searchsorted(runs.run, runs.run, side="right")
    count = ends - np.arange(len(ends)) - 1
    left = np.repeat(np.arange(len(ends)), count)
    return left, left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)


def _separate_places(runs: _Runs, left: I64, right: I64, fresh: Mask, pair: I64) -> I64:
    """For each pair of texts, at how many places they share a choice; places count once, however many runs."""
    here, there = runs.place[left], runs.place[right]
    apart = np.append(True, (np.diff(here) > APART) & (np.diff(there) > APART))[: len(here)]
    starts = np.flatnonzero(fresh | apart)
    if not len(starts):
        return np.zeros(0, np.int64)
    length = here[np.append(starts[1:], len(here)) - 1] - here[starts] + GRAM
    counts = (length <= LONGEST_CHOICE) & (np.maximum.reduceat(runs.bits[left], starts) >= RARE)
    return np.bincount(pair[starts], weights=counts).astype(np.int64)


def _closed(corpus: Corpus, texts: I64, found: I64, sender: I64) -> I64:
    """`found` without the groups in which people go on in words of their own."""
    group = np.arange(len(corpus)) + int(found.max(initial=-1)) + 1
    group[texts[found >= 0]] = found[found >= 0]
    _, group = np.unique(group, return_inverse=True)
    some = proof.members(corpus, group, sender, MOST_TEXTS)
    at, owner, gram = proof.gram_places(corpus, some, GRAM)
    covered = proof.cover(at[proof.shared_by_senders(some, owner, gram)], GRAM, some.words)
    own = proof.longest_run(~covered, some)
    part = np.bincount(some.owner, weights=covered, minlength=len(some.text)) / np.diff(some.bounds)
    kept = found.copy()
    place_of = np.full(len(corpus), -1)
    place_of[texts] = np.arange(len(texts))
    for head in np.unique(some.group):
        inside = some.group == head
        if np.median(own[inside]) >= CLOSED_RUN or np.median(part[inside]) < CLOSED:
            kept[place_of[some.text[inside]]] = -1
    return kept
