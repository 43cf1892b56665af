"""One run of the engine over an inquiry: what it is about, whose names are public, and who reads what letters mean."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import pyarrow as pa
from hearhear import analyse, campaigns
from hearhear.embeddings import Pace

from hemicycle.rules.parameters import in_force

from .models import Inquiry
from .targets import names_of_members, targets_of
from .vectors import Reader, reader_for

Tell = Callable[[str, int, int], None]
"""The step, what is done of it, and what there is."""


def run(inquiry: Inquiry, messages: pa.Table, tell: Tell) -> analyse.Analysis:
    """Everything in one go; raises what `tell` raises, and EmbeddingFailed of the service that reads."""
    steps = _Steps(tell)
    reader = reader_for(inquiry, steps.reading)
    found = analyse.run(
        messages,
        about=targets_of(inquiry.bill),
        public=names_of_members(),
        embed=reader.embed if reader else None,
        settings=_settings(reader),
        progress=steps,
    )
    if reader:
        reader.done()
    return found


def _settings(reader: Reader | None) -> analyse.Settings:
    found = campaigns.Settings(minimum_senders=in_force("campaign_minimum_senders"))
    return analyse.Settings(campaigns=found, model=reader.model if reader else "")


class _Steps:
    """Passes the steps on, with the minutes that the reading within one will take: "themes:12"."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._now = ("languages", 0, 1)

    def __call__(self, step: str, done: int, total: int) -> None:
        self._now = (step, done, total)
        self._tell(step, done, total)

    def reading(self, pace: Pace) -> None:
        step, done, total = self._now
        left = f":{ceil(pace.seconds_left / 60)}" if pace.seconds_left and pace.done < pace.total else ""
        self._tell(f"{step}{left}", done, total)
