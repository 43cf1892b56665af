"""What stands of an announcement now: it may have been corrected, and be withdrawn with what corrects it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from hemicycle.desk.models import Announcement, State, Withdrawal
from hemicycle.desk.workflow import PUBLIC


def as_corrected(row: Announcement) -> Announcement:
    """What stands in its place: the last that corrects it, or itself."""
    while row.state == State.CORRECTED and (later := row.corrections.filter(state__in=PUBLIC).first()) is not None:
        row = later
    return row


def earlier(row: Announcement) -> list[Announcement]:
    """What it corrects, and what that corrected before."""
    found, one = list[Announcement](), row.corrects
    while one is not None:
        found.append(one)
        one = one.corrects
    return found


def is_being_withdrawn(row: Announcement) -> bool:
    """Withdrawn, or about to be: by itself, or with what corrects it."""
    now = as_corrected(row)
    return now.state == State.WITHDRAWN or Withdrawal.objects.filter(announcement=now).exists()


def being_withdrawn() -> QuerySet[Announcement]:
    """All of which that is so. Few wait for somebody to confirm it."""
    asked = Withdrawal.objects.filter(confirmed_at=None).select_related("announcement__corrects")
    keys = {one.pk for row in asked for one in (row.announcement, *earlier(row.announcement))}
    return Announcement.objects.filter(Q(state=State.WITHDRAWN) | Q(pk__in=keys))
