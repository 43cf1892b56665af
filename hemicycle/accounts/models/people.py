"""Users, offices, and who does what in which office."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force, listed

from ..roles import CONFIRMED, CONFIRMERS, KEEPERS, Role

# The types of allauth.mfa's Authenticator; its third, recovery codes, comes with either.
SECOND_FACTORS = ("totp", "webauthn")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """`password` None: the person sets one by the link they are sent."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def behind(self, labels: Iterable[str]) -> dict[str, str]:
        """The names of those whom audit labels stand for, by label; a part of the system is called what it is."""
        keys = {label.removeprefix("user:") for label in labels if label.startswith("user:")}
        names = {user.audit_label: str(user) for user in self.filter(pk__in=keys)}
        return {label: names.get(label, label) for label in labels}

    def invited_by(self, person: "User") -> models.QuerySet["User"]:
        """Those whose every role, in force or waiting, this person gave."""
        held, waiting = Assignment.objects.values("user"), PendingAssignment.objects.values("user")
        mine = Q(pk__in=held.filter(granted_by=person)) | Q(pk__in=waiting.filter(granted_by=person))
        others = Q(pk__in=held.exclude(granted_by=person)) | Q(pk__in=waiting.exclude(granted_by=person))
        return self.filter(mine).exclude(others)

    def correctable_by(self, person: "User") -> models.QuerySet["User"]:
        """Those of them who have not used the invitation: neither signed in nor chose a password."""
        unused = self.invited_by(person).filter(last_login=None)
        return unused.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)

    def with_second_factor(self) -> models.QuerySet["User"]:
        """Those who have set up a passkey or an authenticator app; recovery codes alone are none."""
        return self.filter(authenticator__type__in=SECOND_FACTORS)

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

    # Of this session, not of the row: the House's directory says that it asked for a second factor (sign_in/).
    second_factor_attested = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def audit_label(self) -> str:
        return f"user:{self.pk}"

    @property
    def has_not_signed_in(self) -> bool:
        """Invited, and neither signed in nor chose a password since."""
        return self.last_login is None and not self.has_usable_password()

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role held, in any office, that opens something now: without `shut_roles`."""
        return frozenset(Role(a.role) for a in self._held)

    def has_role(self, roles: Iterable[Role]) -> bool:
        return not self.roles.isdisjoint(roles)

    def reads_internal(self) -> bool:
        """Works for the House itself; a member's office does not, and a safety officer reads nothing but threats."""
        return any(a.office.kind == Office.Kind.INSTITUTION and a.role != Role.SAFETY for a in self._held)

    def holds(self, roles: Iterable[Role], *, office: int) -> bool:
        """Whether they hold one of these roles in the office of this key."""
        return any(a.office_id == office and Role(a.role) in roles for a in self._held)

    def belongs_to(self, office: "Office") -> bool:
        return any(a.office_id == office.pk for a in self._held)

    @property
    def offices(self) -> list["Office"]:
        """Those in which they have an assignment, by name."""
        return sorted({a.office for a in self._held}, key=lambda office: (office.name, office.pk))

    def offices_as(self, roles: Iterable[Role]) -> set[int]:
        """The keys of the offices in which they hold one of these roles."""
        return {a.office_id for a in self.assignments_as(roles)}

    def assignments_as(self, roles: Iterable[Role]) -> list["Assignment"]:
        """Those by which they hold one of these roles, read once, with their offices."""
        wanted = frozenset(roles)
        return [a for a in self._held if Role(a.role) in wanted]

    @cached_property
    def shut_roles(self) -> frozenset[Role]:
        """Those of their roles that open nothing until they have set up a second factor: neither a page nor an act."""
        if self.second_factor_attested or not self._assigned or self._assigned[0].has_second_factor:  # type: ignore[attr-defined]
            return frozenset()
        asked = in_force("second_factor_roles")
        return frozenset(Role(a.role) for a in self._assigned if a.role in asked)

    @cached_property
    def _held(self) -> list["Assignment"]:
        return [a for a in self._assigned if Role(a.role) not in self.shut_roles]

    @cached_property
    def _assigned(self) -> list["Assignment"]:
        """All of them, each with whether the person has a second factor, in one query."""
        if not self.is_active:
            return []
        rows = Assignment.objects.filter(user=self).select_related("office")
        return list(rows.annotate(has_second_factor=Exists(User.objects.with_second_factor().filter(pk=self.pk))))


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

    def named_by(self, person: User) -> Self:
        """Which a person may rename: every office of the House as its administrator, a member's in that alone."""
        of_the_house = Q(kind=Office.Kind.INSTITUTION) if person.has_role([Role.ADMINISTRATOR]) else Q(pk=None)
        return self.filter(of_the_house | Q(pk__in=self.kept_by(person).values("pk")))


