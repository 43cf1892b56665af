"""Before a sitting deals with a bill, those who answer for it are reminded of what is not answered or not reported."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.cases.actions import notices
from hemicycle.cases.models import HearingReminder
from hemicycle.cases.outcomes.hearing import Coming, coming_up
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force


def to_remind() -> list[Coming]:
    """What is dealt with within `hearing_reminder_days`, is not ready, and nobody was reminded of."""
    offices = Office.objects.filter(kind=Office.Kind.INSTITUTION)
    coming = [one for one in coming_up(offices, days=in_force("hearing_reminder_days")) if not one.is_ready]
    rows = HearingReminder.objects.filter(bill__in=[one.bill for one in coming])
    reminded = set(rows.values_list("office", "bill", "on"))
    return [one for one in coming if (one.office.pk, one.bill.pk, one.item.sitting.date) not in reminded]


@transaction.atomic
def remind_of_hearing(coming: Coming, *, by: Any) -> bool:
    """Once, whichever worker does it; whether this call did."""
    reminder, new = HearingReminder.objects.get_or_create(
        office=coming.office, bill=coming.bill, on=coming.item.sitting.date
    )
    if new:
        notices.note_hearing(reminder, by=by)
        audit.record("cases.remind_of_hearing", by=by, about=reminder, office=coming.office, waiting=coming.unanswered)
    return new
