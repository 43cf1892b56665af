"""Groups that are made of the short runs of words of a larger one become part of it.

Copies of one letter fall into several groups where a whole clause of a mad-lib or a set of synonyms holds some of them
together. What tells them from the two sides of a dispute, who share a paragraph of facts: of what their members have
in common, no long run is foreign to the larger group, since every other word or two is a choice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hearhear.campaigns import proof
from hearhear.campaigns.assignment import GRAM, MADE_OF, counted, known_runs, says_something
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.passages import resolve_pointers
from hearhear.campaigns.proof import Members
from hearhear.campaigns.tokens import I64, U64, Mask, mix

READ = 20
"""Texts of a group that are looked at: medians of these decide."""
FOREIGN_RUN = 16
"""Words in a row that a group has in common and the larger one does not know, where they are a passage of its own and
no choice: two choices of eight words side by side (two development sets: parts of one letter 0 to 11, sides of a
dispute 26 to 51)."""
FOREIGN_PART = 0.2
"""The same as a part of a text: a short one has no room for sixteen words."""
SHORTEST = 20
"""Words below which a text has no room for choices (see `madlibs.SHORTEST`)."""
LEAST_CHOSEN, TOGETHER, CHOICES = 0.15, 0.05, 0.35
"""A run that this part of the texts has is one of few to choose from; two that hardly anybody has together exclude
each other; and of a mad-lib's runs at least this part does (two development sets: sides of a dispute up to .11)."""
LONGER = 2.0
"""How much longer one choice is than another: sentences among sentences."""
GROUPS_OF_A_RUN = 30
"""A run that so many groups have is grammar."""
_ROUNDS = 3
"""A group that has grown explains more; a fourth round changes nothing measured."""


@dataclass(frozen=True, slots=True)
class _Common:
    """Runs that the texts looked at have in common with their group.

    `at`: the place of the first word. `owner`: whose. `gram`: their hashes. `entry`, `other`: for each meeting of such
    a run with another group, its place in `at`, and that group.
    """

    at: I64
    owner: I64
    gram: U64
    entry: I64
    other: I64

    def without(self, silent: Mask) -> _Common:
        """The same without the runs that have a silent word."""
        speaks = np.ones(len(self.at), dtype=np.bool_)
        for step in range(GRAM):
            speaks &= ~silent[self.at + step]
        number = np.cumsum(speaks) - 1
        kept = speaks[self.entry]
        runs = self.at[speaks], self.owner[speaks], self.gram[speaks]
        return _Common(*runs, number[self.entry[kept]], self.other[kept])


def merge_groups(corpus: Corpus, group: I64, sender: I64, silent: Mask, least: int) -> I64:
    """`group`, with groups of `least` texts or more in those of whose runs they are made; `silent` are the words of
    frames, forms and footers, `sender` is that of each text."""
    result = group
    for _round in range(_ROUNDS):
        pointer = resolve_pointers(_larger_groups(corpus, result, sender, silent, least))
        renewed = pointer[result]
        if np.array_equal(renewed, result):
            break
        result = renewed
    return result


def _larger_groups(corpus: Corpus, group: I64, sender: I64, silent: Mask, least: int) -> I64:
    """For each group, by its name, the larger one that it is part of, or itself."""
    pointer = np.arange(len(group))
    size = np.bincount(group, minlength=len(group))
    known = np.where((size[group] >= least) & (corpus.lengths >= SHORTEST), group, np.arange(len(group)))
    some = proof.members(corpus, known, sender, READ)
    if not len(some.text):
        return pointer
    common = _common(corpus, some, known, sender)
    speaking = common.without(silent[some.place])
    for runs, is_part in ((speaking, _no_passage), (common, _chooses)):
        small, large, share = _made_of(some, runs, size)
        order = np.lexsort((large, -size[large], -share, small))
        for one, other in zip(small[order].tolist(), large[order].tolist(), strict=True):
            if pointer[one] == one and is_part(some, runs, one, other):
                pointer[one] = other
    return pointer


def _common(corpus: Corpus, some: Members, group: I64, sender: I64) -> _Common:
    known = known_runs(corpus, group, sender, np.zeros(len(corpus.word), dtype=np.bool_))
    at, owner, gram = proof.gram_places(corpus, some, GRAM)
    speaks = says_something(corpus.bits[some.place], np.zeros(some.words, dtype=np.bool_), at)
    at, owner, gram = at[speaks], owner[speaks], gram[speaks]
    own = np.isin(_keyed(gram, some.group[owner]), _keyed(known.gram, known.group))
    at, owner, gram = at[own], owner[own], gram[own]
    start = np.searchsorted(known.gram, gram, side="left")
    count = np.searchsorted(known.gram, gram, side="right") - start
    count[count > GROUPS_OF_A_RUN] = 0
    entry = np.repeat(np.arange(len(gram)), count)
    other = known.group[np.repeat(start - np.cumsum(count) + count, count) + np.arange(len(entry))]
    foreign = other != some.group[owner[entry]]
    return _Common(at, owner, gram, entry[foreign], other[foreign])


