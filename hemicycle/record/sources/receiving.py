"""Imports one file: recognises its format, enters its papers, notes where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hemicycle.record import actions
from hemicycle.record.actions import Changes
from hemicycle.record.importers import formats
from hemicycle.record.papers import FromWhere, LeftAside, Paper

Papers = Iterable[Paper | LeftAside]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one file."""

    name: str
    form: formats.Format
    changes: Changes
    aside: list[LeftAside]


def receive(
    file: Path,
    form: formats.Format,
    *,
    by: Any,
    where: FromWhere | None = None,
    number: str | None = None,
    passing: Callable[[Papers], Papers] = iter,
) -> Received:
    """Enter a file whole or not at all. `passing` sees the papers go by, for a bar that shows how far it is.

    Raises UnreadableFile or RecordError, and then nothing of the file is there.
    """
    papers = form.read(file, number=number) if number is not None else form.read(file)
    where = where or of_file(file)
    where = FromWhere(where.address, where.retrieved_at, where.licence or form.licence(file))
    changes, aside = actions.put_papers(passing(papers), by=by, where=where)
    return Received(Path(where.address).name or file.name, form, changes, aside)


def of_file(file: Path, licence: str = "") -> FromWhere:
    """A file comes from its name, at the time it was written."""
    return FromWhere(file.name, datetime.fromtimestamp(file.stat().st_mtime, tz=UTC), licence)
