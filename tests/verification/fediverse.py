"""Our own actor at an address that real servers can reach, and people there who follow it."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Account, ActorFollower, Dispatch, Outbound, Server
from tests.conf.installation import wait_until
from tests.verification.networks import Snac

SEND_AGAIN_SECONDS = 20.0


@dataclass
class House:
    """An actor of ours at an address that others can reach."""

    account: Account
    address: str

    @property
    def actor(self) -> str:
        return f"{self.address}/fediverse/actors/{self.account.address}/"

    def say(self, text: str, *, changes: str = "", act: Act = Act.SAY, notice: str = "") -> Outbound:
        outgoing = OutgoingText("Vote", text, "en", link=f"{self.address}/announcements/x/", act=act, notice=notice)
        rendered = actions.render(self.account, outgoing)
        content = actions.prepare(self.account, source=text, lang="en", rendered=rendered, changes=changes)
        row = actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")
        sending.send_account(self.account, worker="worker")
        row.refresh_from_db()
        self.dispatch()
        return row

    def dispatch(self) -> None:
        """Dispatch everything as a worker would in the end, without waiting: a server that was busy is asked again at once."""
        Server.objects.update(rests_until=None)
        Dispatch.objects.waiting().update(due_at=timezone.now())
        dispatching.dispatch_due()

    def outcomes(self) -> str:
        """The dispatches in one line, for the message of a failed test: how many of each kind, where, and in which state."""
        rows = Counter(Dispatch.objects.values_list("activity__kind", "server__host", "state", "code", "attempts"))
        return "; ".join(f"{count} × {' '.join(map(str, row))}" for row, count in sorted(rows.items()))

    def note(self, row: Outbound) -> str:
        return f"{self.address}/fediverse/notes/{row.key}/"


@pytest.fixture
def house(live_server: Any, settings: Any, office: Office) -> House:
    settings.ADDRESS = live_server.url
    # snac 2.75 keeps the first key that it saw of an actor: each test has another.
    account = actions.open_account(
        office=office, kind="activitypub", name="House", address=f"house{time.time_ns()}"[:30],
        settings={"allow_private": True}, by="test",
    )  # fmt: skip
    return House(account, live_server.url)


def dispatch_until(house: House, happened: Callable[[], bool], *, what: str = "") -> None:
    """Dispatch what is due until it has had its effect. snac answers 202 before it looks, and drops what it could not
    look into: that is sent again, as after an answer that was lost."""
    again = time.monotonic() + SEND_AGAIN_SECONDS

    def tried() -> bool:
        nonlocal again
        if time.monotonic() > again:
            again = time.monotonic() + SEND_AGAIN_SECONDS
            Dispatch.objects.filter(state="sent").update(state="waiting", sent_at=None)
        house.dispatch()
        return happened()

    # snac puts what it could not look into at once aside for two minutes.
    wait_until(tried, why=lambda: f"{what} was not seen; dispatches: {house.outcomes()}")


class Reader:
    """A person of a snac who follows the House."""

    def __init__(self, snac: Snac, name: str, house: House) -> None:
        self.snac, self.name, self.house = snac, name, house
        found = self.ask("GET", f"/api/v2/search?resolve=true&type=accounts&q={house.actor}")["accounts"]
        followers = ActorFollower.objects.filter(account=house.account)
        before = followers.count()
        self.ask("POST", f"/api/v1/accounts/{found[0]['id']}/follow")
        # snac says so before it has asked.
        dispatch_until(house, lambda: self.relation(found[0]["id"])["following"] and followers.count() > before)
        house.dispatch()

    def ask(self, method: str, path: str, **form: str) -> Any:
        return self.snac.ask(method, path, by=self.name, **form)

    def relation(self, account: str) -> dict[str, Any]:
        return dict(self.ask("GET", f"/api/v1/accounts/relationships?id[]={account}")[0])

    def reads(self, words: str) -> list[dict[str, Any]]:
        home = self.ask("GET", "/api/v1/timelines/home?limit=40")
        return [one for one in home if words in one["content"]]

    def read(self, words: str) -> dict[str, Any]:
        try:
            dispatch_until(self.house, lambda: bool(self.reads(words)), what=words)
        except AssertionError as error:
            error.add_note(self.snac.log())
            raise
        return self.reads(words)[0]
