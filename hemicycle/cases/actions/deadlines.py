"""The day by which an answer is due: whoever has the letter is notified when it has come, and those who lead the
office some working days later (parameter `overdue_escalation_days`).

Each letter is counted once, in a notice of its office: one a day, however many letters there are.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office
from hemicycle.cases.actions import notices
from hemicycle.cases.models import Case, CaseQuerySet, due_today, overdue_for
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force


def offices_with_due() -> list[Office]:
    """Where the day of a letter has come of which nobody was notified; without those that had their notice today."""
    return _offices(_due(), notices.DUE)


def offices_with_overdue() -> list[Office]:
    """The same of letters whose day is long over; none where the policy says never."""
    return _offices(_overdue(), notices.OVERDUE)


@transaction.atomic
def note_due(office: Office, *, by: Any) -> int:
    """How many letters."""
    cases = list(_due().filter(office=office).only("assignee", "channel", "direct"))
    notices.note_due(office, cases, by=by)
    Case.objects.filter(pk__in=[one.pk for one in cases]).update(due_noted_for=F("waiting_since"))
    audit.record("cases.note_due", by=by, about=office, office=office, cases=len(cases))
    return len(cases)


@transaction.atomic
def note_overdue(office: Office, *, by: Any) -> int:
    """How many letters."""
    keys = list(_overdue().filter(office=office).values_list("pk", flat=True))
    notices.note_overdue(office, len(keys), by=by)
    Case.objects.filter(pk__in=keys).update(overdue_noted_for=F("waiting_since"))
    audit.record("cases.note_overdue", by=by, about=office, office=office, cases=len(keys))
    return len(keys)


def _due() -> CaseQuerySet:
    rows: CaseQuerySet = _shown(due_today()).exclude(due_noted_for=F("waiting_since"))
    return rows


def _overdue() -> CaseQuerySet:
    days = in_force("overdue_escalation_days")
    if not days:
        return Case.objects.none()
    rows: CaseQuerySet = _shown(overdue_for(days)).exclude(overdue_noted_for=F("waiting_since"))
    return rows


def _shown(due: Q) -> CaseQuerySet:
    """What the inbox lists of it: what a house rule hides is owed no answer."""
    rows: CaseQuerySet = Case.objects.filter(due).in_the_open()
    return rows


def _offices(rows: CaseQuerySet, kind: str) -> list[Office]:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    notified = Notice.objects.filter(kind=kind, at__gte=midnight).values("about")
    return list(Office.objects.filter(pk__in=rows.order_by().values("office")).exclude(pk__in=notified).order_by("pk"))
