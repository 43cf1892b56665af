"""What has to hold on PostgreSQL too: `python -m tests.on_postgres` starts one, runs it there, and stops it.

Chosen are the tests of what the database itself keeps: constraints, locks and leases, who is first of two, what is
read through the wall of offices, and the search beside the tables. What a page shows is the same on both.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.conf.installation import ROOT
from tests.conf.postgres import Postgres, is_here

CHOSEN = (
    "tests/rules",
    "tests/accounts/test_tenancy.py",
    "tests/accounts/test_people.py",
    "tests/channels/test_sending.py",
    "tests/channels/test_inbound.py",
    "tests/channels/test_listening.py",
    "tests/channels/test_pausing.py",
    "tests/channels/fediverse/test_dispatching.py",
    "tests/channels/sms/test_keywords.py",
    "tests/follow/test_digests.py",
    "tests/desk/test_author_cannot_approve.py",
    "tests/desk/test_media_library.py",
    "tests/desk/test_releasing.py",
    "tests/desk/test_try_again.py",
    "tests/governance/test_amending_at_once.py",
    "tests/listening/test_corrections.py",
    "tests/record/search/test_index.py",
    "tests/record/search/test_slips.py",
)
# What SQLite alone has; and waiting for a slow server, which is the same on both.
NOT_HERE = ("--ignore=tests/rules/test_erasure.py", "-k", "not slow_server and not once_a_night_sqlite")


def main(arguments: list[str]) -> int:
    if not is_here():
        sys.stderr.write("PostgreSQL is not here: apt-get install postgresql\n")
        return 1 if os.environ.get("CI") == "true" else 0
    with tempfile.TemporaryDirectory(prefix="hemicycle-postgres-") as folder:
        server = Postgres(Path(folder))
        try:
            server.start()
            # The database goes with its server: taking it down before has to wait for whoever is still connected.
            how = ["-q", "-p", "no:cacheprovider", "-m", "not browser", "--reuse-db", *NOT_HERE]
            command = [sys.executable, "-m", "pytest", *how, *arguments, *CHOSEN]
            environment = os.environ | {"DATABASE_URL": server.address, "HEMICYCLE_SEARCH": "postgres"}
            return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        finally:
            server.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
