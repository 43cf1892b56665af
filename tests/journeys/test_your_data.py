"""Somebody asks what the House holds about them, shows that the address is theirs, and takes it away."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person
from tests.journeys.test_following_a_bill import follows_the_bill, link_in

pytestmark = pytest.mark.browser

CODE = re.compile(r"\b\d{4}[ \u00a0\u202f-]?\d{4}\b")


def test_what_is_held_is_asked_for_proved_answered_and_taken_away(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    citizen = arrive()
    mine = follows_the_bill(citizen, demonstration)
    asks(citizen, mine, demonstration)

    heard = len(demonstration.mails_to(mine))
    answers(arrive("clerk"))
    citizen.opens(link_in(text(demonstration, mine, after=heard)))
    takes_it_away(citizen, mine, demonstration)


def asks(citizen: Person, mine: str, demonstration: Demonstration) -> None:
    heard = len(demonstration.mails_to(mine))
    citizen.opens("/")
    citizen.follows("Your data", within=citizen.page.locator("footer"))
    citizen.ticks("Access: what do you hold about me?")
    citizen.writes("E-mail address", mine)
    citizen.presses("Send me the code")
    said = text(demonstration, mine, after=heard)
    citizen.opens(link_in(said))
    citizen.writes("Code", code_in(said))
    citizen.presses("Confirm")
    citizen.sees(re.compile("1 "))


def answers(clerk: Person) -> None:
    clerk.goes_to("Requests about data")
    clerk.page.locator("main table a").first.click()
    clerk.ticks("Do what the person asks for")
    clerk.presses("Decide")
    clerk.sees("Done. The person gets a message, and their address is forgotten when it has arrived.")


def takes_it_away(citizen: Person, mine: str, demonstration: Demonstration) -> None:
    heard = len(demonstration.mails_to(mine))
    citizen.presses("Send me a code")
    citizen.writes("Code", code_in(text(demonstration, mine, after=heard)))
    with citizen.page.expect_download() as download:
        citizen.page.get_by_role("button", name=citizen.reads("Open the package")).click()
    assert download.value.path().read_bytes().startswith(b"PK")


def text(demonstration: Demonstration, address: str, *, after: int) -> str:
    mail = demonstration.mail_to(address, after=after)
    return str(mail.get_body(("plain",)).get_content())


def code_in(words: str) -> str:
    found = CODE.search(words)
    assert found, words
    return found.group()
