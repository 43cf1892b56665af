"""A network takes nothing from a machine: somebody posts it there, and says where."""

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser


def test_what_was_posted_by_hand_is_ticked_off(arrive: Arrive) -> None:
    officer = arrive("officer")
    officer.goes_to("Channels")
    officer.follows("To post by hand")
    officer.page.locator("main table").first.get_by_role("link").first.click()
    officer.presses("Copy the text")
    officer.sees("Copied.")
    for step in officer.page.get_by_role("group", name=officer.reads("Checklist")).get_by_role("checkbox").all():
        step.check()
    # Each post has an address of its own: here by the number of its page.
    post = officer.page.url.rstrip("/").rpartition("/")[2]
    officer.writes("Address of the post", f"https://www.facebook.com/assembly.of.valmora/posts/1000000000{post}")
    officer.presses("Mark as posted")
    officer.sees("Recently posted")
