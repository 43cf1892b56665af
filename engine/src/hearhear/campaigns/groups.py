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
from scipy.sparse.csgraph import connected_components

from hearhear import structure
from hearhear.campaigns import bisection, passages, slots
from hearhear.campaigns import corpus as texts
from hearhear.campaigns.boilerplate import strip_boilerplate
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.tokens import I64, Mask, contains_double, distinct
from hearhear.message import with_defaults
from hearhear.settings import CampaignSettings

LONGEST = 40
"""Words of a text that still counts as short: an SMS of three parts, a post."""
SHORT_GRAM = 2
"""Words in a gram: an SMS of eight words with one changed keeps most of its pairs."""
SHORT_PART, SHORT_BITS = 0.5, 12.0
"""Half of what the longer of the two says must be the same, and at least one rare word's worth of it (hard set, seeds
1 to 3: at .4 strangers who use the same phrase are joined, at .6 one edited SMS in five is lost)."""


def join_short(group: I64, pairs: tuple[I64, I64], corpus: Corpus, links: pa.ListArray) -> I64:
    """`group`, with short texts brought together; `pairs`: those that are nearly the same."""
    return _join_by_link(merge_pairs(group, *pairs), links, _is_short(corpus))


def short_pairs(corpus: Corpus, links: pa.ListArray, settings: CampaignSettings) -> tuple[I64, I64]:
    """Pairs of short texts that say nearly the same, two arrays of their numbers."""
    brief = _is_short(corpus)
    some, numbers = corpus.only(brief), np.flatnonzero(brief)
    if len(some) < 2:
        return numbers[:0], numbers[:0]
    with passages.duckdb_backend(settings.memory_limit, settings.threads) as backend:
        found = passages.follow(backend, passages.gram_table(some, SHORT_GRAM), some, settings.minimum_senders)
    larger = np.maximum(some.total_bits[found.text], some.total_bits[found.leader])
    text, leader = numbers[found.text], numbers[found.leader]
    alike = (
        (found.shared >= SHORT_PART * larger) & (found.shared >= SHORT_BITS) & ~_different_links(links, text, leader)
    )
    return text[alike], leader[alike]


def _is_short(corpus: Corpus) -> Mask:
    brief: Mask = corpus.lengths <= LONGEST
    return brief


def _different_links(links: pa.ListArray, text: I64, leader: I64) -> Mask:
    """Whether both have a link, and not the same: few words around two links are alike by chance."""
    having = np.flatnonzero(np.diff(np.asarray(links.offsets)))
    number = np.full(len(links), -1)
    number[having] = links.values.dictionary_encode().indices.to_numpy()[np.asarray(links.offsets)[having]]
    return (number[text] >= 0) & (number[leader] >= 0) & (number[text] != number[leader])


def merge_pairs(group: I64, left: I64, right: I64) -> I64:
    """`group` where the groups of each pair of texts are one, named after its first text."""
    count = len(group)
    edges = sp.coo_matrix((np.ones(len(left), np.int8), (group[left], group[right])), shape=(count, count))
    _, component = connected_components(edges, directed=False)
    first = np.full(int(component.max(initial=-1)) + 1, count)
    np.minimum.at(first, component, np.arange(count))
    return first[component[group]]


