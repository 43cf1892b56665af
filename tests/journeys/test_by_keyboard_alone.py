"""A letter is written, confirmed, answered, and its answer taken back and sent again, without a mouse."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import A_WHILE_MS, link_in, words_of

pytestmark = pytest.mark.browser

ANSWER = "The committee sits on Thursday. Jeudi. Jueves."


def test_a_letter_is_written_and_answered_by_keyboard_alone(arrive: Arrive, demonstration: Demonstration) -> None:
    mine, citizen = demonstration.new_mailbox(), arrive()
    citizen.opens("/")
    citizen.enters("link", "Write to the House")
    citizen.types_in("What you want to say", "May we sit in the gallery, and how many of us?")
    citizen.types_in("Your e-mail address or mobile number", mine)
    citizen.page.wait_for_timeout(A_WHILE_MS)
    citizen.enters("button", "Send the letter")
    reference = re.compile(citizen.page.locator("#reference").inner_text())
    citizen.opens(link_in(demonstration, mine, after=0))
    citizen.enters("button", "Confirm: I wrote it")
    citizen.sees("Confirmed")
    demonstration.mail_to(mine, after=1)

    clerk = arrive("second.editor")
    clerk.opens("/inbox/")
    clerk.waits_for(reference)
    clerk.opens_row_by_key(reference)
    clerk.page.keyboard.press("r")
    clerk.page.keyboard.type(ANSWER)
    clerk.enters("button", "Send the answer")
    clerk.sees(ANSWER)
    clerk.page.keyboard.press("z")
    clerk.sees("Taken back. Nothing has left.")
    clerk.sees_in("Answer", ANSWER)
    clerk.enters("button", "Send the answer")
    assert ANSWER in words_of(demonstration, mine, after=2)
    citizen.enters("link", "See its status")
    citizen.waits_for(ANSWER)
