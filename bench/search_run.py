"""One installation of search: `search_run.py load SITTINGS` makes record and index, `search_run.py ask` asks it.

DATABASE_URL and HEMICYCLE_SEARCH say which engine. Core seconds are those of this process and, with PostgreSQL, of the
process of the server that answers it.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django
import numpy as np
from django.conf import settings
from django.core.management import call_command
from django.db import connection

django.setup()

from questions import Asked, questions  # noqa: E402
from speeches import SPEECHES_A_SITTING, Speeches, load  # noqa: E402

from hemicycle.record.search import in_process, postgres  # noqa: E402
from hemicycle.record.search.engine import Criteria, engine  # noqa: E402
from hemicycle.record.search.finding import criteria, find  # noqa: E402
from hemicycle.record.search.writing import rebuild  # noqa: E402

# A page of results.
SHOWN, RUNS, SEED = 20, 5, 1
NOBODY = None


def loaded(sittings: int) -> dict[str, float]:
    call_command("migrate", verbosity=0)
    begun = time.monotonic(), time.process_time()
    load(Speeches(SEED), sittings)
    rows = time.monotonic(), time.process_time()
    entries = rebuild(waiting=lambda: None)
    done = time.monotonic(), time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {
        "speeches": sittings * SPEECHES_A_SITTING,
        "entries": entries,
        "load_seconds": rows[0] - begun[0],
        "load_core": rows[1] - begun[1],
        "index_seconds": done[0] - rows[0],
        "index_core": done[1] - rows[1],
    }


def asked() -> dict[str, Any]:
    """For each question what it costs three ways: the bare engine, our keys, our page; the median of several runs."""
    sample = list(questions(SEED))
    bare = _bare_postgres if settings.SEARCH == "postgres" else _bare_tantivy
    with _Meter() as meter:
        measured = [_measured(meter, one, bare) for one in sample]
    return {"questions": measured}


def _measured(meter: "_Meter", one: Asked, bare: Callable[[Criteria], Callable[[], object]]) -> dict[str, Any]:
    wanted = criteria(one.question)
    ways: dict[str, Callable[[], object]] = {
        "bare": bare(wanted),
        "keys": lambda: engine().find(criteria(one.question), offset=0, limit=SHOWN),
        "page": lambda: find(one.question, to=NOBODY, limit=SHOWN),
    }
    for way in ways.values():
        way()
    runs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            runs[name].append(meter.of(way))
    found = find(one.question, to=NOBODY, limit=SHOWN)
    return {
        "kind": one.kind,
        "total": found.total,
        **{name: float(np.median(several)) for name, several in runs.items()},
    }


def _bare_tantivy(wanted: Criteria) -> Callable[[], object]:
    """The same query, ready made, given to Tantivy: the keys of the best, and how many there are."""
    searcher = in_process.InProcess()._searcher()
    assert searcher is not None
    query = in_process._query(searcher, wanted)

    def ask() -> object:
        hits = searcher.search(query, limit=SHOWN).hits if query is not None else []
        return [searcher.doc(address).get_first("key") for _, address in hits]

    return ask


def _bare_postgres(wanted: Criteria) -> Callable[[], object]:
    """The same condition, ready made, given to the server: the best by rank."""
    where, values, rank, ranked = postgres._where(wanted)
    order = f"{rank} DESC" if rank else "day DESC NULLS LAST"
    sql = f"SELECT key FROM {postgres.ENTRIES} WHERE {where} ORDER BY {order} LIMIT {SHOWN}"

    def ask() -> object:
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, *ranked])
            return cursor.fetchall()

    return ask


class _Meter:
    """Core seconds of this process and of the server's process behind its connection."""

    def __enter__(self) -> "_Meter":
        self.server: Path | None = None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # The server's helpers would work on cores that nobody counts.
                cursor.execute("SET max_parallel_workers_per_gather = 0")
                cursor.execute("SELECT pg_backend_pid()")
                self.server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        return self

    def __exit__(self, *_error: object) -> None:
        self.server = None

    def of(self, do: Callable[[], object]) -> float:
        begun = self._now()
        do()
        return self._now() - begun

    def _now(self) -> float:
        there = int(self.server.read_text().split()[0]) / 1e9 if self.server else 0.0
        return time.process_time() + there


def _results() -> Iterator[dict[str, Any]]:
    match sys.argv[1:]:
        case ["load", sittings]:
            yield loaded(int(sittings))
        case ["ask"]:
            yield asked()


if __name__ == "__main__":
    for measured in _results():
        print(json.dumps(measured))
