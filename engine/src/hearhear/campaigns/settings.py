"""What may be set about finding campaigns, and where each default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one run.

    `minimum_senders`: a campaign is at least this many different senders (three: with two, a couple is a campaign).
    `memory_limit`: what the tables may hold in memory before they spill to disk, in DuckDB's words.
    `threads`: processor cores to use.
    `families`: whether to look for the same campaign in other languages, which reads one template of each campaign
    through an embedding model (about 30 a second on two cores).
    """

    minimum_senders: int = 3
    memory_limit: str = "600MB"
    threads: int = 2
    families: bool = True
