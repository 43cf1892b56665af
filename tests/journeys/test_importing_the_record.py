"""The operator imports what the House publishes, and a citizen finds who sits in it and what was said."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration

pytestmark = pytest.mark.browser

MEMBERS = """id;name;chamber;group;area;start_date
lighthouse-1;Amaranta Pharos;Assembly of Valmora;Lighthouse List;Caleta Honda;2026-01-01
lighthouse-2;;Assembly of Valmora;Lighthouse List;Caleta Honda;2026-01-01
"""
SITTING = """<?xml version="1.0" encoding="UTF-8"?>
<publicwhip>
<major-heading id="uk.org.publicwhip/debate/2025-11-13a.1.0" time="11:30:00">Foghorns at night</major-heading>
<speech id="uk.org.publicwhip/debate/2025-11-13a.1.1" speakername="Amaranta Pharos" time="11:31:00">
<p pid="a.1.1/1">Whoever sleeps beside a foghorn knows why it is to be turned to the sea.</p></speech>
<speech id="uk.org.publicwhip/debate/2025-11-13a.1.2" speakername="Keeper of the Lamps" time="11:32:00">
<p pid="a.1.2/1">It was turned to the land when there were no houses.</p></speech>
</publicwhip>
"""


def test_a_list_of_members_goes_in_and_is_found(arrive: Arrive, demonstration: Demonstration, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text(MEMBERS, encoding="utf-8")

    printed = demonstration.imports(file)
    assert "line 3: lighthouse-2: it has no name or no id" in printed

    citizen = arrive()
    citizen.opens("/record/search/")
    citizen.writes("Words to look for", "Pharos")
    citizen.presses("Search")
    citizen.waits_for(re.compile("Amaranta Pharos"))
    citizen.follows(re.compile("Amaranta Pharos"))
    citizen.sees("Lighthouse List", "Caleta Honda")


def test_a_sitting_goes_in_and_is_read(arrive: Arrive, demonstration: Demonstration, tmp_path: Path) -> None:
    file = tmp_path / "sitting.xml"
    file.write_text(SITTING, encoding="utf-8")
    demonstration.imports(file)

    citizen = arrive()
    citizen.opens("/record/search/")
    citizen.writes("Words to look for", "foghorn")
    citizen.presses("Search")
    citizen.waits_for(re.compile("sleeps beside a"))
    citizen.opens_row(re.compile("sleeps beside a"))
    citizen.follows("In the whole debate")
    citizen.sees("Foghorns at night", "It was turned to the land when there were no houses.")
