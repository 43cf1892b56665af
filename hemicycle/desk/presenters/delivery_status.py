"""On each channel of a released announcement: what was sent, its status, reactions, and whether it was removed.

Read together for all channels and languages, so that a page asks as much for ten of them as for one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.channels.contract import Access
from hemicycle.channels.contract.capabilities import Edits, HasPermalinks
from hemicycle.channels.fediverse.keys import KIND
from hemicycle.channels.fediverse.statistics import NoteStatistics, Place, replies_to, statistics_of
from hemicycle.channels.models import Account, Outbound, OutboundQuerySet, State, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.status.labels import SHAPES, reason
from hemicycle.desk.models import Announcement
from hemicycle.desk.models import State as Stage
from hemicycle.desk.presenters.cards import FEED, WEB, look_of
from hemicycle.desk.snapshot import OF_WITHDRAWAL
from hemicycle.desk.words import people
from hemicycle.desk.workflow import PUBLIC

_ARRIVED = (State.SENT, State.DELIVERED)
NOT_DELIVERED = (State.FAILED, State.EXPIRED, State.UNKNOWN)


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
    """Some messages in one state. `people`: they went to one each, not to everybody. `why`: what went wrong.
    `became`: what the withdrawal made of them, in words; `stands`: they are still to be read there."""

    state: State
    number: int
    people: bool
    why: str = ""
    became: str = ""
    stands: bool = False

    @property
    def shape(self) -> str:
        if self.became:
            return SHAPES[State.UNKNOWN if self.stands else State.CANCELLED]
        return SHAPES[self.state]

    @property
    def label(self) -> str:
        """Its state in words: to how many people, or that everybody can read it."""
        if self.became:
            return self.became
        if self.people:
            return _("%(state)s: %(people)s") % {"state": self.state.label, "people": people(self.number)}
        return pgettext("announcement", "Published") if self.state in _ARRIVED else str(self.state.label)

    @property
    def by_hand(self) -> bool:
        return self.state == State.BY_HAND

    @property
    def failed(self) -> bool:
        return self.state in NOT_DELIVERED


@dataclass(frozen=True, slots=True)
class InOneLanguage:
    """`lang` "": in whichever language each person reads. `queued`: each recipient there was has its message."""

    lang: str
    sent: list[Sent]
    network: OnNetwork | None
    queued: bool = True


@dataclass(slots=True)
class OnChannel:
    """`notice`: of the withdrawal. `statistics`: of an actor on the fediverse alone."""

    account: Account
    notice: bool
    likes: int = 0
    boosts: int = 0
    replies: int = 0
    statistics: NoteStatistics | None = None
    languages: list[InOneLanguage] = field(default_factory=list)
    addressed: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What everybody reads of a channel. `names`: as `Outbound.names`, read with it."""

    row: Outbound
    names: tuple[str, ...]

    @property
    def place(self) -> Place:
        return self.row.content.source, self.row.account_id

    @property
    def arrived(self) -> bool:
        return self.row.state in _ARRIVED


def on_channels(announcement: Announcement, correction: Announcement | None = None) -> list[OnChannel]:
    """Each channel once, in the order of the deliveries."""
    deliveries = list(announcement.deliveries.select_related("account"))
    sources = {one.source for one in deliveries}
    posts = posts_of(Outbound.objects.filter(content__source__in=sources, contact=None))
    addressed = _people(sources) if any(adapter_of(one.account.kind).addressed for one in deliveries) else {}
    changes = _changes(announcement, correction, posts)
    found: dict[tuple[int, str], OnChannel] = {}
    for one in deliveries:
        if (key := (one.account_id, one.part)) not in found:
            found[key] = OnChannel(one.account, bool(one.part), addressed=adapter_of(one.account.kind).addressed)
        place = one.source, one.account_id
        of_it = [post for post in posts if post.place == place and one.lang in ("", post.row.content.lang)]
        sent, queued = addressed.get(place, []) or _by_state(of_it), one.enqueued_at is not None
        if announcement.state == Stage.WITHDRAWN and not one.part:
            sent = _withdrawn(one.account, sent, of_it, changes)
        found[key].languages.append(InOneLanguage(one.lang, sent, on_network(one.account, of_it, changes), queued))
    _count_reception(found, {(one.account_id, one.part): (one.source, one.account_id) for one in deliveries}, posts)
    return list(found.values())


def on_network(account: Account, posts: Iterable[Post], changes: Mapping[int, Post]) -> OnNetwork | None:
    """None where nothing arrived, or where its network has no public pages. `changes`: see `later`."""
    adapter = adapter_of(account.kind)
    post = next((one for one in posts if one.arrived), None)
    if post is None or not isinstance(adapter, HasPermalinks):
        return None
    after = _after(post, changes)
    gone = not post.names or any(not one.names for one in after)
    # No secret is needed to say where something stands.
    access = Access(account.kind, account.address, account.settings)
    url = "" if gone else adapter.permalink(access, post.names[0])
    return OnNetwork(url, len(post.names), bool(after) and not gone, gone, reason(post.row.code))


def posts_of(rows: OutboundQuerySet) -> list[Post]:
    """With their contents, without the words, and with the names of their parts, in one query."""
    whole = rows.select_related("content").defer("content__content", "content__parts")
    found: dict[int, tuple[Outbound, list[str]]] = {}
    for row in whole.annotate(part_name=F("parts__external_id")).order_by("pk", "parts__number"):
        found.setdefault(row.pk, (row, []))[1].append(row.part_name or row.external_id)
    return [Post(row, tuple(filter(None, names))) for row, names in found.values()]


