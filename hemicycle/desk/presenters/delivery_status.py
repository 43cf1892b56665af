"""On each channel of a released announcement: what was sent, its status, reactions, and whether it was removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Count

from hemicycle.channels.contract import Access
from hemicycle.channels.contract.capabilities import HasPermalinks
from hemicycle.channels.fediverse.keys import KIND
from hemicycle.channels.fediverse.statistics import NoteStatistics, note_statistics
from hemicycle.channels.models import Account, Inbound, Outbound, OutboundQuerySet, State, Tally, in_the_open
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.labels import SHAPES, reason
from hemicycle.desk.models import Announcement, Delivery

_ARRIVED = (State.SENT, State.DELIVERED)


@dataclass(frozen=True, slots=True)
class OnNetwork:
    """`remark`: what is not as it was asked for, in words. `changed`: a correction took its place, or answers it."""

    url: str
    posts: int
    changed: bool
    gone: bool
    remark: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Some messages in one state. `people`: they went to one each, not to everybody."""

    state: State
    number: int
    people: bool

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def by_hand(self) -> bool:
        return self.state == State.BY_HAND


@dataclass(frozen=True, slots=True)
class InOneLanguage:
    """`lang` "": in whichever language each person reads."""

    lang: str
    sent: list[Sent]
    network: OnNetwork | None


@dataclass(slots=True)
class OnChannel:
    """`notice`: of the withdrawal. `statistics`: of an actor on the fediverse alone."""

    account: Account
    notice: bool
    likes: int
    boosts: int
    replies: int
    statistics: NoteStatistics | None = None
    languages: list[InOneLanguage] = field(default_factory=list)


def on_channels(announcement: Announcement) -> list[OnChannel]:
    """Each channel once, in the order of the deliveries."""
    found: dict[tuple[int, str], OnChannel] = {}
    for delivery in announcement.deliveries.select_related("account"):
        key = delivery.account_id, delivery.part
        if key not in found:
            found[key] = _on_channel(delivery)
        rows = _rows(delivery)
        rows = rows.filter(content__lang=delivery.lang) if delivery.lang else rows
        found[key].languages.append(
            InOneLanguage(delivery.lang, _by_state(rows, delivery.account), on_network(delivery.account, rows))
        )
    return list(found.values())


def _on_channel(delivery: Delivery) -> OnChannel:
    account, rows = delivery.account, _rows(delivery)
    if account.kind == KIND:
        statistics = note_statistics(delivery.source, account)
        return OnChannel(
            account, bool(delivery.part), statistics.likes, statistics.boosts, statistics.replies, statistics
        )
    posts = [name for row in rows.in_state(*_ARRIVED).filter(contact=None) for name in row.names]
    answers = in_the_open(Inbound.objects.for_everybody().filter(answers__in=rows))
    done = Tally.objects.of_posts(account, posts)
    return OnChannel(account, bool(delivery.part), done["likes"], done["boosts"], answers.count())


def _rows(delivery: Delivery) -> OutboundQuerySet:
    return Outbound.objects.of_source(delivery.source).filter(account=delivery.account)


def _by_state(rows: OutboundQuerySet, account: Account) -> list[Sent]:
    """In the order in which a message passes them."""
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    people = adapter_of(account.kind).addressed
    return [Sent(state, counts[state], people) for state in State if state in counts]


def on_network(account: Account, rows: OutboundQuerySet) -> OnNetwork | None:
    """None where nothing arrived, or where its network has no public pages."""
    adapter = adapter_of(account.kind)
    row = rows.in_state(*_ARRIVED).filter(contact=None).select_related("content").first()
    if row is None or not isinstance(adapter, HasPermalinks):
        return None
    later, names = list(_later(row)), row.names
    gone = not names or any(not one.names for one in later)
    # No secret is needed to say where something stands.
    access = Access(account.kind, account.address, account.settings)
    url = "" if gone else adapter.permalink(access, names[0])
    return OnNetwork(url, len(names), changed=bool(later) and not gone, gone=gone, remark=reason(row.code))


def _later(row: Outbound) -> Iterator[Outbound]:
    """What changed it on the network, and what changed that."""
    last: Outbound | None = row
    while last is not None:
        last = Outbound.objects.in_state(*_ARRIVED).filter(content__changes=last.content_id).order_by("-pk").first()
        if last is not None:
            yield last
