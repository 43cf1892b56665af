"""What a person asks about their own data, the addresses that they proved to be theirs, and how it was answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import encryption
from hemicycle.rules.personal_data import Subject
from hemicycle.rules.workflow import Workflow

from .duties import answers_for_data

# A clerk reads letters already; an administrator answers for retention and holds, and reads none. Both are shown
# numbers here, and no words: those are in the package, which nobody but the person opens.
HANDLERS = (Role.CLERK, Role.ADMINISTRATOR)
ALL_HANDLERS = (*HANDLERS, Role.MEMBER)

ASKED, OPEN, PROPOSED, ANSWERED, REFUSED = "asked", "open", "proposed", "answered", "refused"
REQUEST_LIFE = Workflow(
    initial=ASKED,
    final=frozenset({ANSWERED, REFUSED}),
    moves={
        "prove": ((ASKED,), OPEN),
        "propose": ((OPEN,), PROPOSED),
        "withdraw": ((PROPOSED,), OPEN),
        "answer": ((OPEN, PROPOSED), ANSWERED),
        "refuse": ((OPEN, PROPOSED), REFUSED),
    },
)
# Warned of while there is time to do something about it: a week has five working days.
DUE_SOON = timedelta(days=7)
# As long as a package waits to be opened (packaging.LASTS): whoever was on holiday finds the answer. No address and no
# word of the person is left in the row by then.
ANSWER_SHOWN = timedelta(days=14)


def handles_for_the_house(person: User) -> bool:
    """By a role, or because they hold the duty *data protection* or stand in for who does."""
    by_role = any(one.office.kind == Office.Kind.INSTITUTION for one in person.assignments_as(HANDLERS))
    return by_role or answers_for_data(person)


class RequestQuerySet(OfficeScoped):
    def visible_to(self, person: object) -> Self:
        """Those of the House to whoever handles them there, or answers for data protection; those of a member's office
        to that office."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        found = Q(office__kind=Office.Kind.MEMBER, office__in=person.offices_as([Role.MEMBER]))
        if handles_for_the_house(person):
            found |= Q(office__kind=Office.Kind.INSTITUTION)
        return self.filter(found)

    def shown_to_whoever_asked(self, now: datetime) -> Self:
        """Until it is forgotten, and for some days after the answer, which the message about it names."""
        return self.filter(Q(forgotten_at=None) | Q(answered_at__gt=now - ANSWER_SHOWN))

    def to_answer(self) -> Self:
        return self.filter(state__in=[OPEN, PROPOSED])

    def overdue(self, now: datetime) -> Self:
        return self.to_answer().filter(due_at__lt=now)

    def due_soon(self, now: datetime) -> Self:
        return self.to_answer().filter(due_at__lt=now + DUE_SOON)

    def never_proved(self, before: datetime) -> Self:
        return self.filter(state=ASKED, asked_at__lt=before)

    def most_urgent_first(self) -> Self:
        return self.order_by("due_at", "pk")


class PersonalDataRequest(models.Model):
    """Asked of one controller: `office` is the member's office, or any of the House for all of the House. `key` leads
    to the page of whoever asked. `details` are sealed, and go with the addresses when the answer has arrived.

    `wanted` is what was proposed and awaits a second person: "answer" or "refuse". `removed` counts the rows that an
    erasure removed, by table; `proof` is their SHA-256, as it stands in the audit log.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", _("Access: what do you hold about me?")
        RECTIFICATION = "rectification", _("Rectification: something is wrong")
        ERASURE = "erasure", _("Erasure: remove what you hold about me")
        OBJECTION = "objection", _("Objection: stop using it")

    class State(models.TextChoices):
        ASKED = ASKED, pgettext_lazy("request", "Address not proved yet")
        OPEN = OPEN, pgettext_lazy("request", "To be answered")
        PROPOSED = PROPOSED, pgettext_lazy("request", "Awaits a second person")
        ANSWERED = ANSWERED, pgettext_lazy("request", "Done")
        REFUSED = REFUSED, pgettext_lazy("request", "Refused")

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    key = models.CharField(max_length=32, unique=True, editable=False)
    lang = models.CharField(max_length=20)
    details = models.TextField(blank=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    extended_why = models.CharField(max_length=500, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)
    wanted = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    removed = models.JSONField(default=dict, blank=True)
    proof = models.CharField(max_length=64, blank=True)
    package_key = models.TextField(blank=True, editable=False)
    package_until = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ASKED, OPEN, PROPOSED, ANSWERED, REFUSED]), name="governance_request_state"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ANSWERED, REFUSED], answered_at__isnull=False, decided_by__isnull=False)
                | Q(state__in=[ASKED, OPEN, PROPOSED], answered_at=None, decided_by=None),
                name="governance_request_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=PROPOSED) | Q(wanted__in=["answer", "refuse"], proposed_by__isnull=False),
                name="governance_request_proposed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="governance_request_due_later"),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="governance_request_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_of_the_house(self) -> bool:
        return self.office.kind == Office.Kind.INSTITUTION

    @property
    def is_over(self) -> bool:
        return self.state in REQUEST_LIFE.final

    @property
    def is_overdue(self) -> bool:
        return not self.is_over and self.due_at < timezone.now()

    @property
    def words(self) -> str:
        """What the person wrote, until it is forgotten."""
        return encryption.unseal(self.details, SEALED_FOR) if self.details else ""

    @property
    def shown_until(self) -> datetime | None:
        """The day to which its page is kept after the answer."""
        return self.answered_at + ANSWER_SHOWN if self.answered_at else None

    def subject(self) -> Subject:
        """Whose data is looked for, and where."""
        proved = self.addresses.exclude(proved_at=None)
        addresses = frozenset(one.address for one in proved if one.sealed)
        if self.is_of_the_house:
            return Subject(addresses, tuple(Office.objects.filter(kind=Office.Kind.INSTITUTION)), is_house=True)
        return Subject(addresses, (self.office,), is_house=False)


SEALED_FOR = "governance.request"


class RequestAddress(models.Model):
    """An address of whoever asks, sealed; `code` is the keyed hash of the one that was sent there last. Proved once
    the code was typed on the page of the request."""

    request = models.ForeignKey(PersonalDataRequest, on_delete=models.CASCADE, related_name="addresses")
    channel = models.CharField(max_length=20)
    sealed = models.TextField(editable=False)
    digest = models.CharField(max_length=32, blank=True)
    code = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "digest"], condition=~Q(digest=""), name="governance_requestaddress_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.channel}"

    @property
    def address(self) -> str:
        """ "" once it was forgotten."""
        return encryption.unseal(self.sealed, SEALED_FOR) if self.sealed else ""
