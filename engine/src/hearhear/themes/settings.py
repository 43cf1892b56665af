"""What may be set about themes, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    `minimum_voices`: a theme has at least this many voices; a campaign of as many senders is one by itself (three:
    two people may be a couple, three who do not know of each other are a matter).
    `most_themes`: themes of the first level that a clerk can take in on one page; fewer are made of fewer voices.
    `most_minorities`: themes of few voices, unlike all others, that stand beside them at most.
    `passages`: passages of a text that are read at most, those with most to say (see docs/themes-accuracy.md).
    `sample`: above this many voices, themes are learnt on a sample of as many and the rest is assigned.
    `seed`: which sample.
    """

    minimum_voices: int = 3
    most_themes: int = 25
    most_minorities: int = 8
    passages: int = 3
    sample: int = 10_000
    seed: int = 1
