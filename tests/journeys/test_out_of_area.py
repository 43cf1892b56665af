"""A letter to a member comes from where somebody else sits: whoever wrote it is asked, says yes, and is answered there."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person
from tests.journeys.test_a_letter_answered import A_WHILE_MS, link_in, words_of

pytestmark = pytest.mark.browser

# Duncan Fairweather sits for Kestwick, Yann Kerdrel for Port-Liseré.
MEMBER, NEIGHBOUR, POSTCODE = "Duncan Fairweather", "Yann Kerdrel", "4010"
ANSWER = "We have written to the ferry. Nous avons écrit au bac. Hemos escrito al transbordador."


def test_a_letter_from_elsewhere_goes_to_the_office_that_sees_to_it_with_the_yes_of_whoever_wrote_it(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    mine = demonstration.new_mailbox()
    citizen, member, neighbour = arrive(), arrive("member"), arrive("other.member")
    begins = f"Ferry {mine.partition('@')[0]}"
    reference = writes(citizen, f"{begins} does not come any more.", mine, demonstration)

    opens(member, reference)
    member.sees("Out of area")
    member.follows("Pass on")
    member.ticks(re.compile(NEIGHBOUR))
    member.presses("Ask whoever wrote it")
    member.sees("Whoever wrote it is asked. Without their yes it stays here.")
    neighbour.goes_to("Inbox")
    assert begins not in neighbour.page.content()

    citizen.opens(link_in(demonstration, mine, after=2))
    citizen.sees("If you say no, or nothing, it stays where it is and they learn nothing of it.")
    citizen.presses("Yes, pass it on")
    citizen.sees(re.compile(NEIGHBOUR))
    neighbour.waits_for(re.compile(begins))
    neighbour.opens_row(re.compile(begins))
    heard = len(demonstration.mails_to(mine))
    neighbour.writes("Answer", ANSWER)
    neighbour.presses("Send the answer")
    assert ANSWER in words_of(demonstration, mine, after=heard)
    # Of what is answered there the first office learns nothing.
    member.opens(member.page.url)
    member.unfolds("Constituency")
    member.sees(re.compile(NEIGHBOUR))
    assert ANSWER not in member.page.content()


def writes(citizen: Person, words: str, address: str, demonstration: Demonstration) -> str:
    citizen.opens("/record/members/")
    citizen.follows(re.compile(MEMBER))
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", words)
    citizen.writes("Your e-mail address", address)
    citizen.page.locator("main details summary").first.click()
    citizen.writes("Your postcode or place", POSTCODE)
    citizen.page.wait_for_timeout(A_WHILE_MS)
    citizen.presses("Send the letter")
    reference = citizen.page.locator("#reference").inner_text()
    citizen.opens(link_in(demonstration, address, after=0))
    citizen.presses("Confirm: I wrote it")
    demonstration.mail_to(address, after=1)
    return reference


def opens(member: Person, reference: str) -> None:
    member.goes_to("Inbox")
    member.waits_for(re.compile(reference))
    member.opens_row(re.compile(reference))
