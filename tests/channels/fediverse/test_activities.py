"""What comes to the inbox: believed when it is signed by whoever says it, and heard once."""

import json
import time

import pytest

from hemicycle.channels import actions
from hemicycle.channels.jobs import dispatching
from hemicycle.channels.models import ActorFollower, Block, Contact, Inbound, Peer, Reaction
from tests.bad_addresses import NO_ADDRESSES

from .conftest import OURS
from .neighbour import ANOTHER_KEY, Neighbour, cavage, rfc_9421

pytestmark = pytest.mark.django_db
INBOX, ACTOR = f"{OURS}/fediverse/inbox/", f"{OURS}/fediverse/actors/house/"
HEARD, REFUSED = 202, 401


@pytest.mark.parametrize("style", [cavage, rfc_9421])
def test_who_follows_is_accepted_and_counted_once(actor, neighbour: Neighbour, style) -> None:
    asked = neighbour.activity("Follow", "ana", ACTOR)
    assert neighbour.tell(INBOX, asked, style=style) == HEARD
    assert neighbour.tell(INBOX, asked, style=style) == HEARD
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR), style=style) == HEARD
    dispatching.dispatch_due()
    assert ActorFollower.objects.filter(account=actor).count() == 1
    first, second = (one.activity for one in neighbour.taken)
    assert (first["type"], first["actor"], first["object"]["id"]) == ("Accept", ACTOR, asked["id"])
    assert second["object"]["id"] != asked["id"]


def test_who_ends_it_follows_no_more_and_nobody_ends_it_for_another(actor, neighbour, follow) -> None:
    follow(neighbour, "ana")
    of_ana = {"type": "Follow", "actor": neighbour.actor("ana"), "object": ACTOR, "id": f"{neighbour.address}/f"}
    neighbour.tell(INBOX, neighbour.activity("Undo", "ben", of_ana))
    assert ActorFollower.objects.count() == 1
    neighbour.tell(INBOX, neighbour.activity("Undo", "ana", of_ana))
    assert not ActorFollower.objects.exists()


@pytest.mark.parametrize("style", [cavage, rfc_9421])
def test_what_is_not_signed_by_its_actor_is_refused_and_changes_nothing(actor, neighbour, style) -> None:
    asked = neighbour.activity("Follow", "ana", ACTOR)
    forged = json.dumps({**asked, "object": "https://elsewhere.test/"}).encode()
    assert neighbour.tell(INBOX, asked, style=style, body=forged) == REFUSED
    assert neighbour.tell(INBOX, asked, style=style, key=ANOTHER_KEY) == REFUSED
    assert neighbour.tell(INBOX, asked, style=style, at=time.time() - 400) == REFUSED
    for leave in ("host", "date", "digest") if style is cavage else ("content-digest", "@target-uri"):
        assert neighbour.tell(INBOX, asked, style=style, leave=leave) == REFUSED
    assert not ActorFollower.objects.exists()


@pytest.mark.parametrize("style", [cavage, rfc_9421])
@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_actor_at_an_address_that_names_no_server_is_refused(actor, client, style, address) -> None:
    received = {"type": "Follow", "id": f"{address}1", "actor": f"{address}ana", "object": ACTOR}
    body = json.dumps(received).encode()
    key_id = f"{address}ana#key".encode("ascii", "replace").decode().replace("\0", "")
    headers = style(ANOTHER_KEY, key_id, INBOX, body, time.time())
    sent = client.post("/fediverse/inbox/", body, content_type=headers.pop("Content-Type"), headers=headers)
    assert sent.status_code in (400, REFUSED)


@pytest.mark.parametrize("host", ["exa mple.org", "a..b", "[::1", "example.org:99999", "a" * 300])
def test_a_field_host_that_names_no_server_is_refused(actor, neighbour, client, host) -> None:
    asked = json.dumps(neighbour.activity("Follow", "ana", ACTOR)).encode()
    headers = cavage(neighbour.people["ana"], f"{neighbour.actor('ana')}#main-key", INBOX, asked, time.time())
    kind = headers.pop("Content-Type")
    sent = client.post("/fediverse/inbox/", asked, content_type=kind, headers={**headers, "Host": host})
    assert sent.status_code in (400, REFUSED)


