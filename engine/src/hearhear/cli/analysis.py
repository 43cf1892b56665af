"""`hearhear analyse`: from the files to the report."""

import argparse
import os
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa

from hearhear import analyse as engine
from hearhear import campaigns, embeddings, report, sources
from hearhear.cli import results, terminal, transport
from hearhear.cli.arguments import KEY
from hearhear.cli.commands import read
from hearhear.embeddings import Cached, Pace
from hearhear.errors import UnreadableFile
from hearhear.report.messages import MessageIndex
from hearhear.sources import Reading, Target
from hearhear.themes import MENTIONS_SCHEMA, THEMES_SCHEMA

STEPS = {
    "languages": "Detecting languages",
    "redaction": "Finding personal data",
    "campaigns": "Finding campaigns",
    "linking": "Linking to texts",
    "themes": "Finding themes",
}
READING = "Computing embeddings"
LONG = 10.0
"""Seconds of work that are worth announcing."""


def analyse(given: argparse.Namespace) -> None:
    """Read, analyse, write, and print a summary."""
    if bool(given.endpoint) != bool(given.model):
        given.wrong("--endpoint and --model belong together")
    console, aside = terminal.console(), terminal.console(stderr=True)
    with terminal.steps(aside, quiet=given.quiet) as steps:
        about = [target for path in given.about for target in sources.read_targets(path)]
        public = _names(given.public)
        reading = read(given, steps.step("Reading"))
        if not given.quiet:
            if reading.guess:
                terminal.show_guess(aside, reading.guess)
            terminal.show_rejected(aside, reading)
        found = _analysed(given, reading, about, public, steps)
        document = report.document(found, title=given.title, rejected=Counter(row.reason for row in reading.rejected))
        _write(given.out, given.lang, reading, found, document)
    if not given.quiet:
        terminal.show_found(console, document, given.out / "report.html")


def _names(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise UnreadableFile(path, "missing", "there is no such file") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, "encoding", "it is not UTF-8") from error
    return [line.strip() for line in lines if line.strip()]


def _analysed(
    given: argparse.Namespace, reading: Reading, about: list[Target], public: list[str], steps: terminal.Steps
) -> engine.Analysis:
    """Run the analysis; embeddings are saved even when a later step fails."""
    embed, careful = _embed(given, steps), _careful(given, steps)
    found = campaigns.Settings(families=not given.no_meaning)
    settings = engine.Settings(campaigns=found, model=_model(given) if embed else "")
    done = False
    try:
        analysis = engine.run(
            reading.table, about=about, public=public, embed=embed, careful=careful, settings=settings,
            progress=_progress(steps),
        )  # fmt: skip
        done = True
    finally:
        for reader in (embed, careful):
            if reader is not None:
                reader.save(only_wanted=done)
    return analysis


def _model(given: argparse.Namespace) -> str:
    return str(given.model) if given.endpoint else embeddings.offline_model()


def _embed(given: argparse.Namespace, steps: terminal.Steps) -> Cached | None:
    """The embedding model with its cache in the output folder, or None where no meaning is to be read."""
    if given.no_meaning:
        return None
    if given.endpoint:
        key = os.environ.get(KEY)
        reader = embeddings.endpoint(given.endpoint, given.model, key, transport.post)
    else:
        reader = embeddings.offline()
    return embeddings.Cached(reader, given.out / "vectors.arrow", model=_model(given), on_pace=_pace(steps))


def _careful(given: argparse.Namespace, steps: terminal.Steps) -> Cached | None:
    """The careful model with its cache, or None without it and where something else is to read."""
    reader = embeddings.careful()
    if reader is None or given.no_meaning or given.endpoint:
        return None
    path = given.out / "vectors-careful.arrow"
    return embeddings.Cached(reader, path, model=embeddings.careful_model(), on_pace=_pace(steps))


def _pace(steps: terminal.Steps) -> Callable[[Pace], None]:
    """Progress of embedding, with one estimate of its duration for each batch of texts."""
    report: list[Callable[[int, int], None]] = []
    said: set[int] = set()

    def update(pace: Pace) -> None:
        if not report:
            report.append(steps.step(READING))
        if pace.seconds_left is not None and pace.seconds_left > LONG and pace.total not in said:
            said.add(pace.total)
            steps.say(f"{pace.total:,} texts to embed, {terminal.duration(pace.seconds_left)}")
        report[0](pace.done, pace.total)

    return update


def _progress(steps: terminal.Steps) -> engine.Progress:
    bars: dict[str, Callable[[int, int], None]] = {}

    def update(step: str, done: int, total: int) -> None:
        if step not in bars:
            bars[step] = steps.step(STEPS[step])
        bars[step](done, total)

    return update


def _write(out: Path, lang: str, reading: Reading, found: engine.Analysis, document: report.Document) -> None:
    """All files or none: each takes its place only when every one is written."""
    with ExitStack() as stack:
        for name, table in _tables(found).items():
            results.write_table(stack.enter_context(results.atomic_write(out / "findings" / f"{name}.parquet")), table)
        rejected = out / "rejected.jsonl"
        if reading.rejected or rejected.exists():
            results.write_rejected(stack.enter_context(results.atomic_write(rejected)), reading.rejected)
        written = {"report.json": report.to_json(document), "report.html": report.to_html(document, lang)}
        for name, text in written.items():
            stack.enter_context(results.atomic_write(out / name)).write_text(text, encoding="utf-8")


def _tables(found: engine.Analysis) -> dict[str, pa.Table]:
    """Every finding; a table without rows where there was nothing to find it with."""
    themes = found.themes
    return {
        "messages": _messages(found),
        "campaigns": found.campaigns.campaigns,
        "themes": themes.themes if themes else THEMES_SCHEMA.empty_table(),
        "mentions": themes.mentions if themes else MENTIONS_SCHEMA.empty_table(),
        "links": found.links,
        "languages": found.languages,
        "redactions": found.redactions,
    }


def _messages(found: engine.Analysis) -> pa.Table:
    """The findings on each message, and its redacted text."""
    index = MessageIndex(found)
    table = found.campaigns.messages
    for at, name in enumerate(("lang", "channel", "sender", "sent_at", "question", "facts"), 1):
        table = table.add_column(at, found.messages.schema.field(name), found.messages[name])
    return table.append_column("redacted", pa.array([index.redacted(name) for name in index.ids], pa.string()))
