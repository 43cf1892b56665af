"""A clerk has a file of letters, and the committee wants to know what people said: from the file to the
released dossier, of which who follows the bill gets a message."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from hemicycle.demo import letters
from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person
from tests.journeys.test_following_a_bill import follows_the_bill, link_in

pytestmark = pytest.mark.browser

SEED, LETTERS = 11, 300
# "25 quotes, each read in its letter and accepted by …", in each language.
EVERY_QUOTE_READ = re.compile(
    r"each\s+read\s+in\s+its\s+letter\s+and|chacune\s+lue\s+dans\s+sa\s+lettre\s+et|cada\s+una\s+leída\s+en\s+su\s+carta\s+y"
)
MOST_QUOTES = 200


def test_from_a_file_to_the_released_dossier(arrive: Arrive, tmp_path: Path, demonstration: Demonstration) -> None:
    reader = follows_the_bill(arrive(), demonstration)
    file = exported_mailbox(tmp_path / "letters.jsonl")
    clerk = arrive("clerk")

    clerk.goes_to("Inquiries")
    clerk.follows("Open an inquiry")
    clerk.writes("Title", "Letters of the coast")
    clerk.writes("Question", "What do they ask for?")
    clerk.chooses("Bill", re.compile(r"\b12\b"))
    clerk.presses("Open the inquiry")

    clerk.gives("File", file)
    clerk.presses("Upload the file")
    clerk.waits_for("Import and analyse")
    clerk.presses("Import and analyse")
    clerk.waits_for("See the inquiry")
    clerk.follows("See the inquiry")
    clerk.waits_for("Campaigns")

    clerk.follows("Campaigns", within=clerk.page.get_by_role("navigation"))
    clerk.page.locator("main table").get_by_role("link").first.click()
    clerk.follows("Rename")
    clerk.writes("Name", "The harbour says yes")
    clerk.presses("Save the name")
    clerk.sees("The harbour says yes")

    drafts_and_proposes(arrive("researcher"), clerk.page.url)

    clerk.follows("Dossiers", within=clerk.page.get_by_role("navigation"))
    clerk.follows("Release")
    clerk.presses("Release the dossier")

    told = demonstration.mail_to(reader, after=1)
    citizen = arrive()
    citizen.opens(link_in(told.get_body(("plain",)).get_content()))
    citizen.sees("Summary")
    citizen.opens(f"{citizen.page.url}whole/")
    citizen.sees("The harbour says yes")


def drafts_and_proposes(researcher: Person, inquiry: str) -> None:
    researcher.opens(inquiry)
    researcher.follows("Dossiers", within=researcher.page.get_by_role("navigation"))
    researcher.presses("Draft the dossier")
    researcher.sees("Summary", "The harbour says yes")
    researcher.follows("Read the quotes")
    reads_every_quote(researcher)
    researcher.follows("Back to the dossier")
    researcher.follows("Propose the release")
    researcher.presses("Propose the release")


def reads_every_quote(reader: Person) -> None:
    """The first with the mouse and one to be replaced; the others by the keyboard, until none is left."""
    reader.presses("May be quoted")
    reader.presses("Replace")
    done = reader.page.get_by_text(EVERY_QUOTE_READ)
    for _quote in range(MOST_QUOTES):
        if done.count():
            break
        with reader.page.expect_navigation():
            reader.page.keyboard.press("a")
    reader.sees(EVERY_QUOTE_READ)


def exported_mailbox(path: Path) -> Path:
    """As an office exports it: one letter a line."""
    rows = (
        json.dumps(asdict(one), ensure_ascii=False, default=str) for one in letters.generate(SEED, LETTERS).messages
    )
    path.write_text("\n".join(rows), encoding="utf-8")
    return path
