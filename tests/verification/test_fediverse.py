"""Our own actor among real servers: two of snac, one of Fedify. What is said arrives once at each, what comes back is
threaded and counted, and what does not verify is refused."""

import json
import time
import urllib.error
import urllib.request

import pytest

from hemicycle.channels import actions
from hemicycle.channels.contract import Act
from hemicycle.channels.models import ActorFollower, Dispatch, Inbound, Reaction, Server
from tests.channels.fediverse.neighbour import KEY, cavage
from tests.conf.installation import wait_until
from tests.verification.fediverse import House, Reader, dispatch_until
from tests.verification.networks import Fedify, Snac

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def readers(house: House, snac: Snac, snac_b: Snac) -> list[Reader]:
    return [Reader(snac, "ana", house), Reader(snac_b, "ben", house)]


@pytest.fixture
def of_fedify(house: House, fedify: Fedify) -> Fedify:
    def accepted() -> int:
        return sum(house.actor in (one["actor"] or "") for one in fedify.heard("Accept"))

    fedify.do("follow", actor=house.actor)
    dispatch_until(house, lambda: accepted() == 1)
    return fedify


def unique(words: str) -> str:
    """Servers keep what earlier tests said."""
    return f"{words} {time.time_ns()}"


def test_the_same_announcement_arrives_once_everywhere_and_is_corrected_and_withdrawn(
    house: House, readers: list[Reader], of_fedify: Fedify
) -> None:
    assert ActorFollower.objects.count() == 3
    said, corrected = unique("The House votes at seven"), unique("The House votes at eight")
    row = house.say(said)
    for reader in readers:
        assert reader.read(said)["uri"] == house.note(row)
    dispatch_until(house, lambda: any(said in one["content"] for one in of_fedify.heard("Create")))
    # Sent again, as after an answer that was lost.
    Dispatch.objects.filter(activity__kind="create").update(state="waiting", sent_at=None)
    house.dispatch()
    house.say(corrected, changes=said, act=Act.CORRECT, notice="Correction: the hour")
    for reader in readers:
        assert reader.read(corrected)["spoiler_text"] == "Correction: the hour"
        assert len(reader.reads(corrected)) == 1
        assert not reader.reads(said)
    dispatch_until(house, lambda: any(corrected in one["content"] for one in of_fedify.heard("Update")))
    assert len([one for one in of_fedify.heard("Create") if said in one["content"]]) == 1
    house.say(unique("Withdrawn"), changes=corrected, act=Act.WITHDRAW)
    for reader in readers:
        dispatch_until(house, lambda reader=reader: not reader.reads(corrected))
    dispatch_until(house, lambda: bool(of_fedify.heard("Delete")))
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}


def test_fedify_verifies_signatures_of_the_rfc_and_snac_gets_those_of_the_draft(
    house: House, readers: list[Reader], of_fedify: Fedify
) -> None:
    """Fedify signs by the RFC when it asks to follow: so do we to it, checked by its own verifier."""
    house.say(said := unique("Signed twice over"))
    dispatch_until(house, lambda: any(said in one["content"] for one in of_fedify.heard("Create")))
    for reader in readers:
        reader.read(said)
    styles = dict(Server.objects.values_list("host", "signature"))
    assert styles.pop(f"127.0.0.1:{of_fedify.port}") == "rfc9421"
    assert set(styles.values()) == {""}
    assert set(Dispatch.objects.values_list("state", flat=True)) == {"sent"}


def test_after_a_change_of_keys_what_is_said_arrives_where_the_key_is_asked_for_again(
    house: House, readers: list[Reader], of_fedify: Fedify
) -> None:
    """snac 2.75 answers 202 too, keeps the first key that it saw, and drops what the second has signed."""
    house.say(before := unique("By the first key"))
    for reader in readers:
        reader.read(before)
    first = house.account.access.secret["public_key"]
    actions.renew_keys(house.account, by="test")
    house.account.refresh_from_db()
    assert house.account.access.secret["public_key"] != first
    house.dispatch()
    row = house.say(after := unique("By the second key"))
    dispatch_until(house, lambda: any(after in one["content"] for one in of_fedify.heard("Create")))
    dispatches = Dispatch.objects.filter(activity__outbound=row)
    assert set(dispatches.values_list("state", flat=True)) == {"sent"}


def test_replies_likes_and_boosts_come_back_to_what_they_are_about(
    house: House, readers: list[Reader], of_fedify: Fedify
) -> None:
    row = house.say(said := unique("The House votes"))
    for reader in readers:
        status = reader.read(said)["id"]
        reader.ask("POST", f"/api/v1/statuses/{status}/favourite")
        reader.ask("POST", "/api/v1/statuses", status=f"I am {reader.name}", in_reply_to_id=status)
    readers[0].ask("POST", f"/api/v1/statuses/{status_of(readers[0], said)}/reblog")
    note = {"actor": house.actor, "note": house.note(row)}
    of_fedify.do("like", **note)
    of_fedify.do("boost", **note, by="ben")
    wrote = of_fedify.do("reply", **note, content="<p>I am of Fedify</p>", id=str(time.time_ns()))

    wait_until(lambda: Reaction.objects.count() == 5 and Inbound.objects.count() == 3)
    assert sorted(Reaction.objects.values_list("kind", flat=True)) == ["boost"] * 2 + ["like"] * 3
    assert {one.answers for one in Inbound.objects.all()} == {row}
    texts = {one.text for one in Inbound.objects.all()}
    assert texts == {"I am ana", "I am ben", "I am of Fedify"}
    name = wrote["note"].rpartition("/")[2]
    of_fedify.do("change", **note, content="<p>I was of Fedify</p>", id=name)
    wait_until(lambda: Inbound.objects.filter(text="I was of Fedify", answers=row).exists())
    of_fedify.do("erase", **note, id=name)
    wait_until(lambda: Inbound.objects.count() == 2)


def status_of(reader: Reader, words: str) -> str:
    return str(reader.read(words)["id"])


def test_who_unfollows_gets_nothing_more(house: House, readers: list[Reader]) -> None:
    account = readers[0].read(house_said(house))["account"]["id"]
    readers[0].ask("POST", f"/api/v1/accounts/{account}/unfollow")
    wait_until(lambda: ActorFollower.objects.count() == 1)
    house.say(said := unique("After the end"))
    readers[1].read(said)
    assert not readers[0].reads(said)


def house_said(house: House) -> str:
    house.say(said := unique("Before the end"))
    return said


def test_what_is_not_signed_or_was_changed_on_the_way_is_401_over_the_wire(house: House) -> None:
    activity = json.dumps({
        "id": "http://127.0.0.1:9/1", "type": "Follow", "actor": "http://127.0.0.1:9/ana", "object": house.actor
    }).encode()  # fmt: skip
    inbox = f"{house.address}/fediverse/inbox/"
    signed = cavage(KEY, "http://127.0.0.1:9/ana#main-key", inbox, activity, time.time())
    for headers, body in (
        ({"Content-Type": "application/activity+json"}, activity),
        (signed, activity + b" "),
        (signed, activity),
    ):
        request = urllib.request.Request(inbox, body, headers, method="POST")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=60)
        assert refused.value.code == 401
        refused.value.close()
    assert not ActorFollower.objects.exists()
