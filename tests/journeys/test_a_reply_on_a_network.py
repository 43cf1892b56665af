"""The House announces something on Mastodon, where somebody answers: read in the inbox, answered below, acknowledged once.
Over a server of the fediverse."""

import re

import pytest

from tests.conf.installation import wait_until
from tests.journeys.conftest import BY_LANGUAGE, Arrive, walked
from tests.journeys.demonstration import Demonstration
from tests.journeys.fediverse import announces_there, heard_by_ana, says
from tests.journeys.letters import REFERENCE
from tests.verification.networks import Snac

pytestmark = [
    pytest.mark.browser,
    # A network is looked at once a minute, and shows the same at every width.
    walked(BY_LANGUAGE["fr"]),
]

ANSWER = "La commission siège jeudi."


def test_a_reply_on_a_network_is_answered_below_it(arrive: Arrive, demonstration: Demonstration, snac: Snac) -> None:
    name, clerk = demonstration.new_name("mole"), arrive("second.editor")
    post = announces_there(arrive, snac, name, editor=arrive("editor"), second=clerk)
    said = f"Small boats of the {name} cannot pay that."
    reply = says(snac, f"@desk {said}", below=post)
    clerk.goes_to("Inbox")
    clerk.waits_for(re.compile(re.escape(said)))
    clerk.opens_row(re.compile(re.escape(said)))
    clerk.sees("In reply to", re.compile(name))
    clerk.writes("Answer", ANSWER)
    clerk.presses("Answer in public")
    clerk.sees(ANSWER)
    # To them alone with its reference, and in public.
    wait_until(lambda: len(heard_by_ana(snac, reply)) == 2)
    acknowledgement, answer = sorted(heard_by_ana(snac, reply), key=lambda one: ANSWER in one["content"])
    assert (acknowledgement["visibility"], bool(REFERENCE.search(acknowledgement["content"]))) == ("private", True)
    assert (answer["visibility"], ANSWER in answer["content"]) == ("public", True)
