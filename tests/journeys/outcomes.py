"""What becomes of a bill in more than one story: it is printed, amended, and passed in the record; the committee's reason
is written down, approved and released, and whoever wrote about it is notified."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, releases
from tests.journeys.person import Person

REASONS = {
    "en": "Small boats could not pay ten crowns.",
    "fr": "Les petits bateaux ne pouvaient pas payer dix couronnes.",
    "es": "Los barcos pequeños no podían pagar diez coronas.",
}
TODAY, MONTH = datetime.now(UTC).date(), timedelta(days=30)
# Never still to come, in whichever place the House keeps its time.
YESTERDAY = TODAY - timedelta(days=1)
MINUTES = "https://minutes.example/31"
BILL = """<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="bill"><meta><identification source="#clerk">
<FRBRWork><FRBRthis value="/akn/vl/bill/{number}/!main"/><FRBRuri value="/akn/vl/bill/{number}"/>
<FRBRdate date="{began}" name="introduced"/><FRBRauthor href="#clerk"/><FRBRcountry value="vl"/><FRBRnumber value="{number}"/></FRBRWork>
<FRBRExpression><FRBRthis value="/akn/vl/bill/{number}/eng@{day}/!main"/><FRBRuri value="/akn/vl/bill/{number}/eng@{day}"/>
<FRBRdate date="{day}" name="printed"/><FRBRauthor href="#clerk"/><FRBRlanguage language="eng"/></FRBRExpression>
<FRBRManifestation><FRBRthis value="/akn/vl/bill/{number}/eng@{day}/!main.xml"/><FRBRuri value="/akn/vl/bill/{number}/eng@{day}.xml"/>
<FRBRdate date="{day}" name="marked up"/><FRBRauthor href="#clerk"/></FRBRManifestation></identification></meta>
<preface><p><shortTitle>Harbour Lamps Bill {number}</shortTitle></p></preface><body>
<section eId="sec_1"><num>1</num><heading>Lamp fees</heading><content><p>A boat pays {fee} crowns a year.</p></content></section>
<section eId="sec_2"><num>2</num><heading>Lamps</heading><content><p>Lamps are lit at dusk.</p></content></section>
</body></bill></akomaNtoso>
"""


def introduced(demonstration: Demonstration, folder: Path) -> str:
    """A bill that nobody has written about yet; its number."""
    number = demonstration.new_bill()
    demonstration.imports(printed(folder / "introduced.xml", number, fee="ten", day=TODAY - MONTH))
    return number


def amended_and_passed(number: str, demonstration: Demonstration, clerk: Person, folder: Path) -> None:
    demonstration.imports(printed(folder / "amended.xml", number, fee="five", day=TODAY))
    passes(clerk, number)


def released_with_reasons(number: str, arrive: Arrive, clerk: Person, *, agreed: bool = False) -> None:
    """Everybody who wrote about it is notified from now on; `agreed`: a committee has the bill, which agrees first."""
    officer = arrive("officer")
    title = announces(officer, number, agreed=agreed)
    approve(title, arrive("editor"), clerk)
    releases(officer, title)


def printed(file: Path, number: str, *, fee: str, day: date) -> Path:
    began = TODAY - MONTH
    file.write_text(BILL.format(number=number, fee=fee, day=day, began=began), encoding="utf-8")
    return file


def is_given_to(clerk: Person, number: str, committee: str) -> None:
    """Written down in the record by hand: the committee is looked for by a word of its name."""
    _in_the_record(clerk, number)
    clerk.page.locator("#id_committee + .select2-container .select2-selection").click()
    clerk.page.locator(".select2-container--open .select2-search__field").fill(committee)
    clerk.page.locator(f".select2-results__option:not(.loading-results):has-text('{committee}')").first.click()
    clerk.presses("Save")


def passes(clerk: Person, number: str) -> None:
    """Likewise."""
    _in_the_record(clerk, number)
    clerk.page.locator("#steps-group .add-row a, #steps-group a.addlink").first.click()
    clerk.chooses("Stage", "Passed")
    clerk.writes("Day", TODAY.isoformat())
    clerk.presses("Save")


def _in_the_record(clerk: Person, number: str) -> None:
    clerk.opens(f"/admin/record/document/?q=Harbour+Lamps+Bill+{number}")
    clerk.page.locator("#result_list tbody").get_by_role("link").first.click()


def announces(officer: Person, number: str, *, agreed: bool = False) -> str:
    """With the reasons; gives the title of the announcement, at the desk and waiting for approval."""
    officer.goes_to("Inbox")
    officer.follows("Outcomes", within=officer.page.locator("main"))
    officer.waits_for(re.compile(f"Harbour Lamps Bill {number}"))
    officer.follows(re.compile(f"Harbour Lamps Bill {number}"))
    fields = officer.page.get_by_role("group").filter(has_text=re.compile("Lamp fees"))
    for lang, reason in REASONS.items():
        fields.locator(f"textarea[lang={lang}]").fill(reason)
    officer.presses("Save the reasons")
    if agreed:
        officer.presses("Draft the announcement")
        officer.sees("Record the committee’s agreement first: the day on which it agreed to these words.")
        officer.writes("Day on which the committee agreed", YESTERDAY.isoformat())
        officer.writes("What shows it", MINUTES)
        officer.presses("Record the committee’s agreement")
        officer.sees("Withdraw the agreement")
    officer.presses("Draft the announcement")
    officer.presses("Submit for review")
    officer.sees("In review")
    # Lines break in it, and some of its spaces do not.
    return " ".join(officer.page.locator("main h1").first.inner_text().split())
