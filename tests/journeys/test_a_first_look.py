"""Somebody reads README.md, starts the demonstration, and does what it says: the words on the page are those that it names.

Its pictures are at the end of two ways: `make pictures` walks them and takes each anew. By its name it comes before the
other stories, for nobody has done anything yet where this one begins.
"""

import io
import os
import re
from pathlib import Path

import pytest
from PIL import Image

from tests.browser import DESK
from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import A_WHILE_MS
from tests.journeys.person import ROOT, Person

pytestmark = [
    pytest.mark.browser,
    # The README is in English, and read at a desk.
    pytest.mark.parametrize("way", [Way("en", DESK, "light")], indirect=True, ids=str),
]

README = (ROOT / "README.md").read_text()
# Where pictures are written; nowhere in a run of the tests.
FOLDER = os.environ.get("HEMICYCLE_PICTURES", "")
# Letters stay smooth with so many colours, and a page takes a third of the bytes.
COLOURS = 128
# **Pressed**, `typed` into *a field*, the first of a list, or *seen*.
DONE = re.compile(
    r"\*\*(?P<pressed>[^*]+)\*\*|`(?P<typed>[^`]+)` into \*(?P<field>[^*]+)\*|open (?P<first>the first)|\*(?P<seen>[^*]+)\*"
)


def steps(mailbox: str) -> list[str]:
    """What the README tells this person to do."""
    part = README.partition("## Five minutes")[2].partition("\n## ")[0]
    said = next(
        one for one in part.split("\n### ") if f"`{mailbox}@" in one or (not mailbox and "without signing in" in one)
    )
    return re.findall(r"^\d\. (.+(?:\n   .+)*)", said, re.MULTILINE)


@pytest.mark.parametrize("mailbox", ["officer", "clerk", "second.editor", ""])
def test_what_the_readme_says_to_click_first_is_there(arrive: Arrive, mailbox: str) -> None:
    person = arrive(mailbox)
    told = steps(mailbox)
    assert len(told) >= 3
    for step in told:
        does(person, " ".join(step.split()))


def test_a_citizen_confirms_a_letter_where_the_demonstration_shows_what_it_would_have_sent(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    citizen, address = arrive(), demonstration.new_mailbox()
    citizen.follows("Write to us")
    citizen.writes("What you want to say", "Who lights the harbour lamps in winter?")
    citizen.writes("Your e-mail address or mobile number", address)
    citizen.page.wait_for_timeout(A_WHILE_MS)
    citizen.presses("Send the letter")
    citizen.sees("One more step")
    citizen.follows("See what would have been sent")
    citizen.writes("To the address or number", address)
    citizen.presses("Show")
    citizen.waits_for(re.compile(f"^{re.escape(address)}$"))
    citizen.page.locator("article a:not([href$='/not-mine/'])").first.click()
    citizen.presses("Confirm: I wrote it")
    citizen.sees("Confirmed")


def does(person: Person, step: str) -> None:
    for found in DONE.finditer(step):
        if found["pressed"]:
            person.takes(found["pressed"])
        elif found["typed"]:
            person.writes(found["field"], found["typed"])
        elif found["first"]:
            opens_the_first(person)
        else:
            person.sees(re.compile(re.escape(found["seen"]), re.IGNORECASE))


def opens_the_first(person: Person) -> None:
    person.page.locator("main table").get_by_role("link").first.click()
    person.sees(re.compile(r"\w"))


def test_the_picture_of_the_composer_shows_remarks_and_a_preview_of_each_channel(arrive: Arrive) -> None:
    officer = arrive("officer")
    officer.goes_to("Desk")
    officer.takes("A historic vote for our rivers!")
    officer.unfolds("Channels")
    for channel in ("Mailbox of the House", "Text messages", "Fediverse"):
        officer.ticks(re.compile(f"^{channel}"))
    officer.waits_until_saved()
    officer.sees(re.compile("remarks"), "Preview")
    take(officer, "composer")


def test_the_picture_of_a_campaign_shows_the_text_of_all_and_the_words_of_each(arrive: Arrive) -> None:
    clerk = arrive("clerk")
    clerk.goes_to("Inquiries")
    clerk.takes("What did people say about Bill 12?")
    clerk.takes("Campaigns")
    opens_the_first(clerk)
    clerk.sees("What they all sent", "In their own words")
    take(clerk, "campaign")


def take(person: Person, name: str) -> None:
    if not FOLDER:
        return
    person.page.mouse.move(0, 0)
    person.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    picture = person.page.screenshot(animations="disabled")
    file = Path(FOLDER) / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(io.BytesIO(picture)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
