"""A bill is amended and passes, and its committee agrees to what is said of that in its name: who wrote about it, by the
form and by text message, learns what became of it, with the clause that changed and the committee's reason; and whoever
wrote to a member, from the member."""

import re
from pathlib import Path

import pytest

from tests.journeys.conftest import BY_LANGUAGE, Arrive, Way, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import LETTER, REFERENCE, words_of, writes_about_bill
from tests.journeys.outcomes import (
    MINUTES,
    REASONS,
    amended_and_passed,
    introduced,
    is_given_to,
    released_with_reasons,
)
from tests.journeys.test_a_campaign_to_a_member import writes_to_the_member
from tests.journeys.test_a_text_message_answered import KEYWORDS
from tests.journeys.test_following_a_bill import LINK

pytestmark = pytest.mark.browser


# By each channel alone it is walked from the question on, in test_a_letter_answered.py and test_a_text_message_answered.py.
@walked(BY_LANGUAGE["es"])
def test_who_wrote_about_a_bill_learns_what_became_of_it(
    arrive: Arrive, demonstration: Demonstration, way: Way, tmp_path: Path
) -> None:
    number = introduced(demonstration, tmp_path)
    mine, telephone = demonstration.new_mailbox(), demonstration.new_number()
    citizen, clerk = arrive(), arrive("second.editor")
    letter = writes_about_bill(citizen, number, LETTER[way.language], mine, demonstration)
    keyword, _status = KEYWORDS[way.language]
    (question,) = REFERENCE.findall(demonstration.answer_to(telephone, f"{keyword} {number} Are lamps lit?"))[:1]

    is_given_to(clerk, number, "Transport")
    amended_and_passed(number, demonstration, clerk, tmp_path)
    released_with_reasons(number, arrive, clerk, agreed=True)
    # After the link that confirms and what is said back at once.
    told = words_of(demonstration, mine, after=2)
    assert letter in told and REASONS[way.language] in told
    citizen.opens("/announcements/")
    citizen.follows(re.compile(rf"\b{number}\b"), within=citizen.page.locator("main"))
    citizen.sees(re.compile(re.escape(MINUTES)))
    assert question in demonstration.text_to(telephone, after=1)
    citizen.opens(next(one.rstrip(".") for one in LINK.findall(told) if "/stop/" in one))
    citizen.presses("Send me nothing more")
    citizen.sees("You get no more messages")
    citizen.presses("Get messages again")
    citizen.sees("No more messages?")


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
    number = introduced(demonstration, tmp_path)
    mine, citizen = demonstration.new_mailbox(), arrive()
    writes_to_the_member(citizen, TO_A_MEMBER[way.language].format(number=number), mine, demonstration)

    amended_and_passed(number, demonstration, arrive("second.editor"), tmp_path)
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
