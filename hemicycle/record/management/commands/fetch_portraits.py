"""`manage.py fetch_portraits`: the portraits that the record names, fetched once and shown from here."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.record.sources.portraits import bring_up_to_date


class Command(BaseCommand):
    help = "Fetch the portraits of members that are missing, and delete those that nobody has any more."

    def handle(self, *args: Any, **options: Any) -> None:
        brought = bring_up_to_date()
        for address in brought.failed:
            self.stderr.write(f"No picture at {address}")
        self.stdout.write(f"{brought.new} new portraits, {len(brought.failed)} could not be fetched.")
