"""One run of the engine over an inquiry: what it is about, whose names are public, and who reads what letters mean."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from time import monotonic

import pyarrow as pa
from django.conf import settings
from hearhear import analyse, campaigns, linking, themes
from hearhear.embeddings import Pace

from hemicycle.rules.parameters import in_force

from ..models import Inquiry
from .targets import names_of_bills, names_of_members, targets_of
from .vectors import Reader, reader_for

# Texts of letters and clauses that the second reader reads in half a minute on one core.
CAREFUL = 500
Report = Callable[[str, int, int], None]
"""The step, what is done of it, and what there is."""


def run(inquiry: Inquiry, messages: pa.Table, report: Report) -> analyse.Analysis:
    """Everything in one go; raises what `report` raises, and EmbeddingFailed of the service that reads."""
    steps = _Steps(report)
    reader = reader_for(inquiry, steps.reading)
    found = analyse.run(
        messages,
        about=targets_of(inquiry.bill),
        public=names_of_members(),
        named=names_of_bills(),
        embed=reader.embed if reader else None,
        careful=reader.careful if reader else None,
        settings=_settings(reader),
        progress=steps,
    )
    if reader:
        reader.done()
    return found


def _settings(reader: Reader | None) -> analyse.Settings:
    found = campaigns.Settings(minimum_senders=in_force("campaign_minimum_senders"))
    return analyse.Settings(
        campaigns=found,
        linking=linking.Settings(sample=settings.MEANING_SAMPLE, careful=CAREFUL),
        themes=themes.Settings(sample=settings.MEANING_SAMPLE),
        model=reader.model if reader else "",
    )


class _Steps:
    """Passes the steps on, with the minutes that are left of a long one: "themes:12"."""

    def __init__(self, report: Report, clock: Callable[[], float] = monotonic) -> None:
        self._report = report
        self._clock = clock
        self._now = ("languages", 0, 1)
        self._began = clock()
        self._left: float | None = None

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self._now[0]:
            self._began = self._clock()
        self._now = (step, done, total)
        self._left = (self._clock() - self._began) * (total - done) / done if done else None
        self._send()

    def reading(self, pace: Pace) -> None:
        if self._now[0] == "campaigns":
            # What is read after them is read for links, which say so only once all is read.
            self._now, self._began = ("linking", 0, 1), self._clock()
        if not self._now[1]:
            self._left = pace.seconds_left
        self._send()

    def _send(self) -> None:
        step, done, total = self._now
        # What is over in a minute is not worth an estimate.
        left = f":{ceil(self._left / 60)}" if self._left and self._left > 60 else ""
        self._report(f"{step}{left}", done, total)
