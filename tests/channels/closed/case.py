"""The closed networks, imitated: how one message is sent and how often it arrived, for the fault suite."""

from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from django.test import Client

from hemicycle.channels.adapters.youtube import server
from tests.channels import closed_networks as closed
from tests.channels.closed_networks import ClosedNetworks
from tests.verification.dialogues import Http
from tests.verification.faults import NUMBER, Case, Make, case_of, put


@pytest.fixture
def imitated(settings) -> Iterator[ClosedNetworks]:
    """What no real service verified."""
    settings.UNVERIFIED_CHANNELS = ["facebook", "youtube", "whatsapp"]
    with closing(ClosedNetworks()) as server:
        yield server


@case_of("facebook-page")
def facebook(office, imitated, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        account, row = put(
            office, "facebook-page", address=closed.PAGE, secret={"token": closed.TOKEN},
            settings={"server": f"http://127.0.0.1:{proxy.port}", "allow_private": True, "answer_seconds": 3},
        )  # fmt: skip
        return Case(account, row, lambda: len(imitated.posts), proxy)

    return made


@case_of("youtube-comments")
def youtube(office, imitated, proxied) -> Make:
    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        settings = {
            "server": f"http://127.0.0.1:{proxy.port}", "sign_in_server": imitated.address, "video": closed.VIDEO,
            "allow_private": True, "answer_seconds": 3,
        }  # fmt: skip
        secret = {"client_id": "id", "client_secret": "secret", "refresh_token": closed.REFRESH}
        server._tokens.clear()
        account, row = put(office, "youtube-comments", address=closed.CHANNEL, settings=settings, secret=secret)
        return Case(account, row, lambda: len(imitated.comments), proxy)

    return made


@case_of("whatsapp-business")
def whatsapp(office, imitated, proxied) -> Make:
    """Its reports come to our hook between two rounds, as they do after seconds."""

    def made() -> Case:
        proxy = proxied(imitated.port, Http)
        settings = {
            "server": f"http://127.0.0.1:{proxy.port}", "phone_number_id": closed.NUMBER, "allow_private": True,
            "answer_seconds": 3,
        }  # fmt: skip
        account, row = put(
            office, "whatsapp-business", to=NUMBER, channel="sms", address="+447700900000", settings=settings,
            secret={"token": closed.TOKEN, "app_secret": closed.APP_SECRET},
        )  # fmt: skip
        hook = urlsplit(account.access.webhook_url).path

        def reported() -> None:
            for number in range(len(imitated.messages)):
                body = imitated.status("sent", of=number)
                headers = {"X-Hub-Signature-256": closed.signed(body)}
                assert Client().post(hook, body, content_type="application/json", headers=headers).status_code == 200

        return Case(account, row, lambda: len(imitated.messages), proxy, reported)

    return made
