import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account
from tests.channels.network_desk import Desk
from tests.verification.networks import Snac


@pytest.fixture
def at_snac(office, snac: Snac) -> Account:
    """An account of ours on a snac."""
    return actions.open_account(
        office=office, kind="mastodon", name="Snac", address=snac.handle("desk"), by="test",
        settings={"server": snac.address, "allow_private": True, "answer_seconds": 5}, secret={"token": snac.token("desk")},
    )  # fmt: skip


@pytest.fixture
def said(at_snac: Account) -> Desk:
    return Desk(at_snac)
