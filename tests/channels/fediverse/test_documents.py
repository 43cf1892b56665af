"""What our actors show of themselves, and of what they said."""

import json
import struct
import zlib

import pytest

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText, Picture
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import ActorFollower

from .conftest import OURS

pytestmark = pytest.mark.django_db
ACTOR = f"{OURS}/fediverse/actors/house/"


def shown(client, address: str, **asked) -> dict:
    answer = client.get(address.removeprefix(OURS), headers={"Accept": "application/activity+json"}, **asked)
    assert answer.status_code == 200
    return json.loads(answer.content)


@pytest.mark.parametrize(
    "asked", ["acct:house@parliament.test", "house@parliament.test", "acct:House@Parliament.test", ACTOR]
)
def test_the_actor_is_found_by_its_name_and_by_its_address(actor, client, asked) -> None:
    document = shown(client, "/.well-known/webfinger", query_params={"resource": asked})
    assert document["subject"] == "acct:house@parliament.test"
    (own,) = (one for one in document["links"] if one["rel"] == "self")
    assert shown(client, own["href"])["id"] == own["href"] == ACTOR


@pytest.mark.parametrize(
    "asked", ["acct:nobody@parliament.test", "acct:house@elsewhere.test", "house", "https://[", "acct:@"]
)
def test_whoever_is_not_here_is_not_found(actor, client, asked) -> None:
    assert client.get("/.well-known/webfinger", {"resource": asked}).status_code == 404


def test_the_actor_says_who_it_is_and_shows_its_public_key_alone(actor, client) -> None:
    document = shown(client, ACTOR)
    assert document["preferredUsername"] == "house"
    assert document["publicKey"]["owner"] == ACTOR
    assert "BEGIN PUBLIC KEY" in document["publicKey"]["publicKeyPem"]
    assert "PRIVATE" not in json.dumps(document)
    assert document["endpoints"] == {"sharedInbox": f"{OURS}/fediverse/inbox/"}
    assert document["discoverable"] is True


def test_the_actor_bears_the_name_of_the_house_unless_staff_gave_it_another(actor, client, settings) -> None:
    settings.HOUSE_NAME = "Assembly of Valmora"
    document = shown(client, ACTOR)
    assert (document["name"], document["summary"]) == ("Assembly of Valmora", "Announcements from Assembly of Valmora")
    actor.settings |= {"display_name": "Our newsroom", "summary": "What the House decides"}
    actor.save()
    document = shown(client, ACTOR)
    assert (document["name"], document["summary"]) == ("Our newsroom", "What the House decides")


