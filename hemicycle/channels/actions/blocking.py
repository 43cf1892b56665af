"""Hearing nothing of an actor or of a whole server of the fediverse: asked for by one, confirmed by another.

A server is many people who broke no rule; so shutting it out takes two, always ends, and says why.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.channels.errors import NotAServer, OwnMeasure
from hemicycle.channels.fediverse import addresses
from hemicycle.channels.models import ActorFollower, Block
from hemicycle.channels.models.fediverse import ActorFollowerQuerySet
from hemicycle.rules import audit

# Two labels at least: what is below a top-level domain is not one server.
_HOST = re.compile(r"(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def server_in(text: str) -> str:
    """The host that somebody names, also as @handle@host or as an address of a page; raises NotAServer."""
    bare = text.strip()
    try:
        parts = urlsplit(bare if "//" in bare else f"//{bare.rpartition('@')[2]}")
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise NotAServer(text) from error
    if not _HOST.fullmatch(host) or host == addresses.host().partition(":")[0]:
        raise NotAServer(text)
    return host


@transaction.atomic
def ask_block(*, office: Office, server: str, reason: str, days: int, by: User) -> Block:
    """In force once another person confirms it; in a member's office, where there may be nobody else, at once. One
    that exists stays as it is. Raises NotAServer."""
    target, until = server_in(server), timezone.now() + timedelta(days=days)
    existing: Block | None = Block.objects.filter(office=office, target=target).select_for_update().first()
    if existing is not None and not existing.is_over:
        return existing
    if office.kind == Office.Kind.MEMBER:
        return block(office=office, target=target, reason=reason, until=until, by=by)
    known = _known(reason, until, by) | {"confirmed_at": None, "asked_by": by}
    row, _ = Block.objects.update_or_create(office=office, target=target, defaults=known)
    audit.record("channels.ask_block", by=by, about=row, office=office)
    return row


@transaction.atomic
def confirm_block(row: Block, *, by: User) -> bool:
    """Whether this call put it in force. Raises OwnMeasure."""
    if row.asked_by_id == by.pk:
        raise OwnMeasure
    confirmed = Block.objects.awaiting().filter(pk=row.pk).update(confirmed_at=timezone.now())
    if confirmed:
        followers_from(row.office, row.target).delete()
        audit.record("channels.block", by=by, about=row, office=row.office)
    return bool(confirmed)


@transaction.atomic
def block(*, office: Office, target: str, reason: str, until: datetime | None = None, by: Any) -> Block:
    """Hear nothing of an actor, or of a server and those below it. Who follows from there is a follower no more."""
    target = target.strip() if "/" in target else target.strip().lower()
    known = _known(reason, until, by) | {"confirmed_at": timezone.now()}
    row, _ = Block.objects.update_or_create(office=office, target=target, defaults=known)
    followers_from(office, target).delete()
    audit.record("channels.block", by=by, about=row, office=office)
    return row


@transaction.atomic
def unblock(row: Block, *, by: Any) -> None:
    audit.record("channels.unblock", by=by, about=row, office=row.office)
    row.delete()


def followers_from(office: Office, target: str) -> ActorFollowerQuerySet:
    """Who follows an actor of the office and is of that target."""
    followers = ActorFollower.objects.filter(account__office=office)
    if "/" in target:
        return followers.filter(digest=addresses.digest(target))
    host = Q(inbox__server__host=target) | Q(inbox__server__host__endswith=f".{target}")
    host |= Q(inbox__server__host__startswith=f"{target}:")
    return followers.filter(host)


def _known(reason: str, until: datetime | None, by: Any) -> dict[str, Any]:
    return {"reason": reason, "until": until, "by": audit.actor_of(by), "since": timezone.now()}
