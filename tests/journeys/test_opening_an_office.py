"""An administrator opens an office and corrects a mistyped address; a second person confirms its first administrator, who
signs in and invites a colleague."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

PASSWORD = "a quiet harbour at four"
LINK = re.compile(r"https?://\S+/account/\S+")


def test_an_administrator_opens_an_office_and_its_first_person_invites_a_colleague(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    name = demonstration.new_name("library")
    mine, theirs = f"{name}@valmora.example", f"reader.{name}@valmora.example"

    opener = arrive("administrator")
    opener.goes_to("People")
    opener.follows("Open an office")
    opener.ticks("Office of the House")
    opener.writes("Name of the office", f"Library {name}")
    opener.writes("Name of the first administrator", f"Librarian {name}")
    opener.writes("E-mail address of the first administrator", f"{name}.mistyped@valmora.example")
    opener.presses("Open the office")
    opener.sees(re.compile(f"Library {name}"), re.compile(f"{name}.mistyped@valmora.example"))
    opener.follows(re.compile(f"Librarian {name}"))
    opener.writes("Right address", mine)
    opener.presses("Correct the address")
    opener.sees(re.compile(f"Librarian {name}"), mine)

    second = arrive("clerk")
    second.goes_to("People")
    # Of the two buttons that name them, *Confirm* comes first.
    second.presses(re.compile(f"Librarian {name}"))

    administrator = arrive(name="administrator of the office")
    invitation = demonstration.mail_to(mine).get_content()
    assert f"Library {name}" in invitation
    administrator.opens(LINK.search(invitation).group())
    sets_a_password(administrator)
    administrator.signs_in(mine, PASSWORD)

    administrator.goes_to("People")
    administrator.writes("E-mail address", theirs)
    administrator.writes("Name", "The Reader")
    administrator.chooses("Office", re.compile(name))
    administrator.ticks("Communications officer")
    administrator.presses("Invite")
    administrator.sees(theirs)

    colleague = arrive(name="colleague")
    colleague.opens(LINK.search(demonstration.mail_to(theirs).get_content()).group())
    sets_a_password(colleague)
    colleague.signs_in(theirs, PASSWORD)
    colleague.sees("The Reader")
    colleague.goes_to("Desk")
    colleague.sees("New announcement")


def sets_a_password(person: Person) -> None:
    for again in person.page.locator("main input[type=password]").all():
        again.fill(PASSWORD)
    person.presses("Set the password")
