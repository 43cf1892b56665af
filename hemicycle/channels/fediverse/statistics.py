"""What staff see of an actor: followers, servers that do not answer, and the reception of its notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from hemicycle.channels.fediverse import addresses
from hemicycle.channels.models import (
    Account,
    ActorFollower,
    Dispatch,
    Inbound,
    Outbound,
    Reaction,
    Server,
    in_the_open,
)

# Who looks after the channels sees at once what it is about; the log has the rest.
MOST_SERVERS = 20


@dataclass(frozen=True, slots=True)
class NoteStatistics:
    """Of one note: servers that have it, wait for it, or were given up; and what people did with it."""

    delivered: int
    waiting: int
    given_up: int
    likes: int
    boosts: int
    replies: int


def note_statistics(source: str, account: Account) -> NoteStatistics:
    """What was done with a note counts for it as it stands now, corrected or not."""
    rows = Outbound.objects.of_source(source).filter(account=account)
    keys = [name or key for key, name in rows.values_list("key", "external_id")]
    states = _by(Dispatch.objects.about(source).through([account]), "state")
    reactions = _by(Reaction.objects.filter(outbound__key__in=keys), "kind")
    replies = in_the_open(Inbound.objects.for_everybody().filter(answers__key__in=keys)).count()
    return NoteStatistics(
        states.get("sent", 0), states.get("waiting", 0), states.get("given_up", 0) + states.get("cancelled", 0),
        reactions.get("like", 0), reactions.get("boost", 0), replies,
    )  # fmt: skip


def actor_statistics(account: Account) -> dict[str, Any]:
    """Its name for people, its followers, what waits, and the servers that rest or are gone, the longest first."""
    followers = ActorFollower.objects.filter(account=account)
    servers = Server.objects.filter(inboxes__followers__account=account).exclude(failures=0).distinct()
    return {
        "handle": addresses.handle(account.address),
        "followers": followers.reached().count(),
        "servers": Server.objects.filter(inboxes__followers__account=account, gone_at=None).distinct().count(),
        "waiting": Dispatch.objects.through([account]).waiting().count(),
        "silent": list(servers.order_by("failing_since", "host")[:MOST_SERVERS]),
    }


def late_servers(accounts: Any) -> list[dict[str, Any]]:
    """Of these accounts, each that should have posted something to a server by now, with the number of dispatches."""
    late = Dispatch.objects.through(accounts).late(timezone.now()).order_by("activity__account__name")
    counted = late.values("activity__account", "activity__account__name").annotate(n=Count("pk"))
    return [
        {"account": one["activity__account"], "name": one["activity__account__name"], "n": one["n"]} for one in counted
    ]


def _by(rows: Any, name: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
