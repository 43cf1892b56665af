from collections.abc import Callable

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act, OutgoingText, Picture
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Outbound

HandedOver = Callable[..., Outbound]
PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def open_there(office) -> Callable[[str], Account]:
    """An account of the House on a closed network."""

    def opened(kind: str = "facebook", **known) -> Account:
        return actions.open_account(
            office=office, kind=kind, name=f"House on {kind}", address="TheHouse", by="test", **known
        )

    return opened


@pytest.fixture
def facebook(open_there) -> Account:
    return open_there("facebook")


@pytest.fixture
def pictures(tmp_path) -> tuple[Picture, ...]:
    (tmp_path / "chamber.png").write_bytes(PNG)
    return (Picture(str(tmp_path / "chamber.png"), "image/png", "The chamber seen from the gallery"),)


@pytest.fixture
def mark_in_flight() -> HandedOver:
    """`mark_in_flight(account, "Text")`: the worker has had its turn, and a person has the message."""

    def handed(
        account: Account, text: str = "The House sits at ten.", *, changes: str = "", act: Act = Act.SAY, **what
    ):
        when = {"not_after": what.pop("not_after", None)}
        outgoing = OutgoingText("The House sits", text, "en", link="https://parliament.example/a/1", act=act, **what)
        content = actions.prepare(
            account, source=f"{act}:{text}", lang="en", rendered=actions.render(account, outgoing), changes=changes
        )
        row = actions.queue(content, due_at=timezone.now(), by="test", **when)
        send_account(Account.objects.get(pk=account.pk), worker="w")
        row.refresh_from_db()
        return row

    return handed