@pytest.mark.parametrize("style", [cavage, rfc_9421])
@pytest.mark.parametrize("name", ["created", "expires"])
@pytest.mark.parametrize("value", ["abc", "", "-", "1e999", "nan", "9" * 400, "1.2.3"])
def test_a_moment_that_is_none_in_a_signature_is_refused(actor, neighbour, client, style, name, value) -> None:
    """Nobody has to sign for it: it is read before the key is asked for."""
    asked = json.dumps(neighbour.activity("Follow", "ana", ACTOR)).encode()
    headers = style(neighbour.people["ana"], f"{neighbour.actor('ana')}#main-key", INBOX, asked, time.time())
    if style is cavage:
        signature = headers["Signature"].replace('headers="', 'headers="(created) (expires) ')
        headers["Signature"] = ",".join((signature, *validity(name, value)))
    else:
        bare = headers["Signature-Input"].rpartition(";created=")[0]
        headers["Signature-Input"] = ";".join((bare, *validity(name, value)))
    kind = headers.pop("Content-Type")
    sent = client.post("/fediverse/inbox/", asked, content_type=kind, headers=headers)
    assert sent.status_code == REFUSED


def validity(name: str, value: str) -> list[str]:
    """Both parameters of a signature, one of them as it should not be."""
    return [f'{one}="{value}"' if one == name else f"{one}={int(time.time()) + 60}" for one in ("created", "expires")]


def test_nobody_speaks_for_another_and_nothing_goes_unsigned(actor, neighbour, client) -> None:
    asked = neighbour.activity("Follow", "ana", ACTOR)
    by_ben = cavage(
        neighbour.people["ben"], f"{neighbour.actor('ben')}#main-key", INBOX, json.dumps(asked).encode(), time.time()
    )
    kind = by_ben.pop("Content-Type")
    sent = client.post("/fediverse/inbox/", json.dumps(asked), content_type=kind, headers=by_ben)
    assert sent.status_code == REFUSED
    assert client.post("/fediverse/inbox/", json.dumps(asked), content_type=kind).status_code == REFUSED
    assert not ActorFollower.objects.exists()


def test_a_key_that_was_changed_is_asked_for_once_more(actor, neighbour, settings) -> None:
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR)) == HEARD
    neighbour.people["ana"] = ANOTHER_KEY
    # Asked within seconds their server is spared.
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR)) == REFUSED
    Peer.objects.update(fetched_at=Peer.objects.get().fetched_at - dispatching.timedelta(minutes=5))
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR)) == HEARD
    assert neighbour.fetched == ["ana", "ana"]


@pytest.mark.parametrize(
    "wrong",
    [{"id": "https://elsewhere.test/users/ana"}, {"inbox": "http://127.0.0.2/inbox"}, {"publicKey": {}}, {"inbox": 1}],
)
def test_an_actor_is_believed_at_their_own_address_alone(actor, neighbour, wrong) -> None:
    right = neighbour.document
    neighbour.document = lambda name: right(name) | wrong
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR)) == REFUSED


def test_no_address_leads_into_a_network_that_the_account_does_not_open(actor, neighbour) -> None:
    actor.settings = {}
    actor.save()
    assert neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR)) == REFUSED
    assert not neighbour.fetched


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"type": 1, "id": "x"}', b"[" * 5_000, b'{"type":"Follow","id":"x"}']
)
def test_what_is_no_activity_is_refused(actor, client, body) -> None:
    assert client.post("/fediverse/inbox/", body, content_type="application/activity+json").status_code == 400


def test_what_is_too_large_is_not_read(actor, client) -> None:
    answer = client.post("/fediverse/inbox/", b" " * (1024 * 1024 + 1), content_type="application/activity+json")
    assert answer.status_code == 413


def test_likes_and_boosts_are_counted_once_a_person_and_can_be_taken_back(actor, neighbour, say) -> None:
    note = f"{OURS}/fediverse/notes/{say('The House votes').key}/"
    liked = neighbour.activity("Like", "ana", note)
    for received in (liked, neighbour.activity("Like", "ana", note), neighbour.activity("Announce", "ben", note)):
        assert neighbour.tell(INBOX, received) == HEARD
    assert sorted(Reaction.objects.values_list("kind", flat=True)) == ["boost", "like"]
    neighbour.tell(INBOX, neighbour.activity("Undo", "ben", liked["id"]))
    assert Reaction.objects.count() == 2
    neighbour.tell(INBOX, neighbour.activity("Undo", "ana", liked["id"]))
    assert [one.kind for one in Reaction.objects.all()] == ["boost"]


