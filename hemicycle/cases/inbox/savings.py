"""Who saved the files that came with a message, and when: as its office reads it.

A file leaves as it came, byte for byte, for it may be evidence and may be signed; so it bears no mark of who took it,
and this list stands beside it instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hemicycle.accounts.models import User
from hemicycle.channels.models import Inbound
from hemicycle.rules.models import AuditEntry

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Saving:
    at: datetime
    who: str
    kind: str


def savings_of(message: Inbound) -> list[Saving]:
    """The newest first, at most MOST_SHOWN; the audit log has them all."""
    entries = list(AuditEntry.objects.about(message).filter(action="channels.read_file")[:MOST_SHOWN])
    names = User.objects.behind({entry.actor for entry in entries}) if entries else {}
    return [Saving(one.at, names[one.actor], str(one.facts.get("kind", ""))) for one in entries]
