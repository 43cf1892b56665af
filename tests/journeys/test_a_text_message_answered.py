"""Somebody writes about a bill by text message, and gets a reference, an answer, its status, and what became of it."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import LETTER, REFERENCE, opens_case
from tests.journeys.outcomes import REASONS, amended_and_passed, introduced, released_with_reasons

pytestmark = pytest.mark.browser

KEYWORDS = {"en": ("BILL", "STATUS"), "fr": ("PROJET", "ETAT"), "es": ("LEY", "ESTADO")}


def test_a_text_message_about_a_bill_is_answered_on_the_telephone(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number, telephone = introduced(demonstration, tmp_path), demonstration.new_number()
    bill, status = KEYWORDS[way.language]
    here = demonstration.answer_to(telephone, f"{bill} {number} {LETTER[way.language]}")
    (reference,) = REFERENCE.findall(here)[:1]

    clerk = arrive("second.editor")
    opens_case(clerk, reference)
    clerk.sees(re.compile(re.escape(LETTER[way.language])))
    heard = len(demonstration.texts_to(telephone))
    clerk.writes("Answer", "Yes. Ja. Sí.")
    clerk.presses("Send the answer")
    assert "Yes. Ja." in demonstration.text_to(telephone, after=heard)
    assert reference in demonstration.answer_to(telephone, f"{status} {reference[:4]}")
    # Whoever guesses learns nothing.
    assert reference not in demonstration.answer_to(demonstration.new_number(), f"{status} {reference}")

    heard = len(demonstration.texts_to(telephone))
    amended_and_passed(number, demonstration, clerk, tmp_path)
    released_with_reasons(number, arrive, clerk)
    outcome = demonstration.text_to(telephone, after=heard)
    # Telephones carry few of the letters with accents.
    assert reference in outcome and REASONS[way.language][:10] in outcome