def test_a_reply_is_threaded_as_text_to_what_it_answers_and_so_is_a_reply_to_it(actor, neighbour, say) -> None:
    row = say("The House votes")
    content = f'<p><span class="h-card"><a href="{ACTOR}" class="u-url mention">@<span>house</span></a></span> I <b>agree</b></p>'
    first = neighbour.note(
        "ana", content, inReplyTo=f"{OURS}/fediverse/notes/{row.key}/", contentMap={"en": content},
        published="2026-03-01T10:00:00Z",
    )  # fmt: skip
    second = neighbour.note("ben", "<p>So do I</p>", inReplyTo=first["id"])
    for by, note in (("ana", first), ("ben", second), ("ana", first)):
        assert neighbour.tell(INBOX, neighbour.activity("Create", by, note)) == HEARD
    one, two = Inbound.objects.order_by("pk")
    assert (one.text, one.lang, one.answers, one.channel, str(one.sent_at)[:10]) == (
        "I agree",
        "en",
        row,
        "social",
        "2026-03-01",
    )
    assert (two.text, two.answers) == ("So do I", row)


def test_what_is_written_to_nobody_of_ours_is_not_kept(actor, neighbour) -> None:
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", neighbour.note("ana", "Lunch")))
    of_ben = neighbour.note("ben", "I am Ben", to=[ACTOR])
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", of_ben))
    elsewhere = {**neighbour.note("ana", "Mine", to=[ACTOR]), "id": "https://elsewhere.test/1"}
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", elsewhere))
    assert not Inbound.objects.exists()
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", neighbour.note("ana", "To the House alone", to=[ACTOR])))
    assert Inbound.objects.get().text == "To the House alone"


def test_a_reply_is_changed_and_erased_by_its_writer_alone(actor, neighbour, say) -> None:
    row = say("The House votes")
    note = neighbour.note("ana", "<p>I agre</p>", inReplyTo=f"{OURS}/fediverse/notes/{row.key}/")
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", note))
    neighbour.tell(
        INBOX, neighbour.activity("Update", "ben", {**note, "content": "No", "attributedTo": neighbour.actor("ben")})
    )
    neighbour.tell(INBOX, neighbour.activity("Delete", "ben", {"id": note["id"], "type": "Tombstone"}))
    assert Inbound.objects.get().text == "I agre"
    neighbour.tell(INBOX, neighbour.activity("Update", "ana", {**note, "content": "<p>I agree</p>"}))
    assert (Inbound.objects.get().text, Inbound.objects.get().answers) == ("I agree", row)
    neighbour.tell(INBOX, neighbour.activity("Delete", "ana", {"id": note["id"], "type": "Tombstone"}))
    assert not Inbound.objects.exists()


def test_whoever_is_gone_is_erased_on_the_word_of_their_own_server(actor, neighbour, follow, say) -> None:
    note = f"{OURS}/fediverse/notes/{say('The House votes').key}/"
    follow(neighbour, "ana")
    neighbour.tell(INBOX, neighbour.activity("Like", "ana", note))
    neighbour.tell(INBOX, neighbour.activity("Create", "ana", neighbour.note("ana", "Yes", inReplyTo=note)))
    Peer.objects.all().delete()
    end = neighbour.activity("Delete", "ana", neighbour.actor("ana"))
    assert neighbour.tell(INBOX, end, key=ANOTHER_KEY) == REFUSED
    neighbour.gone.add("ana")
    Peer.objects.all().delete()
    assert neighbour.tell(INBOX, end) == HEARD
    assert not (Inbound.objects.exists() or ActorFollower.objects.exists() or Reaction.objects.exists())
    assert Contact.objects.get().address == ""


@pytest.mark.parametrize("target", ["actor", "server"])
def test_who_is_blocked_is_rejected_and_heard_no_more_which_is_counted(
    actor, office, neighbour, follow, say, target
) -> None:
    follow(neighbour, "ana")
    note = f"{OURS}/fediverse/notes/{say('The House votes').key}/"
    blocked = neighbour.actor("ana") if target == "actor" else neighbour.host
    row = actions.block(office=office, target=blocked, reason="Floods", by="test")
    assert not ActorFollower.objects.exists()
    for received in (
        neighbour.activity("Follow", "ana", ACTOR), neighbour.activity("Like", "ana", note),
        neighbour.activity("Create", "ana", neighbour.note("ana", "Yes", inReplyTo=note)),
    ):  # fmt: skip
        assert neighbour.tell(INBOX, received) == HEARD
    assert neighbour.tell(INBOX, neighbour.activity("Like", "ben", note)) == HEARD
    dispatching.dispatch_due()
    assert [one.activity["type"] for one in neighbour.taken] == ["Reject"]
    assert not (ActorFollower.objects.exists() or Inbound.objects.exists())
    assert Reaction.objects.count() == (1 if target == "actor" else 0)
    assert Block.objects.get().kept_out == (3 if target == "actor" else 4)
    actions.unblock(row, by="test")
    neighbour.tell(INBOX, neighbour.activity("Follow", "ana", ACTOR))
    assert ActorFollower.objects.count() == 1
