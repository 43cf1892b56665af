"""When a notice is mailed: at once, on the hour, or in the morning, on the clock of the House."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from hemicycle.rules.parameters import in_force

from ..models import Frequency

# Whoever submits several announcements in a row makes one mail of them, and nobody reads mail by the second.
GATHERED_FOR = timedelta(minutes=1)


def mail_at(frequency: str, now: datetime) -> datetime | None:
    """When what comes now is mailed; None: never."""
    if frequency == Frequency.AT_ONCE:
        return now + GATHERED_FOR
    if frequency == Frequency.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return _next_morning(now) if frequency == Frequency.DAILY else None


def _next_morning(now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    morning = datetime.combine(local.date(), time.fromisoformat(in_force("digest_at")), local.tzinfo)
    return morning if morning > local else morning + timedelta(days=1)
