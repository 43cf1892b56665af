"""Reading: a file, or a folder of files, into one table of messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

import pyarrow as pa

from hearhear.errors import UnknownColumn, UnreadableFile, WhichText
from hearhear.sources import columns as guessing
from hearhear.sources import formats, shaping
from hearhear.sources.formats import Load, header, workbook
from hearhear.sources.records import Guess, Options, Progress, Raw, Reading, Rejected, Request, joined, no_progress

HEAD = 1_000
# Formats whose columns are always the same, so that there is nothing to guess and no need to read them twice.
FIXED = frozenset(("docx", "eml", "mbox", "odt", "pdf", "text", "zip"))
NO_OPTIONS = Options()
# Why one letter cannot be read, where somebody else can do something about it.
ASK_THE_SENDER = frozenset(("encrypted", "scanned"))

AnyPath = str | PathLike[str]


@dataclass(frozen=True)
class Declared:
    """What a caller says of the columns; None where the guess decides."""

    columns: Mapping[str, str]
    questions: tuple[str, ...] | None = None
    facts: tuple[str, ...] | None = None

    @property
    def replaces_text(self) -> bool:
        """Whether a person has said what the texts are."""
        return bool(self.columns.get("text")) or bool(self.questions)


def guess(
    path: AnyPath,
    *,
    columns: Mapping[str, str] | None = None,
    questions: Sequence[str] | None = None,
    facts: Sequence[str] | None = None,
    options: Options = NO_OPTIONS,
) -> Guess:
    """How a file would be read, from its first rows; what is declared overrides what they show.

    Where two columns could be the text, `Guess.candidates` has them, and neither text nor questions are guessed.
    Raises UnreadableFile when the file cannot be read, UnknownColumn when it has no such columns.
    """
    file = Path(path)
    if file.is_dir():
        return guess(_files(file)[0], columns=columns, questions=questions, facts=facts, options=options)
    return _head(file, _declared(columns, questions, facts), options)[1]


def _declared(
    columns: Mapping[str, str] | None, questions: Sequence[str] | None, facts: Sequence[str] | None
) -> Declared:
    return Declared(
        columns or {},
        None if questions is None else tuple(questions),
        None if facts is None else tuple(facts),
    )


@dataclass(frozen=True)
class Head:
    """The first rows of a file, under the headings that a reader saw; `labels` gives them by the file's own.

    `sheets` are those of a workbook that are read: with the same headings, they are one table.
    """

    raw: Raw
    labels: Mapping[str, str] = field(default_factory=dict)
    skipped: int = 0
    sheets: tuple[str, ...] = ()


def _head(file: Path, declared: Declared, options: Options) -> tuple[Head, Guess]:
    """The first rows and what they hold; of a workbook the sheet that holds most messages, unless one is declared."""
    name = formats.detect(file, options)
    request = Request(options, limit=HEAD)
    if name != "xlsx":
        head = _labelled(formats.LOADERS[name](file, request))
        return head, _guess(file, head.raw, declared)
    sheets = {sheet: _labelled(raw) for sheet, raw in workbook.heads(file, request).items()}
    guesses = {sheet: _guess_or_none(file, head.raw, declared) for sheet, head in sheets.items()}
    best = max(sheets, key=lambda sheet: (_rank(guesses[sheet]), len(sheets[sheet].raw.table)))
    head = sheets[best]
    same = tuple(s for s, one in sheets.items() if one.raw.table.column_names == head.raw.table.column_names)
    others = tuple(sheet for sheet in sheets if sheet not in same and _rank(guesses[sheet]) > 1)
    _note_sheets(head.raw, same, others)
    found = guesses[best] or _guess(file, head.raw, declared)
    return replace(head, sheets=same), replace(found, unread_sheets=others)


def _guess_or_none(file: Path, raw: Raw, declared: Declared) -> Guess | None:
    """None where a sheet has not the columns that are declared."""
    try:
        return _guess(file, raw, declared)
    except UnknownColumn:
        return None


def _note_sheets(raw: Raw, same: Sequence[str], others: Sequence[str]) -> None:
    if len(same) > 1:
        raw.warnings.append(f"sheets with the same columns are read as one: {', '.join(same)}")
    if others:
        raw.warnings.append(f"sheet {same[0]} is read; others that hold texts are not: {', '.join(others)}")


def _labelled(raw: Raw) -> Head:
    if raw.format not in ("csv", "xlsx"):
        return Head(raw)
    labels, skipped = header.labels(raw.table)
    return Head(header.relabelled(raw, labels, skipped), labels, skipped)


def _rank(guess: Guess | None) -> int:
    """How sure it is that a sheet holds messages."""
    if guess is None:
        return 0
    if "text" in guess.columns or guess.questions:
        return {"weak": 3, "likely": 4}.get(guess.certainty.get("text", "weak"), 5)
    return 2 if guess.candidates else 1


def _guess(file: Path, head: Raw, declared: Declared) -> Guess:
    found = guessing.describe(head.table)
    guessed = guessing.guess(found)
    mapping, certainty = dict(guessed.layout.columns), dict(guessed.certainty)
    questions, facts = guessed.layout.questions, guessed.layout.facts
    if head.format in FIXED:
        mapping = {name: name for name in head.table.column_names}
        certainty, questions, facts = dict.fromkeys(mapping, "sure"), (), ()
    _check(file, declared, head.table.column_names)
    mapping.update({name: wanted for name, wanted in declared.columns.items() if wanted})
    certainty.update(dict.fromkeys(declared.columns, "declared"))
    for name in [name for name, wanted in declared.columns.items() if not wanted]:
        mapping.pop(name, None)
    if declared.replaces_text or declared.questions is not None:
        questions = declared.questions or ()
        certainty["text"] = "declared"
    if questions:
        mapping.pop("text", None)
    used = guessing.used_columns(mapping, questions)
    facts = tuple(name for name in facts if name not in used) if declared.facts is None else declared.facts
    return Guess(
        head.format,
        {name: mapping[name] for name in guessing.FIELDS if name in mapping},
        certainty,
        tuple(one.column for one in found),
        head.encoding,
        head.delimiter,
        guessed.export,
        head.sheets,
        questions,
        facts,
        () if declared.replaces_text else guessed.candidates,
    )


def _check(file: Path, declared: Declared, known: Sequence[str]) -> None:
    for name, wanted in declared.columns.items():
        if name not in guessing.FIELDS:
            fields = ", ".join(guessing.FIELDS)
            raise UnreadableFile(file, "unknown_column", f"a message has no {name}; it has: {fields}")
        absent = shaping.missing(list(known), {name: wanted} if wanted else {})
        if absent:
            raise UnknownColumn(file, absent, known)
    absent = [name for name in (*(declared.questions or ()), *(declared.facts or ())) if name not in known]
    if absent:
        raise UnknownColumn(file, absent, known)


def read(
    path: "AnyPath | Sequence[AnyPath]",
    *,
    columns: Mapping[str, str] | None = None,
    questions: Sequence[str] | None = None,
    facts: Sequence[str] | None = None,
    options: Options = NO_OPTIONS,
    progress: Progress | None = None,
) -> Reading:
    """Read a file, a folder or several of them into messages.

    `columns` says which columns a field is made of where the guess would be wrong: `{"text": "title+body"}` joins
    two, `{"text": "body/fr|body/en"}` takes the first that is filled, `{"sender": ""}` uses none. `questions` are
    columns each of which answers a question of its own, `facts` those that state a fact of the sender; none of either
    where empty, the guess where None.
    `progress` is called with what is done and what there is to do.
    Raises UnreadableFile, and WhichText where two columns could be the text and none is declared; bad rows raise
    nothing and are in `Reading.rejected`.
    """
    given = [path] if isinstance(path, str | PathLike) else list(path)
    files = [file for one in given for file in _files(Path(one))]
    declared = _declared(columns, questions, facts)
    if len(files) == 1:
        return _read(files[0], declared, options, progress or no_progress, "")
    return _read_many(files, declared, options, progress or no_progress)


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


def _read(file: Path, declared: Declared, options: Options, progress: Progress, prefix: str) -> Reading:
    name = formats.detect(file, options)
    load = formats.LOADERS[name]
    fixed = name in FIXED
    if fixed:
        whole = load(file, Request(options, progress=progress))
        head, found = Head(whole), _guess(file, whole, declared)
    else:
        head, found = _head(file, declared, options)
    if not len(head.raw.table):
        raise _nothing(file, head.raw.rejected)
    if "text" not in found.columns and not found.questions:
        raise _no_text(file, found)
    wanted = _wanted(head.raw.table, found)
    raw = head.raw if fixed else _whole(file, head, load, Request(options, wanted, progress=progress))
    for absent in set(wanted) - set(raw.table.column_names):
        raw.table = raw.table.append_column(absent, pa.nulls(len(raw.table), pa.string()))
    gathered = guessing.join_rows(raw, found.export)
    shaped = shaping.shape(gathered, found.layout, declared=fixed or "id" in declared.columns, prefix=prefix)
    rejected = sorted([*raw.rejected, *shaped.rejected], key=lambda row: row.line or 0)
    if not len(shaped.table):
        raise _nothing(file, rejected)
    warnings = (*raw.warnings, *shaped.warnings)
    unread = shaped.unread_dates
    return Reading(shaped.table, tuple(rejected), shaped.columns, found.format, warnings, found, unread)


def _whole(file: Path, head: Head, load: Load, request: Request) -> Raw:
    """The columns that are wanted, whole."""
    own = {label: name for name, label in head.labels.items()}
    request = replace(request, wanted=[own.get(name, name) for name in request.wanted or ()])
    sheets = head.sheets or (request.options.sheet,)
    parts = [load(file, replace(request, options=replace(request.options, sheet=sheet))) for sheet in sheets]
    found = joined([header.relabelled(part, head.labels, head.skipped) for part in parts])
    found.warnings[:0] = head.raw.warnings
    return found


def _wanted(table: pa.Table, found: Guess) -> list[str]:
    names = table.column_names
    wanted = [
        name for spec in found.columns.values() for alternatives in shaping.parts(names, spec) for name in alternatives
    ]
    return list(dict.fromkeys([*wanted, *found.questions, *found.facts]))


def _no_text(file: Path, found: Guess) -> UnreadableFile:
    if found.candidates:
        return WhichText(file, [(column.name, column.samples) for column in found.candidates])
    there = ", ".join(column.name for column in found.found[:30])
    return UnreadableFile(file, "no_text", f"no column of texts is found among: {there}")


def _nothing(file: Path, rejected: Sequence[Rejected]) -> UnreadableFile:
    if not rejected:
        return UnreadableFile(file, "empty", "there is a header and no message")
    first = rejected[0]
    if len(rejected) == 1 and first.reason in ASK_THE_SENDER:
        return UnreadableFile(file, first.reason, first.detail)
    where = f"line {first.line}: " if first.line else ""
    return UnreadableFile(
        file, "nothing_readable", f"none of {len(rejected):,} rows is a message; {where}{first.detail}"
    )


def _read_many(files: Sequence[Path], declared: Declared, options: Options, progress: Progress) -> Reading:
    """Several files as one; one that cannot be read is set aside like a bad row, unless none can."""
    readings: list[Reading] = []
    rejected: list[Rejected] = []
    for count, file in enumerate(files, 1):
        try:
            reading = _read(file, declared, options, no_progress, f"{file.name}:")
        except WhichText:
            raise
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
