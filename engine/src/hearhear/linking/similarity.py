"""How similar messages and targets are (BM25 over stems, TF-IDF over character n-grams, embeddings), and their score.

Character n-grams find what stems miss: compounds, irregular endings, typing errors. Both word measures compare texts
of one language only. The score from 0 to 1 combines similarity with all evidence that can be pointed at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64, Mask
from hearhear.linking.target import F32, KINDS, Evidence
from hearhear.settings import LinkSettings
from hearhear.themes.words import COURTESY, says, stem

SATURATION, LENGTH = 1.2, 0.75
"""k1 and b of BM25 (Robertson & Zaragoza 2009, The Probabilistic Relevance Framework: the usual values)."""
SIZES = (3, 4, 5)
"""Characters in a run, as in the baselines of the field for short texts (McNamee & Mayfield 2004: 4 is best, and 3 and
5 are close)."""


@dataclass(frozen=True, slots=True)
class Features:
    """How a word of the vocabulary counts: as one stem, and as runs of characters; rows are words."""

    stems: sp.csr_matrix
    runs: sp.csr_matrix


def features(words: Sequence[str]) -> Features:
    """Function words have neither."""
    stems: dict[str, int] = {}
    runs: dict[str, int] = {}
    stem_of: list[list[int]] = []
    runs_of: list[list[int]] = []
    for word in words:
        significant = says(word) and word not in COURTESY
        stem_of.append([stems.setdefault(stem(word), len(stems))] if significant else [])
        runs_of.append([runs.setdefault(run, len(runs)) for run in _runs(word)] if significant else [])
    return Features(_table(stem_of, len(stems)), _table(runs_of, len(runs)))


def _runs(word: str) -> list[str]:
    edged = f" {word} "
    return [edged[at : at + size] for size in SIZES for at in range(len(edged) - size + 1)]


def _table(places: Sequence[Sequence[int]], width: int) -> sp.csr_matrix:
    bounds = np.concatenate([[0], np.cumsum([len(one) for one in places])]).astype(np.int64)
    columns = np.fromiter((column for one in places for column in one), np.int64, int(bounds[-1]))
    table = sp.csr_matrix((np.ones(len(columns), np.float32), columns, bounds), shape=(len(places), max(1, width)))
    table.sum_duplicates()
    return table


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Targets of one language, ready to be compared.

    `rarity`: of each stem, shape (stems,). `stems`: what each stem proves for each target, shape (stems, targets).
    `run_rarity`: of each run of characters, squared, shape (runs,). `runs`: what each word proves for each target by
    its runs, shape (words, targets).
    """

    rarity: F32
    stems: sp.csc_matrix
    run_rarity: F32
    runs: F32


def lexicon(counts: sp.csr_matrix, known: Features) -> Lexicon:
    """`counts`: how often each target has each word, shape (targets, words)."""
    stems, runs = (counts @ known.stems).tocsr(), (counts @ known.runs).tocsr()
    total = counts.shape[0]
    having = np.bincount(stems.indices, minlength=stems.shape[1])
    rarity = np.log1p((total - having + 0.5) / (having + 0.5)).astype(np.float32)
    length = np.asarray(stems.sum(axis=1)).ravel()
    relative = 1 - LENGTH + LENGTH * length / max(length.mean(), 1.0)
    damped = stems.copy()
    damped.data = (
        damped.data * (SATURATION + 1) / (damped.data + SATURATION * np.repeat(relative, np.diff(stems.indptr)))
    )
    run_having = np.bincount(runs.indices, minlength=runs.shape[1])
    run_rarity = (np.log((1 + total) / (1 + run_having)) + 1).astype(np.float32) ** 2
    norm = sp.diags(1 / _norms(runs, run_rarity))
    by_word = known.runs @ sp.diags(run_rarity) @ (norm @ runs).T
    return Lexicon(rarity, (damped @ sp.diags(rarity)).T.tocsc().astype(np.float32), run_rarity, by_word.toarray())


