"""Our account on a real server of the fediverse."""

import pytest

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions
from hemicycle.channels.contract import Act, ChannelError, NotAuthorised, Picture
from hemicycle.channels.jobs.hiding import hide_due
from hemicycle.channels.models import Account, Inbound, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.rules.models import ParameterInForce
from tests.cast import person
from tests.channels.network_desk import Desk
from tests.conf.installation import wait_until
from tests.desk.picture_files import png
from tests.verification.networks import Snac

pytestmark = pytest.mark.django_db

# snac begins the name of a post with so many digits: seconds of the clock.
SECONDS = 10
LONG = "The House votes at seven on bill 12, which is about rivers and fish. "


def posts(snac: Snac, desk: Desk) -> list[dict]:
    """Those that hold the link, and what answers them, in order."""
    found: list[dict] = []
    for post in snac.posts("desk"):
        if desk.link in post["source"] or post["in_reply_to_id"] in {one["id"] for one in found}:
            found.append(post)
    return found


def test_a_post_is_there_once_as_it_was_written(snac, said):
    row = said.say("Vote at *seven*, `now`", hashtags=("Rivers",))
    (post,) = posts(snac, said)
    assert post["source"] == f"Vote at *seven*, `now`\n\n#Rivers\n\n{said.link}"
    assert (row.state, row.external_id, row.code) == ("sent", post["id"], "")


def test_what_readers_are_warned_of_stands_over_the_post(snac, said):
    row = said.say("Vote at seven", warning="War crimes")
    (post,) = posts(snac, said)
    assert (post["spoiler_text"], post["sensitive"], row.code) == ("War crimes", True, "")


def test_a_long_text_is_a_thread_in_which_each_part_answers_the_one_before(snac, said):
    row = said.say(LONG * 20)
    thread = posts(snac, said)
    assert [one["source"].rpartition("\n")[2] for one in thread] == ["1/3", "2/3", "3/3"]
    assert [one["in_reply_to_id"] for one in thread[1:]] == [one["id"] for one in thread[:-1]]
    assert row.names == tuple(one["id"] for one in thread)


def test_a_correction_takes_the_place_of_what_it_corrects_and_lengthens_the_thread(snac, said):
    first = said.say("Vote at seven")
    second = said.say(LONG * 10, Act.CORRECT)
    thread = posts(snac, said)
    assert [one["source"].rpartition("\n")[2] for one in thread] == ["1/2", "2/2"]
    assert second.names == tuple(one["id"] for one in thread)
    # To snac's name of a post belongs the second in which it was last written.
    assert second.external_id[SECONDS:] == first.external_id[SECONDS:]


def test_what_snac_cannot_delete_says_that_it_was_withdrawn_and_a_person_is_notified(snac, said):
    said.say(LONG * 10)
    row = said.say("Withdrawn: it was another day", Act.WITHDRAW)
    assert [one["source"] for one in posts(snac, said)] == [f"Withdrawn: it was another day\n\n{said.link}"] * 2
    assert (row.state, row.code, len(row.names)) == ("sent", "not-removed", 2)


def test_a_language_that_the_server_changes_is_reported(said):
    row = said.say("Pleidlais am saith", lang="cy")
    assert (row.state, row.code) == ("sent", "shown-otherwise")


def test_a_picture_is_there_with_what_it_says(snac, said, tmp_path):
    file = tmp_path / "one.png"
    file.write_bytes(png(8, 8))
    said.say("Look", pictures=(Picture(str(file), "image/png", "The chamber, é"),))
    (post,) = posts(snac, said)
    assert [one["description"] for one in post["media_attachments"]] == ["The chamber, é"]


