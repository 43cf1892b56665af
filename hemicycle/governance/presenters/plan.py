"""The plan of one year: its columns by state or by month, what is overdue, how much of it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.patterns import grouped

from ..models import Activity


@dataclass(frozen=True, slots=True)
class Plan:
    """`delivered` of `planned`: those that were cancelled with a reason count for neither, and are shown."""

    year: int
    activities: Sequence[Activity]

    @property
    def planned(self) -> int:
        return sum(one.state != Activity.State.CANCELLED for one in self.activities)

    @property
    def delivered(self) -> int:
        return sum(one.state == Activity.State.DONE for one in self.activities)

    @property
    def overdue(self) -> int:
        return sum(one.is_overdue for one in self.activities)

    @property
    def cancelled(self) -> int:
        return len(self.activities) - self.planned

    @property
    def years(self) -> tuple[int, int]:
        return self.year - 1, self.year + 1


def year_of(asked: str) -> int:
    """That of the address, else this one."""
    is_year = asked.isdecimal() and date.min.year < int(asked[:5]) < date.max.year
    return int(asked) if is_year else timezone.localdate().year


def of_year(year: int) -> Plan:
    return Plan(year, list(Activity.objects.of_year(year).select_related("office", "owner")))


def by_state(plan: Plan) -> list[dict[str, Any]]:
    return [
        _column(str(state.label), [one for one in plan.activities if one.state == state], state)
        for state in Activity.State
    ]


def by_month(plan: Plan) -> list[dict[str, Any]]:
    """Each where it begins, those that began before in January; months without any are left out."""
    months: dict[int, list[Activity]] = {}
    for one in plan.activities:
        months.setdefault(one.starts_on.month if one.starts_on.year == plan.year else 1, []).append(one)
    return [_column(date_format(date(plan.year, month, 1), "F"), months[month]) for month in sorted(months)]


def _column(label: str, rows: Sequence[Activity], state: str = "") -> dict[str, Any]:
    shape = {"planned": "waiting", "under way": "running"}.get(state, state)
    return {"label": label, "state": shape, "count": len(rows), "items": [_item(one) for one in rows]}


def _item(activity: Activity) -> dict[str, Any]:
    """`state` flags what is overdue."""
    lines = [
        _("%(first)s to %(last)s") % {"first": _day(activity.starts_on), "last": _day(activity.ends_on)},
        f"{activity.audience} · {activity.channel}",
        measured(activity),
        f"{activity.owner} · {activity.office}",
    ]
    late = activity.is_overdue
    return {
        "title": activity.title,
        "url": reverse("governance:activity", args=[activity.pk]),
        "lines": lines,
        "state": "failed" if late else activity.shape,
        "state_label": pgettext("activity", "Overdue") if late else activity.get_state_display(),
    }


def measured(activity: Activity) -> str:
    known = {"target": grouped(activity.target), "unit": activity.unit, "result": grouped(activity.result or 0)}
    if activity.result is None:
        return _("Target: %(target)s %(unit)s") % known
    return _("%(result)s of %(target)s %(unit)s") % known


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def csv_columns() -> list[str]:
    return [
        _("Activity"), _("Goal"), _("Target"), _("Counted in"), _("Audience"),
        pgettext("plan", "Channel"), _("Office"), _("Owner"),
        _("First day"), _("Last day"), _("State"), _("Overdue"), _("Reason"), _("Result"), _("What came of it"),
        _("Evidence"),
    ]  # fmt: skip


def csv_rows(plan: Plan) -> Iterator[Iterable[Any]]:
    for one in plan.activities:
        yield (
            one.title, one.goal, one.target, one.unit, one.audience, one.channel, str(one.office), str(one.owner),
            one.starts_on.isoformat(), one.ends_on.isoformat(), one.get_state_display(),
            _("yes") if one.is_overdue else "", one.why_cancelled, "" if one.result is None else one.result,
            one.what_came, one.evidence,
        )  # fmt: skip