def compare_words(counts: sp.csr_matrix, targets: Lexicon, known: Features) -> F32:
    """Likeness of messages and targets from 0 to 1, shape (messages, targets): the mean of both measures.

    BM25 is divided by what the message would score if all its words stood in the target once.
    """
    stems = (counts @ known.stems).tocsr()
    stems.data = 1 + np.log(stems.data)
    full = np.maximum(stems @ targets.rarity, _SMALL)
    by_stems = (stems @ targets.stems).toarray() / full[:, None]
    by_runs = (counts @ targets.runs) / _norms((counts @ known.runs).tocsr(), targets.run_rarity)[:, None]
    likeness = (np.minimum(by_stems, 1) + np.minimum(by_runs, 1)) / 2
    return np.asarray(likeness, dtype=np.float32)


_SMALL = np.float32(1e-9)


def _norms(runs: sp.csr_matrix, rarity: F32) -> F32:
    squared = runs.copy()
    squared.data = squared.data**2
    norms: F32 = np.sqrt(np.maximum(squared @ rarity, _SMALL)).astype(np.float32)
    return norms


SMALLEST = 1e-4
"""Less than that is nothing."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like messages and versions of targets are, each shape (messages, versions).

    `words`: from 0 to 1, 0 where `same` is false. `same`: whether both are in one language, or one in an unknown one.
    `meaning`: from 0 to 1, or None. `whole`: both together.
    """

    words: F32
    same: Mask
    meaning: F32 | None
    whole: F32

    def with_meaning(self, passage: F32, title: F32, titled: Mask, settings: LinkSettings) -> Likeness:
        """Nearness in meaning to text and title, and what likeness in words adds; across languages it is supposed."""
        by_title = np.where(titled, np.float32(settings.title_meaning), np.float32(0))
        meaning = np.maximum((passage + title * by_title) / (1 + by_title), 0).astype(np.float32)
        words = np.where(self.same, self.words, meaning * np.float32(settings.foreign))
        whole = np.minimum(meaning + words * np.float32(settings.words), 1)
        return replace(self, meaning=meaning, whole=whole)

    def best(self, versions_of: I64) -> tuple[I64, F32]:
        """For each message and item the most similar version, and its similarity; shape (messages, items)."""
        several = self.whole[:, versions_of]
        best = several.argmax(axis=2)
        version = versions_of[np.arange(len(versions_of))[None, :], best]
        return version, np.take_along_axis(self.whole, version, axis=1)


def likenesses(
    langs: Sequence[str],
    counts: sp.csr_matrix,
    written_in: Sequence[str],
    lexicons: Mapping[str, tuple[I64, Lexicon]],
    features: Features,
) -> Likeness:
    """How similar the words of messages (`langs`, `counts`) and of target versions (`written_in`) are."""
    message_langs, target_langs = np.array(langs, dtype=object), np.array(written_in, dtype=object)
    same = (
        (message_langs[:, None] == target_langs[None, :])
        | (message_langs == "")[:, None]
        | (target_langs == "")[None, :]
    )
    words = np.zeros(same.shape, np.float32)
    for lang, (places, lexicon) in lexicons.items():
        rows = np.flatnonzero((message_langs == lang) | (message_langs == "") | (lang == ""))
        if len(rows):
            words[np.ix_(rows, places)] = compare_words(counts[rows], lexicon, features)
    return Likeness(words, same, None, words)


def scores(alike: F32, direct: Evidence) -> F32:
    """Evidence that agrees adds up as independent evidence does: what doubts it leaves are multiplied."""
    doubt = 1 - alike
    for kind in range(len(KINDS)):
        some = direct.kind == kind
        doubt[direct.row[some], direct.target[some]] *= 1 - direct.weight[some]
    return np.asarray(1 - doubt, np.float32)
