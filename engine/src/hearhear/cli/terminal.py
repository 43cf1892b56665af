"""What the terminal shows: columns, campaigns by size, totals, and progress."""

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from hearhear.cli.results import Totals
from hearhear.message import UNKNOWN_SENDER
from hearhear.sources import Guess, Reading

# What fits on a screen; all campaigns are in the file.
SHOWN = 25
# In a log or a pipe nothing says how wide a line may be.
WIDTH = 120
# Without a terminal, a line of progress every so many seconds is enough for a log; of a long step, every tenth of it.
EVERY = 10.0


def console(*, stderr: bool = False) -> Console:
    """Standard output or error, as wide as the terminal or as a log."""
    found = Console(stderr=stderr)
    return found if found.is_terminal else Console(stderr=stderr, width=WIDTH)


def show_guess(console: Console, guess: Guess) -> None:
    """Which column is read as what, with values to judge it by."""
    details = [guess.format, guess.encoding, _delimiter(guess.delimiter), guess.export, ", ".join(guess.sheets)]
    table = Table(title="Columns: " + ", ".join(detail for detail in details if detail), title_justify="left")
    for heading in ("read as", "column", "certainty", "for example"):
        table.add_column(heading, overflow="fold")
    for name, column in guess.columns.items():
        table.add_row(
            name,
            Text(column),
            guess.certainty.get(name, ""),
            Text(" · ".join(sample[:50] for sample in guess.samples(name))),
        )
    samples = {column.name: " · ".join(sample[:50] for sample in column.samples) for column in guess.found}
    text = guess.certainty.get("text", "")
    several = [("question", guess.questions, text), ("fact", guess.facts, "")]
    several.append(("text?", tuple(column.name for column in guess.candidates), "choose one"))
    for name, columns, certainty in several:
        for column in columns:
            table.add_row(name, Text(column), certainty, Text(samples[column]))
    console.print(table)


