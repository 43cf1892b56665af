"""What people write to the House, read and answered where they wrote: below a post, and on the telephone."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration

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

    officer.writes("Answer", ANSWER[officer.language])
    officer.unfolds("Write an internal note")
    officer.writes("Internal note", "Asked for the third time this week.")
    officer.presses("Save the note")
    officer.sees("Asked for the third time this week.")

    # What was begun before is still there.
    officer.sees_in("Answer", ANSWER[officer.language])
    officer.presses("Answer in public")
    officer.sees(ANSWER[officer.language])
    # Somebody else is to look at it, too.
    officer.presses("Reopen")
    officer.sees("Close")


def test_a_question_by_text_message_is_answered_on_the_telephone(arrive: Arrive, demonstration: Demonstration) -> None:
    telephone = demonstration.new_number()
    # The list shows the first words of a letter alone.
    begins = f"May class {telephone[-4:]} sit"
    demonstration.text_from(telephone, f"{begins} in the gallery, and how many may we be?")

    editor = arrive("second.editor")
    editor.goes_to("Inbox")
    editor.waits_for(re.compile(begins))
    editor.opens_row(re.compile(begins))
    # First comes that the message has arrived.
    demonstration.text_to(telephone, after=0)
    editor.writes("Answer", ANSWER["en"])
    editor.presses("Send the answer")
    editor.sees(ANSWER["en"])
    assert ANSWER["en"] in demonstration.text_to(telephone, after=1)
