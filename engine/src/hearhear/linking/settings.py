"""What may be set about linking, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    `least`: candidates with a lower score are left out; two texts of a parliament that have nothing in common score
    about this by chance.
    `title_meaning`, `words`: what likeness in meaning to the title alone, and likeness in words, count beside
    likeness in meaning to title and text (petition duplicates, development half: recall@10 is the same from .2 to .4
    for each, recall@1 falls above).
    """

    least: float = 0.05
    title_meaning: float = 0.35
    words: float = 0.4
