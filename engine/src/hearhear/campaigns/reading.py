"""What messages say, sentence by sentence: of all where they are few, of the most telling where they are many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from hearhear import own_words, sentences
from hearhear.campaigns import first_look
from hearhear.campaigns.columns import one_array, rows_of
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.shared import Shared
from hearhear.campaigns.spans import Span, official_spans, repeated, shared_spans
from hearhear.campaigns.tokens import I64, Mask
from hearhear.embeddings import Cached, offline, offline_model

ALL_READ, PART_READ, MOST_READ = 5_000, 0.4, 20_000
"""Up to so many distinct texts all are read (8 ms each and core); of more, as many or that part of them which looks
most like a plea or a refusal (.93 of the pleas and .92 of the refusals of campaign_hard_dev), at most the third
figure."""
MOST_SPLIT = 50_000
"""Of more distinct messages only those that look most like it are read, `CampaignSettings.read_words` in all. The
others are not split, either (.2 ms each): of these nothing is said."""
AT_ONCE = 500
"""Texts that are read together; what is made of their sentences takes up to 100 MB."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`table`: what messages say, in READING_SCHEMA. `place`: for each message its row there, or -1."""

    table: pa.Table
    place: I64

    @classmethod
    def nothing(cls, messages: int) -> Reading:
        return cls(own_words.READING_SCHEMA.empty_table(), np.full(messages, -1))

    def part(self, first: int, last: int) -> list[pa.Array]:
        """The columns for some messages; null where a message was not looked at."""
        place = self.place[first:last]
        at = pa.array(place, mask=place < 0)
        return [column.take(at) for column in map(one_array, self.table.columns)]


def read(groups: Groups, found: Shared, about: Sequence[str], words: int) -> Reading:
    """What each message says, equal ones read once; nothing of those that were not looked at. `words`: read_words."""
    first, number = _distinct(groups.table["text"])
    many = len(first) > MOST_SPLIT
    chosen = _chosen(groups, found, words if many else None)
    if many:
        first = first[chosen[first]]
    written = rows_of(groups.table["text"], first).to_pylist()
    table = _read(written, shared_spans(groups, found, first), chosen[first], about)
    row_of = np.full(int(number.max(initial=-1)) + 1, -1)
    row_of[number[first]] = np.arange(len(first))
    return Reading(table, row_of[number])


def _chosen(groups: Groups, found: Shared, words: int | None) -> Mask:
    """Which messages are read."""
    texts = len(groups.corpus)
    if texts <= ALL_READ and words is None:
        return np.ones(len(groups.campaign), np.bool_)
    return first_look.chosen(groups, found, most_read(texts), words)


def most_read(texts: int) -> int:
    """How many of so many distinct texts are read."""
    return texts if texts <= ALL_READ else max(ALL_READ, min(MOST_READ, int(PART_READ * texts)))


def _distinct(texts: pa.ChunkedArray) -> tuple[I64, I64]:
    """The first message with each text, in order, and for each message the number of its text.

    By 64 bits of hash: with ten million texts, one pair in 400,000 such runs is mistaken for equal.
    """
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.register("given", pa.table({"text": texts}))
        hashed = connection.sql("select hash(text) as hash from given").to_arrow_table()["hash"].to_numpy()
    _, first, number = np.unique(hashed, return_index=True, return_inverse=True)
    return np.sort(first), number


def _read(texts: list[str], shared: Sequence[Sequence[Span]], chosen: Mask, about: Sequence[str]) -> pa.Table:
    """The texts in READING_SCHEMA; the chosen ones and those that repeat a campaign are read."""
    letters = sentences.unread(texts)
    official = official_spans(texts, about)
    repeats = repeated(letters, shared, official)
    wanted = [at for at, repeat in enumerate(repeats) if repeat or chosen[at]]
    reader = Cached(offline(), None, model=offline_model())
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        for at, letter in zip(some, sentences.read([texts[at] for at in some], embed=reader), strict=True):
            letters[at] = letter
    return own_words.findings(texts, letters, shared=shared, official=official, repeats=repeats)
