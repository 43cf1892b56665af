"""`manage.py rebuild_search`: the whole search from the record; until it is done, the old one answers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hemicycle.record.search import writing


class Command(BaseCommand):
    help = "Make the search over the record anew, from the record alone."

    def handle(self, *arguments: Any, **options: Any) -> None:
        console = Console()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            bar = progress.add_task(_("Entries"), total=None)
            written = writing.rebuild(waiting=lambda: None, progress=lambda: progress.advance(bar))
            progress.update(bar, total=written, completed=written)
        console.print(_("%(count)s entries in the search") % {"count": written})
