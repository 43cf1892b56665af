"""Files from outside are opened here and nowhere else: by a process of its own, within limits of memory and time.

A small workbook can unpack to more than a machine holds. Whoever reads one in a process with other work loses that
work too; here the process is lost alone, and its file is refused. The process is forked from one that has a single
thread and no connection (multiprocessing's forkserver), since the worker has many of both.

What it finds comes back as JSON and as Arrow files beside the file that is read, never as pickled objects.
"""

import json
import multiprocessing
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow as pa
from hearhear import sources
from hearhear.errors import UnreadableFile

Progress = Callable[[int, int], None]

# How often who waits looks up, to say that they are alive and to hear that they shall stop.
POLL_SECONDS = 0.5
# Between two reports of progress.
REPORT_SECONDS = 0.5
# A process that waits for the disk uses no time of the processor; this much longer than that it may take altogether.
PROCESSOR_TO_WALL_TIME = 4
# What the first rows of a file can say of themselves: 2,000 columns with samples.
LONGEST_ANSWER = 64 << 20
REJECTED = pa.schema(
    [
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("raw", pa.string()),
        ("file", pa.string()),
    ]
)
# The control characters of ASCII but white space, the end mark of DOS and escape, as file(1) tells data from text.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
# Of bytes drawn at random one in ten is such a character; an export with a fault here and there has one in thousands.
ONE_OF = 100
BYTES_LOOKED_AT = 1 << 16
NOT_TEXT = "not_text"
# Read as bytes, line by line; what is attached is written in letters.
MAIL = ("eml", "mbox")
OVER_MEMORY, OVER_TIME, STOPPED = "over_memory", "over_time", "reader_stopped"

_PROCESSES = multiprocessing.get_context("forkserver")
# What takes seconds to import is imported once.
_PROCESSES.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Limits:
    """`memory_mb` beyond what Python itself needs; `seconds` of the processor."""

    memory_mb: int
    seconds: int


@dataclass(frozen=True)
class Read:
    """The messages of a file, and the rows that are none (REJECTED). Both lie on the disk until they are asked for."""

    messages: pa.Table
    rejected: pa.Table
    unread_dates: int
    """Of how many messages the date could not be read."""


def guess(path: Path, *, encoding: str = "", limits: Limits, progress: Progress) -> dict[str, Any]:
    """How the file would be read, as JSON; `encoding` is what a person said. Raises UnreadableFile, also where a limit
    was met."""
    found: dict[str, Any] = _apart(_guess, {"path": str(path), "encoding": encoding}, path, limits, progress)
    return found


@contextmanager
def reading(
    path: Path,
    *,
    columns: Mapping[str, str],
    questions: Sequence[str] = (),
    facts: Sequence[str] = (),
    encoding: str = "",
    limits: Limits,
    progress: Progress,
) -> Iterator[Read]:
    """Read the file. Raises UnreadableFile, also where a limit was met."""
    arguments = {
        "path": str(path),
        "columns": dict(columns),
        "questions": list(questions),
        "facts": list(facts),
        "encoding": encoding,
    }
    try:
        found = _apart(_read, arguments, path, limits, progress)
        messages, rejected = _beside(path)
        with pa.memory_map(str(messages)) as first, pa.memory_map(str(rejected)) as second:
            tables = pa.ipc.open_file(first).read_all(), pa.ipc.open_file(second).read_all()
            yield Read(*tables, unread_dates=found["unread_dates"])
    finally:
        remove_leftovers(path)


def remove_leftovers(path: Path) -> None:
    """What a reading that was killed left beside the file."""
    for file in _beside(path):
        file.unlink(missing_ok=True)


def _beside(path: Path) -> tuple[Path, Path]:
    return path.with_name(f"{path.name}.messages"), path.with_name(f"{path.name}.rejected")


def _apart(
    task: Callable[..., Any], arguments: Mapping[str, Any], path: Path, limits: Limits, progress: Progress
) -> Any:
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    child = _PROCESSES.Process(target=_confined, args=(theirs, limits, task, dict(arguments)), daemon=True)
    child.start()
    theirs.close()
    until, done = time.monotonic() + PROCESSOR_TO_WALL_TIME * limits.seconds, (0, 0)
    try:
        while True:
            answer = _next(ours) if ours.poll(POLL_SECONDS) else {}
            if answer is None:
                child.join()
                raise UnreadableFile(path, _why(child.exitcode))
            if "unreadable" in answer:
                raise UnreadableFile(path, *answer["unreadable"])
            if "found" in answer:
                return answer["found"]
            if time.monotonic() > until:
                raise UnreadableFile(path, OVER_TIME)
            done = answer.get("progress", done)
            progress(*done)
    finally:
        child.kill()
        child.join()
        ours.close()


def _next(ours: Connection) -> dict[str, Any] | None:
    """What the process says; None where it ended without a word."""
    with suppress(EOFError, OSError):
        answer: dict[str, Any] = json.loads(ours.recv_bytes(LONGEST_ANSWER))
        return answer
    return None


def _why(exitcode: int | None) -> str:
    """SIGXCPU is the limit of time; the system kills, and C++ aborts, where there is no memory."""
    return {-24: OVER_TIME, -9: OVER_MEMORY, -6: OVER_MEMORY}.get(exitcode or 0, STOPPED)


# ── In the process of its own ────────────────────────────────────────────────────────────────────────────


