"""A note of our own actor: how one message is sent and how often it arrived, for the fault suite."""

import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.jobs import dispatching, sending
from hemicycle.channels.models import Account
from tests.verification import faults
from tests.verification.dialogues import Http
from tests.verification.faults import PIECE, Case, Make, case_of
from tests.verification.fediverse import House, Reader
from tests.verification.proxy import Proxy


@pytest.fixture
def by_way_of(monkeypatch) -> Callable[[Proxy, int], None]:
    """What is told to a port goes through a proxy from now on, until the test ends. Whom it is for is signed, and snac
    knows itself by one address alone."""
    connect = socket.create_connection

    def through(proxy: Proxy, port: int) -> None:
        def connected(address: tuple[str, int], *how, **more) -> socket.socket:
            is_dispatch = threading.current_thread().name.startswith("dispatching") and address[1] == port
            return connect(proxy.address if is_dispatch else address, *how, **more)

        monkeypatch.setattr(socket, "create_connection", connected)

    return through


@case_of("activitypub")
def activitypub(house: House, snac, proxied, by_way_of) -> Make:
    """Delivered to somebody on snac who follows, who reads it once."""

    def made() -> Case:
        proxy, reader = proxied(snac.port, Http), Reader(snac, "ana", house)
        by_way_of(proxy, snac.port)
        outgoing = replace(PIECE, title=secrets.token_hex(8))
        rendered = actions.render(house.account, outgoing)
        content = actions.prepare(house.account, source="fault", lang="en", rendered=rendered)
        row = actions.queue(content, due_at=timezone.now() - timedelta(seconds=1), by="test")

        def work(account: Account, worker: str) -> None:
            sending.send_account(account, worker=worker)
            dispatching.dispatch_due(worker)

        return faults.InOutbox(house.account, row, lambda: len(reader.reads(outgoing.title)), proxy, work=work)

    return made
