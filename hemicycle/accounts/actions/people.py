"""Every write to users, offices and assignments."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils.text import slugify

from hemicycle.rules import audit

from .. import members
from ..errors import (
    AddressTaken,
    LastOne,
    MayNotConfirm,
    MayNotCorrect,
    MayNotGive,
    MayNotOpen,
    OwnRole,
    RoleDoesNotFit,
)
from ..models import AccountMail, Assignment, Office, PendingAssignment, User
from ..roles import CONFIRMED, KEEPERS, Role
from .notices import end_notices, notify

Confirmation = Assignment.Confirmation

_withdrawn: list[Callable[[User, Office, Any], None]] = []


def register_withdrawal(handle: Callable[[User, Office, Any], None]) -> None:
    """What else is done when a role in an office was taken from somebody, by whom: in the same transaction."""
    _withdrawn.append(handle)


@transaction.atomic
def open_office(
    *,
    slug: str,
    name: str,
    names: Mapping[str, str] | None = None,
    kind: Office.Kind = Office.Kind.INSTITUTION,
    by: Any,
) -> Office:
    """`names` by language, where one has another."""
    office = Office.objects.create(slug=slug, name=name, names=dict(names or {}), kind=kind)
    audit.record("accounts.open_office", by=by, about=office, office=office, kind=office.kind)
    return office


@transaction.atomic
def rename_office(office: Office, *, name: str, names: Mapping[str, str], by: User) -> None:
    """Raises MayNotOpen. `names` by language, where one has another."""
    if not Office.objects.named_by(by).filter(pk=office.pk).exists():
        raise MayNotOpen(f"{by.pk} does not name office {office.pk}")
    office.name, office.names = name, dict(names)
    office.save(update_fields=["name", "names"])
    audit.record("accounts.rename_office", by=by, about=office, office=office, languages=sorted(names))


@transaction.atomic
def open_office_with(
    *,
    name: str,
    names: Mapping[str, str] | None = None,
    kind: Office.Kind,
    email: str,
    person: str,
    slug: str = "",
    member: str = "",
    by: User | str,
) -> tuple[Office, User]:
    """Open an office with the first person who may let others in. Whoever opens it gets no right in it.

    `by` is an administrator of the House, or what opens it on the server; `member` the key of the member whose office
    it is. In the House the role waits for a second person; a member's office decides alone from then on. Without a
    `slug` it gets one by its name.
    Raises MayNotOpen; RoleDoesNotFit and OwnRole as `assign` does; IntegrityError where there is such a `slug`.
    """
    if isinstance(by, User) and not by.has_role([Role.ADMINISTRATOR]):
        raise MayNotOpen(f"{by.pk} opens no office")
    office = open_office(slug=slug or _free_slug(name), name=name, names=names, kind=kind, by=by)
    user = User.objects.filter(email=email.strip().lower()).first() or add_person(email=email, name=person, by=by)
    first = Role.MEMBER if kind == Office.Kind.MEMBER else Role.ADMINISTRATOR
    _refuse(user, office, first, by=by)
    _give(user, office, first, by=by)
    if member:
        members.seat(member, office, by=by)
    return office, user


def _free_slug(name: str) -> str:
    """Letters and dashes, as no other office has."""
    begins = slugify(name)[:50].strip("-") or "office"
    taken = set(Office.objects.filter(slug__startswith=begins).values_list("slug", flat=True))
    return next(slug for n in count(1) if (slug := begins if n == 1 else f"{begins}-{n}") not in taken)


@transaction.atomic
def add_person(*, email: str, name: str, password: str | None = None, language: str = "", by: Any) -> User:
    """A person who can sign in; without a password they set one by the link they are sent."""
    user = User.objects.create_user(email, password, name=name, language=language)
    audit.record("accounts.invite", by=by, about=user)
    return user


@transaction.atomic
def assign(user: User, *, office: Office, role: Role, by: User | str) -> Assignment | PendingAssignment:
    """Give a role. One that approves, reads letters or lets others in waits until a second person confirms it.

    `by` is a person, or, on the server, the name of what gives it: then it is in force at once, and the page says so.
    Raises RoleDoesNotFit where the office has no such role, or House and member would mix; OwnRole;
    MayNotGive where `by` lets nobody into that office.
    """
    _refuse(user, office, role, by=by)
    if isinstance(by, User) and not Office.objects.kept_by(by).filter(pk=office.pk).exists():
        raise MayNotGive(f"{by.pk} lets nobody into {office.slug}")
    return _give(user, office, role, by=by)


def _refuse(user: User, office: Office, role: Role, *, by: User | str) -> None:
    if role not in office.open_roles:
        raise RoleDoesNotFit(f"{office.kind} has no {role}")
    _refuse_both(user, office)
    if isinstance(by, User) and by.pk == user.pk:
        raise OwnRole(f"{by.pk} would be given {role} by themselves")


def _give(user: User, office: Office, role: Role, *, by: User | str) -> Assignment | PendingAssignment:
    if isinstance(by, str):
        return _give_on_server(user, office, role, by=by)
    held = Assignment.objects.filter(user=user, office=office, role=role).first()
    if held is not None:
        return held
    if role not in CONFIRMED:
        given: Assignment | PendingAssignment = Assignment.objects.create(
            user=user, office=office, role=role, granted_by=by, confirmation=Confirmation.NOT_NEEDED
        )
    else:
        given, is_new = PendingAssignment.objects.get_or_create(
            user=user, office=office, role=role, defaults={"granted_by": by}
        )
        if is_new:
            notify("accounts.role", to=given.confirming_assignments(), about=given, office=office, by=by)
    awaits = isinstance(given, PendingAssignment)
    audit.record("accounts.assign", by=by, about=user, office=office, role=str(role), awaits_confirmation=awaits)
    return given


def _refuse_both(user: User, office: Office) -> None:
    if user.assignments.exclude(office__kind=office.kind).exists():
        raise RoleDoesNotFit("a person works for the House or for a member, not for both")


def _give_on_server(user: User, office: Office, role: Role, *, by: str) -> Assignment:
    """In force, and given by no person of the House, whoever gave it before."""
    for pending in PendingAssignment.objects.filter(user=user, office=office, role=role):
        end_notices("accounts.role", about=pending)
        pending.delete()
    kept = {"confirmation": Confirmation.SERVER, "granted_by": None, "confirmed_by": None}
    given, _ = Assignment.objects.update_or_create(user=user, office=office, role=role, defaults=kept)
    audit.record("accounts.assign", by=by, about=user, office=office, role=str(role), awaits_confirmation=False)
    return given


@transaction.atomic
def confirm(pending: PendingAssignment, *, by: User) -> Assignment:
    """The second person's yes: from now on the role is held. Raises MayNotConfirm; RoleDoesNotFit where who gets it
    works for a member meanwhile."""
    row = _for_second_person(pending, by)
    _refuse_both(row.user, row.office)
    given = Assignment.objects.create(
        user=row.user, office=row.office, role=row.role, granted_by=row.granted_by, confirmed_by=by,
        confirmation=Confirmation.PERSON,
    )  # fmt: skip
    end_notices("accounts.role", about=row)
    row.delete()
    audit.record("accounts.confirm", by=by, about=given.user, office=given.office, role=given.role)
    return given


@transaction.atomic
def decline(pending: PendingAssignment, *, by: User) -> None:
    """The second person's no: the role is not given. Raises MayNotConfirm."""
    row = _for_second_person(pending, by)
    end_notices("accounts.role", about=row)
    row.delete()
    audit.record("accounts.decline", by=by, about=row.user, office=row.office, role=row.role)


