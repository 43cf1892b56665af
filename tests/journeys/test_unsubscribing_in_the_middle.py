"""Somebody takes part in a campaign by text message, and says STOP before it is answered: the answer goes to the others
alone, staff read why, and whoever stopped still finds how it stands."""

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

pytestmark = pytest.mark.browser


def test_whoever_says_stop_before_the_answer_gets_none_and_still_finds_it(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name = demonstration.new_name("winter")
    references = text_the_same(demonstration, words_of_campaign(name), telephones=4)
    stopped, *others = references
    clerk = arrive("second.editor")
    finds_and_accepts(clerk, name, letters=len(references))
    campaign = clerk.page.url

    demonstration.answer_to(stopped, "STOP")
    heard = {number: len(demonstration.texts_to(number)) for number in references}
    answered_at_the_desk(arrive, campaign, name)
    for number in others:
        assert ANSWER.search(demonstration.text_to(number, after=heard[number]))
    clerk.opens(campaign)
    clerk.waits_for(re.compile(rf"{len(references)}\D+{len(references)}"))
    clerk.sees("has asked for no more messages")
    assert len(demonstration.texts_to(stopped)) == heard[stopped]

    citizen = arrive()
    citizen.opens("/status/")
    citizen.writes("Reference", references[stopped])
    citizen.presses("Look it up")
    citizen.sees(references[stopped], "Answered")
    citizen.opens("/campaigns/")
    citizen.follows(re.compile(name))
    citizen.sees(ANSWER)
