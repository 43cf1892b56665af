"""Print docs/exports.md: which columns of the record each export carries."""

from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.record.exporters import carried


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(carried.page(), ending="")
