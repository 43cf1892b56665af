"""Exports of results are logged."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.desk.models import Announcement
from hemicycle.rules import audit


@transaction.atomic
def note_export(about: Announcement | str, *, by: Any, office: Any = None, **facts: str) -> None:
    audit.record("desk.export_results", by=by, about=about, office=office, **facts)
