"""An election comes: what the policy stops stops at once and waits, the record goes on, and two people end it early."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, begins, releases, titled
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

TITLES = {
    "en": "Two evenings on how a bill becomes law",
    "fr": "Deux soirées sur le parcours d’une loi",
    "es": "Dos tardes sobre cómo se hace una ley",
}
TEXTS = {
    "en": "Come and ask the clerks how a bill becomes law.",
    "fr": "Venez demander aux secrétaires des commissions comment une loi se fait.",
    "es": "Venga a preguntar a los letrados cómo se hace una ley.",
}
ELECTION = "Election period"


def test_what_an_election_stops_waits_and_comes_back(arrive: Arrive, demonstration: Demonstration) -> None:
    secretary, officer, citizen = arrive("secretary"), arrive("officer"), arrive()
    begins_an_election(secretary)

    citizen.opens("/")
    citizen.follows("What this means")
    citizen.sees("text messages and e-mails to followers", "corrections and withdrawals")

    titles = titled(TITLES, demonstration.new_name("bill"))
    title = titles[officer.language]
    invites(officer, titles)
    approve(title, arrive("editor"), arrive("second.editor"))
    releases(officer, title)
    officer.sees(re.compile(waits_for_the_end(officer)))
    citizen.opens("/announcements/")
    assert title not in citizen.page.content()

    asks_to_end_it(secretary)
    ends_it(arrive("second.secretary"))
    citizen.opens("/")
    assert not citizen.page.get_by_role("link", name=citizen.reads("What this means")).count()
    officer.opens("/desk/")
    officer.waits_for("Choose a new time")
    officer.opens_from_the_desk(title)
    officer.follows("Choose a new time")
    officer.presses("Set the time and submit")
    officer.sees("In review")


def begins_an_election(secretary: Person) -> None:
    secretary.goes_to("Sensitive periods")
    kinds = secretary.page.locator("#plan tr").filter(has_text=secretary.reads(ELECTION))
    secretary.follows(re.compile(""), within=kinds)
    secretary.presses("See what will happen")
    secretary.sees("It begins at once.", "To end it earlier takes two people.")
    secretary.presses("Begin now")
    secretary.sees("It is in force.")


def invites(officer: Person, titles: dict[str, str]) -> None:
    """To take part: what an election period stops."""
    begins(officer, titles, TEXTS, on=("Website",))
    officer.unfolds("Purpose and topics")
    officer.chooses("Purpose", "Invite to take part")
    officer.waits_until_saved()
    officer.presses("Submit for review")


def waits_for_the_end(person: Person) -> str:
    said = person.reads("Waits for the end of the election period (%(until)s)").pattern
    return said.partition(r"\(")[0]


def asks_to_end_it(secretary: Person) -> None:
    opens_the_election(secretary)
    secretary.presses("Ask to end it early")
    secretary.sees("Somebody else of your office has to confirm it.")


def ends_it(second: Person) -> None:
    opens_the_election(second)
    second.presses("End it early")
    second.sees("It is over. What waited comes back to those who wrote it.")


def opens_the_election(person: Person) -> None:
    person.goes_to("Sensitive periods")
    person.follows(ELECTION, within=person.page.locator("main table").first)
