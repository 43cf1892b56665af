"""A bill is amended and passes: who wrote about it, by the form and by text message, is answered, and learns what became
of it, with the clause that changed and the committee's reason."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.desk import approve, releases
from tests.journeys.letters import REFERENCE, opens_case, sends_and_confirms, words_of
from tests.journeys.person import Person
from tests.journeys.test_a_campaign_to_a_member import writes_to_the_member
from tests.journeys.test_a_text_message_answered import KEYWORDS
from tests.journeys.test_following_a_bill import LINK

pytestmark = pytest.mark.browser

REASONS = {
    "en": "Small boats could not pay ten crowns.",
    "fr": "Les petits bateaux ne pouvaient pas payer dix couronnes.",
    "es": "Los barcos pequeños no podían pagar diez coronas.",
}
LETTER = {
    "en": "I write about clause 1 and its ten crowns.",
    "fr": "J’écris au sujet de l’article 1 et de ses dix couronnes.",
    "es": "Escribo sobre el artículo 1 y sus diez coronas.",
}
ANSWER = "The committee sits on Thursday. Jeudi. Jueves."
TODAY, MONTH = datetime.now(UTC).date(), timedelta(days=30)
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


def test_who_wrote_about_a_bill_learns_what_became_of_it(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number = demonstration.new_bill()
    demonstration.imports(printed(tmp_path / "introduced.xml", number, fee="ten", day=TODAY - MONTH))
    mine, telephone = demonstration.new_mailbox(), demonstration.new_number()
    citizen, clerk = arrive(), arrive("second.editor")
    letter = writes(citizen, number, LETTER[way.language], mine, demonstration)
    keyword, _status = KEYWORDS[way.language]
    (question,) = REFERENCE.findall(demonstration.answer_to(telephone, f"{keyword} {number} Are lamps lit?"))[:1]
    for reference in (letter, question):
        answers(clerk, reference)
    # After the link that confirms and what is said back at once.
    assert ANSWER in words_of(demonstration, mine, after=2)
    assert ANSWER in demonstration.text_to(telephone, after=1)

    demonstration.imports(printed(tmp_path / "amended.xml", number, fee="five", day=TODAY))
    passes(clerk, number)
    officer = arrive("officer")
    title = announces(officer, number)
    approve(title, arrive("editor"), clerk)
    releases(officer, title)

    told = words_of(demonstration, mine, after=3)
    assert letter in told and REASONS[way.language] in told
    assert question in demonstration.text_to(telephone, after=2)
    citizen.follows("See its status")
    citizen.sees("What became of it", re.compile(re.escape(REASONS[way.language])))
    citizen.opens("/status/")
    citizen.writes("Reference", letter)
    citizen.presses("Look it up")
    citizen.sees(letter, "Answered")
    citizen.opens(next(one.rstrip(".") for one in LINK.findall(told) if "/stop/" in one))
    citizen.presses("Send me nothing more")
    citizen.sees("You get no more messages")
    citizen.presses("Get messages again")
    citizen.sees("No more messages?")


def printed(file: Path, number: str, *, fee: str, day: date) -> Path:
    began = TODAY - MONTH
    file.write_text(BILL.format(number=number, fee=fee, day=day, began=began), encoding="utf-8")
    return file


def writes(citizen: Person, number: str, words: str, address: str, demonstration: Demonstration) -> str:
    """Gives the reference of the letter, once it is confirmed."""
    citizen.opens("/record/bills/")
    citizen.follows(re.compile(f"Harbour Lamps Bill {number}"))
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", words)
    return sends_and_confirms(citizen, demonstration, address)


def answers(clerk: Person, reference: str) -> None:
    opens_case(clerk, reference)
    clerk.writes("Answer", ANSWER)
    clerk.presses("Send the answer")
    clerk.sees(ANSWER)


def passes(clerk: Person, number: str) -> None:
    """Written down in the record by hand."""
    clerk.opens(f"/admin/record/document/?q=Harbour+Lamps+Bill+{number}")
    clerk.page.locator("#result_list tbody").get_by_role("link").first.click()
    clerk.page.locator("#steps-group .add-row a, #steps-group a.addlink").first.click()
    clerk.chooses("Stage", "Passed")
    clerk.writes("Day", TODAY.isoformat())
    clerk.presses("Save")


def announces(officer: Person, number: str) -> str:
    """With the committee's reason; gives the title of the announcement, at the desk and waiting for approval."""
    officer.goes_to("Inbox")
    officer.follows("Outcomes", within=officer.page.locator("main"))
    officer.waits_for(re.compile(f"Harbour Lamps Bill {number}"))
    officer.follows(re.compile(f"Harbour Lamps Bill {number}"))
    fields = officer.page.get_by_role("group").filter(has_text=re.compile("Lamp fees"))
    for lang, reason in REASONS.items():
        fields.locator(f"textarea[lang={lang}]").fill(reason)
    officer.presses("Save the reasons")
    officer.presses("Draft the announcement")
    officer.presses("Submit for review")
    officer.sees("In review")
    # Lines break in it, and some of its spaces do not.
    return " ".join(officer.page.locator("main h1").first.inner_text().split())


TO_A_MEMBER = {
    "en": "I write about Bill {number}.",
    "fr": "J’écris au sujet du projet de loi {number}.",
    "es": "Escribo sobre la ley {number}.",
}
OF_THE_MEMBER = {
    "en": "I voted for the lower fee.",
    "fr": "J’ai voté pour la baisse des droits.",
    "es": "Voté a favor de la tasa más baja.",
}


def test_a_member_tells_who_wrote_to_them_what_became_of_the_bill(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number = demonstration.new_bill()
    demonstration.imports(printed(tmp_path / "introduced.xml", number, fee="ten", day=TODAY - MONTH))
    mine, citizen = demonstration.new_mailbox(), arrive()
    writes_to_the_member(citizen, TO_A_MEMBER[way.language].format(number=number), mine, demonstration)

    demonstration.imports(printed(tmp_path / "amended.xml", number, fee="five", day=TODAY))
    passes(arrive("second.editor"), number)
    member = arrive("member")
    member.goes_to("Inbox")
    member.follows("Outcomes", within=member.page.locator("main"))
    member.waits_for(re.compile(f"Harbour Lamps Bill {number}"))
    member.follows(re.compile(f"Harbour Lamps Bill {number}"))
    member.page.locator(f"textarea[lang={way.language}]").fill(OF_THE_MEMBER[way.language])
    member.presses(re.compile(r"^(Send it to|Envoyer à|Enviar a) 1 (person|personne|persona)\b"))
    member.sees("Undo")

    told = words_of(demonstration, mine, after=2)
    assert OF_THE_MEMBER[way.language] in told and "/record/bills/" in told
    citizen.follows("See its status")
    citizen.sees("What became of it")
