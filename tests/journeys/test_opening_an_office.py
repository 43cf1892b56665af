"""An office is opened on the server; its administrator signs in, invites a colleague, and a second person confirms the role."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

PASSWORD = "a quiet harbour at four"
LINK = re.compile(r"https?://\S+/account/\S+")


def test_an_administrator_opens_an_office_and_invites_a_colleague(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    slug = demonstration.new_name("library")
    mine, theirs = f"{slug}@valmora.example", f"reader.{slug}@valmora.example"

    told = demonstration.on_the_server(
        "open_office", slug, f"Library {slug}", "--email", mine, "--name", "The Librarian"
    )
    administrator = arrive(name="administrator")
    administrator.opens(LINK.search(told).group())
    sets_a_password(administrator)
    administrator.signs_in(mine, PASSWORD)

    administrator.goes_to("People")
    administrator.writes("E-mail address", theirs)
    administrator.writes("Name", "The Reader")
    administrator.chooses("Office", re.compile(slug))
    administrator.chooses("Role", "Communications officer")
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
