"""A note that is addressed to our actor alone, or to few, is a direct message."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Inbound, Outbound

from .conftest import OURS
from .neighbour import PUBLIC

pytestmark = pytest.mark.django_db
HOUSE = f"{OURS}/fediverse/actors/house/"
INBOX = f"{HOUSE}inbox/"


@pytest.mark.parametrize(
    ("readers", "direct"),
    [
        ({"to": [PUBLIC]}, False),
        ({"to": ["{house}"], "cc": ["as:Public"]}, False),
        ({"to": ["{house}"], "cc": []}, True),
        ({"to": "{house}"}, True),
        ({"to": ["https://one.example/ana/followers"], "cc": ["{house}"]}, True),
    ],
)
def test_a_note_is_public_where_it_says_so(actor, neighbour, readers, direct):
    fields = {
        part: [one.format(house=HOUSE) for one in who] if isinstance(who, list) else who.format(house=HOUSE)
        for part, who in readers.items()
    }
    tag = [{"type": "Mention", "href": HOUSE}]
    note = neighbour.note("ana", "<p>A question</p>", tag=tag, **{"cc": [], **fields})
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    assert Inbound.objects.get().direct is direct


def test_a_note_to_us_alone_stays_so_whatever_a_change_of_it_says(actor, neighbour):
    note = neighbour.note("ana", "<p>A question</p>") | {"to": [HOUSE]}
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    neighbour.tell(INBOX, neighbour.activity("Update", "ana", note | {"to": [PUBLIC], "content": "<p>Another</p>"}))
    row = Inbound.objects.get()
    assert (row.text, row.direct) == ("Another", True)


def test_an_answer_stands_below_the_note_and_reaches_its_author_who_follows_nobody(actor, neighbour, officer):
    note = neighbour.note("ana", "<p>A question</p>", to=[PUBLIC], cc=[HOUSE])
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    message = Inbound.objects.get()
    actions.give_answer(message, text="An answer", lang="en", key="k", by=officer)
    Outbound.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sending.send_account(actor, worker="worker")
    neighbour.taken.clear()
    dispatching.dispatch_due()

    (taken,) = neighbour.taken
    said = taken.activity["object"]
    assert said["inReplyTo"] == message.external_id == note["id"]
    assert neighbour.actor("ana") in said["cc"]
    assert neighbour.actor("ana") in taken.activity["cc"]
    assert [tag["href"] for tag in said["tag"] if tag["type"] == "Mention"] == [neighbour.actor("ana")]
    assert "An answer" in said["content"]
