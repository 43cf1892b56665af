"""One announcement of the desk on every network that takes it from a machine, on a blog and at who subscribed to the
feeds: there once, corrected and withdrawn in its place, and what people answer comes back to it."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import pytest

from hemicycle.channels import actions as channels
from hemicycle.channels.jobs import distributing
from hemicycle.channels.models import Account, Inbound
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from tests.conf.installation import wait_until
from tests.desk.conftest import WORDS
from tests.desk.test_websub import Reader, ask, topic
from tests.rounds import run_rounds
from tests.verification.fediverse import House, dispatch_until
from tests.verification.fediverse import Reader as Follower
from tests.verification.networks import Atproto, Fedify, Snac
from tests.verification.wordpress import Site

pytestmark = [pytest.mark.django_db(transaction=True)]


class Place(Protocol):
    """Where people read it: how often these words stand there now, and how somebody answers them. `keeps_first`: a
    correction is said below what it corrects."""

    keeps_first: ClassVar[bool]

    def shown(self, words: str) -> int: ...
    def answer(self, words: str, answer: str) -> None: ...


@dataclass(frozen=True)
class OnMastodon:
    """Our account on somebody else's server, where ana has hers."""

    keeps_first: ClassVar[bool] = False
    snac: Snac

    def shown(self, words: str) -> int:
        return sum(words in post["source"] for post in self.snac.posts("desk"))

    def answer(self, words: str, answer: str) -> None:
        (post,) = [post for post in self.snac.posts("desk") if words in post["source"]]
        self.snac.ask("POST", "/api/v1/statuses", by="ana", status=f"@desk {answer}", in_reply_to_id=post["id"])


@dataclass(frozen=True)
class OnBluesky:
    """Our account on a network like Bluesky."""

    keeps_first: ClassVar[bool] = True
    atproto: Atproto

    def shown(self, words: str) -> int:
        return len(self._posts(words))

    def answer(self, words: str, answer: str) -> None:
        (post,) = self._posts(words)
        self.atproto.await_post(post["uri"])
        named = {"uri": post["uri"], "cid": post["cid"]}
        self.atproto.say("ana", answer, reply={"root": named, "parent": named})

    def _posts(self, words: str) -> list[dict[str, Any]]:
        return [post for post in self.atproto.posts("desk") if words in post["value"]["text"]]


@dataclass(frozen=True)
class AtAFollower:
    """Somebody elsewhere who follows our own actor."""

    keeps_first: ClassVar[bool] = False
    reader: Follower

    def shown(self, words: str) -> int:
        return len(self.reader.reads(words))

    def answer(self, words: str, answer: str) -> None:
        status = self.reader.read(words)["id"]
        self.reader.ask("POST", "/api/v1/statuses", status=answer, in_reply_to_id=status)


@dataclass(frozen=True)
class AtFedify:
    """The same in another implementation."""

    keeps_first: ClassVar[bool] = False
    fedify: Fedify
    house: House

    def _now(self) -> dict[str, str]:
        """Each note by its address, as the last activity left it."""
        notes: dict[str, str] = {}
        for heard in self.fedify.heard():
            if heard["kind"] == "Delete":
                notes.pop(heard["object"], None)
            elif heard["kind"] in ("Create", "Update") and heard["actor"] == self.house.actor:
                # A note that came twice counts twice.
                known = f"{heard['object']} " if heard["kind"] == "Create" and heard["object"] in notes else ""
                notes[f"{known}{heard['object']}"] = heard["content"]
        return notes

    def shown(self, words: str) -> int:
        return sum(words in content for content in self._now().values())

    def answer(self, words: str, answer: str) -> None:
        (note,) = [address for address, content in self._now().items() if words in content]
        self.fedify.do("reply", actor=self.house.actor, note=note, content=f"<p>{answer}</p>", id=str(time.time_ns()))


@dataclass(frozen=True)
class OnASite:
    """The blog of the House, as WordPress keeps it."""

    keeps_first: ClassVar[bool] = False
    site: Site

    def shown(self, words: str) -> int:
        return sum(words in post["content"] for post in self.site.published())

    def answer(self, words: str, answer: str) -> None:
        (post,) = [post for post in self.site.published() if words in post["content"]]
        self.site.comment(post["id"], f"<p>{answer}</p>")


@dataclass
class Networks:
    accounts: list[Account]
    places: dict[str, Place]
    house: House
    fetched: list[Account] = field(default_factory=list)

    def wait(self, count: int, words: str, *, corrected: bool = False) -> None:
        """Until each place shows the words so often."""
        for name, place in self.places.items():
            if corrected and place.keeps_first:
                continue
            dispatch_until(self.house, lambda place=place: place.shown(words) == count, what=f"{count} on {name}")

    def hear(self) -> list[Inbound]:
        for account in self.fetched:
            fetch = adapter_of(account.kind).fetch  # type: ignore[attr-defined]
            fetch(
                account.access, lambda news, account=account: channels.store_incoming(news, account=account, by="test")
            )
        return list(Inbound.objects.select_related("answers__content").order_by("pk"))


