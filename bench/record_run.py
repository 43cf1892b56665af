"""One measurement of the record in a process and an installation of its own: `record_run.py speed|read|import FILE…`.

The least that an import can cost: lxml parses the file, and a bare `bulk_create` stores the same rows.
"""

import gc
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from lxml import etree

django.setup()

from hemicycle.record.importers import formats  # noqa: E402
from hemicycle.record.sources.receiving import receive  # noqa: E402

RUNS = 7
Measured = dict[str, float]


def speed(paths: list[Path]) -> Measured:
    """Core seconds, the median of several runs."""
    tables: list[Any] = list(apps.get_app_config("record").get_models())
    measured: dict[str, list[float]] = {"parse": [], "bare": [], "whole": [], "again": []}
    rows = 0
    for _ in range(RUNS):
        _empty(tables)
        measured["whole"].append(_seconds(lambda: _import(paths)))
        measured["again"].append(_seconds(lambda: _import(paths)))
        kept = [(table, list(table._base_manager.all())) for table in tables]
        rows = sum(len(found) for _table, found in kept)
        _empty(tables)
        measured["bare"].append(_seconds(lambda kept=kept: _store(kept)))
        measured["parse"].append(_seconds(lambda: _parse(paths)))
    return {name: sorted(values)[RUNS // 2] for name, values in measured.items()} | {"rows": rows}


def read(paths: list[Path]) -> Measured:
    seconds = _seconds(lambda: [None for path in paths for _paper in formats.recognise(path).read(path)])
    return {"peak": _peak(), "seconds": seconds}


def imported(paths: list[Path]) -> Measured:
    seconds = _seconds(lambda: _import(paths))
    return {"peak": _peak(), "seconds": seconds}


def _import(paths: list[Path]) -> None:
    for path in paths:
        receive(path, formats.recognise(path), by="bench")


def _parse(paths: list[Path]) -> None:
    for path in paths:
        etree.parse(str(path), etree.XMLParser(resolve_entities=False))


def _store(kept: list[tuple[Any, list[Any]]]) -> None:
    with transaction.atomic():
        for table, rows in kept:
            table._base_manager.bulk_create(rows, batch_size=1_000)


def _empty(tables: list[Any]) -> None:
    with connection.constraint_checks_disabled():
        for table in tables:
            table._base_manager.all()._raw_delete(connection.alias)


def _seconds(do: Callable[[], object]) -> float:
    """Nobody pays for what others left lying about."""
    gc.collect()
    begun = time.process_time()
    do()
    return time.process_time() - begun


def _peak() -> float:
    """Linux counts in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    what, *files = sys.argv[1:]
    print(json.dumps({"speed": speed, "read": read, "import": imported}[what]([Path(file) for file in files])))