def later(posts: Iterable[Post], *, again: bool = True) -> dict[int, Post]:
    """What changed these on their networks, and what changed that, by the content that it changed; `again`: whether
    that could have been changed once more."""
    found, contents = _by_what_they_change(posts), {post.row.content_id for post in posts}
    while contents:
        changing = posts_of(Outbound.objects.in_state(*_ARRIVED).filter(content__changes__in=contents))
        new = _by_what_they_change(one for one in changing if one.row.content.changes_id not in found)
        found |= new
        contents = {post.row.content_id for post in new.values()} if again else set()
    return found


def _changes(announcement: Announcement, correction: Announcement | None, posts: list[Post]) -> dict[int, Post]:
    """What is neither corrected nor withdrawn nothing takes the place of; a withdrawal is among its own posts."""
    with_correction = correction is not None and correction.state in PUBLIC
    if announcement.state != Stage.CORRECTED and not with_correction:
        return _by_what_they_change(posts)
    return later(posts, again=correction is None or correction.state != Stage.RELEASED)


def _by_what_they_change(posts: Iterable[Post]) -> dict[int, Post]:
    """The last that arrived, where there is more than one."""
    arrived = sorted((post for post in posts if post.arrived), key=lambda post: post.row.pk)
    return {post.row.content.changes_id: post for post in arrived if post.row.content.changes_id is not None}


def _after(post: Post, changes: Mapping[int, Post]) -> list[Post]:
    found: list[Post] = []
    while (last := changes.get(post.row.content_id)) is not None and last not in found:
        found.append(last)
        post = last
    return found


def _withdrawn(
    account: Account, sent: Iterable[Sent], posts: Iterable[Post], changes: Mapping[int, Post]
) -> list[Sent]:
    """What everybody could read, as it is there now; a message to a person stays what it was."""
    post = next((one for one in posts if one.arrived), None)
    if post is None or adapter_of(account.kind).addressed:
        return list(sent)
    became, stands = _after_withdrawal(account, post, changes)
    return [replace(one, became=became, stands=stands) if one.state in _ARRIVED else one for one in sent]


def _after_withdrawal(account: Account, post: Post, changes: Mapping[int, Post]) -> tuple[str, bool]:
    """In words, and whether its words are still to be read there."""
    if look_of(account.kind) in (WEB, FEED):
        return _("Marked as withdrawn"), False
    if not isinstance(adapter_of(account.kind), Edits):
        return _("Still there, beside the notice of the withdrawal"), True
    if not (after := _after(post, changes)) or not after[-1].row.content.source.endswith(OF_WITHDRAWAL):
        return _("Still there: the withdrawal has not arrived"), True
    # Of a note on the fediverse a tombstone is left, under its name.
    if account.kind == KIND or not post.names or any(not one.names for one in after):
        return _("Deleted there"), False
    return _("Replaced by the notice of the withdrawal"), False


def _people(sources: Collection[str]) -> dict[Place, list[Sent]]:
    """Messages to one person each, by state, in the order in which a message passes the states."""
    rows = Outbound.objects.filter(content__source__in=sources, contact__isnull=False).order_by()
    counted: dict[Place, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    by = rows.values_list("content__source", "account", "state", "code")
    for source, account, state, code, n in by.annotate(n=Count("pk")):
        counted[source, account][state][code] += n
    return {
        place: [
            Sent(state, by_code[state].total(), people=True, why=_why(by_code[state]))
            for state in State
            if state in by_code
        ]
        for place, by_code in counted.items()
    }


def _why(codes: Counter[str]) -> str:
    """The most frequent reason first; several codes are one reason."""
    return " ".join(dict.fromkeys(filter(None, (reason(code) for code, _n in codes.most_common()))))


def _by_state(posts: Iterable[Post]) -> list[Sent]:
    by_state: dict[str, list[Outbound]] = defaultdict(list)
    for post in posts:
        by_state[post.row.state].append(post.row)
    return [
        Sent(state, len(by_state[state]), people=False, why=reason(by_state[state][0].code))
        for state in State
        if state in by_state
    ]


def _count_reception(
    found: Mapping[tuple[int, str], OnChannel], places: Mapping[tuple[int, str], Place], posts: Collection[Post]
) -> None:
    """Replies, and likes and boosts of notes, for what stood there when they were made; networks that count for
    themselves do not say when."""
    kinds = {one.account.pk: one.account.kind for one in found.values()}
    sources, rows = {source for source, _account in places.values()}, [post.row for post in posts]
    replies = replies_to(sources, {row.external_id or row.key for row in rows}, kinds.keys())
    notes = [row for row in rows if kinds.get(row.account_id) == KIND]
    statistics = statistics_of(sources, notes, replies) if notes else {}
    tallies = _tallies(posts)
    for key, one in found.items():
        one.replies = replies.get(places[key], 0)
        if one.account.kind == KIND:
            one.statistics = statistics.get(places[key], NoteStatistics(0, 0, 0, 0, 0, 0))
            one.likes, one.boosts = one.statistics.likes, one.statistics.boosts
        else:
            one.likes, one.boosts = tallies.get(places[key], (0, 0))


def _tallies(posts: Iterable[Post]) -> dict[Place, tuple[int, int]]:
    """Likes and boosts of what stands on networks that count for themselves; under a name that the notice of the
    withdrawal has taken over, of what was withdrawn."""
    named = [((post.row.account_id, name), post.place) for post in posts if post.arrived for name in post.names]
    places = dict(reversed(named))
    if not places:
        return {}
    found: dict[Place, tuple[int, int]] = {}
    rows = Tally.objects.filter(post__in={name for _account, name in places})
    for account, name, likes, boosts in rows.values_list("account", "post", "likes", "boosts"):
        if (place := places.get((account, name))) is not None:
            before = found.get(place, (0, 0))
            found[place] = before[0] + (likes or 0), before[1] + (boosts or 0)
    return found
