"""Print docs/data-dictionary.md: what stands in the tables of the public record."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from hemicycle.record.tables import dictionary


def markdown() -> str:
    with translation.override("en"):
        return dictionary.page()


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown(), ending="")
