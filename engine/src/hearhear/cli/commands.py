"""`hearhear campaigns` and `hearhear columns`."""

import argparse
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from hearhear import campaigns as engine
from hearhear import sources
from hearhear.cli import results, terminal
from hearhear.errors import UnreadableFile, WhichText
from hearhear.sources import Options, Reading


def options(given: argparse.Namespace) -> Options:
    """What the command line declares about the input."""
    return Options(encoding=given.encoding, delimiter=given.delimiter, sheet=given.sheet, format=given.format)


def read(given: argparse.Namespace, progress: Callable[[int, int], None]) -> Reading:
    """The messages of the input. Raises UnreadableFile, where the text has to be chosen with the flags that do it."""
    try:
        return sources.read(
            given.inputs,
            columns=given.columns,
            questions=given.questions,
            facts=given.facts,
            options=options(given),
            progress=progress,
        )
    except WhichText as unsure:
        names = " ".join(f'"{name}"' for name, _ in unsure.candidates)
        flags = f"--columns text=COLUMN for one of them, --questions {names} for a message of each"
        raise UnreadableFile(unsure.path, unsure.reason, f"{unsure.detail} ({flags})") from unsure


def columns(given: argparse.Namespace) -> None:
    """Show how a file would be read."""
    console = terminal.console()
    guess = sources.guess(
        given.file, columns=given.columns, questions=given.questions, facts=given.facts, options=options(given)
    )
    terminal.show_guess(console, guess)
    terminal.show_columns(console, guess)


def campaigns(given: argparse.Namespace) -> None:
    """Read, find campaigns, write, and print a summary."""
    console, aside = terminal.console(), terminal.console(stderr=True)
    with terminal.steps(aside, quiet=given.quiet) as steps:
        about = [text for path in given.about for text in sources.read_texts(path)]
        reading = read(given, steps.step("Reading"))
        if not given.quiet:
            if reading.guess:
                terminal.show_guess(aside, reading.guess)
            terminal.show_rejected(aside, reading)
        found = engine.search(reading.table, about=about, progress=steps.step("Finding campaigns"))
        totals = _write(given.out, reading, found, steps.step("Writing"))
    if not given.quiet:
        terminal.show_campaigns(console, reading, found.campaigns)
        terminal.show_totals(console, reading, totals, len(found.campaigns))


def _write(out: Path, reading: Reading, found: engine.Stream, progress: Callable[[int, int], None]) -> results.Totals:
    """All files or none: each takes its place only when every one is written."""
    totals = results.Totals()
    batches = totals.counting(found.batches, lambda done: progress(done, len(reading.table)))
    rejected = out.with_name("rejected.jsonl")
    with ExitStack() as stack:
        if reading.rejected or rejected.exists():
            results.write_rejected(stack.enter_context(results.atomic_write(rejected)), reading.rejected)
        templates = out.with_name(f"{out.stem}.campaigns.json")
        results.write_campaigns(stack.enter_context(results.atomic_write(templates)), found.campaigns)
        results.write_messages(stack.enter_context(results.atomic_write(out)), batches)
    sys.stdout.flush()
    return totals
