"""The accounts through which a House and a member's office write to people who ask about their data."""

import pytest

from hemicycle.accounts.models import Office
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS
from tests.follow.conftest import river

from .asking import Mail, Network, Texts, open_account

__all__ = ["river"]


@pytest.fixture
def accounts(office: Office, member_office: Office, monkeypatch: pytest.MonkeyPatch) -> dict[str, Account]:
    """The House writes by mail and by text; a network brings comments; a member's office has its own mail."""
    for adapter in (Mail(), Texts(), Network()):
        monkeypatch.setitem(ADAPTERS, adapter.kind, adapter)
    return {
        "mail": open_account(office, "mail", "news@valmora.example"),
        "texts": open_account(office, "texts", "2020"),
        "network": open_account(office, "network", "house"),
        "post": channels.open_account(
            office=office,
            kind="email",
            name="Post",
            address="post@valmora.example",
            by="test",
            settings={"transport": "folder", "folder": "outbox"},
        ),
        "member": open_account(member_office, "mail", "okafor@valmora.example"),
    }
