"""A file, or a folder, that is whole or not there: written under another name beside it, then renamed."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from hemicycle.record.exporters.formats import Format
from hemicycle.record.exporters.scope import Scope


def export(form: Format, scope: Scope, out: Path) -> None:
    """Write what `scope` asks for. Raises NothingToExport, or OSError where the disk refuses; then `out` is untouched.

    A file that is there is replaced; a folder is not, because nobody can tell whose files are in it.
    """
    begun = out.with_name(f".{out.name}.{secrets.token_hex(4)}.part")
    try:
        if form.chunks is not None:
            _write(form.chunks(scope), begun)
        else:
            begun.mkdir()
            assert form.fill is not None
            form.fill(scope, begun)
        begun.replace(out)
    finally:
        _forget(begun)


def _write(chunks: Iterable[bytes], path: Path) -> None:
    with path.open("xb") as file:
        file.writelines(chunks)
        file.flush()
        os.fsync(file.fileno())


def _forget(begun: Path) -> None:
    remove: Callable[[Path], None] = shutil.rmtree if begun.is_dir() else lambda path: path.unlink(missing_ok=True)
    remove(begun)
