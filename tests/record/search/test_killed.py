"""The search survives whatever happens to its workers: real processes, killed without warning."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tantivy import Index, Query

from hemicycle.record.search.entry import Kind
from hemicycle.record.search.in_process import LAYOUT, LockHeld, locked
from tests.conf.installation import Installation, wait_until

# Twenty of them are one commit.
DAYS, SPEECHES = 100, 10


def debates(day: str) -> str:
    at = f"uk.org.publicwhip/debate/{day}a"
    speeches = "".join(
        f'<speech id="{at}.1.{n + 2}" speakername="Ada Okafor" time="10:{n:02}:00">'
        f'<p pid="a.1.{n}/1">Speech {n} of day {day} on rivers and ferries.</p></speech>\n'
        for n in range(SPEECHES)
    )
    heading = f'<major-heading id="{at}.1.1" time="10:00:00">Rivers</major-heading>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<publicwhip latest="yes">\n{heading}\n{speeches}</publicwhip>\n'


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sittings, noted and not indexed, and a lease of one second."""
    made = Installation(tmp_path_factory.mktemp("prepared"))
    made.migrate()
    assert made.hemicycle("prepare").returncode == 0
    for name, value in {"lease_seconds": 1, "work_attempts": 9}.items():
        sql = "INSERT INTO rules_parameterinforce (name, value, since) VALUES (?, ?, datetime('now'))"
        made.ask(sql, name, str(value))
    files = []
    for day in range(DAYS):
        on = f"2001-{1 + day // 28:02}-{1 + day % 28:02}"
        file = made.home / f"debates{on}a.xml"
        file.write_text(debates(on))
        files.append(str(file))
    imported = made.hemicycle("import", *files)
    assert imported.returncode == 0, imported.stderr
    return made.home


@pytest.fixture
def installation(prepared: Path, tmp_path: Path) -> Installation:
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    return Installation(tmp_path)


def noted(installation: Installation) -> int:
    return installation.ask("SELECT count(*) FROM record_unindexed", timeout=5)[0][0]


def state(installation: Installation) -> list[str]:
    return [row[0] for row in installation.ask("SELECT state FROM record_indexing")]


def attempts(installation: Installation) -> int:
    return sum(row[0] for row in installation.ask("SELECT attempts FROM record_indexing", timeout=5))


def has_entries(home: Path) -> bool:
    """Whether the index holds anything, read from its list of segments.

    Whoever opens an index waits for its lock without end, and a worker may be suspended while it holds it.
    """
    listed = home / "search" / LAYOUT / "meta.json"
    return listed.exists() and any(part["max_doc"] for part in json.loads(listed.read_text())["segments"])


def entries(home: Path) -> list[str]:
    """The key of every entry, read by nothing of ours; what has no kind are vocabularies."""
    index = Index.open(str(home / "search" / LAYOUT))
    searcher = index.searcher()
    found = searcher.search(Query.term_set_query(index.schema, "kind", list(Kind.values)), limit=100_000)
    return sorted(str(searcher.doc(address).get_first("key")) for _, address in found.hits)


def is_held(lock: Path) -> bool:
    try:
        with locked(lock):
            return False
    except LockHeld:
        return True


def step_until(process: subprocess.Popen[bytes], true: Callable[[], bool]) -> None:
    """Let a process run for a few milliseconds at a time until a condition holds, and leave it suspended."""

    def stepped() -> bool:
        os.kill(process.pid, signal.SIGCONT)
        time.sleep(0.005)
        os.kill(process.pid, signal.SIGSTOP)
        try:
            return true()
        except sqlite3.OperationalError:
            # Suspended while it held the lock of the database, as when it opens it: nobody reads until it goes on.
            return False

    wait_until(stepped, every=0)


def test_a_worker_killed_at_any_time_loses_nothing_and_doubles_nothing(installation: Installation) -> None:
    everything = noted(installation)
    assert everything >= DAYS
    conditions: list[Callable[[], bool]] = [
        lambda: attempts(installation) == 1,
        lambda: has_entries(installation.home),
        lambda: noted(installation) < everything,
    ]
    for condition in conditions:
        with installation.running("worker") as worker:
            step_until(worker, condition)
            assert noted(installation), "it was done before it could be killed"

    with installation.running("worker"):
        wait_until(lambda: not noted(installation) and set(state(installation)) == {"done"})

    kept = entries(installation.home)
    assert len(kept) == len(set(kept))
    assert sum(key.startswith("speech:") for key in kept) == DAYS * SPEECHES
    installation.manage("rebuild_search")
    assert entries(installation.home) == kept


def test_a_rebuild_that_is_killed_leaves_the_search_as_it_was(installation: Installation) -> None:
    installation.manage("rebuild_search")
    before = entries(installation.home)
    with installation.managing("rebuild_search") as rebuilding:
        step_until(rebuilding, lambda: is_held(installation.home / "search" / "lock"))
    assert entries(installation.home) == before
    installation.manage("rebuild_search")
    assert entries(installation.home) == before
