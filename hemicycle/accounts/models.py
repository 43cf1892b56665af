"""Users, offices, and who does what in which office."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .roles import KEEPERS, Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """`password` None: the person sets one by the link they are sent."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def behind(self, labels: Iterable[str]) -> dict[str, str]:
        """The names of those whom audit labels stand for, by label; a part of the system is called what it is."""
        keys = {label.removeprefix("user:") for label in labels if label.startswith("user:")}
        names = {user.audit_label: str(user) for user in self.filter(pk__in=keys)}
        return {label: names.get(label, label) for label in labels}

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, by e-mail address. The key says nothing about them, so the audit log may hold it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    @property
    def audit_label(self) -> str:
        return f"user:{self.pk}"

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held, in any office."""
        return frozenset(Role(a.role) for a in self._held)

    def has_role(self, roles: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    def reads_internal(self) -> bool:
        """Works for the House itself; a member's office does not."""
        return any(a.office.kind == Office.Kind.INSTITUTION for a in self._held)

    def belongs_to(self, office: "Office") -> bool:
        return any(a.office_id == office.pk for a in self._held)

    @property
    def offices(self) -> list["Office"]:
        """Those in which they have an assignment, by name."""
        return sorted({a.office for a in self._held}, key=lambda office: (office.name, office.pk))

    @cached_property
    def _held(self) -> list["Assignment"]:
        return list(Assignment.objects.filter(user=self).select_related("office")) if self.is_active else []


class OfficeQuerySet(models.QuerySet["Office"]):
    def of(self, person: object) -> Self:
        """The offices a person has an assignment in; none for the public, and no exception for anyone."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        return self.filter(pk__in=Assignment.objects.filter(user=person).values("office"))

    def kept_by(self, person: User) -> Self:
        """Where a person may let others in: as administrator of the House, or in their own member's office."""
        held = Assignment.objects.filter(user=person, role__in=KEEPERS)
        return self.of(person).filter(pk__in=held.values("office"))


class Office(models.Model):
    """A part of the House, or the office of one member. Each is a controller of its own."""

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("Institution")
        MEMBER = "member", _("Member's office")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INSTITUTION)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def open_roles(self) -> frozenset[Role]:
        """The roles that exist here."""
        if self.kind == Office.Kind.MEMBER:
            return frozenset({Role.MEMBER})
        return frozenset(Role) - {Role.MEMBER}


class Assignment(models.Model):
    """One person, one role, one office."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="accounts_assignment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"


class OfficeScoped(models.QuerySet[Any]):
    """Inherit in the queryset of a table with an `office`: its rows are read through `visible_to` only."""

    def visible_to(self, person: object) -> Self:
        return self.filter(office__in=Office.objects.of(person))


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
    """Somebody asked that the link to choose a password be sent to an address, whoever has it, if anybody.

    The link is made when it is sent: none lies here, and asking is the same work for an address that nobody has. A row
    goes when its mail has left; one that failed stays for an administrator, without the address.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        FAILED = "failed", _("Failed")

    # A person waits for it; two minutes is what the House's own messages are given (parameter late_after_seconds).
    LATE = timedelta(minutes=2)
    # Over a weekend, so that somebody sees that it failed.
    KEPT = timedelta(days=3)

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
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