def _for_second_person(pending: PendingAssignment, by: User) -> PendingAssignment:
    rows = PendingAssignment.objects.select_for_update(of=("self",)).select_related("user", "office")
    found: PendingAssignment | None = rows.confirmable_by(by).filter(pk=pending.pk).first()
    if found is None:
        raise MayNotConfirm(f"{by.pk} is no second person for {pending.pk}")
    return found


@transaction.atomic
def withdraw_pending(pending: PendingAssignment, *, by: User) -> None:
    """Take back a role that nobody has confirmed yet."""
    user, office, role = pending.user, pending.office, pending.role
    end_notices("accounts.role", about=pending)
    pending.delete()
    audit.record("accounts.withdraw", by=by, about=user, office=office, role=role, awaited_confirmation=True)


@transaction.atomic
def invite(*, email: str, name: str, office: Office, role: Role, by: User | str) -> User:
    """Let a person into an office: a new one is added, one who is already known gets the role besides."""
    known = User.objects.filter(email=email.strip().lower()).first()
    user = known or add_person(email=email, name=name, by=by)
    assign(user, office=office, role=role, by=by)
    return user


@transaction.atomic
def correct_address(invited: User, *, email: str, by: User) -> None:
    """Give an invitation that nobody has used another address: the link that was sent stops working.

    A role that was confirmed waits for a second person again, who vouched for whoever has the address that was there.
    Raises MayNotCorrect, AddressTaken.
    """
    user = User.objects.correctable_by(by).select_for_update(of=("self",)).filter(pk=invited.pk).first()
    if user is None:
        raise MayNotCorrect(f"{by.pk} does not correct the address of {invited.pk}")
    email, earlier = email.strip().lower(), user.email
    if User.objects.filter(email=email).exclude(pk=user.pk).exists():
        raise AddressTaken(str(user.pk))
    User.objects.filter(pk=user.pk).update(email=email)
    # allauth keeps the address of whom it has made a link for, and would know them by it.
    EmailAddress.objects.filter(user=user).delete()
    AccountMail.objects.filter(email=earlier).delete()
    confirmed = user.assignments.filter(confirmation=Confirmation.PERSON).select_related("office")
    asked = [_ask_again(given, by=by) for given in confirmed]
    office = _offices_of(user).first()
    audit.record("accounts.correct_address", by=by, about=user, office=office, awaits_confirmation=bool(asked))


