"""Short texts, such as an SMS or a post, that are nearly the same or hardly more than the same link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from hearhear.campaigns import containment, passages, proof, wordings
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.tokens import I64, Mask
from hearhear.settings import CampaignSettings

LONGEST = 40
"""Words of a text that still counts as short: an SMS of three parts, a post."""
GRAM = 2
"""Words in a gram: an SMS of eight words with one changed keeps most of its pairs."""
RUN = 3
"""Words in a run that covers what is shared: pairs of words such as "of the" are shared with anybody."""
PART, BITS = 0.5, 12.0
"""Half of what the longer of the two says must be the same, and at least one rare word's worth of it (hard set, seeds
1 to 3: at .4 strangers who use the same phrase are joined, at .6 one edited SMS in five is lost)."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of short texts that have something rare in common, and whether they are nearly the same."""

    text: I64
    leader: I64
    alike: Mask


def join(group: I64, pairs: Pairs, corpus: Corpus, links: pa.ListArray, sender: I64) -> I64:
    """`group`, with short texts brought together."""
    near = merge_pairs(group, pairs.text[pairs.alike], pairs.leader[pairs.alike])
    changed = near != group
    brief = _is_short(corpus)
    proven = proof.proven_groups(corpus, np.where(brief, near, np.arange(len(near))), sender, RUN)
    near = np.where(proven[near] | ~changed, near, group)
    found = wordings.pairs(near, pairs.text, pairs.leader, corpus.only(brief), np.flatnonzero(brief), sender)
    near = merge_pairs(near, *found)
    return _join_by_link(near, corpus, links, sender)


def join_holders(group: I64, corpus: Corpus, sender: I64, settings: CampaignSettings) -> I64:
    """`group`, with texts that are alone in the campaign of short texts whose message they hold."""
    found = containment.pairs(group, corpus, _is_short(corpus), sender, settings.minimum_senders)
    return merge_pairs(group, *found)


def near_copies(corpus: Corpus, links: pa.ListArray, settings: CampaignSettings) -> Pairs:
    """The pairs of short texts with different links, or none in common but words that anybody uses, left out."""
    brief = _is_short(corpus)
    some, numbers = corpus.only(brief), np.flatnonzero(brief)
    if len(some) < 2:
        return Pairs(numbers[:0], numbers[:0], np.zeros(0, np.bool_))
    rows = passages.gram_table(some, GRAM)
    found = passages.follow(passages.shared_grams(rows, some.copies, settings.minimum_senders))
    larger = np.maximum(some.total_bits[found.text], some.total_bits[found.leader])
    text, leader = numbers[found.text], numbers[found.leader]
    kept = (found.shared >= BITS) & ~_different_links(links, text, leader)
    return Pairs(text[kept], leader[kept], (found.shared >= PART * larger)[kept])


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


def _join_by_link(group: I64, corpus: Corpus, links: pa.ListArray, sender: I64) -> I64:
    """Short texts with the same link are one group where they say hardly anything else that others do not."""
    text = pc.list_parent_indices(links).to_numpy().astype(np.int64)
    _, link = np.unique(pc.list_flatten(links).to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    brief = _is_short(corpus)[text]
    text, link = text[brief], link[brief]
    first = np.full(int(link.max(initial=-1)) + 1, len(group))
    np.minimum.at(first, link, text)
    linked = np.arange(len(group))
    linked[text] = first[link]
    bare = proof.hardly_more(corpus, linked, sender, RUN)[text]
    return merge_pairs(group, text[bare], _first_bare(first, link, text, bare))


def _first_bare(first: I64, link: I64, text: I64, bare: Mask) -> I64:
    """For each bare text the first one with its link."""
    found = np.full(len(first), np.iinfo(np.int64).max)
    np.minimum.at(found, link[bare], text[bare])
    return found[link[bare]]
