"""One whole analysis in this process, timed stage by stage: `python bench/analysis_run.py MIX.parquet [--alone]`.

The clock runs from the Parquet file to report.json and report.html as text, without starting Python and importing.
What the model takes is measured in two ways: while it reads for the analysis, which then does nothing else, and,
asked with `--alone`, once more after it, the same distinct texts in one call.
"""

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from hearhear import analyse, report
from hearhear.embeddings import Embed, Vectors, offline, offline_model
from hearhear.linking import Target
from language_model import TOPICS, LanguageModel
from mix import LANGUAGES

TITLE_WORDS, BILL_WORDS = 8, 160
READING, REPORT, END = "reading the file", "report", "end"


@dataclass
class Clock:
    """Seconds by the clock and of all cores together since the process began."""

    wall: float = field(default_factory=time.perf_counter)
    cpu: float = field(default_factory=time.process_time)

    def since(self) -> tuple[float, float]:
        return time.perf_counter() - self.wall, time.process_time() - self.cpu


class Reader:
    """The model, what it was asked, and what that took."""

    def __init__(self, model: Embed):
        self._model = model
        self.asked: set[str] = set()
        self.wall, self.cpu = 0.0, 0.0

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.asked.update(texts)
        began = Clock()
        vectors = self._model(texts)
        wall, cpu = began.since()
        self.wall, self.cpu = self.wall + wall, self.cpu + cpu
        return vectors


@dataclass(frozen=True)
class Stage:
    """One stage; `model`: seconds of it that the model read."""

    name: str
    wall: float
    cpu: float
    model_wall: float
    model_cpu: float


@dataclass(frozen=True)
class Measured:
    """One run. `alone`: seconds by the clock and of all cores in which the model read the same texts by itself."""

    stages: Sequence[Stage]
    texts: int
    characters: int
    alone: tuple[float, float] | None
    peak: float
    digest: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mix", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true")
    asked = parser.parse_args()
    model = offline()
    model(["warm"])
    sys.stdout.write(json.dumps(asdict(_run(asked.mix, asked.seed, model, alone=asked.alone))))


def _run(mix: Path, seed: int, model: Embed, *, alone: bool) -> Measured:
    reader, bills = Reader(model), targets(seed)
    marks: list[tuple[str, Clock, float, float]] = []

    def begin(name: str, done: int = 0, total: int = 0) -> None:
        if not marks or marks[-1][0] != name:
            marks.append((name, Clock(), reader.wall, reader.cpu))

    begin(READING)
    messages = pq.read_table(mix)
    settings = analyse.Settings(model=offline_model())
    found = analyse.run(messages, about=bills, embed=reader, settings=settings, progress=begin)
    begin(REPORT)
    document = report.document(found, title="Postbag")
    written = report.to_json(document)
    report.to_html(document, "en")
    begin(END)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stages = [
        Stage(one[0], other[1].wall - one[1].wall, other[1].cpu - one[1].cpu, other[2] - one[2], other[3] - one[3])
        for one, other in pairwise(marks)
    ]
    return Measured(
        stages, len(reader.asked), sum(map(len, reader.asked)), _alone(model, reader.asked) if alone else None, peak,
        hashlib.sha256(written.encode()).hexdigest(),
    )  # fmt: skip


def _alone(model: Embed, texts: set[str]) -> tuple[float, float]:
    began = Clock()
    model(sorted(texts))
    return began.since()


def targets(seed: int) -> list[Target]:
    """A bill on each topic of the mix, in its words, in one of its languages each."""
    rng = np.random.default_rng([seed, TOPICS])
    bills = []
    for number in range(TOPICS):
        lang = LANGUAGES[number % len(LANGUAGES)]
        model = LanguageModel(lang, seed)
        surfaces = model.surfaces()
        spoken = model.speak(rng, np.full(2, number), np.array([TITLE_WORDS, BILL_WORDS]))
        title, text = (" ".join(surfaces[token] for token in spoken[at].tolist()) for at in range(2))
        bills.append(Target(f"b{number}", "bill", lang, number=f"C-{number + 2}", title=title, text=text))
    return bills


if __name__ == "__main__":
    main()
