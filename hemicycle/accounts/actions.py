"""Every write to users, offices and assignments."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.rules import audit

from .errors import LastOne, RoleDoesNotFit
from .models import AccountMail, Assignment, Office, User
from .roles import KEEPERS, Role

# Longer than a mail server is waited for: EMAIL_TIMEOUT at each of some ten steps.
SENDING = timedelta(minutes=5)
# Half a minute, doubled up to an hour, for a day. RFC 5321 (4.5.4.1) speaks of four or five days, but whoever waits
# for a password asks again.
FIRST_WAIT, LONGEST_WAIT, GIVE_UP = timedelta(seconds=30), timedelta(hours=1), timedelta(days=1)


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


@transaction.atomic
def ask_for_password_link(*, email: str, language: str) -> None:
    """Have the link to choose a password sent by a worker. Nobody is looked up: known or not, it is the same work."""
    AccountMail.objects.create(email=email.strip().lower(), language=language)


def claim_mail() -> AccountMail | None:
    """The next that is due, postponed for as long as sending may take: should its worker die, another claims it."""
    for row in AccountMail.objects.due()[:8]:
        until = timezone.now() + SENDING
        if (
            AccountMail.objects.due()
            .filter(pk=row.pk, due_at=row.due_at)
            .update(due_at=until, attempts=F("attempts") + 1)
        ):
            return AccountMail.objects.get(pk=row.pk)
    return None


@transaction.atomic
def finish_mail(mail: AccountMail, *, to: User | None, by: Any) -> None:
    """It has left, or nobody has the address."""
    AccountMail.objects.filter(pk=mail.pk).delete()
    if to is not None:
        audit.record("accounts.mail_link", by=by, about=to)


@transaction.atomic
def postpone_mail(mail: AccountMail, *, reason: str, permanent: bool, by: Any) -> None:
    """It did not leave: try again later, or, for good or for a day, no more."""
    now, row = timezone.now(), AccountMail.objects.filter(pk=mail.pk)
    if permanent or mail.created_at < now - GIVE_UP:
        row.update(state=AccountMail.State.FAILED, reason=reason, email="")
        audit.record("accounts.mail_failed", by=by, about=mail, reason=reason)
    else:
        wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), LONGEST_WAIT)
        row.update(reason=reason, due_at=now + wait)
