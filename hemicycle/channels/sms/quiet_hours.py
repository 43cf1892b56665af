"""When telephones are left alone, as the House has decided."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from hemicycle.channels.models import Medium
from hemicycle.rules.parameters import in_force
from hemicycle.rules.quiet_hours import QuietHours


def quiet_hours() -> QuietHours:
    """The quiet hours in force."""
    start, end = (time.fromisoformat(in_force(name)) for name in ("quiet_from", "quiet_until"))
    return QuietHours(start, end, ZoneInfo(settings.TIME_ZONE))


def due_now(medium: str) -> datetime:
    """When what is sent now may leave: to telephones after the quiet hours."""
    now = timezone.now()
    return quiet_hours().over(now) if medium == Medium.SMS else now
