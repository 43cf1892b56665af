"""What a filter of the inbox leaves of cases: one function for each that is more than a column."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.inbox import choices
from hemicycle.cases.inbox.constituency import areas_of_office
from hemicycle.cases.models import (
    CaseMessage,
    CaseQuerySet,
    State,
    Subject,
    due_this_week,
    due_today,
    overdue_now,
)
from hemicycle.cases.models.case import OF_THE_HOUSE
from hemicycle.cases.models.subject import SubjectQuerySet
from hemicycle.cases.outcomes.hearing import bills_before_sitting
from hemicycle.rules.parameters import in_force


def due(rows: CaseQuerySet, wanted: str) -> CaseQuerySet:
    if wanted == choices.WEEK:
        # An answer after the sitting comes too late, whatever day the policy says.
        before = Q(state=State.OPEN, waiting_since__isnull=False, pk__in=_open_before(_days_of_week()).values("case"))
        return rows.filter(due_this_week() | (OF_THE_HOUSE & before))
    if not wanted:
        return rows
    return rows.filter(overdue_now() if wanted == choices.OVERDUE else due_today())


def triaged(rows: CaseQuerySet, wanted: str) -> CaseQuerySet:
    """By the decision of the guide."""
    return rows.filter(triage="" if wanted == choices.NOT_TRIAGED else wanted) if wanted else rows


def before_sitting(rows: CaseQuerySet, wanted: str) -> CaseQuerySet:
    """What is open about a bill on a public agenda soon."""
    return rows.filter(pk__in=open_before_sitting().values("case")) if wanted else rows


def open_before_sitting() -> SubjectQuerySet:
    """Within `hearing_reminder_days`, when those who answer are reminded of it."""
    return _open_before(in_force("hearing_reminder_days"))


def _open_before(days: int) -> SubjectQuerySet:
    bills = bills_before_sitting(days=days)
    return Subject.objects.filter(bill__in=bills, case__state=State.OPEN)


def _days_of_week() -> int:
    """Until Sunday."""
    return 6 - timezone.localdate().weekday()


def in_area(rows: CaseQuerySet, wanted: str, person: User) -> CaseQuerySet:
    """Of members' offices: each has an area of its own."""
    if not wanted:
        return rows
    if wanted == choices.NO_AREA:
        return rows.filter(area=None)
    theirs = Q(pk__in=[])
    for office in person.offices:
        areas = areas_of_office(office)
        if areas:
            within = Q(area__in=areas)
            theirs |= Q(office=office) & (within if wanted == choices.IN_AREA else ~within & ~Q(area=None))
    return rows.filter(theirs)


def urgent(rows: CaseQuerySet, wanted: str) -> CaseQuerySet:
    if wanted == choices.ANY:
        return rows.exclude(urgency="")
    return rows.filter(urgency=wanted) if wanted else rows


def in_language(rows: CaseQuerySet, wanted: str) -> CaseQuerySet:
    if not wanted:
        return rows
    spoken = Q()
    for code, _name in settings.LANGUAGES:
        if wanted in (code, choices.OTHER):
            spoken |= Q(lang__istartswith=code) | Q(lang="", contact__lang__istartswith=code)
    return rows.exclude(spoken) if wanted == choices.OTHER else rows.filter(spoken)


def says(words: str) -> Q:
    """In any message of the case. Of most the latest is the only one, whose words are not asked for a second time."""
    earlier = CaseMessage.objects.filter(case=OuterRef("pk")).exclude(inbound=OuterRef("latest"))
    earlier = earlier.filter(Q(inbound__text__icontains=words) | Q(inbound__subject__icontains=words))
    return Q(latest__text__icontains=words) | Q(latest__subject__icontains=words) | Q(Exists(earlier))
