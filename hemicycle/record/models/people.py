"""People, the bodies they sit in, where they were elected, and whose office is whose. Shaped like Popolo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from hemicycle.record import addresses
from hemicycle.record.addresses import AddressField
from hemicycle.record.models.rows import RecordRow, Sourced, one_of
from hemicycle.record.phrases import PhraseField
from hemicycle.rules.classification import Classification
from hemicycle.rules.house_name import CHAMBER, house_names
from hemicycle.rules.parameters import in_force


class OrganizationKind(models.TextChoices):
    LEGISLATURE = "legislature", _("Legislature")
    CHAMBER = "chamber", _("Chamber")
    PARTY = "party", _("Party")
    GROUP = "group", _("Parliamentary group")
    COMMITTEE = "committee", _("Committee")
    GOVERNMENT = "government", _("Government")
    OTHER = "other", _("Other body")


# What a member belongs to in politics: countries name it a party or a group.
PARTIES = (OrganizationKind.PARTY, OrganizationKind.GROUP)

# Where members have a seat.
SEATED = (OrganizationKind.CHAMBER, OrganizationKind.LEGISLATURE)

# In `led_by`: somebody here wrote it, and no source changes what they wrote.
BY_STAFF = "staff"


class Mergeable(Sourced):
    """A row of which two sources may each have made one. One that was merged only leads to the other.

    `led_by` is the scheme of the source whose word counts where two differ: the first that had it as a row of its own,
    or staff.
    """

    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Merged into")
    )
    led_by = models.CharField(_("Authoritative source"), max_length=40, blank=True)

    class Meta:
        abstract = True


def _held_on(day: date) -> Q:
    """What held on a day; a partial date holds for all of its year or month."""
    whole, month, year = day.isoformat(), f"{day:%Y-%m}", f"{day:%Y}"
    begun = Q(since="") | Q(since__lte=whole)
    ended = Q(until="") | Q(until__gte=whole) | Q(until=month) | Q(until=year)
    return begun & ended


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def on(self, day: date) -> Self:
        """Those that there were on a day."""
        return self.filter(_held_on(day))

    def current(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def parties(self) -> Self:
        return self.filter(kind=OrganizationKind.PARTY)

    def parties_and_groups(self) -> Self:
        return self.filter(kind__in=PARTIES)

    def committees(self) -> Self:
        return self.filter(kind=OrganizationKind.COMMITTEE)

    def chambers(self) -> Self:
        return self.filter(kind__in=SEATED)


class Organization(Mergeable):
    """A chamber, a party or a committee. `colour` is #rrggbb, only ever a small mark beside a name.

    `links` holds addresses by what they are: web, x, bluesky, mastodon, facebook, instagram, tiktok, youtube.
    """

    address = AddressField()
    kind = models.CharField(_("Kind"), max_length=12, choices=OrganizationKind.choices)
    names = PhraseField(_("Names"))
    short_names = PhraseField(_("Short names"), blank=True)
    descriptions = PhraseField(_("Descriptions"), blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("Part of")
    )
    colour = models.CharField(_("Colour"), max_length=7, blank=True)
    seats = models.PositiveSmallIntegerField(_("Seats"), null=True, blank=True)
    since = models.CharField(_("Since"), max_length=10, blank=True)
    until = models.CharField(_("Until"), max_length=10, blank=True)
    links = models.JSONField(_("Links"), default=dict, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        constraints = [
            one_of("kind", OrganizationKind, "record_organization_kind"),
            models.CheckConstraint(condition=~Q(names={}), name="record_organization_has_a_name"),
            models.CheckConstraint(
                condition=Q(colour="") | Q(colour__startswith="#"), name="record_organization_colour_is_a_colour"
            ),
        ]

    def __str__(self) -> str:
        return str(self.names.here)

    # That a body exists is no secret; what it says and does is classified row by row.
    classification = Classification.PUBLIC

    def get_absolute_url(self) -> str:
        """Its page; a chamber has none of its own and leads to its sittings."""
        if self.kind in PARTIES:
            return addresses.record("parties", self.address)
        if self.kind == OrganizationKind.COMMITTEE:
            return addresses.record("committees", self.address)
        return f"{addresses.record('sittings')}?body={self.address}"

    @property
    def short(self) -> str:
        """For beside a name: the short name where there is one."""
        return str(self.short_names.here if self.short_names else self.names.here)


class Area(Sourced):
    """A constituency, or what it lies in."""

    address = AddressField()
    names = PhraseField(_("Names"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("Part of")
    )

    class Meta:
        verbose_name = _("constituency")
        verbose_name_plural = _("constituencies")
        constraints = [models.CheckConstraint(condition=~Q(names={}), name="record_area_has_a_name")]

    def __str__(self) -> str:
        return str(self.names.here)


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)


class Person(Mergeable):
    """Somebody who sits, sat, or spoke in the House. `gender` and `born` only where the source states them.

    `links` as for organizations; `contacts` holds the public ones of the office, by kind: email, phone, address.
    """

    address = AddressField()
    name = models.CharField(_("Name"), max_length=200, db_index=True)
    sort_name = models.CharField(_("Name to sort by"), max_length=200, blank=True)
    gender = models.CharField(_("Gender"), max_length=8, choices=Gender.choices, blank=True)
    biographies = PhraseField(_("Biographies"), blank=True)
    other_names = models.JSONField(_("Other names"), default=list, blank=True)
    born = models.CharField(_("Born"), max_length=10, blank=True)
    image = models.CharField(_("Portrait"), max_length=500, blank=True)
    links = models.JSONField(_("Links"), default=dict, blank=True)
    contacts = models.JSONField(_("Contacts"), default=dict, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="record_person_has_a_name")]

    def __str__(self) -> str:
        return self.name

    # Who sits or speaks in the House is public; what is said and voted is classified row by row.
    classification = Classification.PUBLIC

    def get_absolute_url(self) -> str:
        return addresses.record("members", self.address)


class MembershipRole(models.TextChoices):
    MEMBER = "member", _("Member")
    CHAIR = "chair", _("Chair")
    VICE_CHAIR = "vice_chair", _("Vice-chair")
    LEADER = "leader", _("Leader")
    OFFICE_HOLDER = "office_holder", _("Office holder")


class MembershipQuerySet(models.QuerySet["Membership"]):
    def on(self, day: date) -> Self:
        """Those that held on a day."""
        return self.filter(_held_on(day))

    def in_parties(self) -> Self:
        return self.filter(organization__kind__in=PARTIES)

    def mandates(self) -> Self:
        """Seats in a chamber, as ordinary members."""
        return self.filter(organization__kind__in=SEATED, role=MembershipRole.MEMBER)


class Membership(Sourced):
    """A person in a body, from when till when. Dates may be partial (2019, 2019-05), as sources give them."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Person"), db_index=False
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("Body")
    )
    role = models.CharField(_("Role"), max_length=14, choices=MembershipRole.choices, default=MembershipRole.MEMBER)
    labels = PhraseField(_("Title of the office"), blank=True)
    on_behalf_of = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates",
        verbose_name=_("On behalf of"),
    )
    area = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("Constituency"),
    )
    since = models.CharField(_("Since"), max_length=10, blank=True)
    until = models.CharField(_("Until"), max_length=10, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization", "role", "since"], name="record_membership_begins_once"
            ),
            models.CheckConstraint(
                condition=Q(until="") | Q(until__gte=Left("since", 4)), name="record_membership_ends_after_it_began"
            ),
            one_of("role", MembershipRole, "record_membership_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.organization}"

    def holds_on(self, day: date) -> bool:
        """What `on` asks of the database."""
        whole = day.isoformat()
        return (not self.since or self.since <= whole) and (not self.until or self.until >= whole[: len(self.until)])


class MemberOffice(RecordRow):
    """Which member an office of accounts works for."""

    office = models.OneToOneField("accounts.Office", on_delete=models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="office")

    def __str__(self) -> str:
        return f"{self.office} · {self.person}"


def parties_on(day: date, people: Iterable[Any]) -> dict[Any, Organization]:
    """The party or group of each person on a day, by the person's key.

    Sources that give no dates list every party a person ever had: nobody is put into one of several.
    """
    held: dict[Any, list[Membership]] = defaultdict(list)
    rows = (
        Membership.objects.in_parties()
        .on(day)
        .filter(person__in={person for person in people if person is not None})
        .select_related("organization")
    )
    for row in rows.order_by("since", "pk"):
        held[row.person_id].append(row)
    parties = {person: party_among(memberships) for person, memberships in held.items()}
    return {person: party for person, party in parties.items() if party is not None}


def party_among(memberships: Sequence[Membership]) -> Organization | None:
    """The party in these memberships of one day, the latest last: the latest dated one, else the only one."""
    dated = [row for row in memberships if row.since]
    if dated:
        return dated[-1].organization
    bodies = {row.organization_id: row.organization for row in memberships}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def of_this_house(chambers: Iterable[Organization]) -> list[Organization]:
    """Of these, the chamber that staff chose, else the one that bears the name of the House, else all."""
    chambers, chosen = list(chambers), in_force(CHAMBER)
    names = {name.casefold() for name in house_names().values()}
    ours = [one for one in chambers if chosen and one.address == chosen]
    ours = ours or [one for one in chambers if names & {name.casefold() for name in one.names.values()}]
    return ours or chambers
