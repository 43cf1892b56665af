"""What people do about one letter in more than one story: its writer sends it by the form and confirms it, an officer
opens it in the inbox."""

import re

from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person
from tests.journeys.test_following_a_bill import LINK

# Nobody reads a form and writes a letter in less; programs do.
A_WHILE_MS = 3_500
REFERENCE = re.compile(r"\b[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{2}\b")


LETTER = {
    "en": "I write about clause 1 and its ten crowns.",
    "fr": "J’écris au sujet de l’article 1 et de ses dix couronnes.",
    "es": "Escribo sobre el artículo 1 y sus diez coronas.",
}


def writes_about_bill(citizen: Person, number: str, words: str, address: str, demonstration: Demonstration) -> str:
    """Gives the reference of the letter, once it is confirmed."""
    citizen.opens("/record/bills/")
    citizen.follows(re.compile(f"Harbour Lamps Bill {number}"))
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", words)
    return sends_and_confirms(citizen, demonstration, address)


def sends_and_confirms(
    writer: Person, demonstration: Demonstration, address: str, *,
    field: str = "Your e-mail address or mobile number",
) -> str:  # fmt: skip
    """What they wrote in the form; its reference. They stay at the page that thanks them, and have got two messages."""
    writer.writes(field, address)
    writer.page.wait_for_timeout(A_WHILE_MS)
    writer.presses("Send the letter")
    writer.sees("We have your letter", "One more step")
    reference = writer.page.locator("#reference").inner_text()
    writer.opens(link_in(demonstration, address, after=0))
    writer.presses("Confirm: I wrote it")
    writer.sees("Confirmed")
    assert reference in str(demonstration.mail_to(address, after=1)["Subject"])
    return reference


def opens_case(officer: Person, reference: str) -> None:
    """As soon as it stands in the inbox."""
    officer.goes_to("Inbox")
    officer.waits_for(re.compile(reference))
    officer.opens_row(re.compile(reference))


def answers(officer: Person, reference: str, words: str) -> None:
    opens_case(officer, reference)
    officer.writes("Answer", words)
    officer.presses("Send the answer")
    officer.sees(words)


def link_in(demonstration: Demonstration, address: str, *, after: int) -> str:
    links: list[str] = [one.rstrip(".)") for one in LINK.findall(words_of(demonstration, address, after=after))]
    return next(one for one in links if not one.endswith("/not-mine/"))


def words_of(demonstration: Demonstration, address: str, *, after: int) -> str:
    body = demonstration.mail_to(address, after=after).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
