"""What staff see of an actor: followers, servers that do not answer, and the reception of its notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from hemicycle.channels.fediverse import addresses
from hemicycle.channels.models import (
    Account,
    ActorFollower,
    Content,
    Dispatch,
    Inbound,
    Outbound,
    Reaction,
    Server,
    State,
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


Place = tuple[str, int]
"""A source of messages and an account."""


def note_statistics(source: str, account: Account) -> NoteStatistics:
    rows = Outbound.objects.of_source(source).filter(account=account)
    return statistics_of([source], rows).get((source, account.pk)) or NoteStatistics(0, 0, 0, 0, 0, 0)


def statistics_of(
    sources: Collection[str], rows: Iterable[Outbound], replies: Mapping[Place, int] | None = None
) -> dict[Place, NoteStatistics]:
    """By source and account, of these sources, in as many queries as for one. `replies`: where somebody has read them
    already."""
    places, names = set[Place](), set[str]()
    for row in rows:
        places.add((row.content.source, row.account_id))
        names.add(row.external_id or row.key)
    dispatched = Dispatch.objects.filter(activity__outbound__content__source__in=sources)
    states = _by(dispatched, "activity__outbound__content__source", "activity__account", "state")
    replies = replies_to(sources, names, {account for _source, account in places}) if replies is None else replies
    reactions = reactions_to(sources, names)
    return {
        place: NoteStatistics(
            states["sent", *place], states["waiting", *place],
            states["given_up", *place] + states["cancelled", *place],
            reactions["like", *place], reactions["boost", *place], replies.get(place, 0),
        )
        for place in places
    }  # fmt: skip


def replies_to(sources: Any, names: Any, accounts: Collection[Any]) -> dict[Place, int]:
    """How many answer messages of these sources, or what these names mean on these accounts: each once, by what stood
    there when it was written. What a house rule hides is a voice, too."""
    messages = Outbound.objects.filter(_notes(sources, names) | Q(account__in=accounts, external_id__in=names))
    answers = Inbound.objects.for_everybody().filter(answers__in=messages.order_by().values("pk")).order_by()
    at = answers.annotate(at=Coalesce("sent_at", "received_at"))
    counted = at.annotate(stood=_standing("answers")).values_list("stood", "answers__account")
    return {(source, account): n for source, account, n in counted.annotate(n=Count("pk"))}


def reactions_to(sources: Any, names: Any) -> Counter[tuple[Any, ...]]:
    """Likes and boosts of notes, by kind, source and account: each once, by what stood there then."""
    notes = Outbound.objects.filter(_notes(sources, names)).order_by()
    rows = Reaction.objects.filter(outbound__in=notes.values("pk")).annotate(stood=_standing("outbound"))
    return _by(rows, "stood", "outbound__account", "kind")


def _notes(sources: Any, names: Any) -> Q:
    """Each by its own index."""
    return Q(content__in=Content.objects.filter(source__in=sources).values("pk")) | Q(key__in=names)


def _standing(message: str) -> Coalesce:
    """The source of what stood in the place of a message of ours `at` a time: a correction takes over the name of what
    it corrects, and people answer that name."""
    names = [OuterRef(f"{message}__key"), NullIf(OuterRef(f"{message}__external_id"), Value(""))]
    rows = Outbound.objects.in_state(State.SENT, State.DELIVERED).filter(
        account=OuterRef(f"{message}__account"), external_id__in=names, contact=None, sent_at__lte=OuterRef("at")
    )
    return Coalesce(
        Subquery(rows.order_by("-sent_at", "-pk").values("content__source")[:1]), F(f"{message}__content__source")
    )


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
