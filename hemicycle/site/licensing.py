"""Under which licence others may use one row: that of its source, else what the House states."""

from __future__ import annotations

from typing import Any

from hemicycle.desk.models import Announcement
from hemicycle.rules.licence import Licence, house_licence, record_licence


def licence_of(row: Any) -> Licence | None:
    """None of a row whose source names one: that stands beside the row."""
    if isinstance(row, Announcement):
        return house_licence()
    stated = record_licence()
    if stated is None:
        return None
    source = getattr(row, "source", None) or getattr(getattr(row, "sitting", None), "source", None)
    return stated if source is None or not source.licence else None
