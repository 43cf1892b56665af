"""snac of deploy/services, seen through the Mastodon API."""

import urllib.error
from http import HTTPStatus

import pytest

from tests.conf.installation import wait_until
from tests.verification.networks import Snac


def test_what_is_posted_is_there_as_it_was_written(snac: Snac) -> None:
    snac.ask("POST", "/api/v1/statuses", by="desk", status="Vote at *seven* é", language="en")
    assert snac.posts("desk")[-1]["source"] == "Vote at *seven* é"


def test_the_author_of_a_post_is_notified_of_a_reply(snac: Snac) -> None:
    post = snac.ask("POST", "/api/v1/statuses", by="desk", status="A vote")
    snac.ask("POST", "/api/v1/statuses", by="ana", status="@desk I agree with the vote", in_reply_to_id=post["id"])

    def answers() -> list[str]:
        # A notice of a new follower has no status.
        notifications = snac.ask("GET", "/api/v1/notifications", by="desk")
        return [one["status"]["in_reply_to_id"] for one in notifications if "status" in one]

    wait_until(lambda: post["id"] in answers())


def test_it_keeps_no_idempotency_and_deletes_nothing(snac: Snac) -> None:
    """Where it differs from Mastodon, which the adapter must not rely on: else a fake is held to the wrong measure."""
    post = snac.ask("POST", "/api/v1/statuses", by="desk", status="Once or twice")
    with pytest.raises(urllib.error.HTTPError) as refused:
        snac.ask("DELETE", f"/api/v1/statuses/{post['id']}", by="desk")
    assert refused.value.code == HTTPStatus.NOT_FOUND
    refused.value.close()
    assert snac.ask("GET", f"/api/v1/statuses/{post['id']}", by="desk")["id"] == post["id"]
    with pytest.raises(urllib.error.HTTPError) as missing:
        snac.ask("GET", f"/api/v1/statuses/{post['id']}/history", by="desk")
    missing.value.close()


def test_a_person_of_one_server_follows_one_of_the_other(snac: Snac, snac_b: Snac) -> None:
    """Their documents are JSON that each can read, with keys that verify."""
    found = snac_b.ask("GET", f"/api/v2/search?resolve=true&type=accounts&q={snac.address}/desk", by="ben")
    account = found["accounts"][0]["id"]
    snac_b.ask("POST", f"/api/v1/accounts/{account}/follow", by="ben")

    # Whoever asked to follow gets the answer at once that they do; it is true when the other side has heard of it.
    def heard() -> list[str]:
        notifications = snac.ask("GET", "/api/v1/notifications", by="desk")
        return [one["account"]["url"] for one in notifications if one["type"] == "follow"]

    wait_until(lambda: f"{snac_b.address}/ben" in heard())
    snac.ask("POST", "/api/v1/statuses", by="desk", status="To those who follow")

    def home() -> list[str]:
        return [one["content"] for one in snac_b.ask("GET", "/api/v1/timelines/home", by="ben")]

    wait_until(lambda: any("To those who follow" in content for content in home()))
