"""Accounts of e-mail, and letters as they travel."""

import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Access, Message, OutgoingText
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import adapter_of

KEY, TOKEN = "0123456789abcdef0123456789abcdef", "aBcDeFgHiJkLmNoPqRsT_-"
PIECE = OutgoingText(
    "État des travaux", "The House votes at 19:00.\n\nOn the «water bill».", "fr", link="https://house.test/a/1/",
    sender="Assemblée", footer="To end it: https://house.test/own/{token}/",
    unsubscribe="https://house.test/own/{token}/end/",
)  # fmt: skip


@cache
def dkim_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def dkim_pem() -> str:
    how = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return dkim_key().private_bytes(*how).decode()


def access(**settings: Any) -> Access:
    """An account that writes into a folder."""
    secret = {"dkim_key": dkim_pem()} if settings.get("dkim_selector") else {}
    return Access("email", "alerts@parliament.test", {"transport": "folder", **settings}, secret)


def message_of(outgoing: OutgoingText, to: str = "ana@citizens.test", **more: Any) -> Message:
    rendered = adapter_of("email").render(outgoing, {})
    return Message(KEY, rendered.content, to, outgoing.lang, **{"token": TOKEN, **more})


@pytest.fixture
def written(tmp_path) -> Callable[..., bytes]:
    """`written(outgoing)`: the octets of the letter."""

    def write(outgoing: OutgoingText = PIECE, **settings: Any) -> bytes:
        line = adapter_of("email").connect(access(folder=str(tmp_path), **settings))
        line.send(message_of(outgoing), lambda: None)
        return (tmp_path / f"{KEY}.eml").read_bytes()

    return write


def parsed(octets: bytes) -> EmailMessage:
    return email.message_from_bytes(octets, policy=email.policy.default)


@pytest.fixture
def opened(office) -> Callable[..., Account]:
    """`opened(host="127.0.0.1", port=25)`: an account of e-mail with these settings."""

    def open_one(
        address: str = "alerts@parliament.test", secret: dict[str, str] | None = None, **settings: Any
    ) -> Account:
        return actions.open_account(
            office=office, kind="email", name="Alerts", address=address, settings=settings, secret=secret, by="test"
        )

    return open_one


def put(account: Account, to: str, outgoing: OutgoingText = PIECE, **when: Any) -> Outbound:
    content = actions.prepare(
        account, source=outgoing.title, lang=outgoing.lang, rendered=actions.render(account, outgoing)
    )
    person = actions.contact_of(office=account.office, channel="email", address=to)
    return actions.queue(content, to=person, by="test", **when)


def send(account: Account, to: str, outgoing: OutgoingText = PIECE, **when: Any) -> Outbound:
    """Put one letter out and send it; the row as it is afterwards."""
    row = put(account, to, outgoing, **when)
    send_account(account, worker="w")
    row.refresh_from_db()
    return row


def again(account: Account, row: Outbound) -> Outbound:
    """Time goes by, and it is tried once more."""
    Outbound.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)
    send_account(account, worker="w2")
    row.refresh_from_db()
    return row
