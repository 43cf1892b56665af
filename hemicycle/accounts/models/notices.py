"""What a person is notified of, and the mail about accounts."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .people import Assignment, Office, User


class AccountMailQuerySet(models.QuerySet["AccountMail"]):
    def waiting(self) -> Self:
        return self.filter(state=AccountMail.State.WAITING)

    def due(self) -> Self:
        return self.waiting().filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def in_trouble(self) -> Self:
        """Tried and not taken, or not even tried for too long."""
        late = Q(state=AccountMail.State.WAITING, created_at__lt=timezone.now() - AccountMail.LATE)
        return self.filter(Q(state=AccountMail.State.FAILED) | late | ~Q(reason="")).order_by("created_at", "pk")

    def given_up_before(self, moment: datetime) -> Self:
        return self.filter(created_at__lt=moment, state=AccountMail.State.FAILED)


class AccountMail(models.Model):
    """A mail that is to be sent to an address, whoever has it, if anybody: the link to choose a password, or what the
    bell of that person shows.

    Link and text are made when it is sent: none lies here, and asking for a link is the same work for an address that
    nobody has. A row goes when its mail has left; one that failed stays for an administrator, without the address.
    """

    class Purpose(models.TextChoices):
        PASSWORD = "password", _("Link to choose a password")
        NOTICES = "notices", _("Notices")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FAILED = "failed", _("Failed")

    # A person waits for it; two minutes is what the House's own messages are given (parameter late_after_seconds).
    LATE = timedelta(minutes=2)
    # Over a weekend, so that somebody sees that it failed.
    KEPT = timedelta(days=3)

    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.PASSWORD)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = AccountMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="waiting") & ~Q(email="")) | Q(state="failed", email=""),
                name="accounts_accountmail_keeps_no_address",
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(purpose="notices", state="waiting"),
                name="accounts_accountmail_notices_at_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once")
    HOURLY = "hourly", _("Every hour, in one e-mail")
    DAILY = "daily", _("Once a day, in one e-mail")
    BELL = "bell", _("No e-mail, only the bell")


# Of the account itself, whatever its roles open (sign_in/sessions.py).
NEW_DEVICE = "accounts.new_device"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, person: object) -> Self:
        """A person's own; an account that was closed has none."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(person=person)

    def open_to(self, person: object) -> Self:
        """Their own without those by a role that opens nothing until they have set up a second factor; what concerns
        the account itself stays."""
        rows = self.of(person)
        if isinstance(person, User) and person.shut_roles:
            return rows.exclude(~Q(kind=NEW_DEVICE), assignment__role__in=person.shut_roles)
        return rows

    def unread(self) -> Self:
        return self.filter(read_at=None, ended_at=None)

    def about(self, kinds: Iterable[str], key: int) -> Self:
        return self.filter(kind__in=list(kinds), about=key)

    def to_be_mailed(self) -> Self:
        """Unread, and to be mailed now or later."""
        return self.unread().filter(mailed_at=None, mail_at__isnull=False, person__is_active=True)

    def due(self) -> Self:
        return self.to_be_mailed().filter(mail_at__lte=timezone.now())

    def unread_first(self) -> Self:
        over = models.Case(models.When(read_at=None, ended_at=None, then=0), default=1)
        return self.order_by(over, "-at", "-pk")


class Notice(models.Model):
    """One thing of which one person is notified: what awaits them, or what went wrong with what is theirs.

    It holds no words of what it is about: `about` is the key of a row that the kind knows. It belongs to the
    assignment by which the person may act, and goes with it; None where they act by an invitation and have no role.
    `office` is the one that is named. Of things that repeat, an unread notice counts the `times`. `ended_at`: nothing
    is asked any more, whoever did it. `mail_at` None: it is never mailed.
    """

    KEPT = timedelta(days=90)

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about = models.PositiveBigIntegerField()
    times = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=Q(read_at=None, ended_at=None),
                name="accounts_notice_once_while_unread",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "about"], name="accounts_notice_about"),
            models.Index(
                fields=["mail_at"], condition=Q(mail_at__isnull=False, mailed_at=None), name="accounts_notice_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class NoticeChoice(models.Model):
    """How often a person is mailed about one kind of notice, where that is not the default of the kind."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=40)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="accounts_noticechoice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.frequency}"
