"""An election comes between the letters of a campaign and its answer: everybody reads the answer on the site, what would
go to each of them waits and the page says so, and it goes out when the period is over."""

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
from tests.journeys.test_an_election_period import asks_to_end_it, begins_an_election, ends_it

pytestmark = pytest.mark.browser


def test_the_answer_to_a_campaign_waits_for_the_end_of_an_election(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name = demonstration.new_name("slipway")
    references = text_the_same(demonstration, words_of_campaign(name))
    clerk = arrive("second.editor")
    finds_and_accepts(clerk, name, letters=len(references))
    campaign = clerk.page.url

    secretary = arrive("secretary")
    begins_an_election(secretary)
    heard = {number: len(demonstration.texts_to(number)) for number in references}
    answered_at_the_desk(arrive, campaign, name)
    citizen = arrive()
    citizen.opens("/campaigns/")
    citizen.waits_for(name)
    citizen.follows(name)
    citizen.waits_for(ANSWER)
    clerk.opens(campaign)
    clerk.waits_for("Held back by a sensitive period")
    clerk.sees("It goes on by itself when the period is over.")
    assert heard == {number: len(demonstration.texts_to(number)) for number in references}

    asks_to_end_it(secretary)
    ends_it(arrive("second.secretary"))
    for number in references:
        assert ANSWER.search(demonstration.text_to(number, after=heard[number]))
