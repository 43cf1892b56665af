"""The tests of the floor, the accounts, the channels and the search, run once more on PostgreSQL."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conf.installation import ROOT, wait_until

MISSING = not shutil.which("initdb") and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = pytest.mark.skipif(MISSING, reason="PostgreSQL is not here")


@pytest.fixture
def address() -> Iterator[str]:
    """A server of its own, in a folder that its own user may read."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="hemicycle-postgres-") as folder:
        Path(folder).chmod(0o755)
        command = [str(ROOT / "deploy/start-postgres.sh"), folder, str(port)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until(lambda: Path(folder, f".s.PGSQL.{port}").exists())
            yield f"postgres://hemicycle@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait()


def test_the_floor_holds_on_postgresql(address: str) -> None:
    folders = ("tests/rules", "tests/accounts", "tests/channels", "tests/record/search/test_index.py")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *folders]
    environment = os.environ | {"DATABASE_URL": address, "PYTEST_XDIST_WORKER": "", "HEMICYCLE_SEARCH": "postgres"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert run.returncode == 0, run.stdout[-4000:]
