"""Separation of duties: who has a say in an announcement, beside those who wrote it.

Nobody publishes alone. Whoever edited an announcement does not approve it. Whoever gave a person the role with which
they edit or approve counts as one with that person: of the two, one has a part in an announcement. A role that was
given on the server was given by nobody of the House, and makes nobody one with anybody.
"""

from __future__ import annotations

from collections.abc import Iterable

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.desk.errors import DeskError, MayNotApprove, NotIndependent, OwnWork
from hemicycle.desk.models import APPROVERS, DUTY, WRITERS, Announcement, Approval, named_offices


def record_edit(row: Announcement, *, by: User) -> None:
    """Record an editor, who may not approve it from now on. An approval of theirs must be void before."""
    assignment = Assignment.objects.filter(user=by, office=row.office_id, role__in=WRITERS).order_by("pk").first()
    Approval.parts.get_or_create(
        announcement=row, by=by, part=Approval.Part.EDITED,
        defaults={"office_id": row.office_id, "author_id": row.author_id, "last_editor": by,
                  "granted_by_id": assignment.granted_by_id if assignment else None},
    )  # fmt: skip


def objection(row: Announcement, person: User, *, through: str = Approval.Through.PAGE) -> type[DeskError] | None:
    """Why this person may not approve it; None where they may."""
    refused, _assigned = assess(row, person, through=through)
    return refused


def assess(
    row: Announcement, person: User, *, through: str = Approval.Through.PAGE
) -> tuple[type[DeskError] | None, Assignment | None]:
    """Whether this person may approve it, and by which assignment."""
    parts = list(Approval.parts.filter(announcement=row, voided_at=None).values_list("by_id", "part", "granted_by_id"))
    editors = {row.author_id, row.last_editor_id, *(by for by, part, _by in parts if part == Approval.Part.EDITED)}
    if person.pk in editors:
        return OwnWork, None
    found = _approving(row, person, through)
    if not found:
        return MayNotApprove, None
    if person.pk in {granted_by for _by, _part, granted_by in parts}:
        return NotIndependent, None
    involved = editors | {by for by, _part, _by in parts}
    independent = next((one for one in found if one.granted_by_id not in involved), None)
    return (None, independent) if independent else (NotIndependent, None)


def approving_office(row: Announcement, person: User, *, through: str = Approval.Through.PAGE) -> Office | None:
    """In whose name this person may approve, or None. On the page: an editor of the office that writes, or of one that
    the House has named. By a signed link: whoever has duty in any office of the House."""
    return next((one.office for one in _approving(row, person, through)), None)


def counts_as_one(one: User, other: User) -> bool:
    """Whether one of two people gave the other a role with which they write or approve."""
    pairs = [(one, other), (other, one)]
    return any(
        Assignment.objects.filter(user=holder, granted_by=giver, role__in=(*WRITERS, *DUTY)).exists()
        for holder, giver in pairs
    )


def _approving(row: Announcement, person: User, through: str) -> Iterable[Assignment]:
    roles = DUTY if through == Approval.Through.LINK else APPROVERS
    named = named_offices()
    assigned = Assignment.objects.filter(user=person, user__is_active=True, role__in=roles)
    held_in = assigned.filter(office__kind=Office.Kind.INSTITUTION).select_related("office").order_by("pk")
    return [
        one
        for one in held_in
        if (not named or one.office.slug in named)
        and (named or through == Approval.Through.LINK or one.office_id == row.office_id)
    ]
