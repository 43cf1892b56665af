"""`manage.py load_localities FILE`: postcodes and places with their constituencies, for *Who represents me*."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hemicycle.record.actions.localities import load_localities
from hemicycle.record.importers.localities_csv import FAULTS, REASONS, SHOWN_ASIDE, UnreadableTable, read


class Command(BaseCommand):
    help = "Load the table by which people find who represents them; it replaces the one before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the columns constituency and postcode or place.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            table = read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        except UnreadableTable as error:
            raise CommandError(f"{options['file']}: {FAULTS[error.fault]}", returncode=2) from error
        loaded = load_localities(table, by="command line")
        for one in loaded.aside[:SHOWN_ASIDE]:
            self.stderr.write(f"line {one.line}: {one.what}: {REASONS[one.reason]}")
        self.stdout.write(f"{loaded.rows} rows loaded, {len(loaded.aside)} left aside; read as {loaded.encoding}.")
        if not loaded.rows:
            raise CommandError("No row could be used, so the table before it stays.", returncode=2)
