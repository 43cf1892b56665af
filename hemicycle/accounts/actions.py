"""Every write to users, offices, assignments and notices, and to the mail about them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from hemicycle.rules import audit

from . import members
from .errors import (
    AddressTaken,
    LastOne,
    MayNotConfirm,
    MayNotCorrect,
    MayNotGive,
    MayNotOpen,
    OwnRole,
    RoleDoesNotFit,
)
from .models import AccountMail, Assignment, Notice, NoticeChoice, NoticeQuerySet, Office, PendingAssignment, User
from .notices.kinds import KINDS
from .notices.schedule import mail_at
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
def open_office_with(
    *, name: str, kind: Office.Kind, email: str, person: str, slug: str = "", member: str = "", by: User | str
) -> tuple[Office, User]:
    """Open an office with the first person who may let others in. Whoever opens it gets no right in it.

    `by` is an administrator of the House, or what opens it on the server; `member` the key of the member whose office
    it is. In the House the role waits for a second person; a member's office decides alone from then on. Without a
    `slug` it gets one by its name.
    Raises MayNotOpen; RoleDoesNotFit and OwnRole as `assign` does; IntegrityError where there is such a `slug`.
    """
    if isinstance(by, User) and not by.has_role([Role.ADMINISTRATOR]):
        raise MayNotOpen(f"{by.pk} opens no office")
    office = open_office(slug=slug or _free_slug(name), name=name, kind=kind, by=by)
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
def finish_mail(mail: AccountMail, *, to: User | None, notified: Iterable[Notice] = (), by: Any) -> None:
    """It has left, with the notices `notified` in it; or nobody has the address, or there was nothing to say."""
    AccountMail.objects.filter(pk=mail.pk).delete()
    if mail.purpose == AccountMail.Purpose.NOTICES:
        mailed = Notice.objects.filter(pk__in=[one.pk for one in notified]).update(mailed_at=timezone.now())
        if mailed:
            audit.record("accounts.mail_notices", by=by, about=to or mail, notices=mailed)
    elif to is not None:
        audit.record("accounts.mail_link", by=by, about=to)


@transaction.atomic
def postpone_mail(mail: AccountMail, *, reason: str, permanent: bool, by: Any) -> None:
    """It did not leave: try again later, or, for good or for a day, no more."""
    now, row = timezone.now(), AccountMail.objects.filter(pk=mail.pk)
    if permanent or mail.created_at < now - GIVE_UP:
        if mail.purpose == AccountMail.Purpose.NOTICES:
            # They stay in the bell.
            Notice.objects.due().filter(person__email=mail.email).update(mail_at=None)
        row.update(state=AccountMail.State.FAILED, reason=reason, email="")
        audit.record("accounts.mail_failed", by=by, about=mail, reason=reason)
    else:
        wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), LONGEST_WAIT)
        row.update(reason=reason, due_at=now + wait)


@transaction.atomic(savepoint=False)
def notify(
    kind: str, *, to: Iterable[Assignment] = (), invited: Iterable[User] = (), about: models.Model, office: Office,
    by: Any,
) -> int:  # fmt: skip
    """Notify those who hold these assignments, and those who were invited and act by no role, in the transaction of
    the event; how many got a new notice.

    Whoever did it gets none, and nobody a second one while they have not read it. No audit entry: the event has its
    own.
    """
    notified: dict[Any, Assignment | None] = {one.pk: None for one in invited} | {one.user_id: one for one in to}
    notified.pop(getattr(by, "pk", None), None)
    unread = Notice.objects.unread().about([kind], about.pk).filter(person__in=notified)
    known = set(unread.values_list("person", flat=True))
    if KINDS[kind].counts and known:
        _count_again(unread, _frequencies(kind, known))
    frequencies, now = _frequencies(kind, notified.keys() - known), timezone.now()
    rows = [
        Notice(
            person_id=key, assignment=notified[key], office=office, kind=kind, about=about.pk, at=now,
            mail_at=mail_at(frequency, now),
        )
        for key, frequency in frequencies.items()
    ]  # fmt: skip
    # Two workers may store two replies at once: the constraint keeps one notice of them.
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _frequencies(kind: str, people: Iterable[Any]) -> dict[Any, str]:
    chosen = dict(NoticeChoice.objects.filter(kind=kind, person__in=people).values_list("person", "frequency"))
    return {key: chosen.get(key, KINDS[kind].frequency) for key in people}


def _count_again(unread: NoticeQuerySet, frequencies: Mapping[Any, str]) -> None:
    """One more of the same; where the earlier ones were mailed, a mail will say so."""
    now = timezone.now()
    for frequency in set(frequencies.values()):
        people = [key for key, chosen in frequencies.items() if chosen == frequency]
        unread.filter(person__in=people).exclude(mailed_at=None).update(
            mail_at=mail_at(frequency, now), mailed_at=None
        )
    unread.update(times=F("times") + 1, at=now)


@transaction.atomic
def end_notices(*kinds: str, about: models.Model, of: User | None = None) -> None:
    """Nothing is asked any more, of anybody or of one person: it leaves the bell, and no mail says it."""
    rows = Notice.objects.about(kinds, about.pk).filter(ended_at=None)
    (rows.filter(person=of) if of else rows).update(ended_at=timezone.now())


@transaction.atomic
def read_notices(rows: NoticeQuerySet, *, by: User) -> int:
    """Somebody has read these of theirs. Who reads what when is nobody's business: no audit entry."""
    return rows.filter(person=by, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose_notices(frequencies: Mapping[str, str], *, by: User) -> None:
    """How often they are mailed, by kind; what waits to be mailed follows it."""
    now = timezone.now()
    for kind, frequency in frequencies.items():
        NoticeChoice.objects.update_or_create(person=by, kind=kind, defaults={"frequency": frequency})
        Notice.objects.unread().filter(person=by, kind=kind, mailed_at=None).update(mail_at=mail_at(frequency, now))
    audit.record("accounts.choose_notices", by=by, about=by, kinds=len(frequencies))


def queue_notices() -> int:
    """One mail for each person to whom something is due and none is on its way; how many there are."""
    waiting = AccountMail.objects.waiting().filter(purpose=AccountMail.Purpose.NOTICES)
    people = User.objects.filter(pk__in=Notice.objects.due().values("person"))
    mails = [
        AccountMail(purpose=AccountMail.Purpose.NOTICES, email=person.email, language=person.language)
        for person in people.exclude(email__in=waiting.values("email"))
    ]
    return len(AccountMail.objects.bulk_create(mails, ignore_conflicts=True))


def next_notice(now: datetime) -> datetime | None:
    """The next hour at which one is to be mailed."""
    later = Notice.objects.to_be_mailed().filter(mail_at__gt=now)
    return later.order_by("mail_at").values_list("mail_at", flat=True).first()
