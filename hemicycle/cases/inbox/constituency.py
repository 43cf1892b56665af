"""Where a letter comes from, by what somebody typed, and which offices see to people there."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Assignment, Office
from hemicycle.cases.models import Case
from hemicycle.channels.permissions import ANSWERERS
from hemicycle.record.models import Area, Locality, MemberOffice, Membership, Organization
from hemicycle.record.models.localities import key_of
from hemicycle.record.models.people import of_this_house


def areas_of(words: str) -> list[Area]:
    """The constituencies in which a postcode or a place lies, else those that bear the name."""
    found = {row.area_id for row in Locality.objects.found(words)}
    if found:
        return sorted(Area.objects.filter(pk__in=found), key=str)
    key = key_of(words)
    return [area for area in Area.objects.all() if key and key in {key_of(name) for name in area.names.values()}]


def areas_of_office(office: Office) -> list[int]:
    """The keys of those for which the member of this office sits today; the House has none of its own."""
    people = MemberOffice.objects.filter(office=office).values("person")
    return list(_seats().filter(person__in=people, area__isnull=False).values_list("area", flat=True))


def is_out_of_area(case: Case) -> bool:
    """Written to a member's office from where its member does not sit; of what is not known nothing is said."""
    if case.area is None or case.office.kind != Office.Kind.MEMBER:
        return False
    theirs = areas_of_office(case.office)
    return bool(theirs) and case.area.pk not in theirs


def offices_for(case: Case) -> list[Office]:
    """To whom a case may be passed on: the offices of those who sit for where it comes from; from a member's office,
    those of the House that answer letters."""
    sitting = _seats().filter(area=case.area).values("person") if case.area is not None else []
    wanted = Q(pk__in=MemberOffice.objects.filter(person__in=sitting).values("office"))
    if case.office.kind == Office.Kind.MEMBER:
        answering = Assignment.objects.filter(role__in=ANSWERERS, user__is_active=True).values("office")
        wanted |= Q(kind=Office.Kind.INSTITUTION, pk__in=answering)
    return list(Office.objects.filter(wanted).exclude(pk=case.office_id).order_by("name", "pk"))


def _seats() -> Any:
    """Who has a seat in this House today."""
    ours = of_this_house(Organization.objects.current().chambers())
    return Membership.objects.mandates().on(timezone.localdate()).filter(organization__in=ours)
