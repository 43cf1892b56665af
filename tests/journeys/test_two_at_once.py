"""Two people write the same announcement: nobody overwrites anybody."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration

pytestmark = pytest.mark.browser


def test_what_two_people_write_at_once_is_shown_to_the_second(arrive: Arrive, demonstration: Demonstration) -> None:
    officer, editor = arrive("officer"), arrive("editor")
    officer.opens("/desk/new/")
    officer.writes("Title", demonstration.new_name("Reading room"))
    officer.presses("Write")
    editor.opens(officer.page.url)

    officer.writes("Text", "It opens at nine.")
    officer.waits_until_saved()
    editor.writes("Text", "It opens at ten.")
    editor.sees(re.compile("Nothing was overwritten|Rien n’a été écrasé|No se ha sobrescrito nada"))
    editor.presses("Submit for review")
    editor.sees("Not submitted. Choose one of the two texts first.")
    editor.finds_themselves_at("Keep mine")
    editor.follows("Use theirs")
    editor.sees_in("Text", "It opens at nine.")
