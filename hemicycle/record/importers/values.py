"""What many sources write alike, as the record keeps it; "" or None for anything else."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# The column of the record.
LONGEST_ADDRESS = 500


def web_address(text: str) -> str:
    """Only an address that a page may link to."""
    return text if text.startswith(("http://", "https://")) and len(text) <= LONGEST_ADDRESS else ""


def partial_date(text: str | None) -> str:
    """2019, 2019-05 or 2019-05-28, at the beginning of a text."""
    found = _PARTIAL_DATE.match(text or "")
    return found[0] if found else ""


def day_of(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def time_of(text: str | None) -> time | None:
    """What the clock of the House showed: of a moment (2031-02-03T10:05:00+01:00), or of a day (10:05:00)."""
    try:
        return time.fromisoformat((text or "").rpartition("T")[2]).replace(tzinfo=None)
    except ValueError:
        return None


def timestamp_of(text: str | None) -> datetime | None:
    """A date and time with its zone."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def seats_of(value: object) -> int | None:
    """A number that the column of the record can hold."""
    return value if isinstance(value, int) and 0 < value < 32_768 else None


def slug(name: str) -> str:
    """Small letters, digits and hyphens, without accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