def _ask_again(given: Assignment, *, by: User) -> PendingAssignment:
    pending = PendingAssignment.objects.create(
        user=given.user, office=given.office, role=given.role, granted_by=given.granted_by
    )
    given.delete()
    notify("accounts.role", to=pending.confirming_assignments(), about=pending, office=pending.office, by=by)
    return pending


def _offices_of(user: User) -> models.QuerySet[Office]:
    held = [model.objects.filter(user=user).values("office") for model in (Assignment, PendingAssignment)]
    return Office.objects.filter(models.Q(pk__in=held[0]) | models.Q(pk__in=held[1]))


@transaction.atomic
def withdraw(assignment: Assignment, *, by: Any) -> None:
    """Take a role away; raises LastOne where nobody would be left to let others in."""
    user, office, role = assignment.user, assignment.office, assignment.role
    if is_last_keeper(assignment):
        raise LastOne(f"{office.slug} would have no {role}")
    assignment.delete()
    audit.record("accounts.withdraw", by=by, about=user, office=office, role=role)
    for handle in _withdrawn:
        handle(user, office, by)


@transaction.atomic
def close_members_office(office: Office, *, by: Any) -> None:
    """Nobody works there any more, the last one included; whoever works nowhere else cannot sign in."""
    for assignment in list(Assignment.objects.filter(office=office).select_related("user")):
        assignment.delete()
        if not Assignment.objects.filter(user=assignment.user).exists():
            User.objects.filter(pk=assignment.user_id).update(is_active=False)
        audit.record("accounts.withdraw", by=by, about=assignment.user, office=office, role=assignment.role)


def is_last_keeper(assignment: Assignment) -> bool:
    """Whether nobody else lets others into the office: then the role is not taken away."""
    return assignment.role in KEEPERS and is_last(assignment)


def is_last(assignment: Assignment) -> bool:
    """Whether nobody else has this role in the office."""
    others = Assignment.objects.filter(office=assignment.office, role=assignment.role)
    return not others.exclude(pk=assignment.pk).exists()


@transaction.atomic
def choose_language(language: str, *, by: User) -> None:
    User.objects.filter(pk=by.pk).update(language=language)
    audit.record("accounts.language", by=by, about=by, language=language)
