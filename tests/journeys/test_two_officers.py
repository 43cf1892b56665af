"""Two people open one case: each sees the other there, and the second answer is stopped before it leaves."""

import re
from urllib.parse import quote

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.test_the_inbox import QUESTIONS

pytestmark = pytest.mark.browser

OFFICER, EDITOR = "Marisol Quintela", "Edmund Hartnell"
FIRST, SECOND = "Yes: wherever you live. Oui. Sí.", "I will ask the committee. Je demanderai. Preguntaré."


def test_two_who_answer_one_question_learn_of_each_other_and_it_is_answered_once(arrive: Arrive) -> None:
    officer, editor = arrive("officer"), arrive("editor")
    for one in (officer, editor):
        # It may stand on a later page: many letters came since.
        one.opens(f"/inbox/?state=all&q={quote(QUESTIONS[one.language].pattern)}")
        one.opens_row(QUESTIONS[one.language])
        if one.page.get_by_role("button", name=one.reads("Reopen")).count():
            one.presses("Reopen")
    editor.sees(said(editor, "%(name)s has this case open too.", OFFICER))
    officer.sees(said(officer, "%(name)s has this case open too.", EDITOR))

    editor.writes("Answer", FIRST)
    officer.sees(said(officer, "%(name)s is writing an answer to this case.", EDITOR))
    officer.writes("Answer", SECOND)
    editor.presses("Answer in public")
    editor.sees(FIRST)
    officer.sees("Something was written or answered since you opened it.")
    officer.presses("Answer in public")
    officer.sees(
        said(
            officer, "%(name)s answered it meanwhile: see above. Press the button again to send yours as well.", EDITOR
        )
    )
    officer.sees(FIRST)
    officer.sees_in("Answer", SECOND)

    officer.goes_to("Inbox")
    editor.opens(editor.page.url)
    assert SECOND not in editor.page.content()
    # Somebody else is to look at it, too.
    editor.presses("Reopen")
    editor.sees("Close")


def said(person: Person, words: str, name: str) -> re.Pattern[str]:
    return re.compile(person.reads(words).pattern.replace(re.escape("%(name)s"), re.escape(name)))
