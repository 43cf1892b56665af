"""An office put two questions on a platform that asked for the region too: who says what, and where few answered."""

import csv
import re
from pathlib import Path

import pytest

from hemicycle.demo import letters
from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.browser

SEED, LETTERS, ANSWERS, LONGEST = 12, 900, 150, 1200
FERRY, HARBOUR = "1. What should change about the ferry?", "2. What should change about the harbour?"


def test_answers_are_read_by_question_and_by_region(arrive: Arrive, tmp_path: Path) -> None:
    clerk = arrive("clerk")
    clerk.goes_to("Inquiries")
    clerk.follows("Open an inquiry")
    clerk.writes("Title", "Ferry and harbour")
    clerk.writes("Question", "What should change?")
    clerk.presses("Open the inquiry")

    clerk.gives("File", exported_answers(tmp_path / "answers.csv"))
    clerk.presses("Upload the file")
    clerk.waits_for("Import and analyse")
    clerk.sees(FERRY, HARBOUR, "Region")
    clerk.presses("Import and analyse")
    clerk.waits_for("See the inquiry")
    clerk.follows("See the inquiry")
    clerk.waits_for("Campaigns")

    clerk.follows("All messages", within=clerk.page.get_by_role("navigation"))
    clerk.chooses("Question", re.compile("harbour"))
    clerk.presses("Show")

    clerk.follows("Breakdown", within=clerk.page.get_by_role("navigation"))
    clerk.chooses("Rows", "Campaigns")
    clerk.chooses("Columns", "Region")
    clerk.presses("Show")
    clerk.sees("South", "hidden")
    assert clerk.page.locator("table").get_by_text("Far north").count() == 0
    clerk.takes("Table as CSV")

    clerk.follows("Dossiers", within=clerk.page.get_by_role("navigation"))
    clerk.presses("Draft the dossier")
    clerk.sees("Summary", "Region")


def exported_answers(path: Path) -> Path:
    """As a platform exports it: a row for each person, a column for each question. Of the far north three answered."""
    found = letters.generate(SEED, LETTERS)
    short = [one for one in found.messages if len(one.text) < LONGEST]
    voices = [one.text for one in short if found.truth[one.id].campaign is None][: 2 * ANSWERS]
    organised = [one.text for one in short if found.truth[one.id].campaign is not None][:ANSWERS]
    answers = [*zip(voices[::2], voices[1::2], strict=True), *((text, "") for text in organised)]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Response ID", "Region", FERRY, HARBOUR])
        for n, (ferry, harbour) in enumerate(answers):
            region = "Far north" if n < 3 else ("North", "South", "Islands")[n % 3]
            rows.writerow([f"ANON-{n:04}", region, ferry, harbour])
    return path
