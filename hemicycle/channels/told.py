"""What stands in JSON from outside, which may be of any shape. Plain Python, shared by the adapters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> datetime | None:
    """From seconds or milliseconds since 1970, or from ISO 8601; None for what is neither."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        at = datetime.fromisoformat(str(value).strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def within(data: Any, *path: str) -> Any:
    """What stands at a path in JSON; None where something on the way is missing or of another kind."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data
