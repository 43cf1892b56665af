"""Who downloaded what is the office's own, findings or a dossier, and when: as its office reads it, and as each file
bears it.

The audit log is the access log: it is kept for good, holds no personal data, and names who has left as nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.template.defaultfilters import date as date_words
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.rules.models import AuditEntry

from ..models import Analysis, Dossier

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Download:
    at: datetime
    who: str
    kind: str


def mark_of(taken_by: object) -> str:
    """What a file says of who took it and when, in the language of the page."""
    return f"{taken_by} · {date_words(timezone.localtime(), 'DATETIME_FORMAT')}"


def downloads_of(dossier: Dossier) -> list[Download]:
    """The newest first, at most MOST_SHOWN; the audit log has them all."""
    return _downloads(dossier, "listening.dossier_export")


def downloads_of_findings(analysis: Analysis) -> list[Download]:
    """The same of the findings of one analysis."""
    return _downloads(analysis, "listening.export")


def _downloads(row: Model, action: str) -> list[Download]:
    entries = list(AuditEntry.objects.about(row).filter(action=action)[:MOST_SHOWN])
    names = User.objects.behind({entry.actor for entry in entries}) if entries else {}
    return [Download(one.at, names[one.actor], str(one.facts.get("kind", "")).upper()) for one in entries]
