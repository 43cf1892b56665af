"""Above a number of texts: which the model reads, and how the meaning of the others is guessed from their words.

A linear map from words to vectors is learned by ridge regression from the texts that were read. It costs next to
nothing and errs; how often it errs is measured on texts that were read but not learned from.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64
from hearhear.embeddings import Vectors
from hearhear.linking.settings import Settings

RARE = 200
"""Texts of a language that are all read if it has no more, and at least as many of one that has."""
LENGTHS = (120, 400, 1200)
"""Characters at which lengths of texts part: an SMS, a comment, a letter, an essay."""
HELD_OUT = 10
"""One text of ten that were read is not learned from, but asked what the map would have said."""
_RIDGE, _STEPS = 1.0, 40
"""Of the regression, and the steps of conjugate gradients, after which digits of no account change."""
_KEY = b"sample"


@dataclass(frozen=True, slots=True)
class Sample:
    """The meaning of `size` of `of` distinct texts was read, that of the rest guessed from their words; `error`: part
    of texts held out of the learning whose first candidate then was another one."""

    size: int
    of: int
    error: float


def with_sample(links: pa.Table, sample: Sample) -> pa.Table:
    """The same links, knowing the sample they rest on; Parquet keeps it."""
    return links.replace_schema_metadata({_KEY: json.dumps(asdict(sample))})


def sample_of(links: pa.Table) -> Sample | None:
    """What the links rest on, or None where every text was read, or none because there was no model."""
    told = (links.schema.metadata or {}).get(_KEY)
    return Sample(**json.loads(told)) if told is not None else None


def chosen(ids: Sequence[str], texts: Sequence[str], langs: Sequence[str], settings: Settings) -> I64:
    """The numbers of the texts that are read, all of them if there are few enough, in order.

    Of each language and length they are those whose hash of seed and id is smallest: the same as for themes.
    """
    if len(texts) <= settings.sample:
        return np.arange(len(texts))
    spoken = Counter(langs)
    strata: dict[tuple[str, int], list[int]] = {}
    for at, text in enumerate(texts):
        strata.setdefault((langs[at], int(np.searchsorted(LENGTHS, len(text)))), []).append(at)
    kept: list[int] = []
    for (lang, _), inside in sorted(strata.items()):
        share = max(settings.sample / len(texts), min(1.0, RARE / spoken[lang]))
        inside.sort(key=lambda at: _drawn(ids[at], settings.seed))
        kept += inside[: max(1, round(share * len(inside)))]
    return np.array(sorted(kept), np.int64)


def _drawn(name: str, seed: int) -> bytes:
    return blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()


def guessed(words: sp.csr_matrix, read: I64, vectors: Vectors, asked: I64) -> Vectors:
    """Vectors of the texts `asked`, learned from `vectors` of the texts `read`; `words`: how often each text has each
    word, shape (texts, words)."""
    having = np.bincount(words[read].indices, minlength=words.shape[1])
    rarity = np.where(having > 1, np.log(len(read) / np.maximum(having, 1)), 0).astype(np.float32)
    weighed = (words @ sp.diags(rarity)).tocsr()
    length = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    weighed = (sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ weighed).tocsr()
    mean = vectors.mean(axis=0)
    return np.asarray(weighed[asked] @ _solved(weighed[read], vectors - mean) + mean, np.float32)


def _solved(table: sp.csr_matrix, wanted: Vectors) -> Vectors:
    """Ridge regression of all columns at once by conjugate gradients (Hestenes and Stiefel 1952)."""
    back = table.T.tocsr()
    weights = np.zeros((table.shape[1], wanted.shape[1]), np.float32)
    rest = np.asarray(back @ wanted, np.float32)
    towards, size = rest.copy(), (rest**2).sum(axis=0)
    for _ in range(_STEPS):
        image = back @ (table @ towards) + np.float32(_RIDGE) * towards
        step = size / np.maximum((towards * image).sum(axis=0), 1e-12)
        weights += step * towards
        rest -= step * image
        renewed = (rest**2).sum(axis=0)
        towards = rest + renewed / np.maximum(size, 1e-12) * towards
        size = renewed
    return weights
