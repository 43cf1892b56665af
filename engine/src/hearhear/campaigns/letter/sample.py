"""Which texts of a campaign are compared, what each stands for, and which one of them is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hearhear.campaigns.corpus import F64, gram_starts, grams
from hearhear.campaigns.evidence import PERSONAL_IN_SLOTS
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.shared import PAIR, RUN
from hearhear.campaigns.tokens import I64, U32, Mask, mix

MOST_COMPARED, LEAST_COMPARED, ALL_COMPARED = 200, 40, 20_000
"""Distinct texts of one campaign that are compared: 200 tell a share to about 3 points, 40 to about 8. Among very many
campaigns the third figure is divided: a comparison takes a quarter of a millisecond."""
LEAST = 3
"""Senders who must have the same words for them to be shown: one or two may give somebody away, and three is the
least that makes a campaign (`CampaignSettings.minimum_senders`)."""
COMMON = 0.05
"""Part of the letters that must have words for them to be the campaign's: what somebody added and two or three others
happen to have is not (the same as `campaigns.spans.COMMON`)."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Distinct texts of one campaign in the order of their hashes, whatever the order of messages.

    `text`: their numbers in the corpus. `words`: the words of each. `rows`: the messages with each. `senders`: up to
    LEAST different senders of each. `weight`: for how many letters each stands, shape (texts,). `letters`: messages of
    the campaign. `compared`: how many of these have one of the texts. `is_madlib`: whether nearly every place changes.
    """

    text: I64
    words: list[U32]
    rows: list[I64]
    senders: list[frozenset[int]]
    weight: F64
    letters: int
    compared: int
    is_madlib: bool

    def least(self, words: int = PERSONAL_IN_SLOTS) -> float:
        """The weight that so many words of the campaign have at least; in a mad-lib a short phrase is one of many."""
        if self.is_madlib and words < PERSONAL_IN_SLOTS:
            return float(LEAST)
        return max(float(LEAST), COMMON * self.letters)

    @property
    def run(self) -> int:
        """Words in a row that two copies share by more than chance."""
        return PAIR if self.is_madlib else RUN


def samples(groups: Groups, slotted: Mask) -> Iterator[Sample]:
    """One of each campaign, in their order. `slotted`: for each, whether it is a mad-lib."""
    row = np.flatnonzero(groups.campaign >= 0)
    row = row[np.lexsort((groups.corpus.text_of[row], groups.campaign[row]))]
    count = int(groups.campaign.max(initial=-1)) + 1
    most = int(np.clip(ALL_COMPARED // max(1, count), LEAST_COMPARED, MOST_COMPARED))
    edges = pairwise(np.searchsorted(groups.campaign[row], np.arange(count + 1)))
    for (first, last), is_madlib in zip(edges, slotted.tolist(), strict=True):
        yield _sample(groups, row[first:last], most, is_madlib=is_madlib)


def _sample(groups: Groups, rows: I64, most: int, *, is_madlib: bool) -> Sample:
    """Half of the texts are those with the most copies, the others stand for all the rest."""
    text, start, copies = np.unique(groups.corpus.text_of[rows], return_index=True, return_counts=True)
    weight = copies.astype(np.float64)
    chosen = np.arange(len(text))
    if len(text) > most:
        # Numbers of texts follow the hashes of their words: the first ones are drawn by these.
        by_copies = np.lexsort((text, -copies))
        rest = np.sort(by_copies[most // 2 :])
        drawn = rest[: most - most // 2]
        weight[drawn] *= copies[rest].sum() / copies[drawn].sum()
        chosen = np.sort(np.concatenate([by_copies[: most // 2], drawn]))
    bounds = groups.corpus.bounds
    of_each = [rows[start[at] : start[at] + copies[at]] for at in chosen]
    return Sample(
        text[chosen],
        [groups.corpus.word[bounds[one] : bounds[one + 1]] for one in text[chosen]],
        of_each,
        [frozenset(np.unique(groups.sender[one])[:LEAST].tolist()) for one in of_each],
        weight[chosen],
        len(rows),
        int(copies[chosen].sum()),
        is_madlib,
    )


def medoid(sample: Sample) -> int:
    """The text with most of what the others share and least besides; then that with most copies, then by content."""
    words = np.concatenate(sample.words)
    lengths = np.array([len(one) for one in sample.words])
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    hashed = grams(words, sample.run)
    place = np.flatnonzero(gram_starts(bounds, sample.run)[: len(hashed)])
    owner = np.repeat(np.arange(len(lengths)), lengths)[place].astype(np.uint64)
    # A run counts once in a text, however often that repeats it.
    once = np.unique(mix(hashed[place] ^ mix(owner + np.uint64(1))), return_index=True)[1]
    text = owner[once].astype(np.int64)
    _, number = np.unique(hashed[place][once], return_inverse=True)
    held = np.bincount(number, weights=sample.weight[text])[number] if len(number) else np.zeros(0)
    half = held.max(initial=0) / 2
    # In a mad-lib each phrase is one of several, which few have.
    worth = np.where(held >= sample.least(), held, -half) if sample.is_madlib else held - half
    score = np.bincount(text, weights=worth, minlength=len(lengths))
    return int(np.lexsort((np.arange(len(lengths)), -sample.weight, -score.round(6)))[0])
