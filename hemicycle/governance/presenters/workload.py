"""What waits in each office and for one person, how old it is, and hours promised against hours staffed.

Offices are looked at to share out resources, never persons to be compared: the list of people is by name and says how
many messages each has, nothing about how they work. Members' offices are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.cases.models import Case, open_now
from hemicycle.cases.models import State as CaseState
from hemicycle.channels.models import Appeal, Measure
from hemicycle.desk.models import Announcement
from hemicycle.desk.models import State as AnnouncementState
from hemicycle.listening.models import Inquiry
from hemicycle.rules.parameters import in_force

from ..models import PersonalDataRequest, StaffHours

COUNTED = timedelta(days=90)
"""A quarter, so that a season does not hide in a year."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """`median` and `oldest`: days that they have waited; None where nothing does."""

    label: str | Promise
    waiting: int
    median: int | None
    oldest: int | None


@dataclass(frozen=True, slots=True)
class OfficeLoad:
    """`answered_in_time` of `answerable`: cases of the last quarter whose day of answering has come."""

    office: Office
    backlogs: Sequence[Backlog]
    unassigned: int
    answered_in_time: int
    answerable: int
    hours: int

    @property
    def share(self) -> int | None:
        """Per cent."""
        return round(100 * self.answered_in_time / self.answerable) if self.answerable else None


@dataclass(frozen=True, slots=True)
class PersonLoad:
    person: User
    offices: Sequence[Office]
    assigned: int
    hours: int | None


def _announcements() -> QuerySet[Any]:
    return Announcement.objects.in_state(AnnouncementState.IN_REVIEW)


def _cases() -> QuerySet[Any]:
    return Case.objects.filter(open_now())


# What waits, since when, and in which office.
KINDS: tuple[tuple[str | Promise, Any, str, str], ...] = (
    (gettext_lazy("Announcements in review"), _announcements, "submitted_at", "office"),
    (gettext_lazy("Cases in the inbox"), _cases, "heard_at", "office"),
    (gettext_lazy("Measures to be confirmed"), Measure.objects.awaiting, "asked_at", "office"),
    (gettext_lazy("Appeals"), lambda: Appeal.objects.filter(decided_at=None), "came_at", "measure__office"),
    (gettext_lazy("Requests about data"), PersonalDataRequest.objects.to_answer, "asked_at", "office"),
    (gettext_lazy("Open inquiries"), lambda: Inquiry.objects.filter(state=Inquiry.State.OPEN), "opened_at", "office"),
)


def backlog(label: str | Promise, since: Iterable[datetime | None], now: datetime) -> Backlog:
    days = sorted((now - at).days for at in since if at is not None)
    return Backlog(label, len(days), round(median(days)) if days else None, days[-1] if days else None)


def of_offices(now: datetime) -> list[OfficeLoad]:
    """Those of the House, by name."""
    offices = list(Office.objects.filter(kind=Office.Kind.INSTITUTION))
    waiting = {label: _by_office(rows(), field, office) for label, rows, field, office in KINDS}
    unassigned = _counts(_cases().filter(assignee=None))
    answered = answered_in_time(now)
    staffed = dict(StaffHours.objects.order_by().values_list("office").annotate(hours=Sum("hours")))
    return [
        OfficeLoad(
            office,
            [backlog(label, found.get(office.pk, ()), now) for label, found in waiting.items()],
            unassigned.get(office.pk, 0),
            *answered.get(office.pk, (0, 0)),
            hours=staffed.get(office.pk, 0),
        )
        for office in offices
    ]


def _by_office(rows: QuerySet[Any], field: str, office: str) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    of_the_house = rows.filter(**{f"{office}__kind": Office.Kind.INSTITUTION})
    for key, at in of_the_house.order_by().values_list(office, field):
        found.setdefault(key, []).append(at)
    return found


def _counts(rows: QuerySet[Any]) -> dict[int, int]:
    of_the_house = rows.filter(office__kind=Office.Kind.INSTITUTION)
    return dict(of_the_house.order_by().values_list("office").annotate(n=Count("pk")))


def answered_in_time(now: datetime) -> dict[int, tuple[int, int]]:
    """By office: of the cases of the last quarter whose time for an answer is over (parameter `answer_within_days`),
    how many were answered within it, and how many there are. One that was closed without an answer asked for none."""
    promise = timedelta(days=in_force("answer_within_days"))
    came = Case.objects.filter(office__kind=Office.Kind.INSTITUTION)
    due = ExpressionWrapper(F("opened_at") + promise, output_field=DateTimeField())
    rows = came.filter(opened_at__gt=now - COUNTED - promise, opened_at__lte=now - promise).annotate(due=due)
    rows = rows.filter(Q(answered_at__isnull=False) | Q(state=CaseState.OPEN))
    counted = (
        rows.order_by()
        .values_list("office")
        .annotate(timely=Count("pk", filter=Q(answered_at__lte=F("due"))), all=Count("pk"))
    )
    return {office: (timely, total) for office, timely, total in counted}


def hours_promised() -> int:
    """A week, by what the policy says of when messages are read (parameters `attended_days`, `attended_from`,
    `attended_until`)."""
    first, last = (_minutes(in_force(f"attended_{end}")) for end in ("from", "until"))
    a_day = (last - first) % (24 * 60)
    return round(len(in_force("attended_days")) * a_day / 60)


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def of_people() -> list[PersonLoad]:
    """Who works for the House, by name: how many cases each has, to share them out."""
    assigned = _cases().filter(office__kind=Office.Kind.INSTITUTION, assignee__isnull=False)
    counts = dict(assigned.order_by().values_list("assignee").annotate(n=Count("pk")))
    hours = dict(StaffHours.objects.order_by().values_list("person").annotate(hours=Sum("hours")))
    offices: dict[User, list[Office]] = {}
    for held in _assignments():
        there = offices.setdefault(held.user, [])
        if held.office not in there:
            there.append(held.office)
    return [
        PersonLoad(person, there, counts.get(person.pk, 0), hours.get(person.pk)) for person, there in offices.items()
    ]


def _assignments() -> QuerySet[Assignment]:
    rows = Assignment.objects.filter(user__is_active=True, office__kind=Office.Kind.INSTITUTION)
    return rows.select_related("user", "office").order_by("user__name", "user__pk", "office__name")


def of_person(person: User, now: datetime) -> list[Backlog]:
    """One's own."""
    mine = _cases().filter(assignee=person, office__kind=Office.Kind.INSTITUTION)
    reviews = Announcement.objects.awaiting(person)
    return [
        backlog(_("Cases assigned to me"), mine.values_list("heard_at", flat=True), now),
        backlog(_("Announcements that I can approve"), reviews.values_list("submitted_at", flat=True), now),
    ]


def csv_columns() -> list[str]:
    return [
        _("Office"), _("What waits"), _("How many"), _("Median age in days"), _("Oldest in days"), _("Unassigned"),
        _("Answered in time"), _("Of"), _("Hours staffed"), _("Hours promised"),
    ]  # fmt: skip


def csv_rows(loads: Iterable[OfficeLoad]) -> Iterator[list[Any]]:
    promised = hours_promised()
    for load in loads:
        for one in load.backlogs:
            yield [
                str(load.office), str(one.label), one.waiting, "" if one.median is None else one.median,
                "" if one.oldest is None else one.oldest, load.unassigned, load.answered_in_time, load.answerable,
                load.hours, promised,
            ]  # fmt: skip