def _join_by_link(group: I64, links: pa.ListArray, brief: Mask) -> I64:
    """Short texts with the same link are one group."""
    text = pc.list_parent_indices(links).to_numpy().astype(np.int64)
    _, link = np.unique(pc.list_flatten(links).to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    text, link = text[brief[text]], link[brief[text]]
    first = np.full(int(link.max(initial=-1)) + 1, len(group))
    np.minimum.at(first, link, text)
    return merge_pairs(group, text, first[link])


PASSAGE_GRAM = 6
"""Words in a gram of a passage: people on one subject share five words by chance, hardly ever six (dev set: the
closest pair of strangers shares 21 bits, the loosest copy of a template 39)."""
PASSAGE_BITS = 30.0
"""Bits that a shared passage must weigh: about five rare words in a row, midway between the two figures above."""
MERGED = 0.4
"""Two groups are one when this part of what the smaller one's texts share stands in a leader of the larger."""

ALONE, PASSAGES, SHORT, SLOTS = 0, 1, 2, 3


def join(corpus: Corpus, links: pa.ListArray, settings: CampaignSettings) -> tuple[I64, I64]:
    """For each distinct text the number of its group (a text of it), and the kind of likeness that put it there."""
    if not len(corpus):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    found = _passage_leaders(corpus, settings)
    with ThreadPoolExecutor(1) as aside:  # the tables of the one while the other works in Python
        pairs = aside.submit(short_pairs, corpus, links, settings)
        group = _group_by_passages(found, len(corpus))
        brief = join_short(group, pairs.result(), corpus, links)
    kind = np.where(_sizes(group) > 1, PASSAGES, ALONE)
    kind = _update_kind(kind, group, brief, SHORT)
    patterned = slots.join(corpus, brief, settings)
    kind = _update_kind(kind, brief, patterned, SLOTS)
    return patterned, np.where(_sizes(patterned) > 1, kind, ALONE)


def _update_kind(kind: I64, before: I64, after: I64, name: int) -> I64:
    """The kinds of likeness, with the name of the step where it moved a text or found the first company for it."""
    return np.where((after != before) | ((_sizes(after) > 1) & (kind == ALONE)), name, kind)


def _sizes(group: I64) -> I64:
    return np.bincount(group, minlength=len(group))[group]


def _passage_leaders(corpus: Corpus, settings: CampaignSettings) -> passages.LeaderCandidates:
    with passages.duckdb_backend(settings.memory_limit, settings.threads) as backend:
        rows = passages.gram_table(corpus, PASSAGE_GRAM, settings.threads)
        return passages.follow(backend, rows, corpus, settings.minimum_senders)


def _group_by_passages(found: passages.LeaderCandidates, count: int) -> I64:
    group = passages.follow_chains(found, found.shared >= PASSAGE_BITS, count)
    group = passages.merge_groups(group, found.table, MERGED, PASSAGE_BITS)
    return bisection.split_opposed(group, found.table, 2)


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
    step(1, _STEPS)
    corpus = texts.read(_human_bodies(table), about, settings.threads)
    links = _links(table["text"], corpus.first, about, settings.threads)
    pa.default_memory_pool().release_unused()
    step(2, _STEPS)
    with ThreadPoolExecutor(1) as aside:
        numbering = aside.submit(_sender_numbers, table["sender"])
        group, likeness = join(corpus, links, settings)
        sender = numbering.result()
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


def number_campaigns(group: I64, sender: I64, eligible: Mask, least: int) -> I64:
    """For each message the number of its campaign, or -1: groups of `least` senders, the largest first."""
    rows = np.flatnonzero(eligible & (group >= 0))
    senders_of = int(sender.max(initial=0)) + 1
    heads, senders = np.unique(distinct(group[rows] * senders_of + sender[rows]) // senders_of, return_counts=True)
    first = np.full(int(group.max(initial=-1)) + 1, len(group))
    np.minimum.at(first, group[rows], rows)
    large = senders >= least
    heads, senders = heads[large], senders[large]
    order = np.lexsort((first[heads], -senders))
    number = np.full(len(first), -1)
    number[heads[order]] = np.arange(len(order))
    campaign = np.full(len(group), -1)
    campaign[rows] = number[group[rows]]
    return campaign


def _links(written: pa.ChunkedArray, first: I64, about: Sequence[str], threads: int) -> pa.ListArray:
    """The links of each distinct text, given by the first message that has it, without scheme, query and fragment.

    Those of newspapers and the parliament's own are left out.
    """
    message, having = _messages_with_links(written, threads)
    text = np.searchsorted(first, message)
    known = first[np.minimum(text, len(first) - 1)] == message
    rows, having = text[known], having.filter(pa.array(known))
    words = pc.split_pattern_regex(having, r"[\s<>\"]+")
    parents = rows[pc.list_parent_indices(words).to_numpy()]
    flat = pc.list_flatten(words)
    is_link = pc.match_substring_regex(flat, _LINK).to_numpy(zero_copy_only=False)
    link = pc.utf8_lower(pc.replace_substring_regex(flat.filter(pa.array(is_link)), _LINK_ENDS, ""))
    parents = parents[is_link]
    own = pa.array(["\n".join(about).lower()])
    is_story = pc.match_substring_regex(link, _STORY).to_numpy(zero_copy_only=False)
    kept = np.array(
        [
            not story and "/" in one and one not in own[0].as_py()
            for story, one in zip(is_story, link.to_pylist(), strict=True)
        ],
        bool,
    )
    offsets = np.searchsorted(parents[kept], np.arange(len(first) + 1)).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), link.filter(pa.array(kept, pa.bool_())))


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
