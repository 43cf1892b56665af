"""Every write to users, offices and assignments."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.rules import audit

from .errors import LastOne, MayNotConfirm, MayNotGive, OwnRole, RoleDoesNotFit
from .models import AccountMail, Assignment, Office, PendingAssignment, User
from .roles import CONFIRMED, KEEPERS, Role

Confirmation = Assignment.Confirmation

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
def assign(user: User, *, office: Office, role: Role, by: User | str) -> Assignment | PendingAssignment:
    """Give a role. One that approves, reads letters or lets others in waits until a second person confirms it.

    `by` is a person, or, on the server, the name of what gives it: then it is in force at once, and the page says so.
    Raises RoleDoesNotFit where the office has no such role, or House and member would mix; OwnRole;
    MayNotGive where `by` lets nobody into that office.
    """
    if role not in office.open_roles:
        raise RoleDoesNotFit(f"{office.kind} has no {role}")
    _refuse_both(user, office)
    if isinstance(by, str):
        return _give_on_server(user, office, role, by=by)
    if by.pk == user.pk:
        raise OwnRole(f"{by.pk} would be given {role} by themselves")
    if not Office.objects.kept_by(by).filter(pk=office.pk).exists():
        raise MayNotGive(f"{by.pk} lets nobody into {office.slug}")
    held = Assignment.objects.filter(user=user, office=office, role=role).first()
    if held is not None:
        return held
    if role not in CONFIRMED:
        given: Assignment | PendingAssignment = Assignment.objects.create(
            user=user, office=office, role=role, granted_by=by, confirmation=Confirmation.NOT_NEEDED
        )
    else:
        given, _ = PendingAssignment.objects.get_or_create(
            user=user, office=office, role=role, defaults={"granted_by": by}
        )
    awaits = isinstance(given, PendingAssignment)
    audit.record("accounts.assign", by=by, about=user, office=office, role=str(role), awaits_confirmation=awaits)
    return given


def _refuse_both(user: User, office: Office) -> None:
    if user.assignments.exclude(office__kind=office.kind).exists():
        raise RoleDoesNotFit("a person works for the House or for a member, not for both")


def _give_on_server(user: User, office: Office, role: Role, *, by: str) -> Assignment:
    """In force, and given by no person of the House, whoever gave it before."""
    PendingAssignment.objects.filter(user=user, office=office, role=role).delete()
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
    row.delete()
    audit.record("accounts.confirm", by=by, about=given.user, office=given.office, role=given.role)
    return given


@transaction.atomic
def decline(pending: PendingAssignment, *, by: User) -> None:
    """The second person's no: the role is not given. Raises MayNotConfirm."""
    row = _for_second_person(pending, by)
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
