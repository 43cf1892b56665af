"""Which entries of the audit log a person may read: those of the House, or those of their own member's office.

An entry that names no office belongs to whoever it is about or by: what a person of a member's office does with their
own account (signing in, choosing a language) is read in that office, and by no administrator of the House.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from hemicycle.rules.models import AuditEntry, AuditEntryQuerySet

from ..models import Assignment, Office, PendingAssignment
from ..retention_report import OF_NO_OFFICE

# Done by an administrator of the House to a member's office, not in it.
OF_THE_HOUSE = ("accounts.open_office", "accounts.correct_address")
# The entry that says who works, or worked, in an office.
GIVEN = "accounts.assign"


def readable_in(offices: Collection[str]) -> AuditEntryQuerySet:
    """By whoever answers for these offices (`governed`), "" being none: the House."""
    return _of_the_house(offices) if OF_NO_OFFICE in offices else _of_offices(offices)


def _of_the_house(offices: Iterable[str]) -> AuditEntryQuerySet:
    rows = AuditEntry.objects.filter(Q(office__in=offices) | Q(action__in=OF_THE_HOUSE))
    mentioned = _mentioning(_people_of_members_offices())
    return rows.exclude(mentioned & Q(office=OF_NO_OFFICE))


def _of_offices(offices: Iterable[str]) -> AuditEntryQuerySet:
    people = Assignment.objects.filter(office__slug__in=offices).values_list("user", flat=True)
    mentioned = _mentioning({str(key) for key in people})
    return AuditEntry.objects.filter(Q(office__in=offices) | (mentioned & Q(office=OF_NO_OFFICE)))


def _mentioning(people: Iterable[str]) -> Q:
    keys = list(people)
    return Q(actor__in=[f"user:{key}" for key in keys]) | Q(about__in=[f"accounts.user:{key}" for key in keys])


def _people_of_members_offices() -> set[str]:
    """Whoever works in one, or did and has not worked for the House since."""
    private = Office.objects.filter(kind=Office.Kind.MEMBER)
    given = AuditEntry.objects.filter(action=GIVEN, office__in=private.values("slug"))
    ever = {about.partition(":")[2] for about in given.values_list("about", flat=True)}
    in_house = Assignment.objects.filter(office__kind=Office.Kind.INSTITUTION)
    ever -= {str(key) for key in in_house.values_list("user", flat=True)}
    held, waiting = (
        rows.order_by().filter(office__in=private).values_list("user", flat=True)
        for rows in (Assignment.objects.all(), PendingAssignment.objects.all())
    )
    return ever | {str(key) for key in held.union(waiting)}


def page_of(rows: AuditEntryQuerySet, *, before: int | None, most: int) -> tuple[list[AuditEntry], bool]:
    """The newest, or those before an entry; and whether there are more. Nothing is counted: the log has millions."""
    found = list(_before(rows, before).order_by("-at", "-sequence")[: most + 1])
    return found[:most], len(found) > most


def _before(rows: AuditEntryQuerySet, sequence: int | None) -> AuditEntryQuerySet:
    """The index by time finds them; a clock that was set back gives two entries one order all the same."""
    place: datetime | None = rows.filter(sequence=sequence).values_list("at", flat=True).first() if sequence else None
    return rows.filter(Q(at__lt=place) | Q(at=place, sequence__lt=sequence)) if place else rows
