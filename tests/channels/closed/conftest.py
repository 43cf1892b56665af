import contextlib
from collections.abc import Iterator

import pytest

from hemicycle.channels import actions
from hemicycle.channels.models import Account
from tests.channels import closed_networks as closed
from tests.channels.closed_networks import ClosedNetworks
from tests.channels.network_desk import Desk


@pytest.fixture
def fake() -> Iterator[ClosedNetworks]:
    with contextlib.closing(ClosedNetworks()) as server:
        yield server


@pytest.fixture(autouse=True)
def allowed(settings) -> None:
    settings.UNVERIFIED_CHANNELS = ["facebook", "youtube", "whatsapp"]


@pytest.fixture
def page(office, fake) -> Desk:
    account = actions.open_account(
        office=office, kind="facebook-page", name="Page", address=closed.PAGE, by="test", secret={"token": closed.TOKEN},
        settings={"server": fake.address, "answer_seconds": 5},
    )  # fmt: skip
    return Desk(account)


@pytest.fixture
def channel(office, fake) -> Desk:
    account = actions.open_account(
        office=office, kind="youtube-comments", name="Chamber", address=closed.CHANNEL, by="test",
        secret={"client_id": "id", "client_secret": "secret", "refresh_token": closed.REFRESH},
        settings={
            "server": fake.address, "sign_in_server": fake.address, "video": closed.VIDEO,
            "answer_seconds": 5,
        },
    )  # fmt: skip
    return Desk(account)


@pytest.fixture
def number(office, fake) -> Account:
    return actions.open_account(
        office=office, kind="whatsapp-business", name="Number", address="+447700900000", by="test",
        secret={"token": closed.TOKEN, "app_secret": closed.APP_SECRET, "verify_token": closed.VERIFY_TOKEN},
        settings={
            "server": fake.address, "phone_number_id": closed.NUMBER, "template": "news",
            "answer_seconds": 5,
        },
    )  # fmt: skip
