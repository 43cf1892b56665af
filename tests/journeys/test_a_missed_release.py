"""The machine that sends stood still past the last moment: nothing goes out late, and whoever wrote it hears why."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conf.installation import wait_until
from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration

pytestmark = pytest.mark.browser

TEXTS = {
    "English": "The doors close at four today.",
    "Français": "Les portes ferment à seize heures aujourd’hui.",
    "Español": "Las puertas cierran hoy a las cuatro.",
}


def test_what_was_missed_heads_the_board_and_gets_a_new_time(arrive: Arrive, demonstration: Demonstration) -> None:
    officer, editor, second = arrive("officer"), arrive("editor"), arrive("second.editor")
    title = demonstration.new_name("Doors close early")
    officer.opens("/desk/new/")
    officer.presses("Write")
    for name, text in TEXTS.items():
        here = officer.page.get_by_role("region", name=name)
        officer.presses(re.compile(f"^{name}"), within=officer.page.locator("main"))
        officer.writes("Title", title, within=here)
        officer.writes("Text", text, within=here)
    officer.unfolds("Channels")
    officer.ticks(re.compile("^Website"))
    latest = timezone.now() + timedelta(minutes=2)
    officer.unfolds("When")
    officer.unfolds("Embargo, last time and expiry")
    officer.writes("Do not send after", timezone.localtime(latest).strftime("%Y-%m-%dT%H:%M"))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    for one in (editor, second):
        one.opens_from_the_desk(title)
        one.presses("Approve what I have read")

    with demonstration.nobody_sends():
        officer.opens_from_the_desk(title)
        officer.follows("Release now")
        officer.presses("Release now")
        wait_until(lambda: timezone.now() > latest, seconds=180)
    officer.opens("/desk/")
    officer.waits_for("Choose a new time")
    officer.opens_from_the_desk(title)
    officer.follows("Choose a new time")
    officer.presses("Set the time and submit")
    officer.sees("In review")
