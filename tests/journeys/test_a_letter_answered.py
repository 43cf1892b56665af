"""Somebody writes about a bill, by the form, and gets a reference, an answer and its status."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import opens_case, sends_and_confirms, words_of
from tests.journeys.test_following_a_bill import BILL

pytestmark = pytest.mark.browser

ANSWER = {
    "en": "The committee sits in public on Thursday, and its papers are on this site.",
    "fr": "La commission siège en public jeudi, et ses documents sont sur ce site.",
    "es": "La comisión se reúne en público el jueves, y sus documentos están en este sitio.",
}


def test_a_letter_on_the_web_is_confirmed_answered_and_its_status_known(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    mine = demonstration.new_mailbox()
    citizen = arrive()
    citizen.opens("/record/bills/")
    citizen.follows(BILL)
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", f"Who may speak before the committee? I am {mine}.")
    reference = sends_and_confirms(citizen, demonstration, mine)

    clerk = arrive("second.editor")
    opens_case(clerk, reference)
    clerk.sees(re.compile("Who may speak before the committee"))
    clerk.writes("Answer", ANSWER[way.language])
    clerk.presses("Send the answer")
    assert ANSWER[way.language] in words_of(demonstration, mine, after=2)

    citizen.follows("See its status")
    citizen.sees(re.compile("12"))
    citizen.waits_for(ANSWER[way.language])
    citizen.opens("/status/")
    citizen.writes("Reference", reference.lower())
    citizen.presses("Look it up")
    citizen.sees(reference, "Answered")
