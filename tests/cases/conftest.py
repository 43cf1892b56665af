"""A mailbox and a telephone of the House that end in the test, and what people send to them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Account, Inbound
from hemicycle.rules.parameters import PARAMETERS
from tests.channels.conftest import put  # noqa: F401

Writes = Callable[..., Case]


@pytest.fixture
def mailbox(office, settings, tmp_path) -> Account:
    settings.HOME = tmp_path
    folder = {"transport": "folder", "folder": "outbox"}
    return channels.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="test"
    )


@pytest.fixture
def phone(office) -> Account:
    return channels.open_account(
        office=office, kind="gammu", name="Phone", address="+999600100", settings={"folder": "outbox"}, by="test"
    )


@pytest.fixture
def unacknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes out but what a person answers."""
    nothing = replace(PARAMETERS["acknowledged_media"], default=())
    monkeypatch.setitem(PARAMETERS, "acknowledged_media", nothing)


@pytest.fixture
def writes(db) -> Writes:
    """`writes(mailbox, "My street floods", "ada@citizen.example")` is the case of what Ada wrote."""
    number = 0

    def wrote(account: Account, text: str, sender: str, **more) -> Case:
        nonlocal number
        number += 1
        message = InboundMessage(f"<{number}@citizen.example>", text, sender=sender, **more)
        found = channels.store_incoming(message, account=account, by="test")
        assert isinstance(found, Inbound)
        return Case.objects.get(messages__inbound=found)

    return wrote
