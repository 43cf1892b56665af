"""Sittings as an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from hemicycle.record.models import Sitting

# Octets in a line, the line break not counted (RFC 5545, 3.1).
MOST_OCTETS = 75


def calendar(sittings: Iterable[tuple[Sitting, str]], *, name: str, host: str, now: datetime) -> bytes:
    """`sittings` with their absolute addresses; `host` makes their ids unique in the world."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hemicycle//Record//EN", f"X-WR-CALNAME:{_text(name)}"]
    for sitting, url in sittings:
        lines += _event(sitting, url, host, now)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(sitting: Sitting, url: str, host: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sitting.pk}@{host}"
    yield f"DTSTAMP:{_utc(now)}"
    yield from _times(sitting)
    yield f"SUMMARY:{_text(str(sitting.titles.here) or str(sitting.organization))}"
    yield f"LOCATION:{_text(str(sitting.organization))}"
    yield f"URL:{url}"
    yield f"STATUS:{'TENTATIVE' if sitting.status == 'scheduled' else 'CONFIRMED'}"
    yield "END:VEVENT"


def _times(sitting: Sitting) -> Iterator[str]:
    """A sitting without a time takes the day; one that closes before it opened closes on the next day."""
    if sitting.opened_at is None:
        yield f"DTSTART;VALUE=DATE:{sitting.date:%Y%m%d}"
        return
    opened = _timestamp(sitting.date, sitting.opened_at)
    yield f"DTSTART:{_utc(opened)}"
    if sitting.closed_at is not None:
        closed = _timestamp(sitting.date, sitting.closed_at)
        yield f"DTEND:{_utc(closed if closed > opened else closed + timedelta(days=1))}"


def _timestamp(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _utc(timestamp: datetime) -> str:
    return f"{timestamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Broken between characters, never inside one."""
    parts, now = [""], 0
    for sign in line:
        size = len(sign.encode())
        if now + size > MOST_OCTETS:
            parts.append(" ")
            now = 1
        parts[-1] += sign
        now += size
    return "\r\n".join(parts)
