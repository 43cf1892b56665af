"""The tests of the floor, the accounts, the channels and the search, run once more on PostgreSQL."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conf.installation import ROOT
from tests.conf.postgres import Postgres, is_here

pytestmark = [pytest.mark.long, pytest.mark.skipif(not is_here(), reason="PostgreSQL is not here")]


@pytest.fixture
def address() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="hemicycle-postgres-") as folder:
        server = Postgres(Path(folder))
        try:
            server.start()
            yield server.address
        finally:
            server.stop()


def test_the_floor_holds_on_postgresql(address: str) -> None:
    folders = ("tests/rules", "tests/accounts", "tests/channels", "tests/record/search/test_index.py")
    # What a browser shows is the same on both, and takes longer than all the rest.
    # The database goes with its server: taking it down before has to wait for whoever is still connected.
    how = ("-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not browser", "--reuse-db")
    # So is what a network does.
    elsewhere = ("tests/channels/bluesky/test_network.py", "tests/channels/mastodon/test_snac.py")
    ignored = [f"--ignore={path}" for path in elsewhere]
    command = [sys.executable, "-m", "pytest", *how, *ignored, *folders]
    environment = os.environ | {"DATABASE_URL": address, "PYTEST_XDIST_WORKER": "", "HEMICYCLE_SEARCH": "postgres"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200)
    assert run.returncode == 0, run.stdout[-4000:]
