"""The people of an office as its page shows them: their roles, who gave and confirmed each, who waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .models import Assignment, Notice, Office, PendingAssignment, User
from .notices.kinds import Described, each_described
from .roles import KEEPERS, MAY, Role
from .sign_in.second_factor import shut_assignments


@dataclass(frozen=True, slots=True)
class Held:
    """A role in force, and how it came to be. `is_shut`: it opens nothing until this person has a second factor."""

    assignment: Assignment
    given: str
    is_shut: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A role that somebody gave and nobody has confirmed; `whom` it waits for, in words, for others than these."""

    pending: PendingAssignment
    whom: str

    @property
    def may(self) -> Promise:
        return MAY[Role(self.pending.role)]


@dataclass(frozen=True, slots=True)
class OfficePeople:
    """`kept`: whoever looks lets others in here, and sees addresses."""

    office: Office
    kept: bool
    held: Sequence[Held]
    waiting: Sequence[Waiting]


def offices_of(person: User) -> list[OfficePeople]:
    """The offices a person works in, with everybody who does."""
    kept = set(Office.objects.kept_by(person).values_list("pk", flat=True))
    rows = Office.objects.of(person).prefetch_related(
        "assignments__user", "assignments__granted_by", "assignments__confirmed_by",
        "pending_assignments__user", "pending_assignments__granted_by",
    )  # fmt: skip
    shut = set(shut_assignments().filter(office__in=kept).values_list("pk", flat=True))
    return [
        OfficePeople(
            office,
            office.pk in kept,
            [Held(one, given(one), one.pk in shut) for one in office.assignments.all()],
            [Waiting(one, whom(one)) for one in office.pending_assignments.all()],
        )
        for office in rows
    ]


def asked_of(person: User) -> list[Waiting]:
    """What waits for this person's confirmation."""
    rows = PendingAssignment.objects.confirmable_by(person).select_related("user", "office", "granted_by")
    return [Waiting(one, "") for one in rows]


@dataclass(frozen=True, slots=True)
class Opened:
    """By what the first person of an office was invited; `whom` their role waits for, in words."""

    given: Assignment | PendingAssignment
    whom: str


def opened_by(person: User) -> list[Opened]:
    """The offices that this person opened and does not work in, until their first person signs in."""
    invited = {"user__in": User.objects.correctable_by(person).values("pk"), "granted_by": person}
    found: list[Opened] = []
    for held in (Assignment, PendingAssignment):
        rows = held.objects.filter(**invited).exclude(office__in=Office.objects.of(person))
        found += [
            Opened(one, whom(one) if isinstance(one, PendingAssignment) else "")
            for one in rows.select_related("user", "office")
        ]
    return sorted(found, key=lambda one: (one.given.office.name, one.given.pk))


def other_offices(person: User) -> list[tuple[Office, list[User]]]:
    """Those of the House in which an administrator does not work, with whoever lets others in there."""
    if not person.has_role([Role.ADMINISTRATOR]):
        return []
    keepers = Assignment.objects.filter(role__in=KEEPERS).select_related("user")
    rows = Office.objects.filter(kind=Office.Kind.INSTITUTION).exclude(pk__in=Office.objects.of(person))
    rows = rows.prefetch_related(Prefetch("assignments", keepers, to_attr="keepers"))
    return [(one, [held.user for held in one.keepers]) for one in rows]  # type: ignore[attr-defined]


def given(assignment: Assignment) -> str:
    """By whom a role was given and confirmed."""
    names = {"giver": assignment.granted_by or "", "second": assignment.confirmed_by or ""}
    if assignment.confirmation == Assignment.Confirmation.SERVER:
        return _("On the server, by its operator")
    if assignment.confirmation == Assignment.Confirmation.PERSON and assignment.granted_by:
        return _("By %(giver)s, confirmed by %(second)s") % names
    if assignment.confirmation == Assignment.Confirmation.PERSON:
        return _("Confirmed by %(second)s") % names
    if assignment.confirmation == Assignment.Confirmation.NOT_NEEDED:
        return _("By %(giver)s; no confirmation needed") % names
    if assignment.granted_by:
        return _("By %(giver)s, before confirmation was required") % names
    return _("Before confirmation was required")


def whom(pending: PendingAssignment) -> str:
    """Whom it waits for."""
    if names := ", ".join(str(person) for person in pending.confirmers()):
        return _("To be confirmed by one of these: %(names)s") % {"names": names}
    return _("Nobody in the House can confirm it: ask the operator of the server to give the role there.")


def describe_pending(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """The roles that await this person's confirmation."""
    rows = PendingAssignment.objects.confirmable_by(person).select_related("user")
    return each_described(
        notices,
        rows,
        lambda one: Described(f"{one.user} · {one.get_role_display()}", reverse("people"), _("See the role")),
    )
