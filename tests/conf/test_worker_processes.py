"""Real worker processes, real signals."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conf.installation import Installation, wait_until

STEPS = 60


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one waiting job of sixty steps, and a lease of two seconds."""
    made = Installation(tmp_path_factory.mktemp("prepared"), settings="tests.settings")
    made.migrate()
    made.ask("INSERT INTO rules_parameterinforce (name, value, since) VALUES ('lease_seconds', '2', datetime('now'))")
    made.manage("count", str(STEPS))
    made.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    return made.home / "hemicycle.sqlite3"


@pytest.fixture
def installation(prepared: Path, tmp_path: Path) -> Installation:
    shutil.copy(prepared, tmp_path)
    return Installation(tmp_path, settings="tests.settings")


@pytest.fixture
def start(installation: Installation) -> Iterator[object]:
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        started.append(installation.start("worker"))
        return started[-1]

    yield begin
    for process in started:
        process.kill()
        process.wait()


def job(installation: Installation) -> tuple:
    return installation.ask("SELECT state, attempts, worker, done_steps FROM workbench_count")[0]


def numbers(installation: Installation) -> list[int]:
    return [row[0] for row in installation.ask("SELECT number FROM workbench_counted ORDER BY number")]


def test_a_worker_killed_in_the_middle_loses_nothing_and_leaves_nothing_running(installation, start) -> None:
    killed = start()
    wait_until(lambda: len(numbers(installation)) >= 3)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    state, attempts, worker, _ = job(installation)
    assert (state, attempts) == ("running", 1) and worker
    assert len(numbers(installation)) < STEPS

    start()
    wait_until(lambda: job(installation)[0] == "done")
    assert job(installation) == ("done", 2, "", STEPS)
    assert numbers(installation) == list(range(STEPS))


def test_a_worker_asked_to_stop_gives_its_job_back_at_once_and_unharmed(installation, start) -> None:
    stopped = start()
    wait_until(lambda: len(numbers(installation)) >= 3)
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(20) == 0
    assert job(installation)[:3] == ("waiting", 0, "")
    assert 3 <= len(numbers(installation)) < STEPS
    assert installation.ask("SELECT count(*) FROM rules_workerseen") == [(0,)]


def test_of_two_workers_one_does_the_job_and_it_is_done_once(installation, start) -> None:
    start(), start()
    wait_until(lambda: job(installation)[0] == "done")
    assert job(installation)[1] == 1
    assert numbers(installation) == list(range(STEPS))


def test_a_job_cancelled_by_a_person_stops_within_seconds(installation, start) -> None:
    start()
    wait_until(lambda: len(numbers(installation)) >= 3)
    installation.ask(
        "UPDATE workbench_count SET state='cancelled', worker='', lease_until=NULL, finished_at=datetime('now')"
    )
    wait_until(lambda: "put down" in (installation.home / "process.log").read_text())
    assert job(installation)[0] == "cancelled"
    assert len(numbers(installation)) < STEPS
