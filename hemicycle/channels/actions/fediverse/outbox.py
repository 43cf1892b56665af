"""Activities of our actors: each is stored once, byte for byte, with a row per inbox (sent by jobs/dispatching.py)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

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
from hemicycle.channels.models.contact import FORGOTTEN
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

# Rows written at once, as in actions/sending.py.
CHUNK = 2_000
# Whoever could not be found is looked for again after this, and then after twice as long each time.
SOON = timedelta(seconds=30)


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
    rows = rows.filter(Q(contact=None) | Q(due_at__lte=timezone.now())).exclude(contact__sealed=FORGOTTEN)
    found = list(rows.select_related("account", "content", "contact").order_by("pk"))
    for row in found:
        # Their server may have to be asked, which no transaction waits for.
        if not documents.is_direct(row):
            inboxes = [inbox] if (inbox := _inbox_of(row.content.content.get("mention", ""))) else []
        elif (own := _own_inbox(row)) is None:
            continue
        else:
            inboxes = [own]
        # Another worker may have done it meanwhile.
        with suppress(IntegrityError), transaction.atomic():
            _enqueue(row, inboxes)
    return len(found)


def _own_inbox(row: Outbound) -> str | None:
    """That of the one person it is for; None where nobody can be found there now. It is asked for again, less often
    each time, for as long as servers are posted to."""
    now, actor = timezone.now(), documents.mentioned(row)
    try:
        return (keys.known(actor) or keys.fetch(actor))["inbox"]
    except keys.TooBusy:
        return None
    except keys.NotFound as error:
        waited = now - (row.sent_at or now)
        held = Outbound.objects.filter(pk=row.pk)
        if error.gone or waited > timedelta(days=in_force("fediverse_retry_days")):
            held.move("fail", code="no-such-address")
        else:
            held.update(due_at=now + max(waited, SOON))
        return None


def fail_undelivered() -> int:
    """Messages to one person that their server did not take: whoever wrote them has to know. How many."""
    lost = Dispatch.objects.filter(
        state=Dispatch.State.GIVEN_UP, activity__outbound__contact__isnull=False,
        activity__outbound__state=State.SENT,
    )  # fmt: skip
    rows = dict(lost.values_list("activity__outbound", "code"))
    return sum(Outbound.objects.filter(pk=pk).move("fail", code=code) for pk, code in rows.items())


def _inbox_of(actor: str) -> str:
    """Where whoever is answered gets their notification; "" where nobody can be found there now."""
    try:
        return (keys.known(actor) or keys.fetch(actor))["shared"] if actor else ""
    except (keys.NotFound, keys.TooBusy):
        return ""


def _enqueue(row: Outbound, answered: list[str]) -> None:
    first = first_of(row)
    act, kinds, is_direct = row.content.content["act"], Activity.Kind, documents.is_direct(row)
    # What was never said there needs no withdrawing; it is withdrawn all the same in our outbox.
    kind = kinds.DELETE if act == "withdraw" else kinds.CREATE if first.pk == row.pk else kinds.UPDATE
    kind = kinds.DIRECT if is_direct else kind
    unsaid = kind == kinds.DELETE and first.pk == row.pk
    theirs = [inbox_at(address) for address in answered]
    everybody = [] if unsaid or is_direct else _recipients(row.account, first.key)
    inboxes = [*everybody, *(one for one in theirs if one not in everybody)]
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
def requeue_withheld(source: str, *, why: str) -> int:
    """What was withheld of a source for a reason is to be sent after all; how many."""
    return Dispatch.objects.about(source).filter(code=why).move("requeue", code="", due_at=timezone.now())


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
