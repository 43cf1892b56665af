"""Actors elsewhere: who they are, where they take what they are told, and with which key they sign.

An actor is believed at their own address alone: what is fetched there must name itself so, and so must the key in it.
Nothing leads into a network, unless the account says so of those that the installation lists.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone

from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.fediverse import addresses, signatures
from hemicycle.channels.fediverse.documents import ACTIVITY_JSON
from hemicycle.channels.http.exchange import BadAddress, Reply, ask
from hemicycle.channels.models import Account, Peer
from hemicycle.rules.internet import Allowed, is_permitted, is_public

KIND = "activitypub"
# Whoever calls us waits meanwhile.
SECONDS = 5.0
MOST_AT_ONCE = 4
# A key that was changed is found at once; this only spares their server questions.
KEPT = timedelta(days=2)
NOT_AGAIN_WITHIN = timedelta(seconds=30)
LONGEST_ADDRESS = 500
MACHINES = frozenset({"Service", "Application"})

_room = threading.BoundedSemaphore(MOST_AT_ONCE)


class NotFound(Exception):
    """Nobody who can be believed stands there. `gone`: their own server says that they are not there any more."""

    def __init__(self, *, gone: bool = False) -> None:
        self.gone = gone
        super().__init__("gone" if gone else "not found")


class TooBusy(Exception):
    """So many are being looked up that this one has to come again."""


def known(actor: str) -> dict[str, str] | None:
    """What was fetched of them some time ago."""
    row = Peer.objects.filter(digest=addresses.digest(actor), fetched_at__gte=timezone.now() - KEPT).first()
    return row.document if row else None


def is_fresh(actor: str) -> bool:
    since = timezone.now() - NOT_AGAIN_WITHIN
    return Peer.objects.filter(digest=addresses.digest(actor), fetched_at__gte=since).exists()


def fetch(actor: str) -> dict[str, str]:
    """Who they are now: `actor`, `inbox`, `shared`, `type` and keys by their ids. Raises NotFound, TooBusy."""
    with _in_turn():
        reply = _asked(actor)
    if reply is None or reply.status != 200:
        raise NotFound(gone=reply is not None and reply.status == 410)
    document = _read(reply.body, actor)
    Peer.objects.update_or_create(
        digest=addresses.digest(actor), defaults={"sealed": Peer.sealed_for(document), "fetched_at": timezone.now()}
    )
    return document


@contextmanager
def _in_turn() -> Any:
    if not _room.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        _room.release()


def _asked(actor: str) -> Reply | None:
    """Signed by one of ours: many servers answer nobody else."""
    account = Account.objects.open().of_kind(KIND).order_by("pk").first()
    if account is None or not is_allowed(actor, account.settings):
        raise NotFound
    reply = _asked_by(account, actor.partition("#")[0], signatures.Style.CAVAGE)
    if reply is not None and reply.status == signatures.NOT_TAKEN:
        return _asked_by(account, actor.partition("#")[0], signatures.Style.RFC_9421)
    return reply


def _asked_by(account: Account, address: str, style: signatures.Style) -> Reply | None:
    headers = {"Accept": ACTIVITY_JSON, "User-Agent": "Hemicycle"}
    headers |= signatures.sign(
        "GET", address, b"", key_id=addresses.key_id(account.address),
        private_pem=account.access.secret["private_key"], at=time.time(), style=style,
    )  # fmt: skip
    try:
        return ask("GET", address, headers=headers, seconds=SECONDS, allowed=allowed_by(account.settings))
    except (BadAddress, CannotConnect):
        return None


def is_allowed(address: str, settings: Mapping[str, Any]) -> bool:
    """An address of somebody else that may be called: HTTPS, unless the account stays in its own network."""
    good = addresses.host_of(address) and len(address) <= LONGEST_ADDRESS
    return bool(good) and (address.startswith("https://") or bool(settings.get("allow_private")))


def allowed_by(settings: Mapping[str, Any]) -> Allowed:
    return is_permitted if settings.get("allow_private") else is_public


def _read(body: bytes, actor: str) -> dict[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotFound from error
    if not isinstance(found, dict) or found.get("id") != actor:
        raise NotFound
    here = addresses.host_of(actor)
    inbox, ends = found.get("inbox"), found.get("endpoints")
    shared = ends.get("sharedInbox") if isinstance(ends, dict) else None
    # Whoever could name an inbox at another server could have us write to it in crowds.
    if not isinstance(inbox, str) or addresses.host_of(inbox) != here or len(inbox) > LONGEST_ADDRESS:
        raise NotFound
    if not isinstance(shared, str) or addresses.host_of(shared) != here or len(shared) > LONGEST_ADDRESS:
        shared = inbox
    kind = found.get("type")
    peer = {"actor": actor, "inbox": inbox, "shared": shared, "type": kind if isinstance(kind, str) else ""}
    return peer | _keys(found.get("publicKey"), actor)


def _keys(published: object, actor: str) -> dict[str, str]:
    """By "key:" and their id; those of somebody else are none."""
    found = {}
    for one in (published if isinstance(published, list) else [published])[:5]:
        if isinstance(one, dict) and one.get("owner") == actor:
            key_id, pem = one.get("id"), one.get("publicKeyPem")
            if isinstance(key_id, str) and isinstance(pem, str) and len(pem) < 10_000:
                found[f"key:{key_id[:LONGEST_ADDRESS]}"] = pem
    return found
