"""Somebody heard that a speech was made, finds it, copies its link, and what a network makes of the link is a card."""

import re
from urllib.parse import urljoin

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser


def test_a_speech_is_found_and_its_link_becomes_a_card(arrive: Arrive) -> None:
    citizen = arrive()
    citizen.opens("/record/search/")
    citizen.writes("Words to look for", "dirty water")
    citizen.presses("Search")
    citizen.page.locator("#results ol a[href*='/speeches/']").first.click()
    citizen.presses("Copy the link")
    citizen.sees("Link copied.")
    citizen.presses("Copy the quotation as HTML")
    citizen.sees("Quotation copied.")
    assert "<blockquote cite=" in citizen.page.evaluate("navigator.clipboard.readText()")

    link = citizen.page.locator("link[type='application/json+oembed']").get_attribute("href")
    assert link
    card = citizen.page.request.get(urljoin(citizen.page.url, link)).json()
    assert card["type"] in ("rich", "link")
    assert re.search(r"\w", card["title"])
