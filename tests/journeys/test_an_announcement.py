"""The House announces something in three languages: written, sent back, approved, released, corrected and withdrawn."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator

from tests.browser import settle
from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}
TITLES = {
    "en": "The library of the House opens on Thursday evenings",
    "fr": "La bibliothèque de l’assemblée ouvre le jeudi soir",
    "es": "La biblioteca de la Cámara abre los jueves por la tarde",
}
TEXTS = {
    "en": "From March, everybody can read in the library of the House until ten in the evening.",
    "fr": "À partir de mars, chacun peut lire à la bibliothèque de l’assemblée jusqu’à vingt-deux heures.",
    "es": "Desde marzo, cualquiera puede leer en la biblioteca de la Cámara hasta las diez de la noche.",
}
SHORT = "Library of the House: open until ten on Thursdays."
WHY = {"en": "It is nine.", "fr": "C’est vingt et une heures.", "es": "Es a las nueve."}
# Somebody who follows the news of the House by text message, in English.
TELEPHONE = "+999600201"


def test_from_a_blank_page_to_the_withdrawal(arrive: Arrive, demonstration: Demonstration, tmp_path: Path) -> None:
    officer, editor, second = arrive("officer"), arrive("editor"), arrive("second.editor")
    title = TITLES[officer.language]
    heard = len(demonstration.texts_to(TELEPHONE))

    officer.goes_to("Desk")
    officer.follows("New announcement")
    officer.presses("Write")
    writes_it(officer)
    officer.unfolds("Channels")
    for channel in ("Website", "Text messages", "Newsletter", "Fediverse"):
        officer.ticks(re.compile(rf"^{channel}"))
    officer.unfolds("Purpose and topics")
    officer.ticks(re.compile("News of the House|Nouvelles de l’assemblée|Noticias de la Cámara"))
    writes_for_telephones(officer)
    adds_a_picture(officer, tmp_path / "library.png")
    officer.waits_until_saved()
    officer.presses("Submit for review")
    officer.sees("In review")

    editor.opens_from_the_desk(title)
    editor.unfolds("Send back")
    editor.writes("What must change", "Say from which day.")
    editor.presses("Send back", within=editor.page.locator("details[open]"))

    officer.opens_from_the_desk(title)
    officer.sees("Say from which day.")
    officer.follows("Write")
    officer.presses("English")
    officer.writes("Text", TEXTS["en"].replace("March", "5 March"), within=language(officer, "en"))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    for one in (editor, second):
        one.opens_from_the_desk(title)
        one.presses("Approve what I have read")

    address = officer.opens_from_the_desk(title)
    officer.follows("Release now")
    officer.presses("Release now")
    citizen = arrive()
    citizen.opens("/announcements/")
    citizen.waits_for(title)
    citizen.follows(title)
    citizen.sees(TEXTS[citizen.language][-20:])
    assert SHORT in demonstration.text_to(TELEPHONE, after=heard)

    officer.opens(address)
    officer.follows("Correct")
    for lang, why in WHY.items():
        officer.writes(re.compile(LANGUAGES[lang], re.IGNORECASE), why)
    officer.presses("Start the correction")
    officer.presses("English")
    officer.writes("Text", TEXTS["en"].replace("ten", "nine"), within=language(officer, "en"))
    officer.waits_until_saved()
    officer.presses("Submit for review")
    for one in (editor, second):
        one.opens_from_the_desk(title)
        one.presses("Approve what I have read")
    address = officer.opens_from_the_desk(title)
    officer.follows("Release now")
    officer.presses("Release now")
    citizen.waits_for("Corrected")

    officer.opens(address)
    officer.follows("Withdraw")
    for lang, why in WHY.items():
        officer.writes(re.compile(LANGUAGES[lang], re.IGNORECASE), why)
    officer.presses("Request the withdrawal")
    editor.opens_from_the_desk(title)
    editor.follows("Confirm the withdrawal")
    editor.presses("Confirm the withdrawal")
    citizen.opens("/announcements/")
    citizen.waits_for("Withdrawn")


def language(person: Person, lang: str) -> Locator:
    return person.page.get_by_role("region", name=LANGUAGES[lang])


def writes_it(officer: Person) -> None:
    for lang, name in LANGUAGES.items():
        officer.presses(name, within=officer.page.locator("main"))
        officer.writes("Title", TITLES[lang], within=language(officer, lang))
        officer.writes("Text", TEXTS[lang], within=language(officer, lang))


def writes_for_telephones(officer: Person) -> None:
    """In English alone: the other languages keep the common text."""
    officer.presses("English", within=officer.page.locator("main"))
    officer.turns_to("Text messages", within=language(officer, "en"))
    officer.writes(re.compile("Text messages"), SHORT, within=language(officer, "en"))


def adds_a_picture(officer: Person, file: Path) -> None:
    Image.new("RGB", (640, 360), "teal").save(file)
    officer.unfolds("Pictures")
    officer.gives("Add pictures", file)
    picture = officer.page.get_by_role("article", name="library.png")
    picture.wait_for()
    settle(officer.page)
    for lang, name in LANGUAGES.items():
        officer.writes(re.compile(name, re.IGNORECASE), f"The reading room ({lang})", within=picture)
