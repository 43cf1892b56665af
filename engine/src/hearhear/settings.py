"""The settings of campaigns, links and themes, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CampaignSettings:
    """Settings of one run.

    `minimum_senders`: a campaign is at least this many different senders (three: with two, a couple is a campaign).
    `memory_limit`: what the tables may hold in memory before they spill to disk, in DuckDB's words.
    `threads`: processor cores to use.
    `families`: whether to look for the same campaign in other languages, which reads one template of each campaign
    through an embedding model (about 30 a second on two cores).
    `read`: whether each message is read sentence by sentence for casework, disagreement and what is the sender's own
    (about 1 ms a distinct sentence and core).
    """

    minimum_senders: int = 3
    memory_limit: str = "600MB"
    threads: int = 2
    families: bool = True
    read: bool = True


@dataclass(frozen=True, slots=True)
class LinkSettings:
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


@dataclass(frozen=True, slots=True)
class ThemeSettings:
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
