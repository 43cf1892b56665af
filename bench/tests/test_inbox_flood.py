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
    web, texts = found["ways"]["web"], found["ways"]["sms"]
    # Ten letters a day with one address; of several at the same moment the count may miss some.
    assert web["stored"] + web["refused"] == 65 and web["refused"] >= 40
    # Sixty text messages of one person are one case.
    assert (texts["stored"], texts["cases"]) == (65, 6)
    assert found["heard"]["twice"] == 0


def test_the_page_of_the_inbox_names_each_view_by_database():
    asked = {"to do": {"queries": 18, "ms": 41.4}}
    *_said, shown = page_of({"SQLite": asked, "PostgreSQL": asked}, 1_000_000)
    assert "| to do | 18 | 41 | 18 | 41 |" in shown
