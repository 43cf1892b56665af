"""What can be said of the files before any of them is read, in the words of those who read them."""

from collections.abc import Iterable
from pathlib import Path

from hearhear.errors import UnreadableFile


def refuse_nothing(paths: Iterable[Path]) -> None:
    """Raises UnreadableFile for a file that is not there, or that has nothing in it."""
    for path in paths:
        if not path.exists():
            raise UnreadableFile(path, "missing", "there is no such file")
        if path.is_file() and path.stat().st_size == 0:
            raise UnreadableFile(path, "empty", "the file is empty")
