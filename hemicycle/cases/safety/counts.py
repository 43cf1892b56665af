"""How many reports of threats there were, by kind alone: nothing that leads to a person. And how much a person has
read today of what is hard to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models import ThreatKind, ThreatReportQuerySet
from hemicycle.follow.numbers import SMALLEST
from hemicycle.rules.models import AuditEntry


def counts_by_type(rows: ThreatReportQuerySet, *, since: datetime, until: datetime) -> list[tuple[str, int | None]]:
    """Each kind with how many; None where there are fewer than SMALLEST, or none."""
    found = dict(rows.between(since, until).order_by().values_list("kind").annotate(n=Count("pk")))
    return [(str(kind.label), _shown(found.get(kind.value, 0))) for kind in ThreatKind]


def _shown(number: int) -> int | None:
    return number if number >= SMALLEST else None


@dataclass(frozen=True, slots=True)
class ReadToday:
    """`parts` of evidence that were shown to them, the first of them at `since`."""

    parts: int
    since: datetime | None


def read_today(person: User) -> ReadToday:
    """By the audit log, which notes each part that was shown."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    shown = AuditEntry.objects.filter(actor=person.audit_label, action="cases.show_evidence", at__gte=today)
    found = shown.aggregate(parts=Count("pk"), since=Min("at"))
    return ReadToday(found["parts"], found["since"])
