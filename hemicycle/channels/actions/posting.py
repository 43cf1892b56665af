"""Messages that a person posts by hand: marked as posted with their address, skipped, or waiting again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.contract import Act
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import BadPost, NotByHand
from hemicycle.channels.models import Account, Outbound, Pause, State
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit

WHY_NOT = ("no-way-in", "network-down", "network-refused", "not-fitting", "not-wanted")


@transaction.atomic
def mark_posted(row: Outbound, *, address: str = "", by: Any) -> Outbound:
    """It was posted at `address`; a withdrawal has none. Raises BadPost, NotByHand."""
    Account.objects.select_for_update().get(pk=row.account_id)
    act = row.content.content.get("act")
    stands_at = row.stands_at
    where = "" if act == Act.WITHDRAW else _checked(row, address, stands_at)
    return _marked(row, where, by=by)


def _marked(row: Outbound, where: str, *, by: Any) -> Outbound:
    moved = Outbound.objects.filter(pk=row.pk).move(
        "mark_posted", external_id=where, sent_at=timezone.now(), settled_by=audit.actor_of(by), code=""
    )
    if not moved:
        raise NotByHand(row.key)
    act = row.content.content.get("act")
    audit.record("channels.mark_posted", by=by, about=row, office=row.office, kind=row.account.kind, act=act)
    row.refresh_from_db()
    return row


@transaction.atomic
def mark_answered(row: Outbound, *, address: str, by: Any) -> Outbound:
    """An answer was posted at `address`, "" where the network shows none. Raises BadPost, NotByHand."""
    adapter = adapter_of(row.account.kind)
    if not isinstance(adapter, ByHand):
        raise NotByHand(row.key)
    try:
        where = adapter.answer_url(address) if address.strip() else ""
    except ValueError as error:
        raise BadPost(str(error)) from error
    return _marked(row, where, by=by)


@transaction.atomic
def prepare_by_hand(row: Outbound) -> bool:
    """Ready for a person at once, with no worker between; while everything is paused it waits."""
    rows = Outbound.objects.filter(pk=row.pk)
    if Pause.objects.in_force().exists() or not rows.move("begin"):
        return False
    return bool(rows.move("hand_off"))


@transaction.atomic
def skip(row: Outbound, *, why: str, by: Any) -> Outbound:
    """It cannot be posted, or shall not: `why` is one of WHY_NOT. Raises NotByHand."""
    if why not in WHY_NOT:
        raise ValueError(why)
    if not Outbound.objects.filter(pk=row.pk).move("skip", code=why, settled_by=audit.actor_of(by)):
        raise NotByHand(row.key)
    audit.record("channels.skip", by=by, about=row, office=row.office, kind=row.account.kind, why=why)
    row.refresh_from_db()
    return row


@transaction.atomic
def unpost(row: Outbound, *, by: Any) -> Outbound:
    """It was marked by mistake, or with a wrong address: it waits for a person again. Raises NotByHand."""
    if not isinstance(adapter_of(row.account.kind), ByHand):
        raise NotByHand(row.key)
    moved = Outbound.objects.filter(pk=row.pk).move("unpost", external_id="", sent_at=None, settled_by="")
    if not moved:
        raise NotByHand(row.key)
    audit.record("channels.unpost", by=by, about=row, office=row.office, kind=row.account.kind)
    row.refresh_from_db()
    return row


def _checked(row: Outbound, address: str, stands_at: Outbound | None) -> str:
    """The address in its one form; only what is changed in its place may stand where something stands already."""
    adapter = adapter_of(row.account.kind)
    if not isinstance(adapter, ByHand):
        raise NotByHand(row.key)
    try:
        where = adapter.post_url(address)
    except ValueError as error:
        raise BadPost(str(error)) from error
    there = Outbound.objects.filter(account=row.account_id, external_id=where).exclude(pk=row.pk)
    if stands_at is not None and adapter.edits_posts and where == stands_at.external_id:
        return where
    if there.in_state(State.SENT, State.DELIVERED).exists():
        raise BadPost("used-already")
    return where
