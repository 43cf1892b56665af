"""Replies to what the House announced, read and answered."""

import re

import pytest

from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser

# Of the replies of the demonstration: a question to everybody, in each language.
QUESTIONS = {
    "en": re.compile("Can people write who do not live on the river"),
    "fr": re.compile("Peut-on envoyer un avis en espagnol"),
    "es": re.compile("Dónde se puede leer cómo votó"),
}
ANSWER = {
    "en": "Everybody can write, wherever they live.",
    "fr": "Tout le monde peut écrire, où que l’on habite.",
    "es": "Puede escribir todo el mundo, viva donde viva.",
}


def test_a_question_is_read_and_answered_on_the_same_screen(arrive: Arrive) -> None:
    officer = arrive("officer")
    question = QUESTIONS[officer.language]
    officer.goes_to("Inbox")
    officer.opens_row(question)
    officer.sees(question, "In reply to")

    officer.unfolds("Write an internal note")
    officer.writes("Internal note", "Asked for the third time this week.")
    officer.presses("Save the note")
    officer.sees("Asked for the third time this week.")

    officer.writes("Answer", ANSWER[officer.language])
    officer.presses(re.compile("Answer in public|Répondre en public|Responder en público"))
    officer.sees(ANSWER[officer.language])
