"""Somebody writes about a bill, by the form, and gets a reference, an answer and its status."""

import re

import pytest

from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.test_following_a_bill import BILL, LINK

pytestmark = pytest.mark.browser

ANSWER = {
    "en": "The committee sits in public on Thursday, and its papers are on this site.",
    "fr": "La commission siège en public jeudi, et ses documents sont sur ce site.",
    "es": "La comisión se reúne en público el jueves, y sus documentos están en este sitio.",
}
# Nobody reads a form and writes a letter in less; programs do.
A_WHILE_MS = 3_500


def test_a_letter_on_the_web_is_confirmed_answered_and_its_status_known(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    mine = demonstration.new_mailbox()
    citizen = arrive()
    citizen.opens("/record/bills/")
    citizen.follows(BILL)
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", f"Who may speak before the committee? I am {mine}.")
    citizen.writes("Your e-mail address or mobile number", mine)
    citizen.page.wait_for_timeout(A_WHILE_MS)
    citizen.presses("Send the letter")
    citizen.sees("We have your letter", "One more step", "12")
    reference = citizen.page.locator("#reference").inner_text()

    citizen.opens(link_in(demonstration, mine, after=0))
    citizen.presses("Confirm: I wrote it")
    citizen.sees("Confirmed")
    assert reference in str(demonstration.mail_to(mine, after=1)["Subject"])

    clerk = arrive("second.editor")
    clerk.goes_to("Inbox")
    clerk.waits_for(re.compile(reference))
    clerk.opens_row(re.compile(reference))
    clerk.sees(re.compile("Who may speak before the committee"))
    clerk.writes("Answer", ANSWER[way.language])
    clerk.presses("Send the answer")
    assert ANSWER[way.language] in words_of(demonstration, mine, after=2)

    citizen.opens("/status/")
    citizen.writes("Reference", reference.lower())
    citizen.presses("Look it up")
    citizen.sees(reference, "Answered")


def link_in(demonstration: Demonstration, address: str, *, after: int) -> str:
    links: list[str] = [one.rstrip(".)") for one in LINK.findall(words_of(demonstration, address, after=after))]
    return next(one for one in links if not one.endswith("/not-mine/"))


def words_of(demonstration: Demonstration, address: str, *, after: int) -> str:
    body = demonstration.mail_to(address, after=after).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
