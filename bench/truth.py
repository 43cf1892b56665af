"""Labelled messages for the accuracy run: the hard set of a seed, or a development set in JSON lines."""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from score import Label

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "engine" / "tests"))

import hardset  # noqa: E402  (lies beside the engine's tests, which are no installed package)

MESSAGES = pa.schema([
    ("id", pa.string()), ("text", pa.string()), ("lang", pa.string()), ("channel", pa.string()),
    ("sender", pa.string()), ("sent_at", pa.timestamp("us", tz="UTC")),
])  # fmt: skip
# Reworded by machine, sentence by sentence: measured apart, outside the target.
APART = "paraphrase"


@dataclass(frozen=True)
class Truth:
    """Messages with their labels, in one order."""

    name: str
    digest: str
    rows: Sequence[hardset.Row]

    @property
    def texts(self) -> list[str]:
        return [row.text for row in self.rows]

    @property
    def senders(self) -> list[Label]:
        return [row.sender for row in self.rows]

    @property
    def campaigns(self) -> list[Label]:
        return [row.campaign for row in self.rows]

    @property
    def kinds(self) -> list[str]:
        return [row.kind for row in self.rows]

    @property
    def about(self) -> list[str]:
        return sorted({row.about for row in self.rows if row.about})

    def messages(self) -> pa.Table:
        """The rows as the engine takes them, without the truth."""
        columns = {name: [getattr(row, name) for row in self.rows] for name in MESSAGES.names}
        return pa.table(columns, schema=MESSAGES)

    def target(self) -> list[int]:
        """Positions of the rows that count for the target."""
        return [at for at, row in enumerate(self.rows) if row.kind != APART]


def hard(seed: str) -> Truth:
    """The hard set of a seed."""
    rows = hardset.generate(seed)
    return Truth(f"hard set, seed {seed}", hardset.digest(rows), rows)


def development(path: Path) -> Truth:
    """A development set with `text`, `lang`, `campaign`, `kind` and `edit_level`; it names no senders."""
    rows = [_row(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    return Truth(path.stem, hardset.digest(rows), rows)


def _row(record: dict[str, str | None]) -> hardset.Row:
    level = record.get("edit_level")
    kind = record["kind"] if level is None else f"edit_{level}"
    return hardset.Row(
        id=record["id"], text=record["text"], lang=record["lang"], channel="email", sender=None, sent_at=None,
        campaign=record["campaign"], kind=kind,
    )  # fmt: skip
