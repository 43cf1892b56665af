"""Answers on the real network of Bluesky: below what they answer, once, and refused where that is gone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Inbound, Outbound
from tests.channels.network_desk import Desk, said_in_public
from tests.conf.installation import wait_until
from tests.verification.networks import Atproto

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply(atproto: Atproto, said: Desk) -> Inbound:
    """Ana answers what the House said."""
    row = said.say("Vote at seven")
    atproto.await_post(row.external_id)
    (post,) = [one for one in atproto.posts("desk") if said.link in one["value"]["text"]]
    above = {"uri": post["uri"], "cid": post["cid"]}
    name = atproto.say("ana", f"May I come? {said.link}", reply={"root": above, "parent": above}, langs=["en"])["uri"]
    wait_until(lambda: any(one.external_id == name for one in said.hear()))
    return Inbound.objects.select_related("account", "contact__office").get(external_id=name)


def answer(message: Inbound, by, text: str = "Everybody may.") -> Outbound:
    return actions.give_answer(message, text=text, lang="en", key="k", by=by).outbound


def send(account: Account) -> None:
    Outbound.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))
    Account.objects.update(rests_until=None, sender="", sender_until=None)
    sending.send_account(account, worker="worker")


def below(atproto: Atproto, message: Inbound) -> list[dict]:
    return [
        one["value"]
        for one in atproto.posts("desk")
        if one["value"].get("reply", {}).get("parent", {}).get("uri") == message.external_id
    ]


def test_an_answer_stands_below_the_reply_in_the_thread_of_our_post_once(atproto, said, reply, officer):
    row = answer(reply, officer)
    for _twice in range(2):
        send(said.account)
        Outbound.objects.filter(pk=row.pk).update(state="waiting")
    (value,) = below(atproto, reply)
    assert value["text"] == said_in_public(reply, "Everybody may.")
    assert value["reply"]["root"]["uri"] == reply.answers.external_id
    assert "embed" not in value
    row.refresh_from_db()
    assert row.external_id.startswith("at://")


def test_a_long_answer_is_a_thread_below_the_reply(atproto, said, reply, officer):
    row = answer(reply, officer, "Everybody may come to the hearing and speak there. " * 12)
    send(said.account)
    (first,) = below(atproto, reply)
    assert first["text"].endswith("1/3")
    row.refresh_from_db()
    assert (row.state, len(row.names)) == ("sent", 3)


def test_what_was_deleted_meanwhile_is_not_answered(atproto, said, reply, officer):
    name = reply.external_id.rpartition("/")[2]
    where = {"repo": atproto.did("ana"), "collection": "app.bsky.feed.post", "rkey": name}
    atproto.ask("POST", "com.atproto.repo.deleteRecord", by="ana", said=where)
    wait_until(lambda: not atproto.ask("GET", "app.bsky.feed.getPosts", by="ana", uris=reply.external_id)["posts"])
    row = answer(reply, officer)
    send(said.account)
    row.refresh_from_db()
    assert (row.state, row.code, below(atproto, reply)) == ("failed", "answered-is-gone", [])
