"""Activities of our actors: each is stored once, byte for byte, with a row per inbox (sent by jobs/dispatching.py)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from hemicycle.channels.contract.capabilities import SignsWithKeys
from hemicycle.channels.fediverse import addresses, documents, keys
from hemicycle.channels.fediverse.signatures import Style
from hemicycle.channels.models import (
    Account,
    Activity,
    ActorFollower,
    Dispatch,
    Outbound,
    RemoteInbox,
    Server,
    State,
    encryption,
)
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit

# Rows written at once, as in actions/sending.py.
CHUNK = 2_000


def account_named(name: str) -> Account | None:
    """The open account whose actor has this name."""
    rows = Account.objects.open().of_kind(keys.KIND).filter(address=name)
    return rows.select_related("office").first() if name else None


def inbox_at(address: str) -> RemoteInbox:
    server, _ = Server.objects.get_or_create(host=addresses.host_of(address))
    inbox, _ = RemoteInbox.objects.get_or_create(
        digest=addresses.digest(address), defaults={"server": server, "sealed": RemoteInbox.sealed_for(address)}
    )
    return inbox


def mark_reachable(host: str) -> None:
    """Something came from there: it is tried again if it was paused after failures or thought to be gone."""
    rows = Server.objects.filter(Q(failures__gt=0) | ~Q(gone_at=None), host=host)
    rows.update(failures=0, failing_since=None, rests_until=None, gone_at=None, code="")


def set_signature_style(host: str, style: Style) -> None:
    """A server that signs in this style accepts it."""
    Server.objects.filter(host=host).exclude(signature=style).update(signature=style)


def _enqueue_activity(
    account: Account, *, key: str, kind: Activity.Kind, body: documents.Document, inboxes: Iterable[RemoteInbox],
    subject: str = "", outbound: Outbound | None = None, not_after: datetime | None = None,
) -> Activity:  # fmt: skip
    activity = Activity.objects.create(
        account=account, outbound=outbound, key=key, kind=kind, subject=subject, body=documents.written(body),
        not_after=not_after,
    )  # fmt: skip
    rows = (Dispatch(activity=activity, inbox_id=one.pk, server_id=one.server_id) for one in inboxes)
    Dispatch.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return activity


def answer_follow(account: Account, *, asked_by: str, asked_in: str, inbox: str, accepted: bool) -> None:
    """Accept or reject a follow; the answer holds as much of the request as is needed to recognise it."""
    key, kind = secrets.token_hex(16), "Accept" if accepted else "Reject"
    asked = {"id": asked_in, "type": "Follow", "actor": asked_by, "object": addresses.actor(account.address)}
    body = documents.activity(account, key, kind, asked)
    _enqueue_activity(account, key=key, kind=Activity.Kind(kind.lower()), body=body, inboxes=[inbox_at(inbox)])


def enqueue_activities(worker: str = "worker") -> int:
    """Make an activity, and a row for each inbox, of each message in our outboxes that has none yet; how many."""
    rows = Outbound.objects.in_state(State.SENT, State.DELIVERED).filter(account__kind=keys.KIND, activity=None)
    found = list(rows.filter(contact=None).select_related("account", "content").order_by("pk"))
    for row in found:
        # Their server may have to be asked, which no transaction waits for.
        answered = _inbox_of(row.content.content.get("mention", ""))
        # Another worker may have done it meanwhile.
        with suppress(IntegrityError), transaction.atomic():
            _enqueue(row, answered)
    return len(found)


def _inbox_of(actor: str) -> str:
    """Where whoever is answered gets their notification; "" where nobody can be found there now."""
    try:
        return (keys.known(actor) or keys.fetch(actor))["shared"] if actor else ""
    except (keys.NotFound, keys.TooBusy):
        return ""


def _enqueue(row: Outbound, answered: str) -> None:
    first = first_of(row)
    act, kinds = row.content.content["act"], Activity.Kind
    # What was never said there needs no withdrawing; it is withdrawn all the same in our outbox.
    kind = kinds.DELETE if act == "withdraw" else kinds.CREATE if first.pk == row.pk else kinds.UPDATE
    unsaid = kind == kinds.DELETE and first.pk == row.pk
    inboxes = [] if unsaid else _recipients(row.account, first.key)
    if answered and (theirs := inbox_at(answered)) not in inboxes:
        inboxes.append(theirs)
    if kind == kinds.DELETE:
        Dispatch.objects.filter(activity__subject=first.key).move("cancel", code="withdrawn")
    _enqueue_activity(
        row.account, key=row.key, kind=kind, body=documents.about_note(first, row), subject=first.key, outbound=row,
        not_after=row.not_after, inboxes=inboxes,
    )  # fmt: skip


def _recipients(account: Account, subject: str = "") -> list[RemoteInbox]:
    """Each inbox once: of those who follow, and of those who have got the same note before."""
    there = ActorFollower.objects.filter(account=account).reached().values("inbox")
    reached = Dispatch.objects.filter(activity__subject=subject, server__gone_at=None).exclude(activity__subject="")
    return list(RemoteInbox.objects.filter(Q(pk__in=there) | Q(pk__in=reached.values("inbox"))).order_by("pk"))


def first_of(row: Outbound) -> Outbound:
    """The message that said a note first: its own key, or the one that it has taken the place of."""
    if not row.external_id:
        return row
    first: Outbound = Outbound.objects.select_related("account", "content").get(key=row.external_id)
    return first


def latest_of(first: Outbound) -> Outbound:
    """The last message about a note that stands in our outbox."""
    same = Outbound.objects.in_state(State.SENT, State.DELIVERED).filter(account=first.account_id)
    rows = same.filter(Q(pk=first.pk) | Q(external_id=first.key)).select_related("account", "content")
    latest: Outbound = rows.order_by("-pk")[0]
    return latest


@transaction.atomic
def withhold(source: str, *, why: str) -> int:
    """Cancel what is still to be sent of a source; how many."""
    return Dispatch.objects.about(source).move("cancel", code=why)


@transaction.atomic
def renew_keys(account: Account, *, by: Any) -> Account:
    """Make a new pair. Followers get it at once; others fetch it when the old one fails."""
    held: Account = Account.objects.select_for_update().select_related("office").get(pk=account.pk)
    adapter = adapter_of(held.kind)
    assert isinstance(adapter, SignsWithKeys), held.kind
    held.sealed = encryption.seal_secrets({**held.access.secret, **adapter.new_keys()}, held.sealed_for)
    held.save(update_fields=["sealed"])
    announce_actor(held)
    audit.record("channels.renew_keys", by=by, about=held, office=held.office)
    return held


def announce_actor(account: Account) -> None:
    """Send followers the changed document of the actor."""
    key, document = secrets.token_hex(16), documents.actor(account)
    body = documents.activity(account, key, "Update", {k: v for k, v in document.items() if k != "@context"})
    body |= {"to": [addresses.PUBLIC]}
    _enqueue_activity(account, key=key, kind=Activity.Kind.ACTOR, body=body, inboxes=_recipients(account))
