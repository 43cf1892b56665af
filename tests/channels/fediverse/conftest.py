import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Account, Outbound

from .neighbour import Neighbour

OURS = "http://parliament.test"
Say = Callable[..., Outbound]


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    with contextlib.closing(Neighbour()) as one:
        yield one


@pytest.fixture
def actor(office, settings) -> Account:
    """An actor of the House that may call addresses of this machine."""
    settings.ADDRESS = OURS
    settings.ALLOWED_HOSTS = ["*"]
    return actions.open_account(
        office=office, kind="activitypub", name="House", address="house", settings={"allow_private": True}, by="test"
    )


@pytest.fixture
def say(actor: Account) -> Say:
    """`say("Text")` puts it into the outbox; with `corrects` or `withdraws` another in its place."""

    def said(
        text: str,
        *,
        changes: str = "",
        act: Act = Act.SAY,
        notice: str = "",
        warning: str = "",
        lang: str = "en",
        **when,
    ) -> Outbound:
        outgoing = OutgoingText("Vote", text, lang, link=f"https://parliament.test/announcements/{len(text)}/", act=act,
                      notice=notice, warning=warning, hashtags=("BudgetVote",))  # fmt: skip
        rendered = actions.render(actor, outgoing)
        content = actions.prepare(actor, source=text, lang=lang, rendered=rendered, changes=changes)
        row = actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test", **when)
        sending.send_account(actor, worker="worker")
        row.refresh_from_db()
        return row

    return said


@pytest.fixture
def follow(actor: Account) -> Callable[[Neighbour, str], None]:
    def asked(neighbour: Neighbour, name: str) -> None:
        activity_sent = neighbour.activity("Follow", name, f"{OURS}/fediverse/actors/house/")
        assert neighbour.tell(f"{OURS}/fediverse/inbox/", activity_sent) == 202
        dispatching.dispatch_due()
        neighbour.taken.clear()

    return asked
