"""`hemicycle import FILE…`: what parliaments publish, into the record; the format is told by what stands in a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from hemicycle.record import actions
from hemicycle.record.actions import Changes
from hemicycle.record.errors import RecordError, UnknownReference
from hemicycle.record.faults import FAULTS, REASONS
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import UnreadableFile
from hemicycle.record.papers import FromWhere, LeftAside, Paper

EXIT_UNREADABLE = 2
# More would push the table off the screen; the count is always of all.
SHOWN_LEFT_ASIDE = 20

KINDS: dict[str, str | Promise] = {
    "organization": gettext_lazy("Bodies"),
    "area": gettext_lazy("Constituencies"),
    "period": gettext_lazy("Terms and sessions"),
    "person": gettext_lazy("People"),
    "membership": gettext_lazy("Memberships"),
    "document": gettext_lazy("Bills"),
    "procedurestep": gettext_lazy("Steps"),
    "documentversion": gettext_lazy("Texts of bills"),
    "clause": gettext_lazy("Clauses"),
    "sitting": gettext_lazy("Sittings"),
    "agendaitem": gettext_lazy("Headings"),
    "contribution": gettext_lazy("Contributions"),
    "speechtext": gettext_lazy("Texts of contributions"),
    "segment": gettext_lazy("Paragraphs"),
    "voteevent": gettext_lazy("Votes"),
    "votecount": gettext_lazy("Counts"),
    "vote": gettext_lazy("Ballots"),
    "recording": gettext_lazy("Recordings"),
    "mediaspan": gettext_lazy("Times in recordings"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    file: Path
    form: formats.Format
    changes: Changes
    aside: list[LeftAside]


class Command(BaseCommand):
    help = "Imports what parliaments publish. A second run changes nothing; a corrected file updates in place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--number", help="the bill's number, where the file has none or another one")

    def handle(self, *args: Any, **options: Any) -> None:
        files, number = options["files"], options["number"]
        if number and len(files) > 1:
            raise CommandError(_("--number is for one file at a time."))
        shown = Console(file=cast(IO[str], self.stdout), highlight=False)
        try:
            for imported in _import(files, number, shown):
                _tell(shown, imported)
        except UnreadableFile as error:
            self._refuse(f"{error.path}:{error.line}: {FAULTS[error.fault]}", error.detail)
        except UnknownReference as error:
            self._refuse(_("Import the file that describes this first"), str(error))
        except RecordError as error:
            self._refuse(_("The record cannot take this file in."), str(error))

    def _refuse(self, sentence: str, detail: str) -> None:
        self.stderr.write(f"{sentence} ({detail})" if detail else sentence)
        sys.exit(EXIT_UNREADABLE)


def _import(files: list[Path], number: str | None, shown: Console) -> Iterator[Imported]:
    """Each file whole or not at all, one after the other, once the format of every one is known."""
    known = formats.in_order(files)
    columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}")
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        for file, form in known:
            papers = bar.track(_papers(form, file, number), description=file.name)
            changes, aside = actions.put_papers(papers, by="import", where=_where(file))
            yield Imported(file, form, changes, aside)


def _papers(form: formats.Format, file: Path, number: str | None) -> Iterable[Paper | LeftAside]:
    if number is None:
        return form.read(file)
    if not form.takes_number:
        raise CommandError(_("--number is for bills."))
    return form.read(file, number=number)


def _where(file: Path) -> FromWhere:
    return FromWhere(address=file.name, retrieved_at=datetime.fromtimestamp(file.stat().st_mtime, tz=UTC))


def _tell(shown: Console, imported: Imported) -> None:
    changes = imported.changes
    table = Table(title=Text(f"{imported.file.name}: {imported.form.name}"), title_justify="left")
    table.add_column("")
    for heading in (_("Added"), _("Changed"), _("Removed"), _("Unchanged")):
        table.add_column(heading, justify="right")
    for kind, word in KINDS.items():
        counts = [counted[kind] for counted in (changes.added, changes.changed, changes.removed, changes.unchanged)]
        if any(counts):
            table.add_row(str(word), *(f"{count:,}" for count in counts))
    shown.print(table)
    _tell_left_aside(shown, imported.aside)


def _tell_left_aside(shown: Console, asides: list[LeftAside]) -> None:
    if not asides:
        return
    count = len(asides)
    shown.print(ngettext("%(count)s place left aside:", "%(count)s places left aside:", count) % {"count": count})
    for aside in asides[:SHOWN_LEFT_ASIDE]:
        line = _("line %(line)s") % {"line": aside.line}
        shown.print(f"  {line}: {aside.what}: {REASONS[aside.reason]}", markup=False)
