"""A database with every migration applied, made once and copied by whoever begins with one.

Applying them takes longer than most files of tests. What is kept, in pytest's cache, is made anew when a migration, the
settings or a locked package changes; processes that want it at once wait for the first.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "databases"


HOUSE = "hemicycle.conf.settings"


def copy_to(path: Path, *, settings: str) -> None:
    """`settings`: the module by which it was migrated."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = _made(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(made, path)


def _made(settings: str) -> Path:
    made = KEPT / f"{settings}-{_digest()}.sqlite3"
    if not made.exists():
        for old in KEPT.glob(f"{settings}-*.sqlite3"):
            old.unlink()
        # The settings of the tests have one app more than those of a House, and go on from its database.
        _make(made, settings, begin=None if settings == HOUSE else _made(HOUSE))
    return made


def _make(made: Path, settings: str, *, begin: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="hemicycle-migrating-") as folder:
        database = Path(folder, "hemicycle.sqlite3")
        if begin:
            shutil.copy(begin, database)
        given = dict.fromkeys(("HEMICYCLE_HOME", "HEMICYCLE_TEST_HOME"), folder)
        environment = {n: v for n, v in os.environ.items() if not n.startswith("HEMICYCLE_") and n != "DATABASE_URL"}
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
            cwd=ROOT, env=environment | given | {"DJANGO_SETTINGS_MODULE": settings}, check=True,
        )  # fmt: skip
        with closing(sqlite3.connect(database)) as line:
            line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.move(database, made)


def _digest() -> str:
    """Of all that decides what the tables are."""
    files = [*(ROOT / "hemicycle").rglob("migrations/*.py"), *(ROOT / "tests").rglob("migrations/*.py")]
    files += [ROOT / "hemicycle/conf/settings.py", ROOT / "tests/settings.py", ROOT / "requirements-test.lock"]
    found = hashlib.sha256()
    for path in sorted(files):
        found.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return found.hexdigest()[:16]
