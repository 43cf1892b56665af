"""Who downloaded a dossier with what is the office's own in it, and when: as its office reads it.

The audit log is the access log: it is kept for good, holds no personal data, and names who has left as nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hemicycle.accounts.models import User
from hemicycle.rules.models import AuditEntry

from ..models import Dossier

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Download:
    at: datetime
    who: str
    kind: str


def downloads_of(dossier: Dossier) -> list[Download]:
    """The newest first, at most MOST_SHOWN; the audit log has them all."""
    entries = list(AuditEntry.objects.about(dossier).filter(action="listening.dossier_export")[:MOST_SHOWN])
    names = User.objects.behind({entry.actor for entry in entries}) if entries else {}
    return [Download(one.at, names[one.actor], str(one.facts.get("kind", "")).upper()) for one in entries]
