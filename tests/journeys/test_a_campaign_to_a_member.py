"""The same letter comes to a member from several people: it is one campaign in their inbox, and answered from its page."""

import re

import pytest

from tests.journeys.campaigns import finds_and_accepts, words_of_campaign
from tests.journeys.conftest import Arrive, Way
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import sends_and_confirms, words_of
from tests.journeys.person import Person
from tests.journeys.test_out_of_area import MEMBER

pytestmark = pytest.mark.browser

ANSWER = {
    "en": "I have asked the minister, and tell you what she says.",
    "fr": "J’ai interrogé la ministre et vous dirai ce qu’elle répond.",
    "es": "He preguntado a la ministra y les diré lo que responda.",
}


def test_three_who_write_the_same_to_a_member_are_answered_at_once(
    arrive: Arrive, demonstration: Demonstration, way: Way
) -> None:
    name, answer = demonstration.new_name("buses"), ANSWER[way.language]
    citizen, addresses = arrive(), list[str]()
    for _ in range(3):
        addresses.append(demonstration.new_mailbox())
        writes_to_the_member(citizen, words_of_campaign(name), addresses[-1], demonstration)

    member = arrive("member")
    finds_and_accepts(member, name, letters=3)
    member.presses(re.compile(r"^(Answer|Répondre à|Responder a) 3 (letters|lettres|cartas)$"))
    member.unfolds("Write it yourself, for these alone")
    own = member.page.locator("textarea[name^='text-']")
    own.fill(answer)
    member.presses("Show what would leave", within=member.page.locator("form").filter(has=own))
    member.sees(answer)
    member.presses(re.compile(r"^(Send|Envoyer|Enviar) 3 (answers|réponses|respuestas)$"))
    member.sees("Every letter is answered. Those that still come are found and wait here.")
    member.sees("What was answered", answer)
    for address in addresses:
        assert answer in words_of(demonstration, address, after=2)


def writes_to_the_member(citizen: Person, words: str, address: str, demonstration: Demonstration) -> None:
    citizen.opens("/record/members/")
    citizen.follows(re.compile(MEMBER))
    citizen.follows("Write", within=citizen.page.locator("main"))
    citizen.writes("What you want to say", words)
    sends_and_confirms(citizen, demonstration, address, field="Your e-mail address")
