"""Who holds which duty and who stands in, from when to when; leave, training, recovery tests, hours staffed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Account
from hemicycle.rules.parameters import in_force

# A safety officer sees threats and nothing else.
HOUSE_ROLES = tuple(role for role in Role if role not in (Role.MEMBER, Role.SAFETY))
"""Those of the institution: its people see who holds which duty. A member's office allocates its own work."""


def holding_on(day: date) -> Q:
    """Of appointments, those that hold on a day."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class DutyQuerySet(models.QuerySet["Duty"]):
    def open(self) -> Self:
        return self.filter(closed_on=None)

    def with_gap(self, day: date) -> Self:
        """Without a holder or a deputy who still works for the House, or with both on leave."""
        works = Assignment.objects.filter(user=OuterRef("person"), office__kind=Office.Kind.INSTITUTION)
        named = Appointment.objects.filter(holding_on(day), Exists(works), duty=OuterRef("pk"))
        named = named.filter(person__is_active=True)
        held, covered = (Exists(named.filter(part=part)) for part in Appointment.Part)
        here = Exists(named.exclude(person__in=Leave.objects.on(day).values("person")))
        return self.open().filter(~held | ~covered | ~here)

    def whole(self) -> Self:
        appointments = Appointment.objects.select_related("person")
        return self.select_related("office", "account").prefetch_related(models.Prefetch("appointments", appointments))


class Duty(models.Model):
    """Something for which one person of an office answers and another stands in.

    `account` is that of the House which the duty is about; `name` is only given to one that the House names itself.
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("Account of the House")
        APPROVING = "approving", _("Approving")
        MODERATION = "moderation", _("Moderation")
        ANSWERING = "answering", _("Answering")
        DATA_PROTECTION = "data", _("Data protection")
        ARCHIVE = "archive", pgettext_lazy("duty", "Archive")
        SECURITY = "security", pgettext_lazy("duty", "Security")
        POLICY = "policy", _("The policy")
        NAMED = "named", _("Named by the House")

    kind = models.CharField(_("Duty"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=120, blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField(default=timezone.localdate, editable=False)
    closed_on = models.DateField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["office__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="account", account__isnull=False) | (~Q(kind="account") & Q(account=None)),
                name="governance_duty_account_of_its_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind="named") & ~Q(name="")) | (~Q(kind="named") & Q(name="")),
                name="governance_duty_named_has_a_name",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(closed_on=None, account__isnull=False),
                name="governance_duty_account_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "office"],
                condition=Q(closed_on=None, account=None, name=""),
                name="governance_duty_once_an_office",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.account or self.name or self.get_kind_display())

    @property
    def needs(self) -> tuple[Role, ...]:
        """One of these roles is needed in the office to do it; empty: any role of the House will do."""
        return NEEDED.get(self.kind, ())

    def holding(self, part: str, day: date) -> Appointment | None:
        """Who holds a part of it on a day; of what `whole` has read."""
        return next((one for one in self.appointments.all() if one.part == part and one.holds_on(day)), None)


def answers_for_data(person: object) -> bool:
    """Whether they hold the duty *data protection*, or stand in for who does, today, and work for the House."""
    if not isinstance(person, User) or not person.reads_internal():
        return False
    return Appointment.objects.of_data_protection(timezone.localdate()).filter(person=person).exists()


NEEDED: dict[str, tuple[Role, ...]] = {
    Duty.Kind.ACCOUNT: (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR),
    Duty.Kind.APPROVING: (Role.EDITOR,),
    Duty.Kind.MODERATION: (Role.EDITOR, Role.CLERK),
    Duty.Kind.ANSWERING: (Role.OFFICER, Role.EDITOR, Role.CLERK),
    Duty.Kind.SECURITY: (Role.ADMINISTRATOR,),
    Duty.Kind.POLICY: (Role.SECRETARY,),
}


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def on(self, day: date) -> Self:
        return self.filter(holding_on(day))

    def of_data_protection(self, day: date) -> Self:
        return self.on(day).filter(duty__kind=Duty.Kind.DATA_PROTECTION, duty__closed_on=None)

    def ending(self, today: date) -> Self:
        """That end soon and of whose end nobody was notified yet, where nobody follows."""
        later = Appointment.objects.filter(
            duty=OuterRef("duty"), part=OuterRef("part"), starts_on__gt=OuterRef("ends_on")
        )
        soon = self.filter(ends_on__gte=today, ends_on__lte=today + Appointment.NOTICE, noticed_at=None)
        return soon.filter(~Exists(later), duty__closed_on=None)

    def standing_in_for(self, person: UUID, today: date) -> Self:
        """Of deputies who are not away themselves, for duties that this person holds."""
        held = self.model.objects.on(today).filter(person=person, part=Appointment.Part.HOLDER).values("duty")
        away = Leave.objects.on(today).values("person")
        deputies = self.on(today).filter(part=Appointment.Part.DEPUTY, duty__in=held, duty__closed_on=None)
        return deputies.exclude(person__in=away)


class Appointment(models.Model):
    """Who holds a duty or stands in for its holder, from a day to a day, both included. `handover`: what whoever comes
    next has to know."""

    class Part(models.TextChoices):
        HOLDER = "holder", pgettext_lazy("duty", "Holder")
        DEPUTY = "deputy", _("Deputy")

    NOTICE = timedelta(days=14)
    """Long enough to find somebody and to hand over before the end: two working weeks."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="appointments")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=6, choices=Part.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    handover = models.TextField(max_length=2000, blank=True)
    appointed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    appointed_at = models.DateTimeField(default=timezone.now, editable=False)
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="governance_appointment_ends_later"
            ),
            models.UniqueConstraint(
                fields=["duty", "part"], condition=Q(ends_on=None), name="governance_appointment_one_without_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.get_part_display()})"

    @property
    def is_of_today(self) -> bool:
        """Made today: one that was a mistake can still be removed."""
        return timezone.localdate(self.appointed_at) == timezone.localdate()

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


class LeaveQuerySet(models.QuerySet["Leave"]):
    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def to_come(self, today: date) -> Self:
        return self.filter(ends_on__gte=today)

    def begun(self, today: date) -> Self:
        """Of which no deputy was notified yet."""
        return self.on(today).filter(noticed_at=None)


class Leave(models.Model):
    """From when to when somebody is away, both days included; why is nobody's business."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="governance_leave_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"


class TrainingQuerySet(models.QuerySet["Training"]):
    def valid(self, today: date) -> Self:
        """As long as the policy says (parameter `training_valid_days`)."""
        return self.filter(on__lte=today, on__gt=today - timedelta(days=in_force("training_valid_days")))

    def ending(self, today: date) -> Self:
        """That end soon and of whose end nobody was notified yet, where no later one follows."""
        later = Training.objects.filter(
            person=OuterRef("person"), subject=OuterRef("subject"), title=OuterRef("title"), on__gt=OuterRef("on")
        )
        first = today - timedelta(days=in_force("training_valid_days"))
        soon = self.filter(on__gt=first, on__lte=first + Training.NOTICE, noticed_at=None)
        return soon.filter(~Exists(later), person__is_active=True)


class Training(models.Model):
    """One training that one person has completed. `title`: what it was, where the House added it."""

    class Subject(models.TextChoices):
        NEUTRALITY = "neutrality", _("Neutral wording")
        SECURITY = "security", pgettext_lazy("training", "Security")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        PERSONAL_DATA = "personal-data", _("Personal data")
        OTHER = "other", pgettext_lazy("training", "Another subject")

    NEEDED = (Subject.NEUTRALITY, Subject.SECURITY, Subject.ACCESSIBILITY, Subject.PERSONAL_DATA)
    """What the policy names (article on duties and resources)."""
    NOTICE = timedelta(days=30)
    """Courses are offered by the month."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=16, choices=Subject.choices)
    title = models.CharField(max_length=120, blank=True)
    on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "subject", "-on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "subject", "title", "on"], name="governance_training_once"),
            models.CheckConstraint(
                condition=(Q(subject="other") & ~Q(title="")) | (~Q(subject="other") & Q(title="")),
                name="governance_training_other_has_a_title",
            ),
            models.CheckConstraint(
                condition=~Q(recorded_by=F("person")), name="governance_training_recorded_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject}"

    @property
    def what(self) -> str:
        return self.title or str(self.get_subject_display())

    @property
    def valid_until(self) -> date:
        """The last day on which it is valid."""
        return self.on + timedelta(days=in_force("training_valid_days") - 1)


def trained(people: Iterable[UUID], today: date) -> set[UUID]:
    """Of these, who has a valid record of every subject that is needed."""
    rows = Training.objects.valid(today).filter(person__in=list(people), subject__in=Training.NEEDED)
    subjects: dict[Any, set[str]] = {}
    for person, subject in rows.values_list("person", "subject"):
        subjects.setdefault(person, set()).add(subject)
    return {person for person, found in subjects.items() if len(found) == len(Training.NEEDED)}


def is_trained(person: UUID) -> bool:
    return bool(trained([person], timezone.localdate()))


class RecoveryTest(models.Model):
    """Somebody tried whether an account can be got back through its recovery contacts, and whether it worked."""

    VALID = timedelta(days=182)
    """Half a year: contacts change with the staff, and the only way to know is to try (practice SEC-3)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()
    works = models.BooleanField()
    tested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.on}"


class StaffHours(models.Model):
    """How many hours a week a person of an office can give to reading, answering and moderating, as that office
    states."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    hours = models.PositiveSmallIntegerField(
        _("Hours a week"), validators=[MinValueValidator(1), MaxValueValidator(7 * 24)]
    )

    class Meta:
        ordering = ["office__name", "person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "office"], name="governance_staffhours_once"),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=168), name="governance_staffhours_of_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.hours}"
