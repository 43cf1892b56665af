"""The operator imports what the House publishes, and a citizen finds what was said in it."""

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