def test_a_reply_comes_back_threaded_once_and_so_does_one_to_the_reply(snac, said):
    row = said.say("Vote at seven")
    first = {"in_reply_to_id": row.external_id, "status": f"@desk I agree: {said.link}"}
    reply = snac.ask("POST", "/api/v1/statuses", by="ana", **first)
    deeper = {"in_reply_to_id": reply["id"], "status": "@desk So do I", "visibility": "direct"}
    snac.ask("POST", "/api/v1/statuses", by="ben", **deeper)
    wait_until(lambda: len([one for one in said.hear() if one.answers == row]) == 2)
    heard = [one for one in said.hear() if one.answers == row]
    assert {one.text for one in heard} == {f"I agree: {said.link}", "So do I"}
    assert len({one.sender for one in heard}) == 2
    assert all(one.is_authenticated for one in heard)
    assert {one.text: one.direct for one in heard} == {f"I agree: {said.link}": False, "So do I": True}


def test_stop_in_public_is_an_opinion_and_is_not_answered(snac, said):
    row = said.say("Vote at seven")
    snac.ask(
        "POST", "/api/v1/statuses", by="ana", in_reply_to_id=row.external_id, status=f"{snac.handle('desk')} STOP"
    )
    wait_until(lambda: any(one.text == "STOP" for one in said.hear()))
    said.send()
    assert len(posts(snac, said)) == 1
    assert said.account.outbounds.count() == 1


def test_a_token_that_is_not_let_in_is_for_a_person_to_mend(at_snac, said):
    actions.change_account(at_snac, secret={"token": "wrong"}, by="test")
    with pytest.raises(NotAuthorised):
        adapter_of("mastodon").connect(Account.objects.get().access)
    said.put("Vote")
    said.send()
    assert Account.objects.get().trouble == "not-let-in"


def test_a_server_within_the_network_is_called_only_where_the_installation_lists_it(at_snac, settings):
    settings.PRIVATE_NETWORKS = []
    with pytest.raises(ChannelError, match="private-network"):
        adapter_of("mastodon").connect(Account.objects.get().access)


def test_who_is_blocked_is_blocked_there_too_and_let_in_again(snac, said, office, clerk):
    """The API hides nothing that somebody else wrote: hiding it changes nothing there."""
    ParameterInForce.objects.create(name="second_look", value="blocks")
    row = said.say("Vote at seven")
    reply = {"in_reply_to_id": row.external_id, "status": f"@desk You are vermin: {said.link}"}
    snac.ask("POST", "/api/v1/statuses", by="ben", **reply)
    wait_until(lambda: any(one.answers == row for one in said.hear()))
    message = Inbound.objects.get(answers=row)
    author = snac.ask("GET", f"/api/v1/statuses/{message.external_id}", by="desk")["account"]["id"]
    hidden = actions.moderate(message, step="hide", rule="R2", words="vermin", days=1, by=clerk)
    block = actions.moderate(message, step="block", rule="R2", words="vermin", days=1, by=clerk)
    actions.confirm_measure(block, by=person("Carla Clerk", Role.CLERK, office=office))
    assert hide_due() == 2

    def blocking() -> bool:
        (found,) = snac.ask("GET", f"/api/v1/accounts/relationships?id[]={author}", by="desk")
        return bool(found["blocking"])

    for one in (hidden, block):
        one.refresh_from_db()
    assert (hidden.there, block.there, blocking()) == ("", "hidden", True)
    actions.lift(block, by=clerk)
    hide_due()
    assert not blocking()


def test_what_people_did_with_a_post_is_counted(snac, said):
    row = said.say("Vote at seven")
    (post,) = posts(snac, said)
    # Whoever does not follow the author reads what they have written an answer to.
    snac.ask("POST", "/api/v1/statuses", by="ana", status="I agree", in_reply_to_id=post["id"])
    wait_until(lambda: bool(said.hear()))
    snac.ask("POST", f"/api/v1/statuses/{post['id']}/favourite", by="ana")

    def likes() -> int | None:
        actions.store_metrics(said.account, adapter_of("mastodon").metrics(said.account.access))
        return Tally.objects.of_posts(said.account, row.names)["likes"]

    wait_until(lambda: likes() == 1)
