"""How many reports of threats there were, by kind alone: nothing that leads to a person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from hemicycle.cases.models import ThreatKind, ThreatReportQuerySet
from hemicycle.follow.numbers import SMALLEST


def counts_by_type(rows: ThreatReportQuerySet, *, since: datetime, until: datetime) -> list[tuple[str, int | None]]:
    """Each kind with how many; None where there are fewer than SMALLEST, or none."""
    found = dict(rows.between(since, until).order_by().values_list("kind").annotate(n=Count("pk")))
    return [(str(kind.label), _shown(found.get(kind.value, 0))) for kind in ThreatKind]


def _shown(number: int) -> int | None:
    return number if number >= SMALLEST else None
