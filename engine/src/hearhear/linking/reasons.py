"""Why a target is a candidate, as JSON: the kind of evidence, the words of the message and their place in it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64
from hearhear.linking.similarity import Features, Lexicon, Likeness
from hearhear.linking.target import KINDS, Evidence
from hearhear.linking.tokenized import Tokenized

MOST_WORDS = 3
"""Words shown of a likeness in words."""
LEAST = 0.02
"""Likeness that is worth a reason."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Messages with candidate items: `item` by number, `version` the most similar version of it."""

    row: I64
    item: I64
    version: I64


def explain_links(
    pairs: Pairs,
    direct: Evidence,
    like: Likeness,
    messages: Tokenized,
    counts: sp.csr_matrix,
    lexicons: Mapping[str, tuple[I64, Lexicon]],
    features: Features,
) -> list[str]:
    """The reasons of each pair, the plainest kind first."""
    pointed = _direct_reasons(direct, messages)
    words = _word_reasons(pairs, like, messages, counts, lexicons, features)
    meaning = like.meaning[pairs.row, pairs.version].tolist() if like.meaning is not None else [0.0] * len(pairs.row)
    return [
        json.dumps(
            pointed.get((row, item), [])
            + words[at]
            + ([_reason("meaning", "", None, None, meaning[at])] if meaning[at] >= LEAST else []),
            ensure_ascii=False,
        )
        for at, (row, item) in enumerate(zip(pairs.row.tolist(), pairs.item.tolist(), strict=True))
    ]


Reason = dict[str, str | int | float | None]


def _reason(kind: str, text: str, start: int | None, end: int | None, weight: float) -> Reason:
    return {"kind": kind, "text": text, "start": start, "end": end, "weight": round(weight, 3)}


def _direct_reasons(direct: Evidence, messages: Tokenized) -> Mapping[tuple[int, int], list[Reason]]:
    reasons: dict[tuple[int, int], list[Reason]] = defaultdict(list)
    columns = (direct.row, direct.target, direct.kind, direct.start, direct.end, direct.weight)
    for row, target, kind, start, end, weight in zip(*(column.tolist() for column in columns), strict=True):
        reasons[row, target].append(_reason(KINDS[kind], messages.texts[row][start:end], start, end, weight))
    return reasons


def _word_reasons(
    pairs: Pairs,
    like: Likeness,
    messages: Tokenized,
    counts: sp.csr_matrix,
    lexicons: Mapping[str, tuple[I64, Lexicon]],
    features: Features,
) -> list[list[Reason]]:
    """For each pair the words that contribute most to their similarity."""
    reasons: list[list[Reason]] = [[] for _ in range(len(pairs.row))]
    stems = (counts @ features.stems).tocsr()
    first = _FirstPlaces(messages, features)
    shown = like.words[pairs.row, pairs.version] >= LEAST
    for places, lexicon in lexicons.values():
        some = np.flatnonzero(shown & np.isin(pairs.version, places))
        column = np.searchsorted(places, pairs.version[some])
        shared = stems[pairs.row[some]].multiply(lexicon.stems[:, column].T).tocsr()
        pair, stem, part = _strongest(shared)
        weight = part * like.words[pairs.row[some[pair]], pairs.version[some[pair]]]
        for at, one, worth in zip(some[pair].tolist(), stem.tolist(), weight.tolist(), strict=True):
            row = int(pairs.row[at])
            start, end = first.place(row, one)
            reasons[at].append(_reason("words", messages.texts[row][start:end], start, end, worth))
    return reasons


def _strongest(shared: sp.csr_matrix) -> tuple[I64, I64, I64]:
    """Row, column and part of the row's sum of the MOST_WORDS largest values of each row, the largest first."""
    row = np.repeat(np.arange(shared.shape[0]), np.diff(shared.indptr))
    order = np.lexsort((shared.indices, -shared.data, row))
    rank = np.arange(len(row)) - shared.indptr[row]
    kept = order[rank < MOST_WORDS]
    total = np.asarray(shared.sum(axis=1)).ravel()
    return row[kept], shared.indices[kept], shared.data[kept] / total[row[kept]]


class _FirstPlaces:
    """The first place of a stem in a message."""

    def __init__(self, messages: Tokenized, features: Features) -> None:
        self._messages = messages
        stems = features.stems
        having = np.diff(stems.indptr) > 0
        of_word = np.full(stems.shape[0], -1, np.int64)
        of_word[having] = stems.indices
        stem = of_word[messages.bag_number]
        self._width = stems.shape[1]
        self._keys = messages.bag_row * self._width + stem
        self._order = np.lexsort((messages.bag_start, self._keys))
        self._keys = self._keys[self._order]

    def place(self, row: int, stem: int) -> tuple[int, int]:
        """Characters of the message, half open."""
        at = int(self._order[np.searchsorted(self._keys, row * self._width + stem)])
        return self._messages.place(row, int(self._messages.bag_start[at]), int(self._messages.bag_end[at]))