def _confined(answers: Connection, limits: Limits, task: Callable[..., Any], arguments: Mapping[str, Any]) -> None:
    _limit(limits)
    try:
        answer = {"found": task(answers, **arguments)}
    except UnreadableFile as error:
        answer = {"unreadable": [error.reason, error.detail]}
    except MemoryError:
        answer = {"unreadable": [OVER_MEMORY]}
    answers.send_bytes(json.dumps(answer).encode())


def _limit(limits: Limits) -> None:
    # Each of Arrow's threads would set room aside that it may never need, which counts.
    pa.set_cpu_count(1)
    pa.set_memory_pool(pa.system_memory_pool())
    _at_most(resource.RLIMIT_CORE, 0)
    _at_most(resource.RLIMIT_CPU, limits.seconds)
    # macOS refuses any limit of memory below what the system library has mapped; there, time alone is limited.
    with suppress(ValueError) if sys.platform == "darwin" else nullcontext():
        _at_most(resource.RLIMIT_AS, _taken() + (limits.memory_mb << 20))


def _at_most(which: int, wanted: int) -> None:
    """Never more than the process was given; the signal comes at the soft limit, and the end at the hard one."""
    hard = resource.getrlimit(which)[1]
    least = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (least, least + 1 if hard == resource.RLIM_INFINITY else hard))


def _taken() -> int:
    """Bytes of address space that Python and its libraries hold before a file is opened."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    # Where the system does not say (macOS), about what it is on Linux.
    return 2 << 30


def _guess(answers: Connection, path: str, encoding: str) -> dict[str, Any]:
    return described(Path(path), encoding)


def described(path: Path, encoding: str = "") -> dict[str, Any]:
    """How a file would be read; for a file that is one's own, in one's own process.

    What is no UTF-8 and says nothing of its encoding is taken for Windows' own Latin, as Excel saves plain CSV; so is
    what cannot be read as a person said (`refused`). Raises UnreadableFile, also for what is no text at all.
    """
    found = _of_some_encoding(path, encoding)
    if (found["encoding"] or found["format"] in MAIL) and _is_no_text(path, found["encoding"] or "latin-1"):
        raise UnreadableFile(path, NOT_TEXT)
    return found


def _of_some_encoding(path: Path, encoding: str) -> dict[str, Any]:
    options = sources.Options(encoding=encoding or None)
    try:
        found = _described(sources.guess(path, options=options))
        # Without a mark its zero bytes alone say so.
        return found | ({"encoding_guessed": True} if not encoding and found["encoding"] in WITHOUT_MARK else {})
    except UnreadableFile as error:
        if error.reason != "encoding" or encoding in ANY_BYTES:
            raise
    found = _of_some_encoding(path, "") if encoding else _of_any_bytes(path)
    return found | ({"refused": encoding} if encoding else {"encoding_guessed": True})


def _is_no_text(path: Path, encoding: str) -> bool:
    """Whether it begins with too many signs that no keyboard writes: it is a picture, a program, or damaged."""
    with path.open("rb") as file:
        begins = file.read(BYTES_LOOKED_AT).decode(encoding, errors="replace")
    return len(CONTROL.findall(begins)) * ONE_OF > len(begins)


WITHOUT_MARK = ("utf-16-le", "utf-16-be")
# The first knows five bytes fewer than the second, which knows all.
ANY_BYTES = ("cp1252", "latin-1")


def _of_any_bytes(path: Path) -> dict[str, Any]:
    first, second = ANY_BYTES
    with suppress(UnreadableFile):
        return _described(sources.guess(path, options=sources.Options(encoding=first)))
    return _described(sources.guess(path, options=sources.Options(encoding=second))) | {"bad_bytes": _no_letters(path)}


def _no_letters(path: Path) -> int:
    """Of how many bytes nobody knows what was meant: those that are no letter in Windows’ own Latin."""
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        return sum(chunk.count(byte) for chunk in chunks for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))


def _described(found: sources.Guess) -> dict[str, Any]:
    return {
        "encoding": found.encoding or "",
        "delimiter": found.delimiter or "",
        "format": found.format,
        "export": found.export,
        "columns": dict(found.columns),
        "certainty": dict(found.certainty),
        "found": [asdict(column) for column in found.found],
        "questions": list(found.questions),
        "facts": list(found.facts),
        "candidates": [column.name for column in found.candidates],
        "unread_sheets": list(found.unread_sheets),
    }


def _read(
    answers: Connection,
    path: str,
    columns: Mapping[str, str],
    questions: Sequence[str],
    facts: Sequence[str],
    encoding: str,
) -> dict[str, Any]:
    options = sources.Options(encoding=encoding or None)
    found = sources.read(
        path, columns=columns, questions=questions, facts=facts, options=options, progress=_reporter(answers)
    )
    messages, rejected = _beside(Path(path))
    _write(messages, found.table)
    rows = {name: [getattr(row, name) for row in found.rejected] for name in REJECTED.names}
    _write(rejected, pa.table(rows, schema=REJECTED))
    return {"unread_dates": found.unread_dates}


def _write(file: Path, table: pa.Table) -> None:
    file.touch(mode=0o600)
    with file.open("wb") as out, pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)


def _reporter(answers: Connection) -> Progress:
    due = 0.0

    def report(done: int, total: int) -> None:
        nonlocal due
        if time.monotonic() >= due:
            due = time.monotonic() + REPORT_SECONDS
            answers.send_bytes(json.dumps({"progress": [done, total]}).encode())

    return report
