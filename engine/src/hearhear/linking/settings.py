"""What may be set about linking, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    `least`: candidates with a lower score are left out; two texts of a parliament that have nothing in common score
    about this by chance.
    `title_meaning`: what nearness in meaning to the title counts beside nearness to title and text together.
    `words`: what likeness in words adds to nearness in meaning; more words, fewer targets in other languages. Both are
    the middle of the range in which recall@10 of petition duplicates (development half) stays the same: .2 to .5, and
    .1 to .5.
    `sample`: above this many distinct texts the meaning of as many is read and that of the rest is guessed.
    `seed`: which are read.
    """

    least: float = 0.05
    sample: int = 10_000
    seed: int = 1
    title_meaning: float = 0.35
    words: float = 0.3
