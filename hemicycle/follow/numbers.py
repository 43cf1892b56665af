"""Who follows what, as numbers: of the offices a person works in, and never so small that one could tell who it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hemicycle.accounts.roles import Role
from hemicycle.accounts.templatetags.look import number as grouped
from hemicycle.channels.models import Account, Act, ActorFollower, Consent, Medium, Tally
from hemicycle.channels.registry import adapter_of
from hemicycle.follow import followables
from hemicycle.follow.followables import keys_about, name_of
from hemicycle.follow.models import Follower, Frequency, Subscription
from hemicycle.record.phrases import Phrase

MAY_SEE = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)

# Below five, statistical offices say nothing more exact of persons (UK Government Statistical Service, disclosure
# control for tables).
SMALLEST = 5
# What fits on a page; the rest is followed by few.
MOST_THINGS = 50
LEDGER_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Followed:
    """One thing and how many follow it."""

    name: str
    url: str
    followers: str


@dataclass(frozen=True, slots=True)
class Month:
    """The ledger of one month: how many asked, confirmed and ended."""

    month: date
    asked: int
    confirmed: int
    ended: int


def rounded(count: int) -> str:
    return str(grouped(count)) if count == 0 or count >= SMALLEST else f"< {SMALLEST}"


def reached(person: object) -> list[dict[str, Any]]:
    """Followers by channel and by how often; those who said STOP are not counted."""
    rows = Follower.objects.visible_to(person).reachable().confirmed()
    channels = Counter(rows.values_list("contact__channel", flat=True))
    often = Counter(rows.values_list("frequency", flat=True))
    waiting = Subscription.objects.visible_to(person).pending().count()
    return [
        *({"label": label, "value": rounded(channels[value])} for value, label in _CHANNELS),
        {"label": _("On the fediverse"), "value": rounded(ActorFollower.objects.visible_to(person).reached().count())},
        *_elsewhere(person),
        *({"label": label, "value": rounded(often[value])} for value, label in Frequency.choices),
        {"label": _("Not confirmed yet"), "value": rounded(waiting)},
    ]


def _elsewhere(person: object) -> list[dict[str, Any]]:
    """Accounts on networks that count for themselves and show the number to everybody."""
    rows = Tally.objects.visible_to(person).of_accounts().select_related("account").order_by("account__name", "pk")
    return [
        {
            "label": row.account.name,
            "value": str(grouped(row.followers)),
            "note": _("as counted there, %(moment)s")
            % {"moment": date_format(localtime(row.counted_at), "DATETIME_FORMAT")},
        }
        for row in rows
    ]


def most_followed(person: object) -> list[Followed]:
    """What most people follow; in the order of names where as many do, so that small numbers tell nothing."""
    rows = Subscription.objects.visible_to(person).confirmed().order_by().values("followable")
    counted = (
        rows.annotate(followers=Count("pk"))
        .values_list("followable", "followers")
        .order_by("-followers", "followable")
    )
    found = [(followables.by_key(thing), count) for thing, count in counted[:MOST_THINGS]]
    named = [(_called(row), row.get_absolute_url() if row else "", count) for row, count in found]
    ordered = sorted(named, key=lambda one: (-max(one[2], SMALLEST - 1), one[0]))
    return [Followed(name, url, rounded(count)) for name, url, count in ordered]


def _called(row: followables.Followable | None) -> str:
    return name_of(row) if row is not None else _("No longer available")


def ledger(person: object) -> list[Month]:
    """The consents of a year by month, the latest first."""
    since = (timezone.localdate().replace(day=1) - timedelta(days=31 * (LEDGER_MONTHS - 1))).replace(day=1)
    offices = [office.pk for office in getattr(person, "offices", [])]
    rows = Consent.objects.filter(contact__office__in=offices, at__date__gte=since).order_by()
    counted = rows.annotate(month=TruncMonth("at")).values_list("month", "act").annotate(lines=Count("pk"))
    months: dict[date, Counter[str]] = {}
    for month, act, lines in counted:
        months.setdefault(month.date(), Counter())[act] += lines
    return [
        Month(month, count[Act.ASKED], count[Act.CONFIRMED], count[Act.ENDED])
        for month, count in sorted(months.items(), reverse=True)
    ]


def followers_of(words: Iterable[str], person: object) -> dict[str, str]:
    """How many follow each of these."""
    rows = Subscription.objects.visible_to(person).confirmed().filter(followable__in=list(words)).order_by()
    counted = Counter(rows.values_list("followable", flat=True))
    return {word: rounded(counted[word]) for word in words}


_CHANNELS = ((Medium.EMAIL, Medium.EMAIL.label), (Medium.SMS, Medium.SMS.label))


def reach(about: Iterable[Any], account: Account, offered: Iterable[str]) -> tuple[Mapping[str, int], int]:
    """By language in which they will read it, how many are written to at once; and how many find it in a digest.

    The same followers as `actions.notify_followers` writes to, had nobody been notified yet.
    """
    return reached_in(following(about, [account]).get(medium_of(account), ()), offered)


def medium_of(account: Account) -> str:
    return str(adapter_of(account.kind).medium)


def following(about: Iterable[Any], accounts: Iterable[Account]) -> dict[str, list[tuple[str, str, int]]]:
    """By medium of these accounts of one office, how many follow this: (how often, language, count)."""
    words, offices = keys_about(*about), {account.office_id for account in accounts}
    media = {medium_of(account) for account in accounts if adapter_of(account.kind).addressed}
    if not words or not media:
        return {}
    rows = Follower.objects.filter(contact__office__in=offices, contact__channel__in=media)
    counted = (
        rows.following(words).reachable().order_by().values_list("contact__channel", "frequency", "contact__lang")
    )
    found: dict[str, list[tuple[str, str, int]]] = {}
    for medium, frequency, lang, count in counted.annotate(n=Count("pk")):
        found.setdefault(medium, []).append((frequency, lang, count))
    return found


def reached_in(followers: Iterable[tuple[str, str, int]], offered: Iterable[str]) -> tuple[Mapping[str, int], int]:
    """Of those, by language in which they will read it, how many at once; and how many in a digest."""
    tags = Phrase({tag: tag for tag in offered})
    if not tags:
        return {}, 0
    at_once: Counter[str] = Counter()
    later = 0
    for frequency, lang, count in followers:
        if frequency == Frequency.AT_ONCE:
            at_once[tags.in_language(lang).lang] += count
        else:
            later += count
    return dict(at_once), later
