"""Separation of duties: who has a say in an announcement, beside those who wrote it.

Nobody publishes alone. Whoever edited an announcement does not approve it. Whoever gave a person the role with which
they edit or approve counts as one with that person: of the two, one has a part in an announcement. A role that was
given on the server was given by nobody of the House, and makes nobody one with anybody. Where the policy requires
training, whoever has no valid record of it approves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.training import is_required, lacks_training
from hemicycle.desk.errors import DeskError, MayNotApprove, NotIndependent, NotTrained, OwnWork
from hemicycle.desk.models import APPROVERS, DUTY, WRITERS, Announcement, Approval, named_offices


@dataclass(frozen=True, slots=True)
class Parts:
    """Who has a part in an announcement, by their keys. `givers` gave a role to somebody who has."""

    editors: frozenset[UUID]
    approvers: frozenset[UUID]
    givers: frozenset[UUID]


def parts_of(row: Announcement, rows: Iterable[Approval] | None = None) -> Parts:
    """`rows`: its parts where somebody has read them already; those that are void count for nothing."""
    found = list(Approval.parts.filter(announcement=row, voided_at=None) if rows is None else rows)
    valid = [one for one in found if one.voided_at is None]
    edited = {one.by_id for one in valid if one.part == Approval.Part.EDITED}
    return Parts(
        editors=frozenset({row.author_id, row.last_editor_id, *edited}),
        approvers=frozenset(one.by_id for one in valid if one.part == Approval.Part.APPROVED),
        givers=frozenset(one.granted_by_id for one in valid if one.granted_by_id is not None),
    )


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
    return judge(parts_of(row), person.pk, _approving(row, through, of=person))


def judge(
    parts: Parts, person: UUID, held: Iterable[Assignment], *, required: bool | None = None
) -> tuple[type[DeskError] | None, Assignment | None]:
    """The same from what was read already; `held`: the assignments by which they could approve it; `required`: whether
    the policy asks for training, for whoever judges many."""
    assigned = list(held)
    if person in parts.editors:
        return OwnWork, None
    if not assigned:
        return MayNotApprove, None
    if person in parts.givers:
        return NotIndependent, None
    involved = parts.editors | parts.approvers
    independent = next((one for one in assigned if one.granted_by_id not in involved), None)
    if independent is None:
        return NotIndependent, None
    return (NotTrained, None) if lacks_training(person, required=required) else (None, independent)


def approving_assignments(row: Announcement) -> dict[User, list[Assignment]]:
    """Everybody of whom the House takes an approval of this announcement on the page, whatever their part in it."""
    found: dict[User, list[Assignment]] = {}
    for one in _approving(row, Approval.Through.PAGE):
        found.setdefault(one.user, []).append(one)
    return found


def who_may_approve(row: Announcement) -> list[Assignment]:
    """Who can give the approval that is missing: each by the assignment by which it counts, by name."""
    return independent(parts_of(row), approving_assignments(row))


def independent(parts: Parts, approving: dict[User, list[Assignment]]) -> list[Assignment]:
    """Of these, who may approve and has not; the same from what was read already."""
    required = is_required()
    judged = {user: judge(parts, user.pk, held, required=required)[1] for user, held in approving.items()}
    found = [one for user, one in judged.items() if one is not None and user.pk not in parts.approvers]
    return sorted(found, key=lambda one: (str(one.user), one.pk))


def untrained(parts: Parts, approving: dict[User, list[Assignment]]) -> list[User]:
    """Of these, who may approve as soon as they have the training that the policy asks for."""
    required = is_required()
    return [
        user
        for user, held in approving.items()
        if user.pk not in parts.approvers and judge(parts, user.pk, held, required=required)[0] is NotTrained
    ]


def who_may_approve_after_edit(row: Announcement, by: User) -> list[Assignment]:
    """Who can approve it once this person has edited it, which voids the approvals it has."""
    parts = parts_of(row, Approval.parts.filter(announcement=row, part=Approval.Part.EDITED))
    united = _united_with(by)
    return [one for one in independent(parts, approving_assignments(row)) if one.user_id not in united]


def who_could_approve(office: Office) -> dict[User, list[Assignment]]:
    """By each who writes for an office: who could approve what they alone would write, before they begin it."""
    approving = approving_assignments(Announcement(office=office))
    held = Assignment.objects.filter(office=office, role__in=WRITERS, user__is_active=True).select_related("user")
    writers = {one.user: one.granted_by_id for one in held.order_by("-pk")}
    return {
        user: independent(
            Parts(frozenset({user.pk}), approvers=frozenset(), givers=frozenset({giver} if giver else ())), approving
        )
        for user, giver in writers.items()
    }


def who_may_confirm(row: Announcement, asked_by: User) -> list[Assignment]:
    """Who can confirm a withdrawal for which one person asks, or has asked."""
    return beside(row, asked_by)


def beside(row: Announcement, person: User) -> list[Assignment]:
    """Who approves here and counts as one neither with this person nor is them: of what they alone write."""
    united = _united_with(person)
    able = [held[0] for user, held in approving_assignments(row).items() if user.pk not in united]
    return sorted(able, key=lambda one: (str(one.user), one.pk))


def approving_office(row: Announcement, person: User, *, through: str = Approval.Through.PAGE) -> Office | None:
    """In whose name this person may approve, or None. On the page: an editor of the office that writes, or of one that
    the House has named. By a signed link: whoever has duty in any office of the House."""
    return next((one.office for one in _approving(row, through, of=person)), None)


def office_facts(row: Announcement, person: User) -> dict[str, str]:
    """For the audit log: the office in whose name a person acts, where that is not the one that writes."""
    if person.holds(WRITERS, office=row.office_id):
        return {}
    office = approving_office(row, person) or approving_office(row, person, through=Approval.Through.LINK)
    return {"of_office": office.slug} if office is not None else {}


def counts_as_one(one: User, other: User) -> bool:
    """Whether one of two people gave the other a role with which they write or approve."""
    return other.pk in _united_with(one)


def _united_with(person: User) -> set[UUID]:
    """The keys of this person, of who gave them such a role, and of those to whom they gave one."""
    roles = Assignment.objects.filter(role__in=(*WRITERS, *DUTY))
    givers = roles.filter(user=person, granted_by__isnull=False).values_list("granted_by", flat=True)
    return {person.pk, *givers.union(roles.filter(granted_by=person).values_list("user", flat=True))}


def _approving(row: Announcement, through: str, *, of: User | None = None) -> list[Assignment]:
    """By which somebody, or one person, may approve it, whatever their part in it."""
    roles = DUTY if through == Approval.Through.LINK else APPROVERS
    named = named_offices()
    assigned = Assignment.objects.filter(user__is_active=True, role__in=roles)
    assigned = assigned if of is None else assigned.filter(user=of)
    held_in = assigned.filter(office__kind=Office.Kind.INSTITUTION).select_related("office", "user").order_by("pk")
    return [
        one
        for one in held_in
        if (not named or one.office.slug in named)
        and (named or through == Approval.Through.LINK or one.office_id == row.office_id)
    ]