@dataclass(frozen=True)
class Subscribed:
    """A program that subscribed to the feed in English by the hub."""

    reader: Reader
    account: Account

    def feeds(self) -> list[str]:
        """What was delivered to it, in order; all of it signed."""
        assert not self.reader.forged
        return [body.decode() for _, body in self.reader.received]


@pytest.fixture
def subscriber(client, feed: Account, house: House) -> Iterator[Subscribed]:
    Account.objects.filter(pk=feed.pk).update(settings={"allow_private": True})
    with closing(Reader()) as reader:
        reader.wanted.add(("subscribe", topic()))
        assert ask(client, reader) == 202
        distributing.distribute_due()
        # The present feed is delivered at once.
        reader.received.clear()
        yield Subscribed(reader, feed)


@pytest.fixture
def networks(
    office, house: House, snac: Snac, snac_b: Snac, fedify: Fedify, atproto: Atproto, wordpress: Site,
    subscriber: Subscribed,
) -> Networks:  # fmt: skip
    there = channels.open_account(
        office=office, kind="mastodon", name="Elsewhere", address=snac.handle("desk"), by="test",
        settings={"server": snac.address}, secret={"token": snac.token("desk")},
    )  # fmt: skip
    fedify.do("follow", actor=house.actor)
    dispatch_until(house, lambda: any(house.actor in (one["actor"] or "") for one in fedify.heard("Accept")))
    places: dict[str, Place] = {
        "Mastodon API": OnMastodon(snac),
        "Bluesky": OnBluesky(atproto),
        "WordPress": OnASite(wordpress),
        "a follower on snac": AtAFollower(Follower(snac_b, "ana", house)),
        "a follower on Fedify": AtFedify(fedify, house),
    }
    bluesky = channels.open_account(
        office=office, kind="bluesky", name="Bluesky", address="desk.test", by="test",
        settings={"server": atproto.address}, secret={"password": atproto.PASSWORD},
    )  # fmt: skip
    blog = channels.open_account(
        office=office, kind="wordpress", name="Blog", address=wordpress.address, by="test",
        settings={"user": Site.USER}, secret={"password": Site.PASSWORD},
    )  # fmt: skip
    accounts = [there, house.account, bluesky, blog, subscriber.account]
    return Networks(accounts, places, house, [there, bluesky, blog])


@pytest.fixture
def release(officer, editor, second_editor) -> Callable[[Announcement], None]:
    def released(announcement: Announcement) -> None:
        actions.submit(announcement, by=officer)
        for one in (editor, second_editor):
            actions.approve(announcement, digest=announcement.digest, by=one)
        actions.schedule(announcement, by=officer)
        run_rounds()

    return released


def test_one_announcement_is_on_every_network_once_is_answered_corrected_and_withdrawn(
    networks, release, subscriber, office, officer, editor
):
    seven, eight = (f"The House votes at {hour}, {time.time_ns()}" for hour in ("seven", "eight"))
    texts = {**WORDS, "en": ("A vote", seven)}
    announcement = actions.draft(office=office, by=officer, texts=texts, accounts=networks.accounts)
    release(announcement)
    networks.wait(1, seven)
    for run in (run_rounds, networks.house.dispatch, distributing.distribute_due, distributing.distribute_due):
        run()
    networks.wait(1, seven)
    assert [seven in feed for feed in subscriber.feeds()] == [True]

    said = {name: f"I agree on {name}" for name in networks.places}
    for name, place in networks.places.items():
        place.answer(seven, said[name])

    # Of other tests the same people have answered other things.
    def came() -> list[Inbound]:
        return [row for row in networks.hear() if any(words in row.text for words in said.values())]

    wait_until(lambda: len(came()) == len(said), why=lambda: f"of the answers came {[row.text for row in came()]}")
    assert {row.answers.content.source for row in came() if row.answers} == {actions.source_of(announcement)}
    assert all(row.answers for row in came())

    correction = actions.correct(Announcement.objects.get(), reasons={"en": "the hour"}, by=officer)
    actions.write_text(correction, lang="en", title="A vote", body=eight, edit=correction.edit, by=officer)
    release(Announcement.objects.get(pk=correction.pk))
    networks.wait(1, eight)
    distributing.distribute_due()
    networks.wait(0, seven, corrected=True)

    correction = Announcement.objects.get(pk=correction.pk)
    actions.ask_withdrawal(correction, reasons={"en": "another day"}, by=officer)
    actions.confirm_withdrawal(correction, by=editor)
    run_rounds()
    networks.wait(0, eight)
    networks.wait(0, seven)
    distributing.distribute_due()
    # As on the register: what was withdrawn is not said again, nor what it corrected.
    assert [(seven in feed, eight in feed) for feed in subscriber.feeds()] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip
