"""Every write to users, offices and assignments."""

from typing import Any

from django.db import transaction

from hemicycle.rules import audit

from .errors import LastOne, RoleDoesNotFit
from .models import Assignment, Office, User
from .roles import KEEPERS, Role


@transaction.atomic
def open_office(*, slug: str, name: str, kind: Office.Kind = Office.Kind.INSTITUTION, by: Any) -> Office:
    office = Office.objects.create(slug=slug, name=name, kind=kind)
    audit.record("accounts.open_office", by=by, about=office, office=office, kind=office.kind)
    return office


@transaction.atomic
def add_person(*, email: str, name: str, password: str | None = None, language: str = "", by: Any) -> User:
    """A person who can sign in; without a password they set one by the link they are sent."""
    user = User.objects.create_user(email, password, name=name, language=language)
    audit.record("accounts.invite", by=by, about=user)
    return user


@transaction.atomic
def assign(user: User, *, office: Office, role: Role, by: Any) -> Assignment:
    """Give a role; raises RoleDoesNotFit where the office has no such role, or House and member would mix."""
    if role not in office.open_roles:
        raise RoleDoesNotFit(f"{office.kind} has no {role}")
    if user.assignments.exclude(office__kind=office.kind).exists():
        raise RoleDoesNotFit("a person works for the House or for a member, not for both")
    assignment, _ = Assignment.objects.get_or_create(user=user, office=office, role=role)
    audit.record("accounts.assign", by=by, about=user, office=office, role=str(role))
    return assignment


@transaction.atomic
def invite(*, email: str, name: str, office: Office, role: Role, by: Any) -> User:
    """Let a person into an office: a new one is added, one who is already known gets the role besides."""
    known = User.objects.filter(email=email.strip().lower()).first()
    user = known or add_person(email=email, name=name, by=by)
    assign(user, office=office, role=role, by=by)
    return user


@transaction.atomic
def withdraw(assignment: Assignment, *, by: Any) -> None:
    """Take a role away; raises LastOne where nobody would be left to let others in."""
    user, office, role = assignment.user, assignment.office, assignment.role
    others = Assignment.objects.filter(office=office, role=role).exclude(pk=assignment.pk)
    if role in KEEPERS and not others.exists():
        raise LastOne(f"{office.slug} would have no {role}")
    assignment.delete()
    audit.record("accounts.withdraw", by=by, about=user, office=office, role=role)


@transaction.atomic
def choose_language(language: str, *, by: User) -> None:
    User.objects.filter(pk=by.pk).update(language=language)
    audit.record("accounts.language", by=by, about=by, language=language)
