"""A PostgreSQL of a test's own, which may be restarted."""

import shutil
import signal
import socket
import subprocess
from pathlib import Path

import psycopg

from tests.conf.installation import ROOT, wait_until


def is_here() -> bool:
    return bool(shutil.which("initdb")) or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class Postgres:
    """In a folder that its own user may read; the second start goes on with what the first one wrote."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"postgres://hemicycle@127.0.0.1:{self.port}/postgres"
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(ROOT / "deploy/start-postgres.sh"), str(self.folder), str(self.port)]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers)

    def _answers(self) -> bool:
        try:
            return self.ask("SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False

    def stop(self) -> None:
        """As a restart by the system does: whoever is connected is cut off (pg_ctl's "fast")."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait()
            self._server = None

    def ask(self, sql: str) -> list[tuple]:
        with psycopg.connect(self.address, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
