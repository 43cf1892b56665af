import contextlib
from collections.abc import Iterator

import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account
from tests.channels.mastodon.mastodon_fake import TOKEN, MastodonFake
from tests.channels.network_desk import Desk
from tests.verification.networks import Snac


@pytest.fixture
def at_snac(office, snac: Snac) -> Account:
    """An account of ours on a snac."""
    return actions.open_account(
        office=office, kind="mastodon", name="Snac", address=snac.handle("desk"), by="test",
        settings={"server": snac.address, "answer_seconds": 5}, secret={"token": snac.token("desk")},
    )  # fmt: skip


@pytest.fixture
def said(at_snac: Account) -> Desk:
    return Desk(at_snac)


@pytest.fixture
def fake() -> Iterator[MastodonFake]:
    with contextlib.closing(MastodonFake()) as server:
        yield server


@pytest.fixture
def fake_desk(office, fake: MastodonFake) -> Desk:
    """The same by a server that behaves as Mastodon does."""
    settings = {"server": fake.address, "answer_seconds": 5}
    account = actions.open_account(
        office=office, kind="mastodon", name="Fake", address="@desk@fake", by="test", settings=settings, secret={"token": TOKEN}
    )  # fmt: skip
    return Desk(account)
