"""Activities that others post to the inboxes of our actors. Nothing is kept of one that its actor has not signed.

An activity is processed once, known by its id. The answer is 202 where it was processed or does not concern us, 401
where its signature does not verify, 400 where it is no activity.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from hemicycle.rules import audit

ACCEPTED, BAD_REQUEST, UNAUTHORIZED, UNAVAILABLE = 202, 400, 401, 503


@dataclass(frozen=True, slots=True)
class SignedActivity:
    """An activity signed by its actor. `peer` is what is known of them (fediverse/keys.py)."""

    activity: dict[str, Any]
    actor: str
    peer: dict[str, str]
    raw: bytes

    @property
    def subject(self) -> dict[str, Any]:
        """Its object; of one that is only named, the name."""
        found = self.activity.get("object")
        return found if isinstance(found, dict) else {"id": found}


def receive_activity(request: Signed) -> int:
    """The status to answer with."""
    activity = _read(request.body)
    if activity is None:
        return BAD_REQUEST
    actor = named(activity.get("actor"))
    if not actor or addresses.host_of(named(activity.get("id"))) != addresses.host_of(actor):
        return BAD_REQUEST
    try:
        claim = claim_of(request, now=time.time())
        peer = _signer(claim, actor)
    except keys.TooBusy:
        return UNAVAILABLE
    except keys.NotFound as error:
        # Nobody signs who is not there any more; their own server has just said so.
        if not (error.gone and _is_the_end_of(actor, activity)):
            return UNAUTHORIZED
        peer = {}
    except NotSigned:
        return UNAUTHORIZED
    _handle(SignedActivity(activity, actor, peer, request.body))
    if peer and "signature-input" in request.headers:
        # Who signs by the draft may accept both styles; who signs by the RFC accepts it for certain.
        outbox.set_signature_style(addresses.host_of(actor), Style.RFC_9421)
    return ACCEPTED


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return None
    good = isinstance(payload, dict) and isinstance(payload.get("type"), str) and isinstance(payload.get("id"), str)
    return payload if good else None


def named(value: object) -> str:
    """The id of an object, given whole or by its id alone; "" where there is none."""
    found = value.get("id") if isinstance(value, dict) else value
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


@audit.atomic()
def _handle(signed: SignedActivity) -> None:
    digest = addresses.digest(signed.activity["id"])
    _, new = HeardActivity.objects.get_or_create(digest=digest)
    if not new:
        return
    # Whoever speaks to us is there.
    outbox.mark_reachable(addresses.host_of(signed.actor))
    if (handle := _HANDLERS.get(signed.activity["type"])) is not None:
        handle(signed)


def is_blocked(account: Account, actor: str) -> bool:
    """Whether its office hears nothing of them; counted."""
    block = Block.objects.filter(office=account.office_id).against(actor, addresses.host_of(actor)).first()
    if block is not None:
        block.count()
    return block is not None


def _follow(signed: SignedActivity) -> None:
    account = outbox.account_named(addresses.name_of_actor(named(signed.activity.get("object"))))
    if account is None:
        return
    if is_blocked(account, signed.actor):
        _answer_follow(account, signed, accepted=False)
        return
    where = outbox.inbox_at(signed.peer["shared"])
    ActorFollower.objects.update_or_create(
        account=account, digest=addresses.digest(signed.actor), defaults={"inbox": where}
    )
    _answer_follow(account, signed, accepted=True)


def _answer_follow(account: Account, signed: SignedActivity, *, accepted: bool) -> None:
    asked_in, inbox = signed.activity["id"], signed.peer["inbox"]
    outbox.answer_follow(account, asked_by=signed.actor, asked_in=asked_in, inbox=inbox, accepted=accepted)


def _react(signed: SignedActivity) -> None:
    kind = Reaction.Kind.LIKE if signed.activity["type"] == "Like" else Reaction.Kind.BOOST
    found = _note_at(named(signed.activity.get("object")))
    if found is None or is_blocked(found.account, signed.actor):
        return
    Reaction.objects.get_or_create(
        outbound=found, kind=kind, digest=addresses.digest(signed.actor),
        defaults={"named": addresses.digest(signed.activity["id"])},
    )  # fmt: skip


def _note_at(address: str) -> Outbound | None:
    """The message of ours that said a note first."""
    key = addresses.key_of_note(address)
    rows = Outbound.objects.filter(key=key, account__kind=keys.KIND, contact=None)
    return rows.select_related("account__office").first() if key else None


def _undo(signed: SignedActivity) -> None:
    """What is undone is given whole or by its id; only what the same actor did is undone."""
    digest, what = addresses.digest(signed.actor), signed.subject
    undone = addresses.digest(named(what))
    Reaction.objects.filter(digest=digest, named=undone).delete()
    if what.get("type") == "Follow":
        name = addresses.name_of_actor(named(what.get("object")))
        ActorFollower.objects.filter(account__kind=keys.KIND, account__address=name, digest=digest).delete()
    elif what.get("type") in ("Like", "Announce") and (found := _note_at(named(what.get("object")))):
        kind = Reaction.Kind.LIKE if what["type"] == "Like" else Reaction.Kind.BOOST
        Reaction.objects.filter(outbound=found, digest=digest, kind=kind).delete()


def _create(signed: SignedActivity) -> None:
    for account in replies.addressed(signed.subject, signed.actor):
        if not is_blocked(account, signed.actor):
            replies.store_reply(
                signed.subject, account=account, actor=signed.actor, kind=signed.peer["type"], raw=signed.raw
            )


def _update(signed: SignedActivity) -> None:
    """Of an actor: their key or their inbox may be another. Of what they wrote: it says something else now."""
    if named(signed.subject) == signed.actor:
        _forget_key(signed.actor)
        return
    replies.change_reply(signed.subject, actor=signed.actor, raw=signed.raw)


def _delete(signed: SignedActivity) -> None:
    """What we hold of it is erased; where they themselves are gone, all of theirs."""
    if named(signed.subject) != signed.actor:
        replies.erase_reply(named(signed.subject), actor=signed.actor)
        return
    digest = addresses.digest(signed.actor)
    replies.erase_all_of(signed.actor)
    ActorFollower.objects.filter(digest=digest).delete()
    Reaction.objects.filter(digest=digest).delete()
    _forget_key(signed.actor)


def _forget_key(actor: str) -> None:
    Peer.objects.filter(digest=addresses.digest(actor)).delete()


_HANDLERS: dict[str, Callable[[SignedActivity], None]] = {
    "Follow": _follow,
    "Like": _react,
    "Announce": _react,
    "Undo": _undo,
    "Create": _create,
    "Update": _update,
    "Delete": _delete,
}
