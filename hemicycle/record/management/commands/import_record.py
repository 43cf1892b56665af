"""`hemicycle import FILE…`: what parliaments publish, into the record. A file is recognised by its content."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from hemicycle.record import actions
from hemicycle.record.errors import DoesNotFit, RecordError, UnknownReference
from hemicycle.record.importers import formats
from hemicycle.record.importers.coverage import UNREAD
from hemicycle.record.importers.errors import FAULTS, REASONS, UNOPENED, UnreadableFile
from hemicycle.record.models import Unindexed
from hemicycle.record.papers import LeftAside
from hemicycle.record.sources import fetching
from hemicycle.record.sources.fetching import REFUSALS
from hemicycle.record.sources.receiving import Papers, Received, of_file, receive
from hemicycle.record.sources.watching import PollResult, Trouble, Watch
from hemicycle.record.tables.meanings import PLURALS
from hemicycle.rules import work

EXIT_UNREADABLE = 2
# A quarter of an hour: the provisional record of a sitting appears in parts of about that length. Never more often
# than once a minute, whatever is asked for.
EVERY_SECONDS, LEAST_SECONDS = 900, 60
# More would push the table off the screen; the count is always of all.
SHOWN_LEFT_ASIDE = 20


class Command(BaseCommand):
    help = "Imports what parliaments publish. A second run changes nothing; a corrected file updates in place."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
        parser.add_argument("--number", help="the bill's number, where the file has none or another one")
        parser.add_argument("--licence", default="", help="under which licence the files are published")
        parser.add_argument("--watch", action="append", default=[], metavar="FOLDER|URL", help="keep this up to date")
        parser.add_argument("--every", type=int, default=EVERY_SECONDS, metavar="SECONDS", help="between two polls")
        parser.add_argument("--once", action="store_true", help="poll once, and exit")

    def handle(self, *args: Any, **options: Any) -> None:
        files, number, watched = options["files"], options["number"], options["watch"]
        if bool(files) == bool(watched):
            raise CommandError(_("Name files to import, or what to --watch."))
        if number and (watched or len(files) > 1):
            raise CommandError(_("--number is for one file at a time."))
        if options["every"] < LEAST_SECONDS:
            raise CommandError(_("--every is at least %(seconds)s seconds.") % {"seconds": LEAST_SECONDS})
        shown = Console(file=cast(IO[str], self.stdout), highlight=False)
        troubles: list[tuple[str, Trouble]] = []
        if watched:
            self._watch(watched, shown, options)
        else:
            troubles = self._import(files, number, options["licence"], shown)
        _warn_of_search(shown)
        if troubles:
            sys.exit(EXIT_UNREADABLE)

    def _import(
        self, files: list[Path], number: str | None, licence: str, shown: Console
    ) -> list[tuple[str, Trouble]]:
        """Import what can be; what was wrong with the rest is printed under the last table, and returned."""
        unreadable: list[UnreadableFile] = []
        known = formats.in_order(files, unreadable=unreadable)
        troubles: list[tuple[str, Trouble]] = [(str(trouble.path), trouble) for trouble in unreadable]
        with _Bar(shown) as bar:
            for file, form in known:
                if number and not form.takes_number:
                    raise CommandError(_("--number is for bills."))
                where, passing = of_file(file, licence), bar.of(file.name)
                try:
                    _print_changes(
                        shown, receive(file, form, by="import", where=where, number=number, passing=passing)
                    )
                except (UnreadableFile, RecordError) as trouble:
                    troubles.append((str(file), trouble))
        _propose(shown)
        if troubles and len(files) > 1:
            shown.print(
                _("%(done)s of %(all)s files were imported.") % {"done": len(files) - len(troubles), "all": len(files)}
            )
        for name, wrong in troubles:
            self.stderr.write(_in_words(wrong, name))
        return troubles

    def _watch(self, sources: list[str], shown: Console, options: dict[str, Any]) -> None:
        for source in sources:
            if not fetching.is_address(source) and not Path(source).exists():
                raise CommandError(_("There is no such file or folder: %(name)s") % {"name": source})
        with _Bar(shown) as bar:
            every = timedelta(seconds=options["every"])
            agent = f"Hemicycle/{version('hemicycle')} ({settings.ALLOWED_HOSTS[0]})"
            watch = Watch(tuple(sources), "import", every, options["licence"], agent, passing=bar.of(""))
            for result in watch.round() if options["once"] else watch.for_ever():
                self._print_result(shown, result)

    def _print_result(self, shown: Console, result: PollResult) -> None:
        if result.received:
            _print_changes(shown, result.received)
            _propose(shown)
        elif result.trouble:
            self.stderr.write(_in_words(result.trouble, result.address))
        elif result.waits_until:
            until = date_format(timezone.localtime(result.waits_until), "SHORT_DATETIME_FORMAT")
            shown.print(_("%(address)s: asked again after %(time)s") % {"address": result.address, "time": until})
        else:
            shown.print(_("%(address)s: unchanged") % {"address": result.address}, markup=False)


class _Bar:
    """A bar that counts papers, where somebody looks at it."""

    def __init__(self, shown: Console) -> None:
        columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed:,.0f}")
        self.progress = Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal)

    def __enter__(self) -> _Bar:
        self.progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.progress.stop()

    def of(self, name: str) -> Callable[[Papers], Papers]:
        return lambda papers: self.progress.track(papers, description=name)


def _propose(shown: Console) -> None:
    if count := actions.propose_matches(by="import"):
        sentence = ngettext(
            "%(count)s pair may be one person or one party: see “Matches to decide”.",
            "%(count)s pairs may be one person or one party: see “Matches to decide”.",
            count,
        )
        shown.print(sentence % {"count": count})


def _warn_of_search(shown: Console) -> None:
    """Without a worker, new rows are not found yet: say why."""
    seen = work.last_seen()
    if Unindexed.objects.exists() and (seen is None or timezone.now() - seen > work.SILENCE):
        shown.print(_("The search is updated when a worker runs, and none is running: hemicycle worker"))


def _in_words(trouble: Trouble, name: str) -> str:
    """One line: the file, the line where one was read, the reason."""
    match trouble:
        case UnreadableFile():
            place = name if fetching.is_address(name) else str(trouble.path)
            place = place if trouble.fault in UNOPENED else f"{place}:{trouble.line}"
            sentence, detail = f"{place}: {FAULTS[trouble.fault]}", trouble.detail
        case UnknownReference():
            sentence, detail = f"{name}: {_('Import the file that describes this first')}", str(trouble)
        case DoesNotFit():
            sentence, detail = f"{name}: {_('Some of these rows are already here under other keys.')}", str(trouble)
        case RecordError():
            sentence, detail = f"{name}: {_('This file cannot be imported.')}", str(trouble)
        case fetching.Refused():
            sentence, detail = f"{name}: {REFUSALS[trouble.reason]}", trouble.detail
        case _:
            sentence, detail = f"{name}: {_('The server does not answer; it is asked again later.')}", str(trouble)
    return f"{sentence} ({detail})" if detail else sentence


def _print_changes(shown: Console, imported: Received) -> None:
    changes = imported.changes
    table = Table(title=Text(f"{imported.name}: {imported.form.name}"), title_justify="left")
    table.add_column("")
    for heading in (_("Added"), _("Changed"), _("Removed"), _("Unchanged")):
        table.add_column(heading, justify="right")
    for kind, word in PLURALS.items():
        counts = [counted[kind] for counted in (changes.added, changes.changed, changes.removed, changes.unchanged)]
        if any(counts):
            table.add_row(str(word), *(f"{count:,}" for count in counts))
    shown.print(table)
    _print_left_aside(shown, imported.aside)


def _print_left_aside(shown: Console, asides: list[LeftAside]) -> None:
    if not asides:
        return
    count = len(asides)
    shown.print(ngettext("%(count)s place left aside:", "%(count)s places left aside:", count) % {"count": count})
    # Text that no rule takes first: it may be what somebody looks for in the record.
    for aside in sorted(asides, key=lambda each: each.reason != UNREAD)[:SHOWN_LEFT_ASIDE]:
        line = _("line %(line)s") % {"line": aside.line}
        shown.print(f"  {line}: {aside.what}: {REASONS[aside.reason]}", markup=False)
