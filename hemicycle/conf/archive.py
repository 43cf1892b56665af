"""`hemicycle archive verify`: whether files of the archive, here or copied elsewhere, are still what was written."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from hemicycle.conf.errors import CannotStart
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.governance.archive.warc import NotAnArchive, Verified, verify
from hemicycle.governance.models import ArchiveFile

# As those of `hemicycle audit`; what could not be read is 2.
INTACT, BROKEN = 0, 1


def run(*, act: str, files: Sequence[str] = ()) -> int:
    refuse_unless_migrated()
    wrong = [line for file in files or _own() for line in _faults(file)]
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return BROKEN if wrong else INTACT


def _own() -> list[str]:
    """Every file of this installation."""
    return [str(row.path) for row in ArchiveFile.objects.order_by("day", "pk")]


def _faults(file: str) -> Iterator[str]:
    row = ArchiveFile.objects.filter(name=Path(file).name).first()
    found = _verified(file, row if row is not None and row.path == Path(file) else None)
    for fault in found.faults:
        yield f"{file}: byte {fault.offset}: {fault.text}"
    if row is not None and found.sha256 != row.sha256:
        yield f"{file}: is not the file of that name in this archive: its SHA-256 is {found.sha256}, not {row.sha256}"
    elif not found.faults:
        records = f"{found.records} record{'' if found.records == 1 else 's'}"
        sys.stdout.write(f"{file}: intact, {records}, SHA-256 {found.sha256}\n")


def _verified(file: str, row: ArchiveFile | None) -> Verified:
    try:
        with row.opened() if row else Path(file).open("rb") as stream:
            return verify(stream)
    except OSError as error:
        raise CannotStart(f"{file}: there is no such file, or it cannot be read.") from error
    except NotAnArchive as refusal:
        raise CannotStart(f"{file}: {refusal}: give it a file of the archive, as it was downloaded.") from refusal
