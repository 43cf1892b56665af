"""When telephones are left alone, as the House has decided."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from django.conf import settings

from hemicycle.rules.parameters import in_force
from hemicycle.rules.quiet_hours import QuietHours


def quiet_hours() -> QuietHours:
    """The quiet hours in force."""
    start, end = (time.fromisoformat(in_force(name)) for name in ("quiet_from", "quiet_until"))
    return QuietHours(start, end, ZoneInfo(settings.TIME_ZONE))
