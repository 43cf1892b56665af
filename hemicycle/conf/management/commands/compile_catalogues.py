"""Make .mo files from every app's .po files, where they are older or missing."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


def catalogues() -> list[Path]:
    return sorted(settings.ROOT.glob("**/locale/*/LC_MESSAGES/*.po"))


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        for source in catalogues():
            compiled = source.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                # Whole or not there: another process may compile or read it at the same moment.
                written = compiled.with_suffix(f".{os.getpid()}")
                written.write_bytes(polib.pofile(str(source)).to_binary())
                written.replace(compiled)
        # What this process has loaded already, it loads anew, whoever compiled it.
        translation_file_changed(None, Path("django.mo"))
