"""Print docs/settings.md: what the environment can set."""

from typing import Any

from django.core.management.base import BaseCommand

from hemicycle.conf.environment import VARIABLES

HEAD = """# Settings

Everything is set by environment variables. Each is read once, in `hemicycle/conf/settings.py`; a bad value stops
the start.
This page is made by `python manage.py settings_table > docs/settings.md`.

| variable | kind | default | meaning |
|---|---|---|---|"""


def table() -> str:
    rows = (
        f"| `{v.name}` | {v.kind} | {f'`{v.default}`' if v.default else 'none'} | {v.meaning} |"
        for v in VARIABLES.values()
    )
    return "\n".join((HEAD, *rows)) + "\n"


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(table(), ending="")
