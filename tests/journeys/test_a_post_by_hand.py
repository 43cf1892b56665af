"""A network takes nothing from a machine: somebody posts there what the House announces, and says where it stands."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, begins, releases, titled

pytestmark = pytest.mark.browser

TITLES = {
    "en": "The archive shows its oldest map",
    "fr": "Les archives montrent leur plus vieille carte",
    "es": "El archivo enseña su mapa más antiguo",
}
TEXTS = {
    "en": "The archive of the House shows a map from the year of the first sitting.",
    "fr": "Les archives de l’assemblée montrent une carte de l’année de la première séance.",
    "es": "El archivo de la Cámara enseña un mapa del año de la primera sesión.",
}


def test_what_was_posted_by_hand_is_ticked_off(arrive: Arrive, demonstration: Demonstration) -> None:
    officer, editor, second = arrive("officer"), arrive("editor"), arrive("second.editor")
    titles = titled(TITLES, demonstration.new_name("map"))
    title = titles[officer.language]
    begins(officer, titles, TEXTS, on=("Website", "Facebook page"))
    officer.presses("Submit for review")
    approve(title, editor, second)
    releases(officer, title)

    officer.goes_to("Channels")
    officer.follows("To post by hand")
    officer.waits_for(title)
    officer.opens_row(re.compile(re.escape(title)))
    officer.presses("Copy the text")
    officer.sees("Copied.")
    for step in officer.page.get_by_role("group", name=officer.reads("Checklist")).get_by_role("checkbox").all():
        step.check()
    # Each post has an address of its own: here by the number of its page.
    post = officer.page.url.rstrip("/").rpartition("/")[2]
    officer.writes("Address of the post", f"https://www.facebook.com/assembly.of.valmora/posts/1000000000{post}")
    officer.presses("Mark as posted")
    officer.sees("Recently posted")
