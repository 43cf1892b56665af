"""The findings on each message, a part of the messages at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hearhear import own_words
from hearhear.campaigns.columns import one_array
from hearhear.campaigns.corpus import F32
from hearhear.campaigns.evidence import NO_EVIDENCE, explain
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.reading import Reading
from hearhear.campaigns.shared import RUN, Shared, shared_part
from hearhear.campaigns.tokens import I64, Mask

FINDINGS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("campaign_id", pa.string()),
        pa.field("family_id", pa.string()),
        pa.field("similarity", pa.float32()),
        pa.field("personal_text", pa.string(), nullable=False),
        pa.field("repeat", pa.bool_(), nullable=False),
        pa.field("set_aside", pa.string()),
        pa.field("evidence", pa.string(), nullable=False),
        *own_words.READING_SCHEMA,
    ]
)
AUTOMATIC, QUOTES = "automatic_reply", "quotes_campaign"
PART = 8_192
"""Messages explained at a time, by each thread: about 100 MB while they are."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of all messages before each is explained.

    `refused`: who quotes a campaign in order to disagree. `family`: of each campaign its number, or -1. `similarity`:
    of each member of `found`. `repeat`: who has sent their like before.
    """

    groups: Groups
    found: Shared
    refused: Mask
    family: I64
    similarity: F32
    repeat: Mask
    reading: Reading

    @classmethod
    def of(cls, groups: Groups, found: Shared, refused: Mask, family: list[int], reading: Reading) -> Findings:
        similarity = np.full(len(groups.campaign), np.nan, np.float32)
        similarity[found.message] = np.where(_too_short(groups, found), 1.0, shared_part(groups, found))
        families = np.append(np.asarray(family, dtype=np.int64), -1)
        return cls(groups, found, refused, families, similarity, _repeats(groups), reading)

    def batches(self, threads: int, part: int = PART) -> Iterator[pa.RecordBatch]:
        """All messages in the order they came, in FINDINGS_SCHEMA; no more are held than are being explained."""
        waiting: deque[Future[pa.RecordBatch]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            for first in range(0, len(self.groups.campaign), part):
                waiting.append(pool.submit(self.part, first, first + part))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def part(self, first: int, last: int) -> pa.RecordBatch:
        """The messages from one row to another."""
        table = self.groups.table.slice(first, last - first)
        campaign, refused = self.groups.campaign[first:last], self.refused[first:last]
        members = np.flatnonzero(campaign >= 0)
        explained = explain(self.groups, self.found, first + members)
        place = np.full(len(campaign), -1)
        place[members] = np.arange(len(members))
        at = pa.array(place, mask=place < 0)
        similarity = self.similarity[first:last]
        aside = pc.if_else(
            pa.array(refused),
            QUOTES,
            pc.if_else(one_array(table["automatic"]), AUTOMATIC, pa.scalar(None, pa.string())),
        )
        columns = [
            one_array(table["id"]), ids("c", campaign), ids("f", self.family[campaign]),
            pa.array(similarity, mask=np.isnan(similarity)),
            pc.coalesce(explained.personal_text.take(at), one_array(table["body"])),
            pa.array(self.repeat[first:last]), aside, pc.fill_null(explained.evidence.take(at), NO_EVIDENCE),
            *self.reading.part(first, last),
        ]  # fmt: skip
        return pa.record_batch(columns, schema=FINDINGS_SCHEMA)


def ids(prefix: str, numbers: I64) -> pa.Array:
    """Ids of numbers, null where negative."""
    counted = pa.array(np.asarray(numbers) + 1, mask=np.asarray(numbers) < 0).cast(pa.string())
    return pc.binary_join_element_wise(prefix, counted, "")


def _too_short(groups: Groups, found: Shared) -> Mask:
    """Members that are copies of others and too short to share a run of words."""
    text = groups.corpus.text_of[found.message]
    copied: Mask = np.bincount(text, minlength=len(groups.corpus))[text] > 1
    return copied & (groups.corpus.lengths[text] < RUN)


def _repeats(groups: Groups) -> Mask:
    """Messages of a sender who has sent their like before."""
    group = groups.group[groups.corpus.text_of]
    order = np.lexsort((np.arange(len(group)), _timestamps(groups), groups.sender, group))
    again = np.zeros(len(group), dtype=np.bool_)
    same = (group[order][1:] == group[order][:-1]) & (groups.sender[order][1:] == groups.sender[order][:-1])
    again[order[1:]] = same
    return again & (groups.corpus.lengths > 0)[groups.corpus.text_of]


def _timestamps(groups: Groups) -> I64:
    sent = groups.table["sent_at"].cast(pa.int64())
    return pc.fill_null(sent, 0).to_numpy()
