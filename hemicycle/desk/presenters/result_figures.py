"""Results as a page and a file show them: numbers that say what they count, a chart with its finding, rows of CSV."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemicycle.accounts import charts
from hemicycle.accounts.templatetags.look import number as grouped
from hemicycle.channels.models import Account, FollowerCount
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import words
from hemicycle.desk.presenters.results import PEOPLE, POSTS, PUBLISHED, OnAccount, in_steps
from hemicycle.follow.numbers import SMALLEST
from hemicycle.rules import spreadsheets

# A count from before the month says from where it grew or fell.
_BEFORE = timedelta(days=62)
# As large as a headline on the page, where words would fill four lines.
FEW = f"<\u00a0{SMALLEST}"
COLUMNS = (
    "announcement", "released_at", "channel", "kind", "counted", "sent", "delivered", "failed", "waiting", "replies",
    "likes", "boosts", "clicks",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    value: int | str
    label: str
    note: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: str


@dataclass(frozen=True, slots=True)
class Growth:
    """How an account grew in a month; None where nobody counted. `gained` and `lost` add up the days on which there
    were more, or fewer, than the day before."""

    account: Account
    followers: str
    gained: str
    lost: str


def clicks_in_words(clicks: int | None) -> str:
    if clicks is None:
        return "–"
    return str(grouped(clicks)) if clicks >= SMALLEST else _("fewer than five")


def clicks_of(rows: Iterable[OnAccount]) -> int | None:
    """The sum of what is shown of each; what is not shown is in no sum."""
    known = [one.clicks for one in rows if one.clicks is not None]
    return sum(known) if known else None


def people_of(rows: Iterable[OnAccount]) -> int | None:
    """The sum of what is shown of each channel; None where each has too few to be shown."""
    of_people = [one for one in rows if one.unit == PEOPLE]
    counts = [one.recipients if one.is_forgotten else one.sent for one in of_people]
    shown = [n for n in counts if n >= SMALLEST]
    hidden = any(counts) or any(one.has_few for one in of_people)
    return sum(shown) if shown or not hidden else None


def people_in_words(people: int | None) -> str:
    return _("fewer than five on each channel") if people is None else str(grouped(people))


def became_of(one: OnAccount) -> tuple[str, str, str]:
    """How many were delivered, failed, are waiting; of people none below five."""
    if one.unit == PUBLISHED or one.is_forgotten:
        return "–", "–", "–"
    few = one.unit == PEOPLE
    found = [
        _("fewer than five") if few and 0 < n < SMALLEST else str(grouped(n))
        for n in (one.delivered, one.failed, one.waiting)
    ]
    return (found[0] if one.delivered else "–"), found[1], found[2]


def total(rows: Iterable[OnAccount], name: str) -> int:
    """Of what is shown: of people, a few are left out."""
    counts = [(getattr(one, name), one.unit == PEOPLE) for one in rows]
    return sum(n for n, of_people in counts if n >= SMALLEST or not of_people)


def posts_of(rows: Iterable[OnAccount]) -> int:
    return sum(one.sent for one in rows if one.unit == POSTS)


def sent_in_words(one: OnAccount) -> str:
    """The number with what it counts."""
    if one.unit == PUBLISHED:
        return _("published") if one.sent else _("not published yet")
    n = one.recipients if one.is_forgotten else one.sent
    if one.unit == PEOPLE:
        return words.people(n) if n or not one.has_few else _("fewer than five people each time")
    return ngettext("%(n)s post", "%(n)s posts", n) % {"n": grouped(n)}


def numbers(rows: Sequence[OnAccount]) -> list[Number]:
    return [
        _messages_to_people(people_of(rows)),
        Number(posts_of(rows), _("posts on networks"), _("one in each language; site and feeds are not counted")),
        Number(sum(one.replies for one in rows), _("replies"), _("as they came into the inbox")),
        Number(
            sum(one.likes + one.boosts for one in rows), _("likes and boosts"), _("as the networks last counted them")
        ),
        Number(_clicks_in_short(clicks_of(rows)), _("clicks"), _("on short links, rounded down to fives")),
    ]


def _messages_to_people(people: int | None) -> Number:
    if people is None:
        return Number(FEW, _("messages to people on each channel"), _("so few are not counted together"))
    return Number(people, _("messages to people"), _("one for each person, announcement and channel"))


def _clicks_in_short(clicks: int | None) -> str:
    return FEW if clicks is not None and clicks < SMALLEST else clicks_in_words(clicks)


def nothing_to_show(rows: Iterable[OnAccount]) -> str:
    """Why there is no chart."""
    if clicks_of(rows) is None:
        return _("No reply, like or boost yet.")
    return _("No reply, like or boost yet, and too few clicks to show.")


def chart_of(rows: Sequence[OnAccount]) -> Chart | None:
    """Reactions and clicks of each channel; None before there are any to show."""
    shown = [one for one in rows if one.reactions or one.clicks]
    if not shown:
        return None
    labels = (_("Replies, likes and boosts"), _("Clicks"))
    names = _names(shown)
    bars = [
        row
        for one, name in zip(shown, names, strict=True)
        for row in (
            (name, labels[0], one.reactions, _reactions_in_words(one.reactions)),
            (name, labels[1], one.clicks or 0, _clicks_in_a_bar(one.clicks)),
        )
        if row[3]
    ]
    table = [
        (name, one.replies, one.likes, one.boosts, clicks_in_words(one.clicks))
        for one, name in zip(shown, names, strict=True)
    ]
    return Chart(
        _finding(shown, names),
        charts.bars(bars, labels=labels, language=get_language() or "en", width=charts.MIDDLE),
        (_("Channel"), _("Replies"), _("Likes"), _("Boosts"), _("Clicks")),
        table,
        _("Clicks are openings of short links, not people, and are rounded down to fives: none below five is shown."),
    )


def _names(rows: Sequence[OnAccount]) -> list[str]:
    """Each its own, for two accounts may be called the same."""
    called = [one.account.name for one in rows]
    return [
        name if called.count(name) == 1 else f"{name} ({adapter_of(one.account.kind).label}, {one.account.address})"
        for name, one in zip(called, rows, strict=True)
    ]


def _reactions_in_words(n: int) -> str:
    return ngettext("%(n)s reaction", "%(n)s reactions", n) % {"n": grouped(n)} if n else ""


def _clicks_in_a_bar(clicks: int | None) -> str:
    if clicks is None:
        return ""
    if clicks < SMALLEST:
        return _("fewer than five clicks")
    return ngettext("%(n)s click", "%(n)s clicks", clicks) % {"n": grouped(clicks)}


def _finding(rows: Sequence[OnAccount], names: Sequence[str]) -> str:
    """What the chart says in one sentence."""
    total = sum(one.reactions for one in rows)
    if total:
        first = max(range(len(rows)), key=lambda at: rows[at].reactions)
        facts = {"channel": names[first], "n": grouped(rows[first].reactions), "total": grouped(total)}
        if rows[first].reactions == total:
            return _("All replies, likes and boosts (%(total)s) came through %(channel)s") % facts
        return _("%(channel)s brought %(n)s of %(total)s replies, likes and boosts") % facts
    first = max(range(len(rows)), key=lambda at: rows[at].clicks or 0)
    facts = {"channel": names[first], "n": grouped(rows[first].clicks or 0), "total": grouped(clicks_of(rows) or 0)}
    return _("%(channel)s brought at least %(n)s of %(total)s clicks") % facts


def growth(person: object, first: date, last: date) -> list[Growth]:
    """Of each account of a person's offices that was counted in these days, by name."""
    counts: dict[Account, list[FollowerCount]] = defaultdict(list)
    rows = FollowerCount.objects.visible_to(person).filter(day__gt=first - _BEFORE, day__lte=last)
    for row in rows.select_related("account").order_by("account__name", "account", "day"):
        counts[row.account].append(row)
    return [_growth(account, found, first) for account, found in counts.items() if found[-1].day >= first]


