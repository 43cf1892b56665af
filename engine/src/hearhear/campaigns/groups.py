"""Messages grouped by a common origin.

Three kinds of similarity, the surest first, each applied to what the earlier ones left: *passages* shared word for
word, *short* texts that are nearly equal or carry the same link, and *slots*, one sentence pattern with other words
in its gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp

from hearhear import structure
from hearhear.campaigns import corpus as texts
from hearhear.campaigns import embedded, explained, madlibs, memory, merging, passages, proof, short, sides
from hearhear.campaigns.boilerplate import strip_boilerplate
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.tokens import I64, U64, Mask, contains_double, distinct
from hearhear.message import with_defaults
from hearhear.settings import CampaignSettings

PASSAGE_GRAM = 6
"""Words in a gram of a passage: people on one subject share five words by chance, hardly ever six (dev set: the
closest pair of strangers shares 21 bits, the loosest copy of a template 39)."""
PASSAGE_BITS = 30.0
"""Bits that a shared passage must weigh: about five rare words in a row, midway between the two figures above."""
OWN_PART = 0.6
"""A text follows a leader, and a group is another's, when this part of what it shares with anybody is theirs: opposing
campaigns share a paragraph of facts, which is less than half of a letter."""
_LOOKS = 3
"""Rounds in which passages that prove nothing are left out and leaders chosen anew; a fourth finds none."""

ALONE, PASSAGES, SHORT, SLOTS = 0, 1, 2, 3


Bodies = Callable[[I64], list[str]]
"""Texts by their numbers."""


def join(
    corpus: Corpus, links: pa.ListArray, sender: I64, bodies: Bodies, settings: CampaignSettings
) -> tuple[I64, I64]:
    """For each distinct text the number of its group (a text of it), and the kind of likeness that put it there.

    `sender`: of each text, or a negative number of its own where several have sent it.
    """
    if not len(corpus):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    with ThreadPoolExecutor(1) as aside:  # the tables of the one while the other works in Python
        pairs = aside.submit(short.near_copies, corpus, links, settings)
        group, empty = _group_by_passages(corpus, sender, bodies, settings)
        brief = short.join(group, pairs.result(), corpus, links, sender)
    kind = np.where(_sizes(group) > 1, PASSAGES, ALONE)
    kind = _update_kind(kind, group, brief, SHORT)
    found = madlibs.learn(corpus, brief, sender, settings)
    empty = madlibs.passages_of_others(corpus, found, empty, PASSAGE_GRAM)
    silent = proof.words_of_passages(corpus, empty, PASSAGE_GRAM, madlibs.LONGEST_CHOICE, settings.threads)
    kind = _update_kind(kind, brief, found.group, SLOTS)
    merged = merging.merge_groups(corpus, found.group, sender, silent, settings.minimum_senders)
    followed = madlibs.follow(corpus, merged, sender, silent, settings)
    kind = _update_kind(kind, merged, followed, SLOTS)
    joined = short.join_holders(followed, corpus, sender, settings)
    kind = _update_kind(kind, followed, joined, SHORT)
    return joined, np.where(_sizes(joined) > 1, kind, ALONE)


def _update_kind(kind: I64, before: I64, after: I64, name: int) -> I64:
    """The kinds of likeness, with the name of the step where it moved a text or found the first company for it."""
    return np.where((after != before) | ((_sizes(after) > 1) & (kind == ALONE)), name, kind)


def _sizes(group: I64) -> I64:
    return np.bincount(group, minlength=len(group))[group]


def _group_by_passages(corpus: Corpus, sender: I64, bodies: Bodies, settings: CampaignSettings) -> tuple[I64, U64]:
    """For each text its group, and the grams that prove nothing."""
    found, table, empty = _proven_leaders(corpus, sender, bodies, settings)
    total = np.asarray(table.sum(axis=1)).ravel() / passages.UNIT
    accepted = (found.shared >= PASSAGE_BITS) & (found.shared >= OWN_PART * total[found.text])
    group = passages.follow_chains(found, accepted, len(corpus))
    group = explained.merge_groups(group, table, OWN_PART, PASSAGE_BITS)
    senders = np.where(sender < 0, corpus.copies, 1)
    return sides.split(group, table, senders, settings.minimum_senders), empty


def _proven_leaders(
    corpus: Corpus, sender: I64, bodies: Bodies, settings: CampaignSettings
) -> tuple[passages.LeaderCandidates, sp.csr_matrix, U64]:
    """Leaders by the passages that prove something, texts by the grams of these, and the grams that prove nothing."""
    reader = embedded.remembering(embedded.read_aloud)

    def letters(some: proof.Members, covered: Mask, bare: Mask) -> I64:
        return embedded.embedded_groups(corpus, some, covered, bare, bodies, reader)

    rows = passages.gram_table(corpus, PASSAGE_GRAM, settings.threads)
    shared = passages.shared_grams(rows, corpus.copies, settings.minimum_senders, settings.threads)
    del rows
    memory.release()
    nothing = np.empty(0, np.uint64)
    found = passages.follow(shared, settings.threads)
    for _look in range(_LOOKS):
        root = passages.nearest_leaders(found, found.shared >= PASSAGE_BITS, len(corpus))
        group = passages.own_groups(root)
        empty = proof.unproven_grams(corpus, group, sender, PASSAGE_GRAM, letters, settings.threads)
        memory.release()
        if not len(empty):
            break
        nothing = np.concatenate([nothing, empty])
        shared = passages.without(shared, empty)
        found = passages.follow(shared, settings.threads)
    return found, shared.table, nothing


Progress = Callable[[int, int], None]

_ADDRESS = r"(?i)https?://|www\."
_LINK = r"(?i)^\W*(?:https?://|www\.)"
_LINK_ENDS = r"(?i)^\W*(?:https?://)?(?:www\.)?|[?#].*$|[\s.,;:!)\]}>\"'»”/]+$"
_STORY = (
    r"(?i)(?:^|[./-])(?:news|press|gazette|journal|times|post|herald|stor(?:y|ies)|articles?|actualites?|presse|infos?"
    r"|noticias?|diario|articulo|reportaje|(?:19|20)\d\d)(?:[./-]|$)|/(?:[^/-]+-){3,}[^/]+$"
)
"""A link to a newspaper's story (by its host, a date or a headline in its path) is shared by people who have nothing
else in common."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Which messages belong together.

    `table`: the messages as cleaned, with `body`, `automatic` and `runs`. `corpus`: their distinct texts. `group` and
    `likeness`: for each distinct text its group and the kind of likeness (PASSAGES, SHORT or SLOTS). `sender`:
    for each message the number of its sender. `campaign`: for each message the number of its campaign, counted from
    the largest, or -1. `links`: the links of each distinct text.
    """

    table: pa.Table
    corpus: Corpus
    group: I64
    likeness: I64
    sender: I64
    campaign: I64
    links: pa.ListArray


def gather(
    messages: pa.Table,
    about: Sequence[str] = (),
    settings: CampaignSettings | None = None,
    progress: Progress | None = None,
) -> Groups:
    """The groups of a table in MESSAGE_SCHEMA; a campaign is a group with enough different senders.

    `about`: texts of the parliament, whose quotation makes nobody a campaigner. Raises NotMessages.
    """
    settings = settings or CampaignSettings()
    step = progress or (lambda done, total: None)
    table = strip_boilerplate(structure.clean_table(with_defaults(messages)), settings.threads)
    memory.release()
    step(1, _STEPS)
    corpus = texts.read(_human_bodies(table), about, settings.threads)
    links = _links(table["text"], corpus, about, settings.threads)
    memory.release()
    step(2, _STEPS)
    sender = _sender_numbers(table["sender"])

    def bodies(some: I64) -> list[str]:
        return table["body"].take(pa.array(corpus.first[some])).to_pylist()

    group, likeness = join(corpus, links, _senders_of_texts(sender, corpus), bodies, settings)
    step(3, _STEPS)
    linked = np.asarray(pc.list_value_length(links)) > 0
    significant = ((corpus.total_bits >= LEAST_BITS) | linked)[corpus.text_of]
    campaign = number_campaigns(group[corpus.text_of], sender, significant, settings.minimum_senders)
    return Groups(table, corpus, group, likeness, sender, campaign, links)


_STEPS = 5


def _human_bodies(table: pa.Table) -> pa.ChunkedArray:
    """The bodies, those of automatic replies empty; chunks without any are not copied."""
    chunks = []
    for batch in table.select(["body", "automatic"]).to_batches():
        machine = pc.any(batch["automatic"]).as_py()
        chunks.append(pc.if_else(batch["automatic"], "", batch["body"]) if machine else batch["body"])
    return pa.chunked_array(chunks, pa.string())


LEAST_BITS = 16.0
"""Information content that a text without a link needs to be in a campaign: two rare words. "Yes", "I agree" and
"Thank you" are not campaigns."""


def _sender_numbers(column: pa.ChunkedArray) -> I64:
    encoded = column.combine_chunks().dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    return encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)


def _senders_of_texts(sender: I64, corpus: Corpus) -> I64:
    """For each distinct text its sender, or a negative number of its own where there are several."""
    first, last = np.full(len(corpus), np.iinfo(np.int64).max), np.full(len(corpus), -1)
    np.minimum.at(first, corpus.text_of, sender)
    np.maximum.at(last, corpus.text_of, sender)
    return np.where(first == last, first, -1 - np.arange(len(corpus)))


def number_campaigns(group: I64, sender: I64, eligible: Mask, least: int) -> I64:
    """For each message the number of its campaign, or -1: groups of `least` senders, the largest first, and of equals
    the one whose first text comes first in the order of the corpus."""
    rows = np.flatnonzero(eligible & (group >= 0))
    senders_of = int(sender.max(initial=0)) + 1
    heads, senders = np.unique(distinct(group[rows] * senders_of + sender[rows]) // senders_of, return_counts=True)
    large = senders >= least
    heads, senders = heads[large], senders[large]
    order = np.lexsort((heads, -senders))
    number = np.full(int(group.max(initial=-1)) + 1, -1)
    number[heads[order]] = np.arange(len(order))
    campaign = np.full(len(group), -1)
    campaign[rows] = number[group[rows]]
    return campaign


def _links(written: pa.ChunkedArray, corpus: Corpus, about: Sequence[str], threads: int) -> pa.ListArray:
    """The links of each distinct text, in all messages that have it, without scheme, query and fragment.

    Those of newspapers and the parliament's own are left out.
    """
    message, having = _messages_with_links(written, threads)
    words = pc.split_pattern_regex(having, r"[\s<>\"]+")
    parents = corpus.text_of[message][pc.list_parent_indices(words).to_numpy()]
    flat = pc.list_flatten(words)
    is_link = pc.match_substring_regex(flat, _LINK).to_numpy(zero_copy_only=False)
    link = pc.utf8_lower(pc.replace_substring_regex(flat.filter(pa.array(is_link)), _LINK_ENDS, ""))
    parents = parents[is_link]
    own = "\n".join(about).lower()
    is_story = pc.match_substring_regex(link, _STORY).to_numpy(zero_copy_only=False)
    pairs = zip(parents.tolist(), link.to_pylist(), is_story.tolist(), strict=True)
    kept = sorted({(text, one) for text, one, story in pairs if not story and "/" in one and one not in own})
    offsets = np.searchsorted(np.array([text for text, _ in kept]), np.arange(len(corpus) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array([one for _, one in kept], pa.string()))


def _messages_with_links(written: pa.ChunkedArray, threads: int) -> tuple[I64, pa.Array]:
    """The messages that hold a link, with their texts, found a chunk at a time: no copy of all texts is made."""
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(_batch_with_links, written.chunks))
    before = np.cumsum([0] + [len(chunk) for chunk in written.chunks])
    rows = [own + add for (own, _), add in zip(found, before, strict=False)]
    texts = [texts for _, texts in found]
    return np.concatenate([np.empty(0, np.int64), *rows]), pa.concat_arrays([pa.array([], written.type), *texts])


def _batch_with_links(texts: pa.Array) -> tuple[I64, pa.Array]:
    rows = np.flatnonzero(contains_double(texts, b"/w"))
    some = texts.take(pa.array(rows))
    linking = pc.match_substring_regex(some, _ADDRESS)
    return rows[linking.to_numpy(zero_copy_only=False)], some.filter(linking)
