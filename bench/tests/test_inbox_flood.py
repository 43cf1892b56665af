"""What the flood counts: nothing may be lost, and nobody hears twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

from inbox_speed import page_of

from tests import migrated

BENCH = Path(__file__).parent.parent


def test_a_small_flood_loses_nothing(tmp_path):
    migrated.copy_to(tmp_path / "hemicycle.sqlite3", settings="hemicycle.conf.settings")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEMICYCLE_")}
    own = {"HEMICYCLE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "hemicycle.conf.settings"}
    command = [sys.executable, str(BENCH / "inbox_flood.py"), "--messages", "10", "--kills", "0", "--ways", "web,sms"]
    done = subprocess.run(command, check=False, env=kept | own, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr[-2_000:]
    found = json.loads(next(line for line in done.stdout.splitlines() if line.startswith('{"messages"')))
    # Twenty forms an hour from one network; sixty text messages of one person are one case.
    assert (found["ways"]["web"]["stored"], found["ways"]["web"]["refused"]) == (5 + 10, 50)
    assert (found["ways"]["sms"]["stored"], found["ways"]["sms"]["cases"]) == (65, 6)
    assert found["told"]["twice"] == 0


def test_the_page_of_the_inbox_names_each_view_by_database():
    asked = {"to do": {"queries": 18, "ms": 41.4}}
    *_said, shown = page_of({"SQLite": asked, "PostgreSQL": asked}, 1_000_000)
    assert "| to do | 18 | 41 | 18 | 41 |" in shown
