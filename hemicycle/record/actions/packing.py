"""Making the file of the whole record."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.files import File

from hemicycle.record.actions.indexing import ask_for_dataset
from hemicycle.record.exporters import dataset
from hemicycle.record.exporters.public_rows import public
from hemicycle.record.models import Packing, Source
from hemicycle.rules import work
from hemicycle.rules.errors import StopRequested

# Of a record with more, the file itself lists them all.
MOST_SOURCES = 100
# Rows between two checks whether the worker has to stop.
STEP = 5_000


def run(job: Packing, tick: work.Tick) -> None:
    """As a worker runs it."""
    tick()
    pack(job, stopping=tick.stopping)


def pack(packing: Packing, *, stopping: Callable[[], bool] = lambda: False) -> None:
    """Write the file and its summary. Raises StopRequested when the worker must stop.

    The rows are read at one moment and nothing is written meanwhile; the pulse of the worker keeps the lease.
    """
    _forget_those_before()
    # An earlier attempt may have been withheld; what is read from here on is as it is now.
    Packing.objects.filter(pk=packing.pk).update(withheld_at=None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dataset.zip"
        rows = dataset.write(path, passing=_until(stopping))
        with path.open("rb") as file:
            packing.digest = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            packing.file.save(f"{packing.digest[:16]}.zip", File(file), save=False)
        without = public(Source).filter(licence="").values("address").distinct().count()
        packing.summary = {"rows": rows, "without_licence": without, **_described(path)}
        packing.size = path.stat().st_size
    packing.save(update_fields=["file", "size", "digest", "summary"])
    if Packing.objects.filter(pk=packing.pk).exclude(withheld_at=None).exists():
        ask_for_dataset()


def _until(stopping: Callable[[], bool]) -> Callable[[Iterable[Any]], Iterable[Any]]:
    def passing(rows: Iterable[Any]) -> Iterable[Any]:
        for number, row in enumerate(rows):
            if number % STEP == 0 and stopping():
                raise StopRequested
            yield row

    return passing


def _described(path: Path) -> dict[str, Any]:
    """What the package says of itself."""
    with zipfile.ZipFile(path) as archive:
        package = json.loads(archive.read("datapackage.json"))
    return {
        "version": package["version"],
        "licences": [one.get("path") or one.get("title") or one["name"] for one in package["licenses"]],
        "sources": [one["title"] for one in package["sources"][:MOST_SOURCES]],
        "source_count": len(package["sources"]),
    }


def _forget_those_before() -> None:
    """All that ended, with their files, but for the newest that is offered: somebody may be fetching it."""
    newest = Packing.objects.offered().first()
    for old in Packing.objects.exclude(finished_at=None):
        if old != newest:
            old.file.delete(save=False)
            old.delete()
