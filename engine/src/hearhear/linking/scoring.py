"""One score from 0 to 1: likeness in words and meaning, and on top of it everything that can be pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64, Mask
from hearhear.linking import likeness
from hearhear.linking.evidence import F32, Evidence
from hearhear.linking.known import Known
from hearhear.linking.likeness import Features, Lexicon
from hearhear.linking.settings import Settings
from hearhear.linking.target import KINDS

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

    def with_meaning(self, passage: F32, title: F32, titled: Mask, settings: Settings) -> Likeness:
        """Nearness in meaning to text and title, and what likeness in words adds; across languages that is nothing."""
        by_title = np.where(titled, np.float32(settings.title_meaning), np.float32(0))
        meaning = np.maximum((passage + title * by_title) / (1 + by_title), 0).astype(np.float32)
        whole = np.minimum(meaning + self.words * np.float32(settings.words), 1)
        return replace(self, meaning=meaning, whole=whole)

    def best(self, versions_of: I64) -> tuple[I64, F32]:
        """For each message and thing the version that is most like, and its likeness; shape (messages, things)."""
        several = self.whole[:, versions_of]
        best = several.argmax(axis=2)
        version = versions_of[np.arange(len(versions_of))[None, :], best]
        return version, np.take_along_axis(self.whole, version, axis=1)


def likenesses(
    langs: Sequence[str],
    counts: sp.csr_matrix,
    targets: Known,
    lexicons: Mapping[str, tuple[I64, Lexicon]],
    features: Features,
) -> Likeness:
    """Likeness in words of messages, of which `langs` and `counts` tell language and words."""
    spoken, written = np.array(langs, dtype=object), np.array(targets.langs, dtype=object)
    same = (spoken[:, None] == written[None, :]) | (spoken == "")[:, None] | (written == "")[None, :]
    words = np.zeros(same.shape, np.float32)
    for lang, (places, lexicon) in lexicons.items():
        rows = np.flatnonzero((spoken == lang) | (spoken == "") | (lang == ""))
        if len(rows):
            words[np.ix_(rows, places)] = likeness.compared(counts[rows], lexicon, features)
    return Likeness(words, same, None, words)


def scores(alike: F32, plain: Evidence) -> F32:
    """Evidence that agrees adds up as independent evidence does: what doubts it leaves are multiplied."""
    doubt = 1 - alike
    for kind in range(len(KINDS)):
        some = plain.kind == kind
        doubt[plain.row[some], plain.target[some]] *= 1 - plain.weight[some]
    return np.asarray(1 - doubt, np.float32)
