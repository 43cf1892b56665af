"""That somebody read the audit log or the addresses of colleagues, or took a copy of the log, stands in it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hemicycle.rules import audit

from ..models import Office, User

READ, EXPORTED, READ_PEOPLE = "accounts.read_log", "accounts.export_log", "accounts.read_people"


def note_reading(*, by: User) -> None:
    """Once a day of the House."""
    audit.record_daily(READ, by=by, about="audit_log", office=_members_office(by))


def note_people_read(*, by: User) -> None:
    """Once a day: the page has the addresses of colleagues, and who has not signed in."""
    audit.record_daily(READ_PEOPLE, by=by, about="people", office=_members_office(by))


@transaction.atomic
def note_export(*, since: date | None, until: date | None, by: User) -> None:
    """Each time, with the days it covers."""
    days = {"since": str(since or ""), "until": str(until or "")}
    audit.record(EXPORTED, by=by, about="audit_log", office=_members_office(by), **days)


def _members_office(by: User) -> Office | None:
    """Its own people alone read who read it there."""
    return next((office for office in by.offices if office.kind == Office.Kind.MEMBER), None)
