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
from tests.journeys.letters import sends_and_confirms

pytestmark = pytest.mark.browser

OWN = "My grandmother of Saltholm was born on the ferry in the winter of the great ice."


def test_a_letter_taken_back_before_the_answer_is_gone_and_gets_none(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name, mine = demonstration.new_name("pier"), demonstration.new_mailbox()
    words = words_of_campaign(name)
    writer = arrive(name="writer")
    # Without saying what it is about.
    writer.opens("/write/")
    writer.writes("What you want to say", f"{words}\n\n{OWN}")
    reference = sends_and_confirms(writer, demonstration, mine)
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
