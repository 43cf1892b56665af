"""Whoever organises a campaign announces it openly; the office accepts it, people take part through it, some with words
of their own, and all of them get one answer, the organiser too."""

import re

import pytest

from tests.journeys.campaigns import ANSWER, answered_at_the_desk, answers_points, words_of_campaign
from tests.journeys.conftest import Arrive
from tests.journeys.demonstration import Demonstration
from tests.journeys.letters import link_in, sends_and_confirms, words_of
from tests.journeys.person import Person

pytestmark = pytest.mark.browser

OWN = "My choir sings on three islands, and we get home by the last boat alone."
ON_POINT = "Rehearsals on the islands end before the boat leaves: the timetable says so from May."


def test_a_campaign_announced_openly_is_one_from_the_start_and_answered_once(
    arrive: Arrive, demonstration: Demonstration
) -> None:
    name, theirs = demonstration.new_name("boats"), f"organiser-{demonstration.new_mailbox()}"
    organiser = arrive(name="organiser")
    announces(organiser, name, theirs)
    organiser.opens(link_in(demonstration, theirs, after=0))
    organiser.presses("Confirm")
    organiser.sees("Confirmed. The office decides, and writes to you.")
    page = organiser.page.url

    clerk = arrive("second.editor")
    clerk.opens("/inbox/campaigns/?state=decide")
    clerk.opens_row(re.compile(name))
    clerk.presses("Accept")
    clerk.sees("Its letters are handled as one campaign from now on.")
    campaign = clerk.page.url
    organiser.opens(page)
    organiser.sees("To pass on")

    singer, other = f"singer-{demonstration.new_mailbox()}", f"other-{demonstration.new_mailbox()}"
    takes_part(arrive(name="singer"), demonstration, name, singer, own=OWN)
    takes_part(arrive(name="another"), demonstration, name, other)
    clerk.opens(campaign)
    answers_points(clerk, ON_POINT, re.compile("choir"))
    answered_at_the_desk(arrive, campaign, name)
    # Each has got the question, and the reference, before.
    said = {address: words_of(demonstration, address, after=2) for address in (singer, other)}
    assert all(ANSWER.search(words) for words in said.values())
    assert [ON_POINT in said[singer], ON_POINT in said[other]] == [True, False]
    organiser.opens(page)
    organiser.waits_for(ANSWER)


def announces(organiser: Person, name: str, address: str) -> None:
    organiser.opens("/campaigns/")
    organiser.follows("Announce a campaign")
    organiser.writes("Name of the campaign", name)
    organiser.writes("Organisation", "Friends of the Ferries")
    organiser.writes("E-mail address", address)
    organiser.writes("Text that people send", words_of_campaign(name))
    organiser.chooses("Bill", re.compile(r"\b12\b"))
    organiser.writes("How many people you expect", "50")
    organiser.presses("Announce it")
    organiser.sees("One more step")


def takes_part(citizen: Person, demonstration: Demonstration, name: str, address: str, *, own: str = "") -> None:
    """From the list of campaigns on; they confirm their address."""
    citizen.opens("/campaigns/")
    citizen.follows(name)
    citizen.follows("Take part")
    if own:
        citizen.writes("Your own words", own)
    sends_and_confirms(citizen, demonstration, address)
