"""What came of released announcements on each channel: sent, answered, liked, passed on, opened.

The same number of queries for one announcement as for those of a month. People are counted once on each channel;
posts on networks are posts; what stands on the House's own site and in its feeds is neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, Sum, Value
from django.db.models.functions import Cast, Concat

from hemicycle.channels.fediverse.statistics import reactions_to, replies_to
from hemicycle.channels.models import (
    Account,
    ClickCount,
    Outbound,
    OutboundPart,
    ShortLink,
    State,
    Tally,
)
from hemicycle.channels.registry import adapter_of
from hemicycle.desk.models import Announcement, AnnouncementQuerySet, Delivery
from hemicycle.desk.presenters.cards import FEED, WEB
from hemicycle.desk.snapshot import OF_WITHDRAWAL, source_of
from hemicycle.follow.numbers import SMALLEST

PEOPLE, POSTS, PUBLISHED = "people", "posts", "published"
Key = tuple[str, int]
"""Of one announcement on one account: its source there, and the account."""
_STATES = {
    State.SENT: "sent", State.DELIVERED: "sent", State.FAILED: "failed", State.EXPIRED: "failed",
    State.WAITING: "waiting", State.SENDING: "waiting", State.BY_HAND: "waiting", State.UNKNOWN: "waiting",
}  # fmt: skip


def in_steps(clicks: int) -> int:
    """Clicks as they are shown, everywhere: rounded down to fives. So neither a number below five can be read, nor one
    click more by looking twice, nor what was left out by taking sums apart."""
    return clicks // SMALLEST * SMALLEST


@dataclass(slots=True)
class OnAccount:
    """What came of one announcement, or of several, through one account. `unit` says what `sent` counts.

    `recipients`: to how many people it was queued. `clicks`: in steps, None where no short link was sent. `has_few`:
    of several announcements, some counts of a few people are left out.
    """

    account: Account
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    waiting: int = 0
    recipients: int = 0
    replies: int = 0
    likes: int = 0
    boosts: int = 0
    clicks: int | None = None
    names: set[str] = field(default_factory=set)
    places: set[Key] = field(default_factory=set)
    has_few: bool = False

    @property
    def unit(self) -> str:
        if self.account.kind in (WEB, FEED):
            return PUBLISHED
        return PEOPLE if adapter_of(self.account.kind).addressed else POSTS

    @property
    def reactions(self) -> int:
        return self.replies + self.likes + self.boosts

    @property
    def is_forgotten(self) -> bool:
        """Who was written to is deleted after a year: of some it is no longer known what became of the message."""
        known = self.sent + self.failed + self.waiting
        return self.unit == PEOPLE and not self.has_few and known == 0 < self.recipients


class Results:
    """Of these announcements, read at once."""

    def __init__(self, rows: AnnouncementQuerySet) -> None:
        self._rows = rows.order_by()
        named = Concat(Value("desk.announcement:"), Cast("pk", CharField()))
        self._sources = self._rows.annotate(source=named).values("source")
        self._recipients = self._read_recipients()
        self._accounts = Account.objects.in_bulk({account for _source, account in self._recipients})
        self._states = self._read_states()
        self._clicks = ClickCount.objects.filter(source__in=self._sources).by_source_and_account()
        self._linked = set(
            ShortLink.objects.filter(source__in=self._sources).values_list("source", "account").distinct()
        )
        self._names = self._read_names()
        self._replies: Counter[Key] = self._read_replies()
        self._reactions = self._read_reactions()
        self._likes, self._boosts = self._read_tallies()

    def of(self, announcement: Announcement) -> list[OnAccount]:
        """By account, in the order of the list of accounts."""
        source = source_of(announcement)
        return self._ordered(self._cell((source, account)) for name, account in self._recipients if name == source)

    def together(self) -> list[OnAccount]:
        """All of them by account. What stands for two of them on a network, as a correction in the place of what it
        corrects, is counted once. Of people nothing is added that is not shown of the one announcement either: from a
        sum over three, one could tell what each hides."""
        found: dict[int, OnAccount] = {}
        for key in self._recipients:
            cell, total = self._cell(key), found.setdefault(key[1], OnAccount(self._accounts[key[1]]))
            for name in ("sent", "delivered", "failed", "waiting", "recipients"):
                self._add(total, name, getattr(cell, name))
            if cell.clicks is not None:
                total.clicks = (total.clicks or 0) + cell.clicks
            total.names |= cell.names
            total.places |= cell.places
        for total in found.values():
            self._count(total)
        return self._ordered(found.values())

    @staticmethod
    def _add(total: OnAccount, name: str, n: int) -> None:
        if total.unit == PEOPLE and 0 < n < SMALLEST:
            total.has_few = True
        else:
            setattr(total, name, getattr(total, name) + n)

    def _cell(self, key: Key) -> OnAccount:
        states = self._states[key]
        counts = {name: sum(states[state] for state, of in _STATES.items() if of == name) for name in _STATES.values()}
        cell = OnAccount(
            self._accounts[key[1]],
            sent=counts["sent"],
            failed=counts["failed"],
            waiting=counts["waiting"],
            delivered=states[State.DELIVERED],
            recipients=self._recipients[key],
            clicks=in_steps(self._clicks.get(key, 0)) if key in self._linked else None,
            names=self._names[key],
            places={key},
        )
        self._count(cell)
        return cell

    def _count(self, cell: OnAccount) -> None:
        account = cell.account.pk
        cell.replies = sum(self._replies[place] for place in cell.places)
        cell.likes, cell.boosts = (
            sum(tallies[account, name] for name in cell.names)
            + sum(self._reactions[kind, *place] for place in cell.places)
            for kind, tallies in (("like", self._likes), ("boost", self._boosts))
        )

    @staticmethod
    def _ordered(cells: Iterable[OnAccount]) -> list[OnAccount]:
        order = (PUBLISHED, POSTS, PEOPLE)
        return sorted(cells, key=lambda one: (order.index(one.unit), one.account.name, one.account.pk))

    def _read_recipients(self) -> dict[Key, int]:
        rows = Delivery.objects.filter(announcement__in=self._rows.values("pk"), part="").order_by()
        counted = rows.values_list("announcement", "account").annotate(n=Sum("recipients"))
        return {(f"desk.announcement:{announcement}", account): n for announcement, account, n in counted}

    def _read_states(self) -> dict[Key, Counter[str]]:
        found: dict[Key, Counter[str]] = defaultdict(Counter)
        rows = Outbound.objects.filter(content__source__in=self._sources).order_by()
        for source, account, state, n in rows.values_list("content__source", "account", "state").annotate(
            n=Count("pk")
        ):
            found[source, account][state] += n
        return found

    def _read_names(self) -> dict[Key, set[str]]:
        """By what each post is known: our key, and the network's names for it and its parts."""
        found: dict[Key, set[str]] = defaultdict(set)
        posts = Outbound.objects.filter(content__source__in=self._sources, contact=None).order_by()
        for source, account, *names in posts.values_list("content__source", "account", "key", "external_id"):
            found[source, account] |= set(filter(None, names))
        parts = OutboundPart.objects.filter(outbound__in=posts).order_by()
        for source, account, name in parts.values_list(
            "outbound__content__source", "outbound__account", "external_id"
        ):
            found[source, account].add(name)
        return found

    def _read_replies(self) -> Counter[Key]:
        """As the page of each has them; what answers the notice of a withdrawal counts for what was withdrawn."""
        found: Counter[Key] = Counter()
        replies = replies_to(self._sources, self._taken_over(), self._accounts)
        for (source, account), n in replies.items():
            found[source.removesuffix(OF_WITHDRAWAL), account] += n
        return found

    def _read_reactions(self) -> Counter[tuple[str, str, int]]:
        """As servers of the fediverse told us, by kind, source and account."""
        found: Counter[tuple[str, str, int]] = Counter()
        for (kind, source, account), n in reactions_to(self._sources, self._taken_over()).items():
            found[kind, source.removesuffix(OF_WITHDRAWAL), account] += n
        return found

    def _taken_over(self) -> Any:
        """By what networks know posts, that of what one corrects among them."""
        posts = Outbound.objects.filter(content__source__in=self._sources, contact=None).exclude(external_id="")
        return posts.order_by().values("external_id")

    def _read_tallies(self) -> tuple[Counter[tuple[int, str]], Counter[tuple[int, str]]]:
        """Likes and boosts as networks count them."""
        likes: Counter[tuple[int, str]] = Counter()
        boosts: Counter[tuple[int, str]] = Counter()
        for account, post, liked, boosted in (
            Tally.objects.filter(account__in=self._accounts)
            .exclude(post="")
            .values_list("account", "post", "likes", "boosts")
        ):
            likes[account, post] += liked or 0
            boosts[account, post] += boosted or 0
        return likes, boosts