class Office(models.Model):
    """A part of the House, or the office of one member. Each is a controller of its own."""

    class Kind(models.TextChoices):
        INSTITUTION = "institution", _("Institution")
        MEMBER = "member", _("Member's office")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=160)
    # By language, where one has another.
    names = models.JSONField(default=dict, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.INSTITUTION)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        """Its name in the language of the page."""
        wanted = get_language() or ""
        return self.names.get(wanted) or self.names.get(wanted.partition("-")[0]) or self.name

    @property
    def sender_name(self) -> str:
        """In whose name its mails leave: the House's; a member's office speaks for itself."""
        return house_name() if self.kind == Office.Kind.INSTITUTION else str(self)

    @property
    def open_roles(self) -> frozenset[Role]:
        """The roles that exist here."""
        if self.kind == Office.Kind.MEMBER:
            return frozenset({Role.MEMBER})
        return frozenset(Role) - {Role.MEMBER}


def office_names(slugs: str) -> str:
    """What offices are called whose short names stand there, separated by commas; one that is gone, by that."""
    wanted = [slug.strip() for slug in slugs.split(",") if slug.strip()]
    names = {office.slug: str(office) for office in Office.objects.filter(slug__in=wanted)}
    return listed([names.get(slug, slug) for slug in wanted])


class Assignment(models.Model):
    """One person, one role, one office, in force. `granted_by` None: it was given on the server.

    What waits for a second person is no assignment yet (PendingAssignment), so that nothing has to leave it out.
    """

    class Confirmation(models.TextChoices):
        NOT_NEEDED = "none", _("Needs no confirmation")
        PERSON = "person", _("Confirmed by a second person")
        SERVER = "server", _("Given on the server")
        EARLIER = "earlier", _("Given before confirmation was required")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=16, choices=Role.choices)
    since = models.DateTimeField(default=timezone.now, editable=False)
    confirmation = models.CharField(max_length=8, choices=Confirmation.choices)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="accounts_assignment_once"),
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="accounts_assignment_not_to_oneself"),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("user")) & ~Q(confirmed_by=F("granted_by")),
                name="accounts_assignment_by_a_second_person",
            ),
            # Written out: by whom it was confirmed, on the server by nobody, and without only where none is asked for.
            models.CheckConstraint(
                condition=Q(confirmation="person", confirmed_by__isnull=False)
                | Q(confirmation="server", granted_by=None, confirmed_by=None)
                | Q(confirmation="earlier", confirmed_by=None)
                | (Q(confirmation="none", confirmed_by=None) & ~Q(role__in=[role.value for role in CONFIRMED])),
                name="accounts_assignment_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"


class PendingAssignmentQuerySet(models.QuerySet["PendingAssignment"]):
    def confirmable_by(self, person: User) -> Self:
        """What this person may confirm: as one who approves or reads letters in that office; or, where it has nobody
        else who does, in any of the institution. Neither who gave nor who gets it."""
        held = Assignment.objects.filter(
            user=person, user__is_active=True, role__in=CONFIRMERS, office__kind=Office.Kind.INSTITUTION
        )
        there = Assignment.objects.filter(office=OuterRef("office"), role__in=CONFIRMERS, user__is_active=True)
        # Where nobody gave it, NULL would exclude everybody; nobody is compared twice with who gets it.
        others = there.exclude(user=OuterRef("user")).exclude(user=Coalesce(OuterRef("granted_by"), OuterRef("user")))
        rows = self.filter(office__kind=Office.Kind.INSTITUTION).exclude(user=person).exclude(granted_by=person)
        return rows.filter(Q(office__in=held.values("office")) | (Exists(held) & ~Exists(others)))


class PendingAssignment(models.Model):
    """A role that one person gave and that waits for a second one. It opens nothing; confirmed, declined or withdrawn,
    it is gone, and the audit log says which."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pending_assignments")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="pending_assignments")
    role = models.CharField(max_length=16, choices=Role.choices)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PendingAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["granted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="accounts_pendingassignment_once"),
            models.CheckConstraint(
                condition=~Q(granted_by=F("user")), name="accounts_pendingassignment_not_to_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.office}"

    def confirming_assignments(self) -> models.QuerySet[Assignment]:
        """By which it may be confirmed: PendingAssignmentQuerySet.confirmable_by, asked from the other side."""
        apart = [self.user_id, self.granted_by_id] if self.granted_by_id else [self.user_id]
        held = Assignment.objects.filter(role__in=CONFIRMERS, office__kind=Office.Kind.INSTITUTION)
        held = held.filter(user__is_active=True).exclude(user__in=apart)
        there = held.filter(office=self.office_id)
        return there if there.exists() else held

    def confirmers(self) -> models.QuerySet[User]:
        """Who may confirm it."""
        return User.objects.filter(pk__in=self.confirming_assignments().values("user")).order_by("name", "pk")


class OfficeScoped(models.QuerySet[Any]):
    """Inherit in the queryset of a table with an `office`: its rows are read through `visible_to` only."""

    def visible_to(self, person: object) -> Self:
        return self.filter(office__in=Office.objects.of(person))
