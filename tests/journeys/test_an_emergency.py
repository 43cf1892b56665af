"""A flood: two people put a rule of the policy aside for two hours, everybody reads why, and it is put back."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

NEEDED = "How many people must approve a sensitive announcement"
WHY = "The river rises, and warnings cannot wait for three people."


def test_two_people_put_a_rule_aside_and_everybody_reads_why(arrive: Arrive) -> None:
    secretary, second, citizen = arrive("secretary"), arrive("second.secretary"), arrive()
    asks_for_it(secretary)
    confirms_it(second)

    citizen.opens("/")
    citizen.sees(re.compile(WHY[:20]))
    citizen.follows("Policy", within=citizen.page.locator("footer"))
    citizen.sees(re.compile(WHY[:20]))

    secretary.opens("/policy/overrides/")
    secretary.presses("End it now")
    citizen.opens("/")
    assert WHY[:20] not in citizen.page.content()


def asks_for_it(secretary: Person) -> None:
    secretary.goes_to("Policy")
    secretary.follows("Emergency overrides")
    secretary.follows("Ask for an override")
    secretary.ticks(NEEDED)
    secretary.presses("Next")
    secretary.writes(NEEDED, "1")
    secretary.writes("Reason", WHY)
    secretary.writes("For how many hours", "2")
    secretary.presses("Ask for it")
    secretary.sees("Another person confirms it; they were notified.")


def confirms_it(second: Person) -> None:
    """They find it where their work begins."""
    second.goes_to("Policy")
    second.follows("An emergency override: confirm it or leave it")
    second.presses("Confirm and put in force")
    second.sees("In force now")
