"""A network that says yes and not what it made: it may have the message, so it is never sent again blindly."""

from typing import Any

import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account, Outbound
from tests.channels.network_desk import Desk

pytestmark = pytest.mark.django_db

NAMELESS: list[Any] = [
    {},
    {"success": True},
    {"id": ""},
    {"id": None},
    {"messages": []},
    {"messages": [{}]},
    [],
    "yes",
    None,
]


@pytest.mark.parametrize("answer", NAMELESS, ids=str)
@pytest.mark.parametrize("network", ["page", "channel"])
def test_what_may_be_there_is_unknown_and_then_looked_up(fake, request, network, answer):
    desk: Desk = request.getfixturevalue(network)
    fake.instead = [answer]
    row = desk.say("Vote at seven")
    made = fake.posts or fake.comments
    assert (row.state, row.code, row.external_id, len(made)) == ("unknown", "no-answer", "", 1)
    writes = [one for one in fake.asked if one[0] == "POST" and one[1] != "/token"]
    desk.send()
    row.refresh_from_db()
    assert (row.state, row.external_id) == ("sent", next(iter(made)))
    assert [one for one in fake.asked if one[0] == "POST" and one[1] != "/token"] == writes


@pytest.mark.parametrize("answer", NAMELESS, ids=str)
def test_what_cannot_be_looked_up_waits_for_a_person(fake, number: Account, answer):
    desk = Desk(number)
    rendered = actions.render(number, desk.outgoing("Vote at seven"))
    content = actions.prepare(number, source="x", lang="en", rendered=rendered)
    person = actions.contact_of(office=number.office, channel="sms", address="+447700900123", lang="en")
    actions.queue(content, to=person, by="test")
    fake.instead = [answer]
    for _ in range(3):
        desk.send()
        row = Outbound.objects.get()
        assert (row.state, row.code, row.external_id, len(fake.messages)) == ("unknown", "no-answer", "", 1)
