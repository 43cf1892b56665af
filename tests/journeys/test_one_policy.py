"""The House changes its policy: an amendment from outside, a decision of the body, another person puts it in force, and the
desk asks for the new number. A newcomer builds a text from the key questions; a citizen reads what to expect."""

import re

import pytest

from hemicycle.demo.policy import PAPERS
from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import begins, titled
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

DELEGATE = "ilse.verhoek@nordhaven.example"
NEEDED = "How many people must approve a sensitive announcement"
# What the House asks for when it begins; each walk puts it back.
FEW = 3
TITLES = {
    "en": "The House answers a question about a vote",
    "fr": "L’assemblée répond à une question sur un vote",
    "es": "La Cámara responde a una pregunta sobre una votación",
}
TEXTS = {
    "en": "The vote was counted twice, and the result is the one that was announced.",
    "fr": "Le vote a été compté deux fois, et le résultat est celui qui a été annoncé.",
    "es": "La votación se contó dos veces, y el resultado es el que se anunció.",
}


def test_an_amendment_from_outside_becomes_what_the_desk_asks_for(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    secretary, second = arrive("secretary"), arrive("second.secretary")
    opens_the_draft(secretary)

    delegate = arrive(name="delegate")
    delegate.signs_in(DELEGATE, demonstration.password)
    opens_the_policy(delegate)
    many = proposes(delegate)

    decides_everything(secretary, accept=True)
    adopt(secretary, "18 March, minutes 12")
    activate(second, many)

    officer = arrive("officer")
    announces(officer, demonstration)
    officer.sees(re.compile(rf"\b0 \w+ {many}\b"))

    citizen = arrive()
    citizen.opens("/")
    citizen.follows("Policy", within=citizen.page.locator("footer"))
    citizen.sees(re.compile(rf"\b{many} (people|personnes|personas)\b"))

    # As it was.
    opens_the_draft(secretary)
    edits_the_number(secretary, FEW)
    decides_everything(secretary, accept=False)
    adopt(secretary, "Correction")
    activate(second, FEW)


def opens_the_policy(person: Person) -> None:
    person.goes_to("Policy")
    person.follows(re.compile(re.escape(PAPERS["title"][person.language])), within=person.page.locator("main"))


def opens_the_draft(secretary: Person) -> None:
    opens_the_policy(secretary)
    again = "Draft a new version"
    if secretary.page.get_by_role("button", name=secretary.reads(again)).count():
        secretary.presses(again)
        opens_the_policy(secretary)
    secretary.sees("It is being drafted: articles, comments and amendments are open.")


def opens_approvals(person: Person, what: str) -> None:
    """The article on approval: in the text, or to be changed."""
    person.page.goto(re.sub(r"(/policy/texts/\w+/).*", rf"\1articles/approvals/{what}", person.page.url))


def proposes(delegate: Person) -> int:
    """Another number than the draft says; gives it."""
    opens_approvals(delegate, "")
    delegate.follows("Propose an amendment", within=delegate.page.locator("main"))
    field = delegate.page.locator("[name=value-approvals_sensitive]")
    number = 4 if field.input_value() == "5" else 5
    field.fill(str(number))
    delegate.writes("Reason", "So our own unit works.")
    delegate.presses("Show the difference")
    delegate.sees("This is what you propose")
    delegate.presses("Send the amendment")
    delegate.sees("The working group has not decided yet.")
    return number


def edits_the_number(secretary: Person, number: int) -> None:
    opens_approvals(secretary, "write/")
    secretary.writes(NEEDED, str(number))
    secretary.presses("Save", within=secretary.page.locator("main"))


def decides_everything(secretary: Person, *, accept: bool) -> None:
    """The newest amendment is the delegate's; the older ones are not accepted, and no language stays behind."""
    address = re.search(r"/policy/texts/\w+/", secretary.page.url)[0]
    while True:
        secretary.opens(f"{address}amendments/?state=proposed")
        rows = secretary.page.locator("main table tbody tr a")
        if not rows.count():
            break
        numbers = [int(re.search(r"amendments/(\d+)/", one.get_attribute("href"))[1]) for one in rows.all()]
        newest = max(numbers)
        secretary.opens(f"{address}amendments/{newest}/")
        if accept:
            secretary.presses("Accept", within=secretary.page.locator("main"))
            accept = False
            continue
        secretary.unfolds("Decline", within=secretary.page.locator("main"))
        secretary.writes("Reason", "Not now.", within=secretary.page.locator("main details[open]"))
        secretary.presses("Do not accept")
    brings_languages_up_to_date(secretary, address)


def brings_languages_up_to_date(secretary: Person, address: str) -> None:
    secretary.opens(address)
    while (behind := secretary.page.locator("#missing ul a")).count():
        behind.first.click()
        secretary.presses("It says the same already")
        secretary.opens(address)
    secretary.sees(re.compile("it can be sent for adoption|peut être transmise|puede remitirse", re.IGNORECASE))


def adopt(secretary: Person, reference: str) -> None:
    secretary.follows("Send it for adoption", within=secretary.page.locator("main"))
    secretary.presses("Send for adoption")
    secretary.ticks("Adopted")
    secretary.page.get_by_label(secretary.reads("Day of the decision")).fill("2026-01-15")
    secretary.ticks("Consensus")
    secretary.writes("Minutes or address of the decision", reference)
    secretary.presses("Record the decision")
    secretary.sees("Another person activates it")


def activate(second: Person, number: int) -> None:
    opens_the_policy(second)
    second.follows("See what changes, and put it in force", within=second.page.locator("main"))
    second.sees(NEEDED, re.compile(rf"\b{number} (people|personnes|personas)\b"))
    second.presses("Put in force")
    second.sees("This version is in force")


def announces(officer: Person, demonstration: Demonstration) -> None:
    """A sensitive announcement, submitted."""
    titles = titled(TITLES, demonstration.new_name("count"))
    begins(officer, titles, TEXTS, on=("Website",))
    officer.unfolds("Purpose and topics")
    officer.chooses("Sensitivity", "Sensitive")
    officer.waits_until_saved()
    officer.presses("Submit for review")


def test_a_newcomer_answers_the_key_questions_and_downloads_the_text(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    secretary = arrive("secretary")
    name = demonstration.new_name("text")
    secretary.goes_to("Policy")
    secretary.follows("Start a text")
    for language in ("en", "fr", "es"):
        secretary.page.locator(f"[name=title_{language}]").fill(f"Common principles {name} {language}")
        secretary.page.locator(f"[name=body_{language}]").fill("Conference of Parliaments")
    secretary.page.locator("main form").first.locator("button.btn-primary").click()
    secretary.follows("Answer the key questions")
    secretary.presses(
        re.compile(rf"^{secretary.reads('Begin from this').pattern}"), within=secretary.page.locator("main")
    )
    secretary.sees("Every key question is answered")
    with secretary.page.expect_download() as download:
        secretary.page.locator("main a[href*='policy.pdf']").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_citizen_reads_what_to_expect(arrive: Arrive, way: Way) -> None:
    citizen = arrive()
    citizen.follows("What to expect", within=citizen.page.locator("footer"))
    citizen.sees("When you get an answer", "When no reply comes", "Where the House is")
    citizen.follows("Read the policy")
    citizen.sees(re.compile(re.escape(PAPERS["title"][citizen.language])), "What Hemicycle enforces by this article")
    citizen.follows("Principles", within=citizen.page.locator("main"))
    citizen.page.locator("main a[href*='/policy/principles/']").first.click()
    citizen.sees("In practice")
