"""Somebody heard that a speech was made, finds it, copies its link; a newspaper embeds it, and its readers get there."""

from urllib.parse import urlsplit

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser


def test_a_speech_is_found_embedded_elsewhere_and_read_on(arrive: Arrive) -> None:
    citizen = arrive()
    citizen.opens("/record/search/")
    citizen.writes("Words to look for", "dirty water")
    citizen.presses("Search")
    citizen.page.locator("#results ol a[href*='/speeches/']").first.click()
    citizen.presses("Copy the link")
    citizen.sees("Link copied.")
    citizen.presses("Copy the quotation as HTML")
    citizen.sees("Quotation copied.")
    quotation, speech = citizen.page.evaluate("navigator.clipboard.readText()"), urlsplit(citizen.page.url)

    # A newspaper puts it into a page of its own, and somebody there wants to read on.
    citizen.page.set_content(f"<!doctype html><title>A newspaper</title><main>{quotation}</main>")
    citizen.sees("Duncan Fairweather")
    citizen.page.get_by_role("main").get_by_role("link").last.click()
    citizen.page.wait_for_url(lambda url: urlsplit(url).path == speech.path)
    citizen.sees("Copy the link")
