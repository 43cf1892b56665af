import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account
from tests.channels.network_desk import Desk
from tests.verification.networks import Atproto


@pytest.fixture
def at_bluesky(office, atproto: Atproto) -> Account:
    """An account of ours on a network like Bluesky."""
    return actions.open_account(
        office=office, kind="bluesky", name="Bluesky", address="desk.test", by="test",
        settings={"server": atproto.address}, secret={"password": atproto.PASSWORD},
    )  # fmt: skip


@pytest.fixture
def said(at_bluesky: Account) -> Desk:
    return Desk(at_bluesky)
