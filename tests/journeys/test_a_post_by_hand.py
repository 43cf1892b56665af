"""A network takes nothing from a machine: somebody posts it there, and says where."""

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser


def test_what_was_posted_by_hand_is_ticked_off(arrive: Arrive) -> None:
    officer = arrive("officer")
    officer.goes_to("Channels")
    officer.follows("To post by hand")
    waiting = officer.page.locator("main table").first.locator("tbody tr")
    waiting.first.get_by_role("link").first.click()
    officer.sees("Copy")
