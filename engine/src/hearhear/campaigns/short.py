"""Short texts, SMS and posts: nearly the same words, or the same link to act on."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from hearhear import tables
from hearhear.campaigns import passages
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.settings import Settings
from hearhear.campaigns.tokens import I64, Mask

LONGEST = 40
"""Words of a text that still counts as short: an SMS of three parts, a post."""
SIZE = 2
"""Words in a gram: an SMS of eight words with one changed keeps most of its pairs."""
PART, LEAST_BITS = 0.5, 12.0
"""Half of what the longer of the two says must be the same, and at least one rare word's worth of it (hard set, seeds
1 to 3: at .4 strangers who use the same phrase are joined, at .6 one edited SMS in five is lost)."""


def join(group: I64, pairs: tuple[I64, I64], corpus: Corpus, links: pa.ListArray) -> I64:
    """`group`, with short texts brought together; `pairs`: those that are nearly the same."""
    return _by_link(united(group, *pairs), links, _brief(corpus))


def pairs(corpus: Corpus, links: pa.ListArray, settings: Settings) -> tuple[I64, I64]:
    """Pairs of short texts that say nearly the same, two arrays of their numbers."""
    brief = _brief(corpus)
    some, numbers = corpus.only(brief), np.flatnonzero(brief)
    if len(some) < 2:
        return numbers[:0], numbers[:0]
    with tables.workshop(settings.memory_limit, settings.threads) as backend:
        found = passages.follow(backend, passages.pieces(some, SIZE), some, settings.minimum_senders)
    larger = np.maximum(some.proof[found.text], some.proof[found.leader])
    text, leader = numbers[found.text], numbers[found.leader]
    alike = (found.shared >= PART * larger) & (found.shared >= LEAST_BITS) & ~_elsewhere(links, text, leader)
    return text[alike], leader[alike]


def _brief(corpus: Corpus) -> Mask:
    brief: Mask = corpus.lengths <= LONGEST
    return brief


def _elsewhere(links: pa.ListArray, text: I64, leader: I64) -> Mask:
    """Whether both have a link, and not the same: few words around two links are alike by chance."""
    having = np.flatnonzero(np.diff(np.asarray(links.offsets)))
    number = np.full(len(links), -1)
    number[having] = links.values.dictionary_encode().indices.to_numpy()[np.asarray(links.offsets)[having]]
    return (number[text] >= 0) & (number[leader] >= 0) & (number[text] != number[leader])


def united(group: I64, left: I64, right: I64) -> I64:
    """`group` where the groups of each pair of texts are one, named after its first text."""
    count = len(group)
    edges = sp.coo_matrix((np.ones(len(left), np.int8), (group[left], group[right])), shape=(count, count))
    _, component = connected_components(edges, directed=False)
    first = np.full(int(component.max(initial=-1)) + 1, count)
    np.minimum.at(first, component, np.arange(count))
    return first[component[group]]


def _by_link(group: I64, links: pa.ListArray, brief: Mask) -> I64:
    """Short texts with the same link are one group."""
    text = pc.list_parent_indices(links).to_numpy().astype(np.int64)
    _, link = np.unique(pc.list_flatten(links).to_numpy(zero_copy_only=False).astype(str), return_inverse=True)
    text, link = text[brief[text]], link[brief[text]]
    first = np.full(int(link.max(initial=-1)) + 1, len(group))
    np.minimum.at(first, link, text)
    return united(group, text, first[link])