def _growth(account: Account, counts: Sequence[FollowerCount], first: date) -> Growth:
    changes = [later.followers - earlier.followers for earlier, later in pairwise(counts) if later.day >= first]
    gained, lost = sum(n for n in changes if n > 0), -sum(n for n in changes if n < 0)
    # Of our own lists nobody may tell who came or went; networks show their numbers to everybody.
    shown = _rounded if adapter_of(account.kind).addressed else lambda n: str(grouped(n))
    if not changes:
        return Growth(account, shown(counts[-1].followers), "–", "–")
    return Growth(account, shown(counts[-1].followers), shown(gained), shown(lost))


def _rounded(n: int) -> str:
    return str(grouped(in_steps(n))) if n >= SMALLEST else _("fewer than five")


def as_csv(found: Iterable[tuple[Any, Sequence[OnAccount]]]) -> Iterator[str]:
    """A line for each announcement and channel."""
    return spreadsheets.as_csv(COLUMNS, (_values(announcement, one) for announcement, rows in found for one in rows))


def _values(announcement: Any, one: OnAccount) -> tuple[object, ...]:
    clicks = "" if one.clicks is None else one.clicks or f"<{SMALLEST}"
    sent = one.recipients if one.is_forgotten else one.sent
    counts = [_few(n) if one.unit == PEOPLE else n for n in (sent, one.delivered, one.failed, one.waiting)]
    # What the page shows as a dash is empty: the channel does not report it.
    if one.unit == PUBLISHED or one.is_forgotten:
        counts[1:] = ["", "", ""]
    elif not one.delivered:
        counts[1] = ""
    reactions = (one.likes, one.boosts) if one.unit == POSTS else ("", "")
    return (
        announcement.address, announcement.released_at.isoformat(timespec="seconds"), one.account.name,
        one.account.kind, one.unit, *counts, one.replies, *reactions, clicks,
    )  # fmt: skip


def _few(people: int | None) -> int | str | None:
    """As the page says it: a few people can be told apart."""
    return f"<{SMALLEST}" if people and people < SMALLEST else people
