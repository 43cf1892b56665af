"""Our account on the real network of Bluesky, all of it on loopback."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.adapters.bluesky import server
from hemicycle.channels.contract import Act, Metrics, NotAuthorised, Picture
from hemicycle.channels.jobs.hiding import hide_due
from hemicycle.channels.models import Account, Inbound, Outbound, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.text import threads
from hemicycle.rules.models import ParameterInForce
from tests.channels.drawn_pictures import noise
from tests.channels.network_desk import Desk
from tests.conf.installation import wait_until
from tests.desk.picture_files import png
from tests.verification.networks import Atproto

pytestmark = pytest.mark.django_db

GATES = "app.bsky.feed.threadgate"
LONG = "The House votes at seven on bill 12, which is about rivers and fish. "


def posts(atproto: Atproto, desk: Desk) -> list[dict]:
    """Those that hold the link, and what answers them, in order."""
    found: list[dict] = []
    for post in atproto.posts("desk"):
        root = post["value"].get("reply", {}).get("root", {}).get("uri")
        if desk.link in post["value"]["text"] or root in {one["uri"] for one in found}:
            found.append(post)
    return found


def test_a_post_is_there_once_with_what_leads_somewhere_and_a_card(atproto, said):
    row = said.say("Vote with @ana.test and @nobody.test at seven: é", hashtags=("Rivières",))
    (post,) = posts(atproto, said)
    value = post["value"]
    assert value["text"] == f"Vote with @ana.test and @nobody.test at seven: é\n\n#Rivières\n\n{said.link}"
    octets = value["text"].encode()
    leads = {
        octets[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode(): one["features"][0]
        for one in value["facets"]
    }
    assert set(leads) == {"@ana.test", "#Rivières", said.link}
    assert leads["@ana.test"]["did"] == atproto.did("ana")
    assert (value["langs"], value["embed"]["external"]["uri"]) == (["en"], said.link)
    assert (row.state, row.external_id) == ("sent", post["uri"])


def test_a_long_text_is_a_thread_that_the_network_shows_as_one(atproto, said):
    row = said.say(LONG * 20)
    thread = posts(atproto, said)
    assert [one["value"]["text"].rpartition("\n")[2] for one in thread] == [
        f"{n}/{len(thread)}" for n in range(1, len(thread) + 1)
    ]
    assert row.names == tuple(one["uri"] for one in thread)

    def depth() -> int:
        found = atproto.ask("GET", "app.bsky.feed.getPostThread", by="ana", uri=row.external_id, depth="10")["thread"]
        count = 1
        while found.get("replies"):
            found, count = found["replies"][0], count + 1
        return count

    atproto.await_post(row.external_id)
    wait_until(lambda: depth() == len(thread))


def test_three_hundred_characters_are_as_many_to_the_network_as_to_us(atproto, said):
    family = "👩‍👩‍👧‍👦"
    room = 300 - len(f"\n\n{said.link}")
    said.say("é" * (room - 1) + family)
    (post,) = posts(atproto, said)
    assert threads.count(post["value"]["text"]) == 300


def test_a_correction_answers_what_it_corrects_and_all_of_it_can_be_withdrawn(atproto, said):
    first = said.say("Vote at seven")
    second = said.say("Correction: an hour later. Vote at eight", Act.CORRECT)
    one, two = posts(atproto, said)
    assert two["value"]["reply"]["root"]["uri"] == two["value"]["reply"]["parent"]["uri"] == first.external_id
    assert second.names == (one["uri"], two["uri"])
    row = said.say("Withdrawn: it was another day", Act.WITHDRAW)
    assert (row.state, posts(atproto, said)) == ("sent", [])


def test_a_picture_is_there_with_what_it_says_made_smaller_and_what_cannot_be_is_refused(atproto, said, tmp_path):
    small, heavy, large = tmp_path / "small.png", tmp_path / "heavy.png", tmp_path / "large.png"
    small.write_bytes(png(8, 8))
    noise(700, 700).save(heavy)
    large.write_bytes(b"no picture" * 100_001)
    shown = (Picture(str(small), "image/png", "The chamber, é"), Picture(str(heavy), "image/png", "The river"))
    said.say("Look", pictures=shown)
    (post,) = posts(atproto, said)
    images = post["value"]["embed"]["images"]
    assert [one["alt"] for one in images] == ["The chamber, é", "The river"]
    assert images[0]["image"]["size"] == small.stat().st_size
    assert images[1]["image"]["mimeType"] == "image/jpeg"
    assert images[1]["image"]["size"] <= 1_000_000 < heavy.stat().st_size
    other = Desk(said.account)
    row = other.say("Look", pictures=(Picture(str(large), "image/png", "Too much"),))
    assert (row.state, row.code, posts(atproto, other)) == ("failed", "picture-too-large", [])


def test_replies_and_mentions_come_back_once_threaded_to_what_they_answer(atproto, said):
    row = said.say("Vote at seven")
    post = {"uri": row.external_id, "cid": posts(atproto, said)[0]["cid"]}
    atproto.await_post(row.external_id)
    reply = atproto.say("ana", "I agree", reply={"root": post, "parent": post}, langs=["en"])
    wait_until(lambda: "I agree" in heard(said))
    atproto.say("ben", "So do I", reply={"root": post, "parent": reply})
    atproto.say("ben", "Not I", embed={"$type": "app.bsky.embed.record", "record": post})
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": atproto.did("desk")}
    atproto.say("ana", "@desk.test when?", facets=[{"index": {"byteStart": 0, "byteEnd": 10}, "features": [mention]}])
    wait_until(lambda: len(heard(said)) == 4)
    assert heard(said) == {"I agree": row, "So do I": row, "Not I": row, "@desk.test when?": None}
    assert all(one.is_authenticated for one in said.hear())


def heard(said: Desk) -> dict[str, Outbound | None]:
    return {one.text: one.answers for one in said.hear()}


def test_one_session_serves_until_it_ends_and_is_renewed_without_the_password(atproto, said):
    access = said.account.access
    first = server.Server(access).session()
    assert server.Server(access).session() is first
    second = server.Server(access).session(first)
    # Renewed within the same second it may be the same octets.
    assert second is not first
    assert second.did == first.did
    said.say("Said in the new one")
    assert len(posts(atproto, said)) == 1


def test_a_password_that_is_not_let_in_is_for_a_person_to_mend(at_bluesky, said):
    actions.change_account(at_bluesky, secret={"password": "wrong"}, by="test")
    with pytest.raises(NotAuthorised):
        adapter_of("bluesky").connect(Account.objects.get().access)
    said.put("Vote")
    said.send()
    assert Account.objects.get().trouble == "not-let-in"


def test_what_a_house_rule_hides_is_hidden_below_our_post_and_shown_again(atproto, said, clerk):
    row = said.say("Vote at seven")
    (post,) = posts(atproto, said)
    named = {"uri": post["uri"], "cid": post["cid"]}
    atproto.await_post(row.external_id)
    replies = [atproto.say(name, "You are vermin", reply={"root": named, "parent": named}) for name in ("ana", "ben")]
    wait_until(lambda: len([one for one in said.hear() if one.answers == row]) == 2)

    def hidden() -> list[str]:
        gate = {"repo": atproto.did("desk"), "collection": GATES, "rkey": server.key_in(row.external_id)}
        return atproto.ask("GET", "com.atproto.repo.getRecord", **gate)["value"]["hiddenReplies"]

    steps = []
    for reply in replies:
        message = Inbound.objects.get(external_id=reply["uri"])
        steps.append(actions.moderate(message, step="hide", rule="R2", words="vermin", days=1, by=clerk))
    assert hide_due() == 2
    assert hidden() == [one["uri"] for one in replies]
    actions.lift(steps[0], by=clerk)
    hide_due()
    assert hidden() == [replies[1]["uri"]]


def test_what_stands_below_the_post_of_somebody_else_cannot_be_hidden(atproto, said, clerk):
    words = f"You are vermin, @desk.test {said.link}"
    octets = words.encode()
    start = octets.index(b"@desk.test")
    mention = {"$type": "app.bsky.richtext.facet#mention", "did": atproto.did("desk")}
    facet = {"index": {"byteStart": start, "byteEnd": start + len(b"@desk.test")}, "features": [mention]}
    ParameterInForce.objects.create(name="second_look", value="blocks")
    uri = atproto.say("ana", words, facets=[facet])["uri"]
    wait_until(lambda: any(one.external_id == uri for one in said.hear()))
    message = Inbound.objects.get(external_id=uri)
    step = actions.moderate(message, step="hide", rule="R2", words="vermin", days=1, by=clerk)
    assert hide_due() == 1
    step.refresh_from_db()
    assert step.there == ""


def test_followers_and_likes_are_counted_as_the_network_counts_them(atproto, said):
    row = said.say("Vote at seven")
    atproto.await_post(row.external_id)
    (post,) = posts(atproto, said)
    liked = {"uri": post["uri"], "cid": post["cid"]}
    for kind, subject in (("graph.follow", atproto.did("desk")), ("feed.like", liked)):
        record = {"$type": f"app.bsky.{kind}", "subject": subject, "createdAt": "2026-11-26T20:00:00.000Z"}
        created = {"repo": atproto.did("ben"), "collection": f"app.bsky.{kind}", "record": record}
        atproto.ask("POST", "com.atproto.repo.createRecord", by="ben", said=created)

    def counted() -> dict[str, Metrics]:
        return {one.post: one for one in adapter_of("bluesky").metrics(said.account.access)}

    wait_until(lambda: counted()[row.external_id].likes == 1)
    wait_until(lambda: bool(counted()[""].followers))
    actions.store_metrics(said.account, counted().values())
    assert Tally.objects.of_posts(said.account, row.names) == {"likes": 1, "boosts": 0}
    assert Tally.objects.of_accounts().get().followers >= 1
    assert Tally.objects.is_fresh(said.account)
