"""What staff see of an actor: followers, servers that do not answer, and the reception of its notes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
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
    return statistics_of([source], rows).get((source, account.pk)) or NoteStatistics(0, 0, 0, 0, 0, 0)


def statistics_of(
    sources: Collection[str], rows: Iterable[Outbound], replies: Mapping[tuple[str, str, int], int] | None = None
) -> dict[tuple[str, int], NoteStatistics]:
    """By source and account, of these sources and of the notes that stand for them, in as many queries as for one.
    `replies`: where somebody has read them already."""
    keys: dict[tuple[str, int], set[str]] = defaultdict(set)
    for row in rows:
        keys[row.content.source, row.account_id].add(row.external_id or row.key)
    every = {key for some in keys.values() for key in some}
    dispatched = Dispatch.objects.filter(activity__outbound__content__source__in=sources)
    states = _by(dispatched, "activity__outbound__content__source", "activity__account", "state")
    reactions = _by(Reaction.objects.filter(outbound__key__in=every), "outbound__key", "kind")
    answered: Counter[str] = Counter()
    for (key, _source, _account), n in (replies_to((), every) if replies is None else replies).items():
        answered[key] += n
    return {
        place: NoteStatistics(
            states["sent", *place], states["waiting", *place],
            states["given_up", *place] + states["cancelled", *place],
            sum(reactions["like", key] for key in some), sum(reactions["boost", key] for key in some),
            sum(answered[key] for key in some),
        )
        for place, some in keys.items()
    }  # fmt: skip


def replies_to(sources: Collection[str], keys: Collection[str]) -> dict[tuple[str, str, int], int]:
    """How many answer messages of these sources or with these keys: by key, source and account of the message. What a
    house rule hides is a voice, too."""
    messages = Outbound.objects.filter(Q(content__source__in=sources) | Q(key__in=keys)).order_by()
    answers = Inbound.objects.for_everybody().filter(answers__in=messages.values("pk")).order_by()
    counted = answers.values_list("answers__key", "answers__content__source", "answers__account")
    return {(key, source, account): n for key, source, account, n in counted.annotate(n=Count("pk"))}


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


def _by(rows: Any, *names: str) -> Counter[tuple[Any, ...]]:
    """How many of each; the last name is the first of the key."""
    found: Counter[tuple[Any, ...]] = Counter()
    for *place, last, n in rows.order_by().values_list(*names).annotate(n=Count("pk")):
        found[last, *place] = n
    return found
