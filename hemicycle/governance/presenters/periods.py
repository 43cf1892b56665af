"""Sensitive periods on pages: what each stops, what waits, what goes on, and what the public is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hemicycle.accounts import sensitive_periods as words
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import Banner
from hemicycle.channels.models import Content, Outbound
from hemicycle.channels.permissions import ATTENDANTS
from hemicycle.desk.models import WRITERS, Announcement, State
from hemicycle.desk.periods import hour_of, of_release
from hemicycle.follow.models import Follower, Frequency
from hemicycle.follow.numbers import MAY_SEE
from hemicycle.rules import periods
from hemicycle.rules.models import PeriodKind, SensitivePeriod
from hemicycle.rules.parameters import PARAMETERS, in_force
from hemicycle.rules.parameters.periods import FREEZABLE

_STATES: dict[str, Promise] = {
    "called-off": gettext_lazy("Called off"),
    "planned": gettext_lazy("Planned"),
    "current": gettext_lazy("In force"),
    "over": gettext_lazy("Over"),
}
_SHAPES = {"called-off": "cancelled", "planned": "waiting", "current": "running", "over": "done"}


@dataclass(frozen=True, slots=True)
class Stopped:
    """One part that stops, and how much of it waits, or will; `url` leads to it, "" for who may not open that."""

    name: str
    waits: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One period, as pages and the public data say it."""

    row: SensitivePeriod
    kind: str
    state: str
    title: str
    notice: str
    stops: str

    @property
    def label(self) -> str:
        return str(_STATES[self.state])

    @property
    def shape(self) -> str:
        return _SHAPES[self.state]


def shown(row: SensitivePeriod) -> Shown:
    now = timezone.now()
    is_over = row.is_over(now)
    state = "called-off" if row.is_called_off else "over" if is_over else "current" if row.holds_at(now) else "planned"
    # What stopped in one that is over was for the policy of then to say.
    stops = "" if is_over else words.stopped(row)
    return Shown(row, str(PeriodKind(row.kind).label), state, words.title(row), words.notice(row), stops)


def public() -> dict[str, list[Shown]]:
    """Those in force, those to come, those that were. One that was called off never was in force."""
    rows = [shown(row) for row in SensitivePeriod.objects.newest_first()]
    return {state: [one for one in rows if one.state == state] for state in ("current", "planned", "over")}


def as_data(one: Shown) -> dict[str, Any]:
    row = one.row
    return {
        "kind": row.kind, "state": one.state, "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat() if row.ends_at else None,
        "ended_early_at": row.ended_at.isoformat() if row.ended_at else None, "notices": row.notices,
        "stops": list(periods.FREEZES[row.kind]()) if one.state != "over" else None,
    }  # fmt: skip


def exceptions() -> str:
    """What goes on in any period."""
    return PARAMETERS["period_exceptions"].said(in_force("period_exceptions"))


def stopped_by(period: SensitivePeriod, to: User) -> list[Stopped]:
    """What a period stops, also one that is not saved yet; with what is there now of each."""
    return [_COUNTED[part](period, to) for part in FREEZABLE if part in periods.FREEZES[period.kind]()]


def _announcements(part: str, period: SensitivePeriod, to: User) -> Stopped:
    rows = Announcement.objects.in_state(State.SCHEDULED)
    count = sum(_is_stopped(row, part, period) for row in rows)
    said = ngettext(
        "%(n)d announcement that is scheduled now", "%(n)d announcements that are scheduled now", count
    ) % {"n": count}
    url = f"{reverse('desk:list')}?state=scheduled" if count and to.has_role(WRITERS) else ""
    return Stopped(str(FREEZABLE[part]), said, url)


def _is_stopped(row: Announcement, part: str, period: SensitivePeriod) -> bool:
    """By this part alone, at its hour."""
    what, hour = of_release(row), hour_of(row)
    if hour is None or part not in what.parts or not period.holds_at(max(hour, period.starts_at)):
        return False
    return periods.stops(what, max(hour, period.starts_at), among=[period]) is not None


