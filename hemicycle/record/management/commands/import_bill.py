"""`manage.py import_bill FILE…`: Akoma Ntoso bills and acts into the record."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from hemicycle.record import actions
from hemicycle.record.actions import Changes
from hemicycle.record.errors import RecordError
from hemicycle.record.importers import akomantoso
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.papers import FromWhere, Reading

EXIT_UNREADABLE = 2
# More would push the table off the screen; the count is always of all.
SHOWN_LEFT_ASIDE = 20

FAULTS: dict[Fault, str | Promise] = {
    Fault.MISSING: gettext_lazy("There is no such file."),
    Fault.NOT_A_FILE: gettext_lazy("This is a folder, not a file."),
    Fault.NOT_ALLOWED: gettext_lazy("The file cannot be opened."),
    Fault.EMPTY: gettext_lazy("The file is empty."),
    Fault.TOO_LARGE: gettext_lazy("The file is larger than a bill can be."),
    Fault.TOO_DEEP: gettext_lazy("The elements are nested deeper than in any bill."),
    Fault.WRONG_ENCODING: gettext_lazy("The text is not in the encoding that the file declares."),
    Fault.TRUNCATED: gettext_lazy("The file ends in the middle."),
    Fault.MALFORMED: gettext_lazy("This is not well-formed XML."),
    Fault.ENTITIES: gettext_lazy("The file declares or uses entities, which are never read."),
    Fault.NOT_AKOMA_NTOSO: gettext_lazy("This is not an Akoma Ntoso file."),
    Fault.NO_BILL: gettext_lazy("The file holds neither a bill nor an act."),
    Fault.NO_IDENTIFICATION: gettext_lazy("The bill has no FRBR identifier of its work."),
    Fault.NO_NUMBER: gettext_lazy("The bill has no number; give one with --number."),
    Fault.NO_TITLE: gettext_lazy("The bill has no title."),
    Fault.NO_LANGUAGE: gettext_lazy("The bill does not say which language it is in."),
    Fault.NO_CLAUSES: gettext_lazy("The bill has no text."),
}

REASONS: dict[str, str | Promise] = {
    "another-paper": gettext_lazy("another paper in the same file"),
    "not-the-text": gettext_lazy("not part of the enacted words"),
    "no-words": gettext_lazy("a picture or a formula without words"),
    "second-use-of-an-id": gettext_lazy("taken in; its id was already used, so it got a count"),
}

KINDS: dict[str, str | Promise] = {
    "document": gettext_lazy("Bills"),
    "documentversion": gettext_lazy("Texts"),
    "clause": gettext_lazy("Clauses"),
}


class Command(BaseCommand):
    help = "Imports Akoma Ntoso bills and acts. A second run changes nothing; a corrected file updates in place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--number", help="the bill's number, where the file has none or another one")

    def handle(self, *args: Any, **options: Any) -> None:
        files, number = options["files"], options["number"]
        if number and len(files) > 1:
            raise CommandError(_("--number is for one file at a time."))
        shown = Console(file=cast(IO[str], self.stdout), highlight=False)
        try:
            for file, reading, changes in _import(files, number, shown):
                _tell(shown, file, reading, changes)
        except UnreadableFile as error:
            self._refuse(f"{error.path}:{error.line}: {FAULTS[error.fault]}", error.detail)
        except RecordError as error:
            self._refuse(_("The record cannot take this bill in."), str(error))

    def _refuse(self, sentence: str, detail: str) -> None:
        self.stderr.write(f"{sentence} ({detail})" if detail else sentence)
        sys.exit(EXIT_UNREADABLE)


def _import(files: list[Path], number: str | None, shown: Console) -> list[tuple[Path, Reading, Changes]]:
    """Read every file before the first is written, then write all or none."""
    shown_files = track(files, _("Reading"), console=shown, transient=True, disable=not shown.is_terminal)
    readings = [(file, akomantoso.read(file, number=number)) for file in shown_files]
    with transaction.atomic():
        return [(file, reading, _put(file, reading)) for file, reading in readings]


def _put(file: Path, reading: Reading) -> Changes:
    where = FromWhere(address=file.name, retrieved_at=datetime.fromtimestamp(file.stat().st_mtime, tz=UTC))
    return actions.put_bill(reading.bill, by="import", where=where)


def _tell(shown: Console, file: Path, reading: Reading, changes: Changes) -> None:
    title = Text(f"{file.name}: {reading.bill.kind} {reading.bill.number}")
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in (_("Added"), _("Changed"), _("Removed"), _("Unchanged")):
        table.add_column(heading, justify="right")
    for kind, word in KINDS.items():
        counts = (changes.added, changes.changed, changes.removed, changes.unchanged)
        table.add_row(str(word), *(str(counted[kind]) for counted in counts))
    shown.print(table)
    _tell_left_aside(shown, reading)


def _tell_left_aside(shown: Console, reading: Reading) -> None:
    count = len(reading.left_aside)
    if not count:
        return
    shown.print(ngettext("%(count)s place left aside:", "%(count)s places left aside:", count) % {"count": count})
    for aside in reading.left_aside[:SHOWN_LEFT_ASIDE]:
        line = _("line %(line)s") % {"line": aside.line}
        shown.print(f"  {line}: {aside.what}: {REASONS[aside.reason]}", markup=False)
