"""The machine that sends stood still past the last moment: nothing goes out late, and whoever wrote it hears why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import LANGUAGES, approve, begins, releases

pytestmark = [
    pytest.mark.browser,
    # Three minutes pass by the clock, which is the same at every width.
    walked(BY_LANGUAGE["en"]),
]

TEXTS = {
    "en": "The doors close at four today.",
    "fr": "Les portes ferment à seize heures aujourd’hui.",
    "es": "Las puertas cierran hoy a las cuatro.",
}


def test_what_was_missed_heads_the_board_and_gets_a_new_time(arrive: Arrive, demonstration: Demonstration) -> None:
    officer, editor, second = arrive("officer"), arrive("editor"), arrive("second.editor")
    title = demonstration.new_name("Doors close early")
    begins(officer, dict.fromkeys(LANGUAGES, title), TEXTS, on=("Website",))
    latest = timezone.now() + timedelta(minutes=3)
    officer.unfolds("When")
    officer.unfolds("Embargo, last time and expiry")
    officer.writes("Do not send after", timezone.localtime(latest).strftime("%Y-%m-%dT%H:%M"))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    approve(title, editor, second)

    with demonstration.nobody_sends():
        releases(officer, title)
        wait_until(lambda: timezone.now() > latest, seconds=300)
    officer.opens("/desk/")
    officer.waits_for("Choose a new time")
    officer.opens_from_the_desk(title)
    officer.follows("Choose a new time")
    officer.presses("Set the time and submit")
    officer.sees("In review")
