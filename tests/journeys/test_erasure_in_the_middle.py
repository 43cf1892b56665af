"""Somebody takes part in a campaign by the form, and takes their letter back before it is answered: nothing of it is
left, they get no answer, and the campaign counts one less."""

import re

import pytest

from tests.journeys.campaigns import (
    ANSWER,
    answered_at_the_desk,
    finds_and_accepts,
    text_the_same,
    words_of_campaign,
)
from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.person import Person
from tests.journeys.test_a_letter_answered import A_WHILE_MS, link_in

pytestmark = pytest.mark.browser

OWN = "My grandmother of Saltholm was born on the ferry in the winter of the great ice."


def test_a_letter_taken_back_before_the_answer_is_gone_and_gets_none(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name, mine = demonstration.new_name("pier"), demonstration.new_mailbox()
    words = words_of_campaign(name)
    writer = arrive(name="writer")
    reference = writes_and_confirms(writer, demonstration, mine, f"{words}\n\n{OWN}")
    references = text_the_same(demonstration, words)
    clerk = arrive("second.editor")
    finds_and_accepts(clerk, name, letters=len(references) + 1)
    campaign = clerk.page.url
    clerk.sees(re.compile("born on the ferry"))

    writer.follows("See its status")
    writer.follows("Take my letter back")
    writer.presses("Erase my letter")
    writer.sees("Your letter is erased")
    clerk.opens(campaign)
    assert "born on the ferry" not in clerk.page.content()

    before = len(demonstration.mails_to(mine))
    heard = {number: len(demonstration.texts_to(number)) for number in references}
    answered_at_the_desk(arrive, campaign, name)
    for number in references:
        assert ANSWER.search(demonstration.text_to(number, after=heard[number]))
    clerk.opens(campaign)
    clerk.waits_for(re.compile(rf"(?<!\d){len(references)}\D+{len(references)}(?!\d)"))
    assert len(demonstration.mails_to(mine)) == before

    writer.opens("/status/")
    writer.writes("Reference", reference)
    writer.presses("Look it up")
    writer.sees("We know no such reference")


def writes_and_confirms(writer: Person, demonstration: Demonstration, mine: str, words: str) -> str:
    """Without saying what it is about; the reference. They stay at the page that thanks them."""
    writer.opens("/write/")
    writer.writes("What you want to say", words)
    writer.writes("Your e-mail address or mobile number", mine)
    writer.page.wait_for_timeout(A_WHILE_MS)
    writer.presses("Send the letter")
    writer.sees("We have your letter")
    reference = writer.page.locator("#reference").inner_text()
    writer.opens(link_in(demonstration, mine, after=0))
    writer.presses("Confirm: I wrote it")
    writer.sees("Confirmed")
    demonstration.mail_to(mine, after=1)
    return reference