def test_the_actor_has_a_picture_and_a_header_drawn_in_the_accent_of_the_house(actor, client, settings) -> None:
    document = shown(client, ACTOR)
    for part, name, size in (("icon", "icon", (400, 400)), ("image", "header", (1500, 500))):
        assert document[part]["url"] == f"{OURS}/fediverse/{name}.png?{settings.THEME.light[1:]}"
        answer = client.get(document[part]["url"].removeprefix(OURS))
        assert (answer["Content-Type"], answer.status_code) == ("image/png", 200)
        assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", answer.content[16:24]) == size
        drawn = pixels(answer.content, size)
        assert drawn[0][:3] == bytes.fromhex(settings.THEME.light[1:])
        assert bytes((253, 252, 249)) in drawn[size[1] // 2]
    assert client.get("/fediverse/another.png").status_code == 404


def pixels(octets: bytes, size: tuple[int, int]) -> list[bytes]:
    """The rows of a PNG in one outgoing, each without its filter, which is none."""
    length = struct.unpack(">I", octets[33:37])[0]
    whole = zlib.decompress(octets[41 : 41 + length])
    step = size[0] * 3 + 1
    assert {whole[at] for at in range(0, len(whole), step)} == {0}
    return [whole[at + 1 : at + step] for at in range(0, len(whole), step)]


def test_the_house_may_name_pictures_of_its_own_and_followers_get_the_change(actor, client, neighbour, follow) -> None:
    follow(neighbour, "ana")
    own = {"icon": "https://parliament.example/arms.png", "header": "https://parliament.example/chamber.jpg"}
    actions.change_account(actor, settings={**actor.settings, **own}, by="test")
    document = shown(client, ACTOR)
    assert (document["icon"]["url"], document["image"]["url"]) == (own["icon"], own["header"])
    dispatching.dispatch_due()
    (update,) = neighbour.taken
    assert (update.activity["type"], update.activity["object"]["icon"]["url"]) == ("Update", own["icon"])


def test_a_browser_is_led_to_pages_for_people(actor, client, say) -> None:
    row = say("The House votes")
    browser = {"Accept": "text/html,application/xhtml+xml"}
    assert client.get("/fediverse/actors/house/", headers=browser).status_code == 302
    answer = client.get(f"/fediverse/notes/{row.key}/", headers=browser)
    assert answer.url == "https://parliament.test/announcements/15/"


def test_a_browser_is_not_led_back_to_the_address_it_asked_for(actor, client) -> None:
    actions.change_account(actor, url=ACTOR, by="test")
    answer = client.get(ACTOR, headers={"Accept": "text/html"})
    assert answer.status_code == 302
    assert answer.url not in (ACTOR, "/fediverse/actors/house/")


def test_of_followers_the_number_alone_is_public(actor, client, neighbour, follow) -> None:
    for name in ("ana", "ben"):
        follow(neighbour, name)
    document = client.get("/fediverse/actors/house/followers/").content.decode()
    assert json.loads(document)["totalItems"] == ActorFollower.objects.count() == 2
    assert "ana" not in document
    assert neighbour.host not in document


def test_what_readers_are_warned_of_covers_the_note(actor, client, say) -> None:
    for warning, summary, sensitive in (("War crimes", "War crimes", True), ("", None, False)):
        row = say(f"The House votes {warning}", warning=warning)
        document = shown(client, f"{OURS}/fediverse/notes/{row.key}/")
        assert (document.get("summary"), document["sensitive"]) == (summary, sensitive)


def test_the_outbox_has_pages_and_what_each_activity_tells_stands_at_its_address(actor, client, say) -> None:
    rows = [say(f"Vote {number}") for number in range(21)]
    dispatching.dispatch_due()
    whole = shown(client, f"{ACTOR}outbox/")
    assert whole["totalItems"] == 21
    first = shown(client, whole["first"])
    last = shown(client, first["next"])
    assert "next" not in last
    items = [*first["orderedItems"], *last["orderedItems"]]
    assert [one["object"]["id"] for one in items] == [f"{OURS}/fediverse/notes/{row.key}/" for row in reversed(rows)]
    assert shown(client, items[0]["id"])["object"] == items[0]["object"]


def test_a_note_is_words_with_language_tags_and_pictures_that_are_described(actor, client) -> None:
    outgoing = OutgoingText(
        "Vote <b>", "One & two\nlines\n\nhttps://parliament.test/a?b=1&c=2.", "fr", link="https://parliament.test/x/",
        hashtags=("BudgetVote",), pictures=(Picture("/f.png", "image/png", "The chamber", "https://p.test/m/1"),),
    )  # fmt: skip
    content = actions.render(actor, outgoing).content
    assert content["html"] == (
        "<p><strong>Vote &lt;b&gt;</strong></p><p>One &amp; two<br>lines</p>"
        '<p><a href="https://parliament.test/a?b=1&amp;c=2" rel="nofollow noopener">https://parliament.test/a?b=1&amp;c=2</a>.</p>'
        '<p><a href="https://parliament.test/x/" class="mention hashtag" rel="tag">#<span>BudgetVote</span></a></p>'
        '<p><a href="https://parliament.test/x/" rel="nofollow noopener">https://parliament.test/x/</a></p>'
    )
    row = actions.queue(
        actions.prepare(actor, source="x", lang="fr", rendered=actions.render(actor, outgoing)), by="test"
    )
    assert client.get(f"/fediverse/notes/{row.key}/").status_code == 404
    sending.send_account(actor, worker="worker")
    document = shown(client, f"{OURS}/fediverse/notes/{row.key}/")
    assert document["contentMap"] == {"fr": content["html"]}
    assert document["tag"][0]["name"] == "#BudgetVote"
    assert document["attachment"] == [
        {"type": "Document", "mediaType": "image/png", "url": "https://p.test/m/1", "name": "The chamber"}
    ]


def test_a_note_keeps_its_address_when_it_is_corrected_and_is_a_tombstone_when_it_is_withdrawn(
    actor, client, say
) -> None:
    first = say("The House votes at seven")
    address = f"/fediverse/notes/{first.key}/"
    say("The House votes at eight", changes="The House votes at seven", act=Act.CORRECT, notice="Correction: the hour")
    document = shown(client, address)
    assert "eight" in document["content"]
    assert document["summary"] == "Correction: the hour"
    assert document["id"] == f"{OURS}{address}"
    say("Gone", changes="The House votes at eight", act=Act.WITHDRAW, notice="Withdrawn: not so")
    answer = client.get(address)
    assert (answer.status_code, json.loads(answer.content)["type"]) == (410, "Tombstone")
    assert "eight" not in answer.content.decode()


def test_nodeinfo_says_what_runs_here(actor, client) -> None:
    (link,) = shown(client, "/.well-known/nodeinfo")["links"]
    document = shown(client, link["href"])
    assert (document["version"], document["protocols"], document["openRegistrations"]) == (
        "2.1",
        ["activitypub"],
        False,
    )
    assert "webfinger?resource={uri}" in client.get("/.well-known/host-meta").content.decode()


def test_an_actor_that_was_closed_is_gone_and_its_name_is_nobody_elses(actor, client, office) -> None:
    actions.close_account(actor, by="test")
    assert client.get("/fediverse/actors/house/").status_code == 410
    assert client.get("/.well-known/webfinger", {"resource": "acct:house@parliament.test"}).status_code == 404
