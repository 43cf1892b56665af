"""Files: pictures that go out (pictures.py), files that come in (attachments.py), and the folders of accounts.

A folder inside the home folder is named from there, so that a home can be moved or copied and the copy writes into
itself.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings


def folder_at(name: str) -> Path:
    """Where the folder is now: a relative name is inside the home folder, an absolute one stays as it is."""
    return Path(settings.HOME) / name


def relative_inside_home(given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of an account as they are stored."""
    folder = Path(str(given.get("folder") or ""))
    if folder.is_absolute() and folder.resolve().is_relative_to(Path(settings.HOME).resolve()):
        return {**given, "folder": str(folder.resolve().relative_to(Path(settings.HOME).resolve()))}
    return dict(given)