def _messages(period: SensitivePeriod, to: User) -> Stopped:
    """Messages that are queued, and followers: all whom nothing reaches while it lasts."""
    queued = Outbound.objects.not_left().exclude(contact=None).order_by().values("content").annotate(n=Count("pk"))
    counted = dict(queued.values_list("content", "n"))
    contents = Content.objects.filter(pk__in=counted).only("freezable")
    begun = period.starts_at
    n = sum(counted[one.pk] for one in contents if periods.stops(one.what_stops, begun, among=[period]))
    followers = Follower.objects.confirmed().reachable()
    digests = followers.exclude(frequency=Frequency.AT_ONCE).count()
    said = _("%(messages)s; %(followers)s, %(digests)s") % {
        "messages": ngettext("%(n)d message that is queued now", "%(n)d messages that are queued now", n) % {"n": n},
        "followers": _followers(followers.count()),
        "digests": ngettext("%(n)d of them by digests", "%(n)d of them by digests", digests) % {"n": digests},
    }
    return Stopped(str(FREEZABLE[periods.MASS_MESSAGES]), said, _numbers_url(to, queued=n))


def _followers(count: int) -> str:
    return ngettext("%(n)d follower", "%(n)d followers", count) % {"n": count}


def _numbers_url(to: User, *, queued: int) -> str:
    if queued and to.has_role(ATTENDANTS):
        return f"{reverse('channels:board')}?state=waiting"
    return reverse("follow:numbers") if to.has_role(MAY_SEE) else ""


def _kit(period: SensitivePeriod, to: User) -> Stopped:
    offices = Office.objects.filter(kind=Office.Kind.MEMBER).count()
    said = ngettext("texts ready for %(n)d member’s office", "texts ready for %(n)d members’ offices", offices)
    return Stopped(str(FREEZABLE[periods.MEMBERS_KIT]), said % {"n": offices})


_COUNTED: dict[str, Callable[[SensitivePeriod, User], Stopped]] = {
    periods.ANNOUNCEMENTS: partial(_announcements, periods.ANNOUNCEMENTS),
    periods.MASS_MESSAGES: _messages,
    periods.OUTREACH: partial(_announcements, periods.OUTREACH),
    periods.MEMBERS_KIT: _kit,
    periods.SCHEDULED: partial(_announcements, periods.SCHEDULED),
}


def consequences(period: SensitivePeriod, to: User) -> Sequence[str]:
    """Before it is planned: in sentences."""
    begins = _("It begins at once.") if period.starts_at <= timezone.now() else ""
    lines = [begins or _("It begins by itself on %(moment)s.") % {"moment": words.moment(period.starts_at)}]
    if period.ends_at is not None:
        lines.append(_("It ends by itself on %(moment)s.") % {"moment": words.moment(period.ends_at)})
    else:
        lines.append(_("It lasts until somebody ends it."))
    lines += [_("Stops: %(what)s (%(waits)s).") % {"what": s.name, "waits": s.waits} for s in stopped_by(period, to)]
    lines.append(_("Goes on: %(exceptions)s.") % {"exceptions": exceptions()})
    lines.append(
        _(
            "What stops waits, and nothing is lost. At the end it comes back to those who wrote it; digests go on by "
            "themselves."
        )
    )
    if period.needs_two:
        lines.append(_("To end it earlier takes two people."))
    return lines


def banner(kind: str) -> Banner | None:
    """What stands on every page of the site while one is in force. In mourning, the notice alone."""
    period = next((one for one in periods.current() if one.kind == kind), None)
    if period is None:
        return None
    url, action = reverse("governance:periods"), _("What this means")
    if kind == PeriodKind.MOURNING:
        return Banner("information", words.notice(period), "", url, action)
    text = " ".join(filter(None, (words.notice(period), words.stopped(period))))
    return Banner("information", words.title(period), text, url, action)
