"""A real PostgreSQL is restarted while a real worker sends: rows of the fault table."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conf.installation import Installation, wait_until
from tests.conf.postgres import Postgres, is_here
from tests.gate import some
from tests.verification import faults
from tests.verification.dialogues import Smtp
from tests.verification.proxy import Fault

pytestmark = [pytest.mark.skipif(not is_here(), reason="PostgreSQL is not here")]

# An answer takes longer than PostgreSQL takes to stop, and comes before PostgreSQL is back.
SLOW = 3.0


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(prefix="hemicycle-postgres-") as folder:
        server = Postgres(Path(folder))
        try:
            server.start()
            installation(tmp_path_factory.mktemp("migrated"), server).manage("migrate", "--verbosity", "0")
            server.ask("INSERT INTO rules_parameterinforce (name, value, since) VALUES ('lease_seconds', '20', now())")
            yield server
        finally:
            server.stop()


def installation(home: Path, database: Postgres) -> Installation:
    return Installation(home, settings="tests.settings", sets={"DATABASE_URL": database.address})


@pytest.fixture
def house(database: Postgres, tmp_path: Path) -> Installation:
    return installation(tmp_path, database)


@pytest.fixture
def start(house: Installation) -> Iterator[object]:
    started: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        started.append(house.start("worker"))

    yield begin
    for process in started:
        process.kill()
        process.wait()


# Before it is sent, and before its answer is stored.
@pytest.mark.parametrize(("at", "letters"), some([("DATA", 2), (".", 1)], (".", 1)))
def test_a_restart_costs_no_letter_and_repeats_none(house, database, start, mail, proxied, request, at, letters):
    """At the second letter the status of the first is not stored yet either."""
    proxy = proxied(mail.smtp, Smtp, slow=SLOW)
    proxy.inject(Fault.DRIP, at=at, times=letters)
    people = [mail.box("ana"), mail.box("ben")]
    house.manage("mailing", str(proxy.port), *people)
    start()
    wait_until(lambda: len(proxy.injected) == letters)
    back_at = time.monotonic() + SLOW + 1
    database.stop()
    wait_until(lambda: time.monotonic() > back_at)
    database.start()
    wait_until(lambda: not set(states(database)) & {"waiting", "sending"})
    mail.settle()

    rows = [
        faults.Row("email", f"database restarted: {request.node.callspec.id}", len(mail.received(citizen)), state)
        for citizen, state in zip(people, states(database), strict=True)
    ]
    faults.ROWS.extend(rows)
    assert [row.verdict for row in rows] == ["once, not lost"] * 2


def states(database: Postgres) -> list[str]:
    """Of the last two letters, in their order."""
    return [state for (state,) in database.ask("SELECT state FROM channels_outbound ORDER BY id DESC LIMIT 2")][::-1]
