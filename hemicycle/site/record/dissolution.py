"""While the House is dissolved nobody is a member of it: pages say who was, until when."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.record.models import Membership, Organization
from hemicycle.record.models.people import SEATED, of_this_house
from hemicycle.rules import periods
from hemicycle.rules.models import PeriodKind, SensitivePeriod

from .pages import on


def current() -> SensitivePeriod | None:
    return next((period for period in periods.current() if period.kind == PeriodKind.DISSOLUTION), None)


def chambers_of_this_house(period: SensitivePeriod | None) -> frozenset[int]:
    """Keys of the chambers that are dissolved: those of other Houses sit on. Nothing is asked where there is none."""
    if period is None:
        return frozenset()
    return frozenset(one.pk for one in of_this_house(Organization.objects.current().chambers()))


def sat_until(period: SensitivePeriod | None, chambers: frozenset[int], rows: Iterable[Membership]) -> bool:
    """Whether one of these is a seat that ended with the dissolution, whatever the source says of it by now."""
    if period is None:
        return False
    day = timezone.localdate(period.starts_at)
    seats = (row for row in rows if row.organization_id in chambers and row.role == "member")
    return any(row.holds_on(day) for row in seats if row.organization.kind in SEATED)


def of_member(rows: Iterable[Membership]) -> str:
    """For the page of one person; "" where they held no seat, or the House sits."""
    period = current()
    if period is None or not sat_until(period, chambers_of_this_house(period), rows):
        return ""
    return _("Former member: the mandate ended with the dissolution of the House on %(day)s.") % {"day": _day(period)}


def of_list() -> str:
    """For lists of members; "" while the House sits."""
    if (period := current()) is None:
        return ""
    return _("The House was dissolved on %(day)s: nobody holds a seat in it. Listed here is who did until then.") % {
        "day": _day(period)
    }


def _day(period: SensitivePeriod) -> str:
    return on(timezone.localdate(period.starts_at))