def _keyed(gram: U64, group: I64) -> U64:
    keyed: U64 = gram ^ mix(group.astype(np.uint64) + np.uint64(1))
    return keyed


def _made_of(some: Members, common: _Common, size: I64) -> tuple[I64, I64, np.ndarray]:
    """Pairs of a group and a larger one that has enough of the runs of half of its texts, and of how many texts."""
    total = np.bincount(common.owner, minlength=len(some.text))
    text, other, times = counted(common.owner[common.entry], common.other)
    enough = times >= MADE_OF * total[text]
    small, large, count = counted(some.group[text[enough]], other[enough])
    looked_at = np.bincount(some.group, minlength=len(size))
    above = (size[large] > size[small]) | ((size[large] == size[small]) & (large < small))
    kept = above & (2 * count >= looked_at[small])
    return small[kept], large[kept], count[kept] / looked_at[small[kept]]


def _no_passage(some: Members, common: _Common, small: int, large: int) -> bool:
    """Whether what half of a group's texts have in common, and `large` has not, is words here and there.

    A passage is known by its best segment, each word of it that `large` does not know counting one, and each that it
    knows taking one away: three words of a stranger's are anybody's by chance.
    """
    texts = _texts_of(some, small)
    return bool(np.median(passage_part(_foreign(some, common, small, large), texts)) < 1)


def _texts_of(some: Members, group: int) -> Members:
    first, last = np.searchsorted(some.group, [group, group + 1])
    return some.part(int(first), int(last))


def _foreign(some: Members, common: _Common, small: int, large: int) -> I64:
    """For each word of a group's texts 1 where they have it in common, but -1 where `large` has it too."""
    start, end = some.bounds[np.searchsorted(some.group, [small, small + 1])]
    own = slice(*np.searchsorted(common.at, [start, end]))
    known = proof.cover(common.at[_met(some, common, small, large)] - start, GRAM, end - start)
    return np.where(known, -1, proof.cover(common.at[own] - start, GRAM, end - start).astype(np.int64))


def passage_part(score: I64, some: Members) -> np.ndarray:
    """For each text how much of a passage its best segment is, by words that speak for one (1) or against it (-1)."""
    return proof.best_segment(score, some) / np.minimum(FOREIGN_RUN, FOREIGN_PART * np.diff(some.bounds))


def _met(some: Members, common: _Common, group: int, other: int) -> I64:
    """Of the runs that a group's texts have in common, those that another group has too."""
    texts = np.searchsorted(some.group, [group, group + 1])
    entries = slice(*np.searchsorted(common.entry, np.searchsorted(common.at, some.bounds[texts])))
    return common.entry[entries][common.other[entries] == other]


def _chooses(some: Members, common: _Common, small: int, large: int) -> bool:
    """Whether most runs that two groups share are choices: some texts have the one, some another, and none has both.

    Then what only one of the groups has is a choice as well, where it is not much longer than the others. Those who
    write one of two opposing letters have all of the facts that both share, or leave out now this, now that; or choose
    between words, but write a long passage of their side.
    """
    own = _met(some, common, small, large)
    runs = np.concatenate([own, _met(some, common, large, small)])
    _, text = np.unique(common.owner[runs], return_inverse=True)
    _, run = np.unique(common.gram[runs], return_inverse=True)
    has = np.zeros((int(text.max()) + 1, int(run.max()) + 1))
    has[text, run] = 1
    frequent = has.mean(axis=0) >= LEAST_CHOSEN
    together = has.T @ has
    excludes = together <= TOGETHER * np.minimum.outer(np.diag(together), np.diag(together))
    excluded = frequent & (excludes & frequent).any(axis=1)
    if not frequent.any() or excluded[frequent].mean() < CHOICES:
        return False
    texts = _texts_of(some, small)
    start = some.bounds[np.searchsorted(some.group, small)]
    chosen = proof.cover(common.at[own[excluded[run[: len(own)]]]] - start, GRAM, texts.words)
    foreign = float(np.median(proof.best_segment(_foreign(some, common, small, large), texts)))
    return foreign <= LONGER * float(np.median(proof.longest_run(chosen, texts)))
