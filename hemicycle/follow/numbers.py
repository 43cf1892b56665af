"""Who follows what, as numbers: of the offices a person works in, and never so small that one could tell who it is."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from hemicycle.channels.models import Act, ActorFollower, Consent, Medium, Tally
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


# Followers of a medium by language and by how often they want to hear.
Spoken = Mapping[tuple[str, str], int]


def following(about: Iterable[Any], office: int) -> Mapping[str, Spoken]:
    """Who follows any of this, of one office, by medium; read once for all of its accounts. The same followers as
    `actions.notify_followers` writes to, had nobody been notified yet."""
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    if words := keys_about(*about):
        rows = Follower.objects.filter(contact__office=office).following(words).reachable().order_by()
        counted = rows.values_list("contact__channel", "frequency", "contact__lang").annotate(n=Count("pk"))
        for channel, frequency, lang, n in counted:
            found[channel][frequency, lang] = n
    return found


def reach_in(followers: Spoken, offered: Iterable[str]) -> tuple[Mapping[str, int], int]:
    """By language in which they will read it, how many are written to at once; and how many find it in a digest."""
    tags = Phrase({tag: tag for tag in offered})
    at_once: Counter[str] = Counter()
    later = 0
    for (frequency, lang), n in followers.items() if tags else ():
        if frequency == Frequency.AT_ONCE:
            at_once[tags.in_language(lang).lang] += n
        else:
            later += n
    return dict(at_once), later
