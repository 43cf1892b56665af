"""The House announces something in three languages: written, sent back, approved, released, corrected and withdrawn."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import LANGUAGES, approve, begins, language, releases, titled
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

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
# What the composer says of the text for telephones, in each language.
LEFT_AS_IT_WAS = re.compile("still says|dit encore|todavía dice")
# Somebody who follows the news of the House by text message, in English.
TELEPHONE = "+999600201"


def test_from_a_blank_page_to_the_withdrawal(arrive: Arrive, demonstration: Demonstration, tmp_path: Path) -> None:
    officer, editor, second = arrive("officer"), arrive("editor"), arrive("second.editor")
    titles = titled(TITLES, demonstration.new_name("room"))
    title = titles[officer.language]

    begins(officer, titles, TEXTS, on=("Website", "Text messages", "Mailbox of the House", "Fediverse"))
    is_news_of_the_house(officer)
    writes_for_telephones(officer)
    adds_a_picture(officer, tmp_path / "library.png")
    submits(officer)

    sends_back(editor, title, "Say from which day.")
    officer.opens_from_the_desk(title)
    officer.sees("Say from which day.")
    officer.follows("Write")
    rewrites(officer, TEXTS["en"].replace("March", "5 March"))
    approve(title, editor, second)

    heard = len(demonstration.texts_to(TELEPHONE))
    address = releases(officer, title)
    citizen = arrive()
    citizen.opens("/announcements/")
    citizen.waits_for(title)
    citizen.follows(title)
    citizen.sees(TEXTS[citizen.language][-20:])
    assert SHORT in demonstration.text_to(TELEPHONE, after=heard)

    officer.opens(address)
    officer.follows("Correct")
    gives_reasons(officer)
    officer.presses("Start the correction")
    rewrites(officer, TEXTS["en"].replace("ten", "nine"))
    corrects_the_text_for_telephones(officer)
    approve(title, editor, second)
    address = releases(officer, title)
    assert "nine on Thursdays" in demonstration.text_to(TELEPHONE, after=heard + 1)
    citizen.waits_for("This was corrected")
    citizen.follows("Read the corrected announcement")

    officer.opens(address)
    officer.follows("Withdraw")
    gives_reasons(officer)
    officer.presses("Request the withdrawal")
    confirms_the_withdrawal(editor, title)
    citizen.waits_for(re.compile("Withdrawn on|Retirée le|Retirado el"))


def is_news_of_the_house(officer: Person) -> None:
    """For those who follow it by e-mail and text message."""
    officer.unfolds("Purpose and topics")
    officer.ticks(re.compile("News of the House|Nouvelles de l’assemblée|Noticias de la Cámara"))
    officer.waits_until_saved()


def writes_for_telephones(officer: Person) -> None:
    """In English alone: the other languages keep the common text."""
    officer.presses(re.compile("^English"), within=officer.page.locator("main"))
    officer.turns_to(re.compile(r"^\s*Text messages"), within=language(officer, "en"))
    officer.writes(re.compile("Text messages"), SHORT, within=language(officer, "en"))


def adds_a_picture(officer: Person, file: Path) -> None:
    Image.new("RGB", (640, 360), "teal").save(file)
    officer.unfolds("Pictures")
    officer.gives("Add pictures", file)
    picture = officer.page.get_by_role("article", name="library.png")
    for lang, name in LANGUAGES.items():
        officer.writes(re.compile(name, re.IGNORECASE), f"The reading room ({lang})", within=picture)


def sends_back(editor: Person, title: str, why: str) -> None:
    editor.opens_from_the_desk(title)
    editor.writes("What must change", why)
    editor.presses("Send back")


def rewrites(officer: Person, text: str) -> None:
    officer.presses(re.compile("^English"), within=officer.page.locator("main"))
    officer.writes("Text", text, within=language(officer, "en"))
    officer.presses("Submit for review")


def corrects_the_text_for_telephones(officer: Person) -> None:
    """It is not forgotten: the correction is refused, and the focus is in it."""
    officer.sees(LEFT_AS_IT_WAS)
    officer.writes(re.compile("Text messages"), SHORT.replace("ten", "nine"), within=language(officer, "en"))
    submits(officer)


def submits(officer: Person) -> None:
    officer.presses("Submit for review")
    officer.sees("In review")


def confirms_the_withdrawal(editor: Person, title: str) -> None:
    editor.opens_from_the_desk(title)
    editor.follows("Confirm the withdrawal")
    editor.presses("Confirm the withdrawal")


def gives_reasons(officer: Person) -> None:
    for lang, why in WHY.items():
        officer.writes(re.compile(LANGUAGES[lang], re.IGNORECASE), why)
