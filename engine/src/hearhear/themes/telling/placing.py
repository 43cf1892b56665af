"""Where themes stand on the map: near each other what is alike, on the two axes along which themes differ most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hearhear.themes.grouping.likeness import Ints, Points

_DIGITS = 3


def place(points: Points, places: Sequence[Ints], heads: Sequence[bool]) -> list[tuple[float, float]]:
    """x and y of each theme, -1 to 1: principal components of the mean meanings of those of the first level (`heads`).

    The sign of an axis is arbitrary; the largest of its loadings is made positive.
    """
    if not places:
        return []
    means = np.stack([points.meaning[inside].mean(axis=0) for inside in places]).astype(np.float64)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    first = means[np.array(heads)]
    centre = first.mean(axis=0)
    axes = np.linalg.svd(first - centre, full_matrices=False)[2][:2]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    spots = np.zeros((len(places), 2))
    spots[:, : len(axes)] = (means - centre) @ axes.T
    spots = np.round(spots / max(1e-9, float(np.abs(spots).max())), _DIGITS) + 0.0
    return [(float(x), float(y)) for x, y in spots]
