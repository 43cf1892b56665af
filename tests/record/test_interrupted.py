"""An import killed in the middle, by a signal that nobody can catch, and begun again."""

import shutil
import time
from pathlib import Path

import pytest

from tests.conf.installation import Installation, wait_until

from .portrait import portrait

FILES = (
    "uk/twfy_standing2009-10-20_CHILDPOV_08-0_2009-10-29a.xml",
    "uk/twfy_debates2009-10-28c.xml",
    "canada/hansard_42-1-2-en.xml",
)
# A sitting with what it consists of.
SITTINGS = """
    SELECT date, (SELECT count(*) FROM record_contribution WHERE sitting_id = s.id),
        (SELECT count(*) FROM record_voteevent WHERE sitting_id = s.id)
    FROM record_sitting s
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = Installation(tmp_path_factory.mktemp("empty"))
    made.migrate()
    made.ask("PRAGMA wal_checkpoint(TRUNCATE)")
    return made.home / "hemicycle.sqlite3"


def copied(empty: Path, home: Path) -> Installation:
    home.mkdir(exist_ok=True)
    shutil.copy(empty, home)
    return Installation(home)


@pytest.fixture(scope="module")
def clean(empty: Path, record_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    there = copied(empty, tmp_path_factory.mktemp("clean"))
    assert there.hemicycle("import", *(str(record_files / name) for name in FILES)).returncode == 0
    return there


@pytest.mark.parametrize("delay", [0.0, 0.3])
def test_an_import_killed_and_begun_again_leaves_the_record_of_one_clean_run(
    record_files, empty, clean, tmp_path, delay
):
    there = copied(empty, tmp_path / "there")
    files = [str(record_files / name) for name in FILES]
    with there.running("import", *files):
        wait_until(lambda: there.ask("SELECT count(*) FROM record_sitting") >= [(1,)])
        time.sleep(delay)
    # How many files were through depends on the machine; each is there whole or not at all.
    assert 1 <= len(there.ask(SITTINGS)) <= len(FILES)
    assert set(there.ask(SITTINGS)) <= set(clean.ask(SITTINGS))
    assert there.hemicycle("import", *files).returncode == 0
    assert portrait(there.home / "hemicycle.sqlite3") == portrait(clean.home / "hemicycle.sqlite3")
