"""What people do at the desk in more than one story: an announcement in three languages, from its beginning to its release,
and the account by which it goes out."""

import re
from collections.abc import Mapping

from playwright.sync_api import Locator

from tests.journeys.person import Person

# What the office is called in each of them.
COMMUNICATIONS = re.compile("Communications|communication|Comunicación")
LANGUAGES = {"en": "English", "fr": "Français", "es": "Español"}


def titled(titles: dict[str, str], room: str) -> dict[str, str]:
    """So that each walk knows its own announcement again."""
    return {lang: f"{title} ({room})" for lang, title in titles.items()}


def language(person: Person, lang: str) -> Locator:
    return person.page.get_by_role("region", name=LANGUAGES[lang])


def opens_an_account(editor: Person, channel: str, name: str, fields: Mapping[str, str | re.Pattern[str]]) -> None:
    """Of communications, at the page of accounts. Of each of its fields what is written, or the choice that matches."""
    editor.goes_to("Channels")
    editor.follows("Accounts", within=editor.page.locator("main"))
    editor.follows("Open an account")
    editor.chooses("Channel", channel)
    editor.chooses("Office", COMMUNICATIONS)
    editor.presses("Continue")
    editor.writes("Name", name)
    for field, value in fields.items():
        if isinstance(value, str):
            editor.writes(field, value)
        else:
            editor.chooses(field, value)
    editor.presses("Open the account")
    editor.sees("The account is open.")


def begins(officer: Person, titles: dict[str, str], texts: dict[str, str], *, on: tuple[str, ...]) -> None:
    """In three languages, on these channels."""
    officer.goes_to("Desk")
    officer.follows("New announcement")
    # Offered is the one in which they last began something, in another story.
    officer.chooses("Office", COMMUNICATIONS)
    officer.presses("Write")
    for lang, name in LANGUAGES.items():
        officer.presses(re.compile(rf"^{name}"), within=officer.page.locator("main"))
        officer.writes("Title", titles[lang], within=language(officer, lang))
        officer.writes("Text", texts[lang], within=language(officer, lang))
    officer.unfolds("Channels")
    for channel in on:
        officer.ticks(re.compile(rf"^{channel}"))
    officer.waits_until_saved()


def approve(title: str, *editors: Person) -> None:
    for editor in editors:
        editor.opens_from_the_desk(title)
        editor.presses("Approve what I have read")


def releases(officer: Person, title: str) -> str:
    """Gives the address of its page at the desk."""
    address = officer.opens_from_the_desk(title)
    officer.follows("Release now")
    officer.presses("Release now")
    return address
