"""What a committee heard about a bill: its clerk writes beside what people said what was done with it, the committee
agrees to that, the desk approves and releases the page, and everybody reads it from the bill, in each language."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import LANGUAGES, approve, releases
from tests.journeys.person import Person
from tests.journeys.test_following_a_bill import BILL

pytestmark = pytest.mark.browser

# Never still to come, in whichever place the House keeps its time.
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)
DONE = {
    "en": "The committee asks the county for a second boat in winter ({}).",
    "fr": "La commission demande au comté un second bateau en hiver ({}).",
    "es": "La comisión pide al condado un segundo barco en invierno ({}).",
}


def test_what_was_heard_is_written_approved_and_read_in_each_language(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name, clerk, officer = demonstration.new_name("winter"), arrive("clerk"), arrive("officer")
    done = {lang: text.format(name) for lang, text in DONE.items()}
    quoted, draft = writes_what_was_done(clerk, done)
    citizen = arrive()
    citizen.opens("/record/bills/")
    citizen.follows(BILL)
    bill = citizen.page.url
    assert citizen.page.request.get(clerk.page.url).status in (403, 404)

    officer.opens(draft)
    officer.presses("Draft the announcement")
    officer.presses("Submit for review")
    officer.sees("In review")
    title = " ".join(officer.page.locator("main h1").first.inner_text().split())
    approve(title, arrive("editor"), arrive("second.editor"))
    releases(officer, title)

    for lang in LANGUAGES:
        citizen.opens(bill)
        citizen.speaks(lang)
        citizen.language = lang
        citizen.follows("What we heard, and what the committee did")
        citizen.waits_for(re.compile(re.escape(done[lang])))
        citizen.sees("What we heard", "Messages", "Senders", "Campaigns", "For it", "What the committee did")
        citizen.sees(quoted)


def writes_what_was_done(clerk: Person, done: dict[str, str]) -> tuple[re.Pattern[str], str]:
    """Below the first clause that is quoted, with a quotation of it put on a side: that quotation, and the address of
    the draft. They stay at its preview."""
    clerk.goes_to("Inbox")
    clerk.follows("Outcomes", within=clerk.page.locator("main"))
    clerk.follows("What we heard", within=clerk.page.locator("main"))
    clerk.presses(re.compile(r"\b12\b"), within=clerk.page.locator("main"))
    part = clerk.page.get_by_role("group").filter(has=clerk.page.locator("blockquote")).first
    quoted = re.compile(re.escape(part.locator("blockquote").first.inner_text().removesuffix(" …")))
    clerk.chooses("This quotation is", "For it", within=part)
    for lang, text in done.items():
        part.locator(f"textarea[lang={lang}]").fill(text)
    clerk.presses("Save")
    clerk.sees("What the committee did is saved.")
    clerk.writes("Day on which the committee agreed", YESTERDAY.isoformat())
    clerk.presses("Record the committee’s agreement")
    clerk.sees("Withdraw the agreement")
    draft = clerk.page.url
    clerk.follows("Preview")
    clerk.sees("A preview: nobody else reads it yet", quoted)
    return quoted, draft
