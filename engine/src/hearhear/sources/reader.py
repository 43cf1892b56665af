"""Reading: a file, or a folder of files, into one table of messages."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path

import pyarrow as pa

from hearhear.errors import UnknownColumn, UnreadableFile
from hearhear.message import MESSAGE_SCHEMA
from hearhear.sources import columns as guessing
from hearhear.sources import formats, shaping
from hearhear.sources.records import Guess, Options, Progress, Raw, Reading, Rejected, Request, no_progress

HEAD = 1_000
# Formats whose columns are always the same, so that there is nothing to guess and no need to read them twice.
FIXED = frozenset(("eml", "mbox", "text"))
NO_OPTIONS = Options()

AnyPath = str | PathLike[str]


def guess(path: AnyPath, *, columns: Mapping[str, str] | None = None, options: Options = NO_OPTIONS) -> Guess:
    """How a file would be read, from its first rows; `columns` overrides what they show.

    Raises UnreadableFile when the file cannot be read, UnknownColumn when it has no such columns.
    """
    file = Path(path)
    if file.is_dir():
        return guess(_files(file)[0], columns=columns, options=options)
    name = formats.detect(file, options)
    return _guess(file, formats.LOADERS[name](file, Request(options, limit=HEAD)), columns or {})


def _guess(file: Path, head: Raw, declared: Mapping[str, str]) -> Guess:
    facts = guessing.describe(head.table)
    mapping, certainty, export = guessing.guess(facts)
    if head.format in FIXED:
        mapping = {name: name for name in head.table.column_names}
        certainty = dict.fromkeys(mapping, "sure")
    for name, wanted in declared.items():
        _check(file, name, wanted, head.table.column_names)
    mapping.update({name: wanted for name, wanted in declared.items() if wanted})
    certainty.update(dict.fromkeys(declared, "declared"))
    for name in [name for name, wanted in declared.items() if not wanted]:
        mapping.pop(name, None)
    return Guess(
        head.format,
        {name: mapping[name] for name in guessing.FIELDS if name in mapping},
        certainty,
        tuple(one.column for one in facts),
        head.encoding,
        head.delimiter,
        export,
        head.sheets,
    )


def _check(file: Path, name: str, wanted: str, known: Sequence[str]) -> None:
    if name not in MESSAGE_SCHEMA.names:
        raise UnreadableFile(
            file, "unknown_column", f"a message has no {name}; it has: {', '.join(MESSAGE_SCHEMA.names)}"
        )
    absent = shaping.missing(list(known), {name: wanted} if wanted else {})
    if absent:
        raise UnknownColumn(file, absent, known)


def read(
    path: "AnyPath | Sequence[AnyPath]",
    *,
    columns: Mapping[str, str] | None = None,
    options: Options = NO_OPTIONS,
    progress: Progress | None = None,
) -> Reading:
    """Read a file, a folder or several of them into messages.

    `columns` says which columns a field is made of where the guess would be wrong: `{"text": "title+body"}` joins
    two, `{"text": "body/fr|body/en"}` takes the first that is filled, `{"sender": ""}` uses none.
    `progress` is called with what is done and what there is to do.
    Raises UnreadableFile; bad rows raise nothing and are in `Reading.rejected`.
    """
    given = [path] if isinstance(path, str | PathLike) else list(path)
    files = [file for one in given for file in _files(Path(one))]
    if len(files) == 1:
        return _read(files[0], columns or {}, options, progress or no_progress, "")
    return _read_many(files, columns or {}, options, progress or no_progress)


def _files(path: Path) -> list[Path]:
    """A file itself, or the files of a folder in the order of their names, hidden ones left out."""
    if not path.is_dir():
        return [path]
    inside = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    if not inside:
        raise UnreadableFile(path, "empty", "there is no file in the folder")
    return inside


def _read(file: Path, declared: Mapping[str, str], options: Options, progress: Progress, prefix: str) -> Reading:
    name = formats.detect(file, options)
    load = formats.LOADERS[name]
    fixed = name in FIXED
    head = load(file, Request(options, progress=progress)) if fixed else load(file, Request(options, limit=HEAD))
    found = _guess(file, head, declared)
    if not len(head.table):
        raise _nothing(file, head.rejected)
    if "text" not in found.columns:
        there = ", ".join(column.name for column in found.found[:30])
        raise UnreadableFile(file, "no_text", f"no column of texts is found among: {there}")
    wanted = _wanted(head.table, found)
    raw = head if fixed else load(file, Request(options, wanted, progress=progress))
    for absent in set(wanted) - set(raw.table.column_names):
        raw.table = raw.table.append_column(absent, pa.nulls(len(raw.table), pa.string()))
    gathered = guessing.join_rows(raw, found.export)
    shaped = shaping.shape(gathered, found.columns, declared=fixed or "id" in declared, prefix=prefix)
    rejected = sorted([*raw.rejected, *shaped.rejected], key=lambda row: row.line or 0)
    if not len(shaped.table):
        raise _nothing(file, rejected)
    warnings = (*raw.warnings, *shaped.warnings)
    unread = shaped.unread_dates
    return Reading(shaped.table, tuple(rejected), shaped.columns, found.format, warnings, found, unread)


def _wanted(table: pa.Table, found: Guess) -> list[str]:
    names = table.column_names
    wanted = [
        name for spec in found.columns.values() for alternatives in shaping.parts(names, spec) for name in alternatives
    ]
    return list(dict.fromkeys(wanted))


def _nothing(file: Path, rejected: Sequence[Rejected]) -> UnreadableFile:
    if not rejected:
        return UnreadableFile(file, "empty", "there is a header and no message")
    first = rejected[0]
    where = f"line {first.line}: " if first.line else ""
    return UnreadableFile(
        file, "nothing_readable", f"none of {len(rejected):,} rows is a message; {where}{first.detail}"
    )


def _read_many(files: Sequence[Path], declared: Mapping[str, str], options: Options, progress: Progress) -> Reading:
    """Several files as one; one that cannot be read is set aside like a bad row, unless none can."""
    readings: list[Reading] = []
    rejected: list[Rejected] = []
    for count, file in enumerate(files, 1):
        try:
            reading = _read(file, declared, options, no_progress, f"{file.name}:")
        except UnreadableFile as error:
            rejected.append(Rejected(None, f"unreadable_file:{error.reason}", error.detail, file=str(file)))
            continue
        readings.append(reading)
        rejected += [replace(row, file=str(file)) for row in reading.rejected]
        progress(count, len(files))
    if not readings:
        raise UnreadableFile(files[0], "nothing_readable", f"and {len(files) - 1} others: {rejected[0].detail}")
    table = pa.concat_tables([reading.table for reading in readings])
    kept, twice = shaping.without_repeated(table)
    return Reading(
        kept,
        (*rejected, *twice),
        readings[0].columns,
        "+".join(dict.fromkeys(reading.format for reading in readings)),
        tuple(dict.fromkeys(warning for reading in readings for warning in reading.warnings)),
        readings[0].guess,
        sum(reading.unread_dates for reading in readings),
    )
