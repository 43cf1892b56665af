"""Somebody writes about a bill, by the form, and gets a reference, an answer, its status, and what became of it."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import LETTER, opens_case, words_of, writes_about_bill
from tests.journeys.outcomes import REASONS, amended_and_passed, introduced, released_with_reasons

pytestmark = pytest.mark.browser

ANSWER = {
    "en": "The committee sits in public on Thursday, and its papers are on this site.",
    "fr": "La commission siège en public jeudi, et ses documents sont sur ce site.",
    "es": "La comisión se reúne en público el jueves, y sus documentos están en este sitio.",
}


def test_a_letter_on_the_web_is_confirmed_answered_and_its_outcome_known(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number, mine = introduced(demonstration, tmp_path), demonstration.new_mailbox()
    citizen = arrive()
    reference = writes_about_bill(citizen, number, f"{LETTER[way.language]} {mine}", mine, demonstration)

    clerk = arrive("second.editor")
    opens_case(clerk, reference)
    clerk.sees(re.compile(re.escape(LETTER[way.language])))
    clerk.writes("Answer", ANSWER[way.language])
    clerk.presses("Send the answer")
    # After the link that confirms and what is said back at once.
    assert ANSWER[way.language] in words_of(demonstration, mine, after=2)

    citizen.follows("See its status")
    status = citizen.page.url
    citizen.sees(re.compile(number))
    citizen.waits_for(ANSWER[way.language])
    citizen.opens("/status/")
    citizen.writes("Reference", reference.lower())
    citizen.presses("Look it up")
    citizen.sees(reference, "Answered")

    amended_and_passed(number, demonstration, clerk, tmp_path)
    released_with_reasons(number, arrive, clerk)
    outcome = words_of(demonstration, mine, after=3)
    assert reference in outcome and REASONS[way.language] in outcome
    citizen.opens(status)
    citizen.sees("What became of it", re.compile(re.escape(REASONS[way.language])))
