"""That somebody read the audit log, or took a copy of it, stands in it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

from ..models import Office, User

READ, EXPORTED = "accounts.read_log", "accounts.export_log"


def note_reading(*, by: User) -> None:
    """Once a day of the House: whoever turns its pages reads it once."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if not AuditEntry.objects.filter(actor=by.audit_label, action=READ, at__gte=today).exists():
        audit.record(READ, by=by, about="audit_log", office=_members_office(by))


@transaction.atomic
def note_export(*, since: date | None, until: date | None, by: User) -> None:
    """Each time, with the days it covers."""
    days = {"since": str(since or ""), "until": str(until or "")}
    audit.record(EXPORTED, by=by, about="audit_log", office=_members_office(by), **days)


def _members_office(by: User) -> Office | None:
    """Its own people alone read who read it there."""
    return next((office for office in by.offices if office.kind == Office.Kind.MEMBER), None)