def show_columns(console: Console, guess: Guess) -> None:
    """Every column of a file, whether it is read or not."""
    table = Table(title="All columns", title_justify="left")
    for heading, justify in (("column", "left"), ("filled", "right"), ("different", "right"), ("mean length", "right"),
                             ("for example", "left")):  # fmt: skip
        table.add_column(heading, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for column in guess.found:
        shares = (f"{column.filled:.0%}", f"{column.distinct:.0%}", f"{column.mean_length:.0f}")
        table.add_row(Text(column.name), *shares, Text(" · ".join(sample[:40] for sample in column.samples)))
    console.print(table)


def _delimiter(delimiter: str | None) -> str | None:
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    return names.get(delimiter, delimiter) if delimiter else None


def show_rejected(console: Console, reading: Reading) -> None:
    """How many rows were set aside, for which reasons, and where the first of each is."""
    first: dict[str, list[Any]] = {}
    for row in reading.rejected:
        first.setdefault(row.reason, [0, row])[0] += 1
    for reason, (count, row) in first.items():
        where = " ".join(part for part in (row.file, f"line {row.line}" if row.line else "") if part)
        console.print(Text(f"{count:,} set aside, {reason}: {row.detail}" + (f" (first: {where})" if where else "")))
    for warning in reading.warnings:
        console.print(Text(f"note: {warning}"))


def show_campaigns(console: Console, reading: Reading, found: pa.Table) -> None:
    """Campaigns by size."""
    unknown = _unknown(reading) == len(reading.table)
    table = Table(title="Campaigns", title_justify="left")
    for heading in ("messages", "senders", "slots"):
        table.add_column(heading, justify="right", no_wrap=True, min_width=len(heading))
    for heading, width in (("campaign", 8), ("family", 6), ("lang", 4), ("kind", 8)):
        table.add_column(heading, no_wrap=True, min_width=width)
    table.add_column("begins", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in found.sort_by([("messages", "descending")]).slice(0, SHOWN).to_pylist():
        segments = json.loads(row["template"])
        slots = sum(segment["kind"] == "slot" for segment in segments)
        begins = " ".join(segment["text"] if segment["kind"] == "fixed" else "[…]" for segment in segments)
        cells = (
            row["campaign_id"],
            row["family_id"] or "",
            row["lang"] or "",
            row["kind"],
            " ".join(begins.split())[:90],
        )
        numbers = (f"{row['messages']:,}", "?" if unknown else f"{row['senders']:,}", str(slots))
        table.add_row(*numbers, *(Text(str(cell)) for cell in cells))
    if len(found):
        console.print(table)
    if len(found) > SHOWN:
        console.print(f"and {len(found) - SHOWN:,} smaller campaigns")


def show_totals(console: Console, reading: Reading, totals: Totals, campaigns: int) -> None:
    """The totals, which are always printed together."""
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    table.add_column()
    for number, what in (
        (totals.messages, "messages"),
        _senders(pc.count_distinct(reading.table["sender"]).as_py(), _unknown(reading), totals.messages),
        (campaigns, "campaigns"),
        (totals.in_campaigns, "messages in campaigns"),
        (totals.messages - totals.in_campaigns - totals.aside - totals.repeats, "individual voices"),
        (totals.repeats, "repeats by the same sender"),
        (totals.aside, "set aside, such as automatic replies"),
        (len(reading.rejected), "rows rejected"),
    ):
        table.add_row(f"{number:,}", what)
    console.print(table)


def _unknown(reading: Reading) -> int:
    """Messages whose sender the source does not name."""
    return int(pc.sum(pc.starts_with(reading.table["sender"], UNKNOWN_SENDER)).as_py() or 0)


def _senders(number: int, unknown: int, messages: int) -> tuple[int, str]:
    """How many senders, and how many messages name none; each of those counts as one."""
    if not unknown:
        return number, "senders"
    if unknown == messages:
        return number, "senders at most: the source names none"
    return number, f"senders, one for each of the {unknown:,} messages that name none"


def _share(done: int, total: int, spent: float) -> str:
    """How far a step is, and how long the rest will take."""
    if not total:
        return f"{done:,}"
    left = f", {duration(spent * (total - done) / done)} left" if 0 < done < total else ""
    return f"{done / total:.0%}{left}"


def duration(seconds: float) -> str:
    """`about 45 s`, `about 1 min 20 s`, `about 12 min`: as exact as an estimate is."""
    tens = max(5, 5 * round(seconds / 5)) if seconds < 60 else 10 * round(seconds / 10)
    if tens < 60:
        return f"about {tens} s"
    minutes, rest = divmod(tens, 60)
    return f"about {minutes} min {rest} s" if minutes < 5 and rest else f"about {round(tens / 60)} min"


def show_found(console: Console, document: Mapping[str, Any], page: Path) -> None:
    """A summary of the analysis, and the path of the report."""
    received, themes, links = document["received"], document["themes"], document["links"]
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    table.add_column()
    rows = [(received["all"]["messages"], "messages"),
            _senders(received["all"]["senders"], received["unknown_senders"], received["all"]["messages"]),
            (received["individual"]["messages"], "individual voices"), (len(document["campaigns"]), "campaigns"),
            (received["in_campaigns"]["messages"], "messages in campaigns")]  # fmt: skip
    if themes is not None:
        rows.append((sum(one["parent"] is None for one in themes["list"]), "themes"))
    if links is not None:
        rows.append((sum(one["all"]["messages"] > 0 for one in links["targets"]), "texts mentioned"))
    rows.append((sum(one["places"] for one in document["redactions"]), "personal data redacted"))
    for number, what in rows:
        table.add_row(f"{number:,}", what)
    console.print(table)
    console.print(Text(f"The report is in {page}"))


@dataclass
class Steps:
    """Progress of one step after the other, as a bar on a terminal or as a line now and then."""

    console: Console
    quiet: bool
    bar: Progress | None = None
    said: float = field(default_factory=time.monotonic)

    def say(self, words: str) -> None:
        """A line that stays."""
        if not self.quiet:
            self.console.print(Text(words))

    def step(self, name: str) -> Callable[[int, int], None]:
        """What to call while a step goes on."""
        task = self.bar.add_task(name, total=None) if self.bar else None
        began = time.monotonic()

        def report(done: int, total: int) -> None:
            if self.bar is not None and task is not None:
                self.bar.update(task, completed=done, total=total or None)
                return
            now = time.monotonic()
            if not self.quiet and now - self.said > max(EVERY, (now - began) / 10):
                self.said = now
                self.console.print(f"{name}: {_share(done, total, now - began)}")

        return report


@contextmanager
def steps(console: Console, *, quiet: bool) -> Iterator[Steps]:
    """Progress that is gone from the terminal when the work is done."""
    if quiet or not console.is_terminal:
        yield Steps(console, quiet)
        return
    parts: Sequence[Any] = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*parts, console=console, transient=True) as bar:
        yield Steps(console, quiet, bar)
