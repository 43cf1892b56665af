"""What others tell our actors on the fediverse. Nothing is kept of what is not signed by whoever says it.

An activity is heard once, by its id. What is answered: 202 where it was heard, or is nothing to us; 401 where it does
not verify; 400 where it is none.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from hemicycle.channels.actions.fediverse import outbox, replies
from hemicycle.channels.fediverse import addresses, keys
from hemicycle.channels.fediverse.signatures import Claim, NotSigned, Signed, Style, claim_of
from hemicycle.channels.models import (
    Account,
    ActorFollower,
    Block,
    HeardActivity,
    Outbound,
    Peer,
    Reaction,
)

HEARD, NOT_UNDERSTOOD, NOT_SIGNED, LATER = 202, 400, 401, 503


@dataclass(frozen=True, slots=True)
class Heard:
    """An activity whose actor has signed it. `peer` is what is known of them (fediverse/keys.py)."""

    activity: dict[str, Any]
    actor: str
    peer: dict[str, str]
    raw: bytes

    @property
    def what(self) -> dict[str, Any]:
        """Its object; of one that is only named, the name."""
        told = self.activity.get("object")
        return told if isinstance(told, dict) else {"id": told}


def hear(request: Signed) -> int:
    """The status to answer with."""
    activity = _read(request.body)
    if activity is None:
        return NOT_UNDERSTOOD
    actor = named(activity.get("actor"))
    if not actor or addresses.host_of(named(activity.get("id"))) != addresses.host_of(actor):
        return NOT_UNDERSTOOD
    try:
        claim = claim_of(request, now=time.time())
        peer = _signer(claim, actor)
    except keys.TooBusy:
        return LATER
    except keys.NotFound as error:
        # Nobody signs who is not there any more; their own server has just said so.
        if not (error.gone and _is_the_end_of(actor, activity)):
            return NOT_SIGNED
        peer = {}
    except NotSigned:
        return NOT_SIGNED
    _do(Heard(activity, actor, peer, request.body))
    if peer and "signature-input" in request.headers:
        # Who signs by the draft may take both; who signs so takes it for certain.
        outbox.takes(addresses.host_of(actor), Style.RFC_9421)
    return HEARD


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    good = isinstance(told, dict) and isinstance(told.get("type"), str) and isinstance(told.get("id"), str)
    return told if good else None


def named(told: object) -> str:
    """The address of what is told whole or by its address; "" where there is none."""
    found = told.get("id") if isinstance(told, dict) else told
    return found if isinstance(found, str) and len(found) <= keys.LONGEST_ADDRESS else ""


def _signer(claim: Claim, actor: str) -> dict[str, str]:
    """Who signed it, if that is the actor: by the key that we know, or by the one that they have now."""
    peer = keys.known(actor)
    if peer is not None and claim.is_by(peer.get(f"key:{claim.key_id}", "")):
        return peer
    if peer is None or not keys.is_fresh(actor):
        peer = keys.fetch(actor)
        if claim.is_by(peer.get(f"key:{claim.key_id}", "")):
            return peer
    raise NotSigned("by another key")


def _is_the_end_of(actor: str, activity: dict[str, Any]) -> bool:
    return activity["type"] == "Delete" and named(activity.get("object")) == actor


@transaction.atomic
def _do(heard: Heard) -> None:
    digest = addresses.digest(heard.activity["id"])
    _, new = HeardActivity.objects.get_or_create(digest=digest)
    if not new:
        return
    # Whoever speaks to us is there.
    outbox.come_back(addresses.host_of(heard.actor))
    if (handle := _MEANINGS.get(heard.activity["type"])) is not None:
        handle(heard)


def shut_out(account: Account, actor: str) -> bool:
    """Whether its office hears nothing of them; counted."""
    block = Block.objects.filter(office=account.office_id).shut_out(actor, addresses.host_of(actor)).first()
    if block is not None:
        block.count()
    return block is not None


def _follow(heard: Heard) -> None:
    account = outbox.account_called(addresses.name_of_actor(named(heard.activity.get("object"))))
    if account is None:
        return
    if shut_out(account, heard.actor):
        _answer_follow(account, heard, accepted=False)
        return
    where = outbox.inbox_at(heard.peer["shared"])
    ActorFollower.objects.update_or_create(
        account=account, digest=addresses.digest(heard.actor), defaults={"inbox": where}
    )
    _answer_follow(account, heard, accepted=True)


def _answer_follow(account: Account, heard: Heard, *, accepted: bool) -> None:
    asked_in, inbox = heard.activity["id"], heard.peer["inbox"]
    outbox.answer_follow(account, asked_by=heard.actor, asked_in=asked_in, inbox=inbox, accepted=accepted)


def _react(heard: Heard) -> None:
    kind = Reaction.Kind.LIKE if heard.activity["type"] == "Like" else Reaction.Kind.BOOST
    found = _said(named(heard.activity.get("object")))
    if found is None or shut_out(found.account, heard.actor):
        return
    Reaction.objects.get_or_create(
        outbound=found, kind=kind, digest=addresses.digest(heard.actor),
        defaults={"named": addresses.digest(heard.activity["id"])},
    )  # fmt: skip


def _said(address: str) -> Outbound | None:
    """The message of ours that said a note first."""
    key = addresses.key_of_note(address)
    rows = Outbound.objects.filter(key=key, account__kind=keys.KIND, contact=None)
    return rows.select_related("account__office").first() if key else None


def _undo(heard: Heard) -> None:
    """What is undone is told whole or by name; only what the same actor did."""
    digest, what = addresses.digest(heard.actor), heard.what
    undone = addresses.digest(named(what))
    Reaction.objects.filter(digest=digest, named=undone).delete()
    if what.get("type") == "Follow":
        name = addresses.name_of_actor(named(what.get("object")))
        ActorFollower.objects.filter(account__kind=keys.KIND, account__address=name, digest=digest).delete()
    elif what.get("type") in ("Like", "Announce") and (found := _said(named(what.get("object")))):
        kind = Reaction.Kind.LIKE if what["type"] == "Like" else Reaction.Kind.BOOST
        Reaction.objects.filter(outbound=found, digest=digest, kind=kind).delete()


def _create(heard: Heard) -> None:
    for account in replies.addressed(heard.what, heard.actor):
        if not shut_out(account, heard.actor):
            replies.take_reply(heard.what, account=account, actor=heard.actor, kind=heard.peer["type"], raw=heard.raw)


def _update(heard: Heard) -> None:
    """Of an actor: their key or their inbox may be another. Of what they wrote: it says something else now."""
    if named(heard.what) == heard.actor:
        _forget_key(heard.actor)
        return
    replies.change_reply(heard.what, actor=heard.actor, raw=heard.raw)


def _delete(heard: Heard) -> None:
    """What we hold of it is erased; where they themselves are gone, all of theirs."""
    if named(heard.what) != heard.actor:
        replies.erase_reply(named(heard.what), actor=heard.actor)
        return
    digest = addresses.digest(heard.actor)
    replies.erase_all_of(heard.actor)
    ActorFollower.objects.filter(digest=digest).delete()
    Reaction.objects.filter(digest=digest).delete()
    _forget_key(heard.actor)


def _forget_key(actor: str) -> None:
    Peer.objects.filter(digest=addresses.digest(actor)).delete()


_MEANINGS: dict[str, Callable[[Heard], None]] = {
    "Follow": _follow,
    "Like": _react,
    "Announce": _react,
    "Undo": _undo,
    "Create": _create,
    "Update": _update,
    "Delete": _delete,
}
