"""`hemicycle export FORMAT --out FILE`: what is public of the record, for other programs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from hemicycle.record.exporters import scope as scopes
from hemicycle.record.exporters.files import export
from hemicycle.record.exporters.formats import FORMATS, Format
from hemicycle.record.exporters.scope import LACKS, NothingToExport, Scope

EXIT_NOTHING = 2
OPTIONS = ("sitting", "bill", "text", "language")


class Command(BaseCommand):
    help = "Writes what is public of the record. The same record gives the same bytes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", metavar="FORMAT", help=", ".join(FORMATS))
        parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="a folder for some formats")
        parser.add_argument("--sitting", metavar="ADDRESS|DAY", help="of this sitting only")
        parser.add_argument("--bill", metavar="ADDRESS|NUMBER", help="of this bill or act only")
        parser.add_argument("--text", metavar="ADDRESS|LABEL", help="in this text of the bill, not the one in force")
        parser.add_argument("--language", metavar="TAG", help="in this language, where there are several")

    def handle(self, *args: Any, **options: Any) -> None:
        form = FORMATS.get(options["format"])
        if form is None:
            known = ", ".join(FORMATS)
            raise CommandError(
                _("There is no format %(name)s; there are: %(known)s") % {"name": options["format"], "known": known}
            )
        named = {name: options[name] for name in OPTIONS if options[name]}
        _refuse_unless_fitting(form, options["format"], named)
        shown, out = Console(file=cast(IO[str], self.stdout), highlight=False), Path(options["out"])
        try:
            with _Bar(shown) as bar:
                export(form, _scope(named, bar), out)
        except NothingToExport as lack:
            detail = f" ({lack.detail})" if lack.detail else ""
            self.stderr.write(f"{LACKS[lack.lack]}{detail}")
            sys.exit(EXIT_NOTHING)
        except OSError as error:
            self.stderr.write(f"{out}: {_('This cannot be written.')} ({error.strerror})")
            sys.exit(EXIT_NOTHING)
        shown.print(_("%(format)s written: %(file)s") % {"format": form.title, "file": out}, markup=False)


def _refuse_unless_fitting(form: Format, name: str, named: dict[str, str]) -> None:
    for option in OPTIONS:
        if option in form.needs and option not in named:
            raise CommandError(_("%(format)s needs --%(option)s.") % {"format": name, "option": option})
        if option in named and option not in (*form.needs, *form.takes):
            raise CommandError(_("--%(option)s is not for %(format)s.") % {"format": name, "option": option})


def _scope(named: dict[str, str], bar: _Bar) -> Scope:
    """The rows that the options name. Raises NothingToExport."""
    bill = scopes.bill(named["bill"]) if "bill" in named else None
    return Scope(
        sitting=scopes.sitting(named["sitting"]) if "sitting" in named else None,
        bill=bill,
        text=scopes.text(bill, named["text"]) if bill and "text" in named else None,
        language=named.get("language", ""),
        passing=bar.passing,
    )


class _Bar:
    """A bar that counts rows, where somebody looks at it."""

    def __init__(self, shown: Console) -> None:
        columns = TextColumn(_("Writing")), BarColumn(), TextColumn("{task.completed:,.0f}")
        self.progress = Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal)
        self.task = self.progress.add_task("", total=None)

    def __enter__(self) -> _Bar:
        self.progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.progress.stop()

    def passing(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            yield row
            self.progress.advance(self.task)
