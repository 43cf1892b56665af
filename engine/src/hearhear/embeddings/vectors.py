"""What a reader of meaning is, and arithmetic of its vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Vectors]
"""Texts to one vector of length 1 each, shape (texts, dimensions)."""


def deduplicated(texts: Sequence[str], read: Embed) -> Vectors:
    """Embed each distinct text once."""
    distinct = sorted(set(texts))
    if not distinct:
        return np.empty((0, 0), dtype=np.float32)
    place = {text: at for at, text in enumerate(distinct)}
    return np.asarray(read(distinct), dtype=np.float32)[[place[text] for text in texts]]


def unit(vectors: Vectors) -> Vectors:
    """The same directions, of length 1."""
    lengths: Vectors = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), np.float32(1e-9))
    return vectors / lengths


def without_language(
    vectors: Vectors, langs: Sequence[str], background: Vectors, background_langs: Sequence[str]
) -> Vectors:
    """The vectors with the mean of their language taken away, of length 1 again.

    These vectors tell their language more strongly than their subject; only what is left can be compared across
    languages. `background`: further vectors in languages `spoken` that help to know the mean.
    """
    everything = np.concatenate([vectors, background])
    languages = np.array([*langs, *background_langs])
    centred = vectors.copy()
    for lang in sorted(set(langs)):
        centred[languages[: len(vectors)] == lang] -= everything[languages == lang].mean(axis=0)
    return unit(centred)
