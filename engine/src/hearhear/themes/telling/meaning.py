"""How near phrases are to what themes mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hearhear.embeddings import Embed, without_language
from hearhear.themes.grouping.likeness import Floats


def nearness(
    forms: Sequence[Sequence[str]], langs: Sequence[str], means: Sequence[Floats], embed: Embed
) -> list[list[float]]:
    """For each theme the cosines of its phrases with its mean meaning.

    The mean of all phrases of a language is taken away from each, since they have in common to be short, and so little
    of them is meaning.
    """
    distinct = sorted({(lang, form) for lang, some in zip(langs, forms, strict=True) for form in some})
    if not distinct:
        return [[0.0] * len(some) for some in forms]
    vectors = np.asarray(embed([form for _, form in distinct]), dtype=np.float32)
    centred = without_language(vectors, [lang for lang, _ in distinct], vectors[:0], [])
    place = {one: at for at, one in enumerate(distinct)}
    near = []
    for some, lang, mean in zip(forms, langs, means, strict=True):
        towards = (mean / max(1e-9, float(np.linalg.norm(mean)))).astype(np.float32)
        near.append((centred[[place[lang, form] for form in some]] @ towards).round(3).tolist())
    return near
