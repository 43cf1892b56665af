"""A citizen wants to write to whoever represents them, and does not know who that is; another doubts an address."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.test_following_a_bill import BILL

pytestmark = pytest.mark.browser


def test_a_citizen_finds_their_member_and_how_to_write(arrive: Arrive) -> None:
    citizen = arrive()
    citizen.sees("Write to the House")

    citizen.follows("Who represents me", within=citizen.page.locator("main"))
    citizen.writes(re.compile("postcode|postal", re.IGNORECASE), " DOCKSIDE ")
    citizen.presses(re.compile("^(Find|Chercher|Buscar)"), within=citizen.page.locator("main"))
    citizen.sees(re.compile("Castelmere"))
    citizen.page.get_by_role("region", name=re.compile("Castelmere")).get_by_role("link").first.click()
    citizen.sees(re.compile("Castelmere"), re.compile("@"))


def test_who_would_rather_post_a_letter_finds_where_to(arrive: Arrive) -> None:
    citizen = arrive()
    citizen.opens("/record/bills/")
    citizen.follows(BILL)
    citizen.follows("Write a letter", within=citizen.page.locator("main"))
    citizen.sees("Other ways to write", "letters@valmora.example", "By post", "Harbour Square 1")


def test_a_citizen_who_doubts_an_address_learns_whether_it_is_the_houses(arrive: Arrive) -> None:
    citizen = arrive()
    citizen.follows("Our accounts")
    citizen.writes("Address, handle or number", "Letters@Valmora.example")
    citizen.presses("Check")
    citizen.sees("Yes: this is an account of the House", "letters@valmora.example")

    citizen.writes("Address, handle or number", "letters@valmora-example.test")
    citizen.presses("Check")
    citizen.sees("No: it looks like one of our accounts and is not ours", "Report it to us")
