"""Somebody writes about a bill by text message, and gets a reference, an answer and its status."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import REFERENCE, opens_case

pytestmark = pytest.mark.browser

KEYWORDS = {"en": ("BILL", "STATUS"), "fr": ("PROJET", "ETAT"), "es": ("LEY", "ESTADO")}


def test_a_text_message_about_a_bill_is_answered_on_the_telephone(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    bill, status = KEYWORDS[way.language]
    telephone = demonstration.new_number()
    here = demonstration.answer_to(telephone, f"{bill} 12 May the towns upstream speak, too?")
    (reference,) = REFERENCE.findall(here)[:1]

    clerk = arrive("second.editor")
    opens_case(clerk, reference)
    clerk.sees(re.compile("May the towns upstream speak"))
    heard = len(demonstration.texts_to(telephone))
    clerk.writes("Answer", "Yes. Ja. Sí.")
    clerk.presses("Send the answer")
    assert "Yes. Ja." in demonstration.text_to(telephone, after=heard)
    assert reference in demonstration.answer_to(telephone, f"{status} {reference[:4]}")
    # Whoever guesses learns nothing.
    assert reference not in demonstration.answer_to(demonstration.new_number(), f"{status} {reference}")
