"""A bill followed by e-mail and by text message, changed, and ended."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

LINK = re.compile(r"https?://\S+")
# As the record calls it in each language.
BILL = re.compile("River and Coastal Waters|eaux des rivières|aguas", re.IGNORECASE)


def test_by_email_less_often_and_then_no_more(arrive: Arrive, demonstration: Demonstration) -> None:
    citizen = arrive()
    follows_the_bill(citizen, demonstration)

    citizen.ticks("Once a week, in one message")
    citizen.presses("Save", within=citizen.page.locator("main"))
    citizen.opens(citizen.page.url)
    citizen.finds_ticked("Once a week, in one message")

    citizen.presses("Stop following everything")
    citizen.sees("Everything has been stopped")


def follows_the_bill(citizen: Person, demonstration: Demonstration) -> str:
    """By e-mail, at once; their address."""
    mine = demonstration.new_mailbox()
    citizen.opens("/record/bills/")
    citizen.follows(BILL)
    citizen.follows(re.compile("^(Follow|Suivre|Seguir)"), within=citizen.page.locator("main"))
    citizen.writes("E-mail address", mine)
    citizen.presses("Follow", within=citizen.page.locator("main"))
    citizen.sees("One more step")
    citizen.opens(link_in(demonstration.mail_to(mine).get_body(("plain",)).get_content()))
    citizen.presses("Confirm")
    citizen.sees("You follow", "12")
    return mine


# As the page says them, and as a person types them.
KEYWORDS = {"en": ("FOLLOW", "YES", "STATUS"), "fr": ("SUIVRE", "OUI", "ETAT"), "es": ("SEGUIR", "SI", "ESTADO")}


def test_by_text_message_without_an_account(arrive: Arrive, demonstration: Demonstration, way: Way) -> None:
    follow, yes, status = KEYWORDS[way.language]
    number = demonstration.new_number()
    citizen = arrive()
    citizen.opens("/follow/")
    citizen.sees("+999600100", f"{follow} 12", f"{status} 12")

    assert yes in demonstration.answer_to(number, f"{follow} 12")
    assert "12" in demonstration.answer_to(number, yes)
    assert "12" in demonstration.answer_to(number, f"{status} 12")
    assert "STOP" not in demonstration.answer_to(number, "STOP")


def link_in(words: str) -> str:
    found = LINK.search(words)
    assert found, words
    return found.group()
