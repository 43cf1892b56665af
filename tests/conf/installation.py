"""An installation of its own for tests that start real processes: its home folder, its database, its environment."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests import migrated

ROOT = Path(__file__).resolve().parent.parent.parent
# No command hangs for ever. To migrate an empty PostgreSQL takes a minute, and five where a gate runs on every core.
GUARD_SECONDS = 1_200


@dataclass(frozen=True)
class Installation:
    """`settings`: a House's own, or `tests.settings`, which brings the workbench. `sets`: more of the environment."""

    home: Path
    settings: str = "hemicycle.conf.settings"
    sets: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of ours that the tests themselves run under."""
        kept = {n: v for n, v in os.environ.items() if not n.startswith("HEMICYCLE_") and n != "DATABASE_URL"}
        home = {"HEMICYCLE_HOME": str(self.home), "HEMICYCLE_TEST_HOME": str(self.home)}
        # Reading what thousands of letters mean takes minutes, and no test of a process asks for it.
        quick = {"HEMICYCLE_EMBEDDINGS_MODEL": "none"}
        return kept | home | quick | {"DJANGO_SETTINGS_MODULE": self.settings} | dict(self.sets)

    def migrate(self) -> None:
        """Begin with a database that is migrated, on SQLite."""
        migrated.copy_to(self.home / "hemicycle.sqlite3", settings=self.settings)

    def manage(self, *arguments: str) -> str:
        return self._run([sys.executable, "manage.py", *arguments]).stdout

    def hemicycle(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`hemicycle …`, run to its end."""
        command = [sys.executable, "-m", "hemicycle.conf.cli", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=GUARD_SECONDS
        )

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """`hemicycle …`, left running, in a process group of its own; it writes into process.log."""
        return self._start([sys.executable, "-m", "hemicycle.conf.cli", *arguments])

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """`hemicycle …`, killed without warning in the end."""
        with _killed(self.start(*arguments)) as process:
            yield process

    @contextmanager
    def managing(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """`manage.py …`, killed without warning in the end."""
        with _killed(self._start([sys.executable, "manage.py", *arguments])) as process:
            yield process

    def _start(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.home / "process.log").open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def ask(self, sql: str, *values: object, timeout: float = 30) -> list[tuple]:
        with closing(sqlite3.connect(self.home / "hemicycle.sqlite3", timeout=timeout)) as database, database:
            return database.execute(sql, values).fetchall()

    def _run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True, timeout=GUARD_SECONDS
        )


@contextmanager
def _killed(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(
    true: Callable[[], bool], *, seconds: float = 150, every: float = 0.1, why: Callable[[], str] = str
) -> None:
    """Wait for something that another process does; the limit only ends a test that will fail, and `why` says it."""
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            raise AssertionError(f"it did not happen: {why()}")
        time.sleep(every)
