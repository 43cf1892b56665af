"""Every write to notices, and to the mail about accounts and notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.rules import audit

from ..models import AccountMail, Assignment, Notice, NoticeChoice, NoticeQuerySet, Office, User
from ..notices.kinds import KINDS
from ..notices.schedule import mail_at

# Longer than a mail server is waited for: EMAIL_TIMEOUT at each of some ten steps.
SENDING = timedelta(minutes=5)
# Half a minute, doubled up to an hour, for a day. RFC 5321 (4.5.4.1) speaks of four or five days, but whoever waits
# for a password asks again.
FIRST_WAIT, LONGEST_WAIT, GIVE_UP = timedelta(seconds=30), timedelta(hours=1), timedelta(days=1)


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
    by: Any, times: int = 1,
) -> int:  # fmt: skip
    """Notify those who hold these assignments, and those who were invited and act by no role, in the transaction of
    the event; how many got a new notice. `times`: of how many of the same, for a kind that counts.

    Whoever did it gets none, and nobody a second one while they have not read it. No audit entry: the event has its
    own.
    """
    notified: dict[Any, Assignment | None] = {one.pk: None for one in invited} | {one.user_id: one for one in to}
    notified.pop(getattr(by, "pk", None), None)
    unread = Notice.objects.unread().about([kind], about.pk).filter(person__in=notified)
    known = dict(unread.values_list("person", "mailed_at"))
    now = timezone.now()

    def rows_for(people: Iterable[Any]) -> list[Notice]:
        return [
            Notice(
                person_id=key, assignment=notified[key], office=office, kind=kind, about=about.pk, at=now, times=times,
                mail_at=mail_at(frequency, now),
            )
            for key, frequency in _frequencies(kind, people).items()
        ]  # fmt: skip

    def write() -> None:
        # Two workers may store two replies at once: the constraint keeps one notice of them.
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        if counts and mailed:
            _mail_again(kind, unread, mailed)
        if counts and unread.update(times=F("times") + times, at=now) < len(known):
            # Somebody read theirs since it was looked for.
            gone = known.keys() - set(unread.values_list("person", flat=True))
            Notice.objects.bulk_create(rows_for(gone), ignore_conflicts=True)

    rows = rows_for([key for key in notified if key not in known])
    counts = KINDS[kind].counts and bool(known)
    mailed = [key for key, mailed_at in known.items() if mailed_at is not None]
    # Letters of one hour are counted in the same notice.
    audit.at_the_end(write)
    return len(rows)


def _frequencies(kind: str, people: Iterable[Any]) -> dict[Any, str]:
    chosen = dict(NoticeChoice.objects.filter(kind=kind, person__in=people).values_list("person", "frequency"))
    return {key: chosen.get(key, KINDS[kind].frequency) for key in people}


def _mail_again(kind: str, unread: NoticeQuerySet, mailed: Iterable[Any]) -> None:
    """There are more of the same; those to whom the earlier ones were `mailed` will get a mail that says so."""
    now, frequencies = timezone.now(), _frequencies(kind, mailed)
    for frequency in set(frequencies.values()):
        people = [key for key, chosen in frequencies.items() if chosen == frequency]
        unread.filter(person__in=people).update(mail_at=mail_at(frequency, now), mailed_at=None)


@transaction.atomic
def end_notices(*kinds: str, about: models.Model, of: User | None = None) -> None:
    """Nothing is asked any more, of anybody or of one person: it leaves the bell, and no mail says it."""
    rows = Notice.objects.about(kinds, about.pk).filter(ended_at=None)
    (rows.filter(person=of) if of else rows).update(ended_at=timezone.now())


@transaction.atomic
def lower_notices(kind: str, *, about: models.Model, of: Any, times: int) -> None:
    """Some of what is counted for one person is done: their notice says no more than is left, and ends with the last.
    `of`: their key."""
    rows = Notice.objects.about([kind], about.pk).filter(person=of, ended_at=None)
    if times:
        rows.filter(times__gt=times).update(times=times)
    else:
        rows.update(ended_at=timezone.now())


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
