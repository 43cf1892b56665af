"""The assistant of a member begins the day: what was said, what is next, and a text to share."""

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser


def test_an_assistant_finds_what_is_new_and_a_text_to_share(arrive: Arrive) -> None:
    assistant = arrive("member")
    assistant.sees("Latest speeches")
    assistant.page.locator("main summary").filter(has_text=assistant.reads("Share")).first.click()
    assistant.presses("Copy the link")
    assistant.sees("Link copied.")
