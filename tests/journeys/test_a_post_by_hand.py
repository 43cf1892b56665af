"""A network takes nothing from a machine: somebody posts it there, and says where."""

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration

pytestmark = pytest.mark.browser


def test_what_was_posted_by_hand_is_ticked_off(arrive: Arrive, demonstration: Demonstration) -> None:
    officer = arrive("officer")
    officer.goes_to("Channels")
    officer.follows("To post by hand")
    officer.page.locator("main table").first.get_by_role("link").first.click()
    officer.presses("Copy the text")
    officer.sees("Copied.")
    post = demonstration.new_number()[1:]
    officer.writes("Address of the post", f"https://www.facebook.com/assembly.of.valmora/posts/{post}")
    officer.presses("Mark as posted")
    officer.sees("Recently posted")
