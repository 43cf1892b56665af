"""A letter to a member comes from where somebody else sits: whoever wrote it is asked, says yes, and is answered there."""

import re

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import link_in, opens_case, sends_and_confirms, words_of
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

# Duncan Fairweather sits for Kestwick, Yann Kerdrel for Port-Liseré.
MEMBER, NEIGHBOUR, POSTCODE = "Duncan Fairweather", "Yann Kerdrel", "4010"
ANSWER = "We have written to the ferry. Nous avons écrit au bac. Hemos escrito al transbordador."


def test_a_letter_from_elsewhere_goes_to_the_office_that_sees_to_it_with_the_yes_of_whoever_wrote_it(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    mine = demonstration.new_mailbox()
    citizen, member, neighbour = arrive(), arrive("member"), arrive("other.member")
    begins = f"Pier {mine.partition('@')[0].rpartition('-')[2]} has no ferry"
    words = f"{begins} since the storm of last month, and the bus to the school waits for nobody."
    reference = writes(citizen, words, mine, demonstration)

    opens_case(member, reference)
    member.sees("Out of area")
    member.follows("Pass on")
    member.ticks(re.compile(NEIGHBOUR))
    member.presses("Ask whoever wrote it")
    member.sees("Whoever wrote it is asked. Without their yes it stays here.")
    neighbour.goes_to("Inbox")
    assert begins not in neighbour.page.content()

    # They think better of it, and then ask after all.
    first = link_in(demonstration, mine, after=2)
    member.unfolds("Constituency")
    member.follows("Pass on")
    member.presses(re.compile(r"^(Withdraw the question|Retirer la question|Retirar la pregunta)"))
    member.sees("The question is withdrawn. The case stays here.")
    citizen.opens(first)
    citizen.sees("May we pass on your letter?", re.compile("stays with|reste là où|se queda"))
    member.unfolds("Constituency")
    member.follows("Pass on")
    member.ticks(re.compile(NEIGHBOUR))
    member.presses("Ask whoever wrote it")
    citizen.opens(link_in(demonstration, mine, after=3))
    citizen.sees("If you say no, or nothing, it stays where it is and they learn nothing of it.")
    citizen.presses("Yes, pass it on")
    there = citizen.page.locator("#reference").inner_text()
    assert there != reference and there in words_of(demonstration, mine, after=4)
    citizen.follows("Open the page of your letter there")
    citizen.sees(there, re.compile(NEIGHBOUR))
    neighbour.waits_for(re.compile(begins))
    neighbour.opens_row(re.compile(begins))
    neighbour.writes("Answer", ANSWER)
    neighbour.presses("Send the answer")
    assert ANSWER in words_of(demonstration, mine, after=5)
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
    citizen.page.locator("main details summary").first.click()
    citizen.writes("Your postcode or place", POSTCODE)
    return sends_and_confirms(citizen, demonstration, address, field="Your e-mail address")
