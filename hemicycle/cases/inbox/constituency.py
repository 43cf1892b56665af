"""Where a letter comes from, by what somebody typed or by its address, and which offices see to people there."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Assignment, Office
from hemicycle.cases.models import Case
from hemicycle.cases.permissions import ANSWER_LETTERS
from hemicycle.record.models import Area, Locality, MemberOffice, Membership, Organization
from hemicycle.record.models.localities import key_of
from hemicycle.record.models.people import of_this_house


def areas_of(words: str) -> list[Area]:
    """The constituencies in which a postcode or a place lies, else those that bear the name."""
    found = {row.area_id for row in Locality.objects.found(words)}
    if found:
        return sorted(Area.objects.filter(pk__in=found), key=str)
    return _named(words)


def area_of_address(address: str) -> Area | None:
    """The one constituency in which a postal address lies. The place stands in its last line, with its postcode there
    or above it; None where that is found nowhere, or in several, and of a House without a table of places."""
    lines = [part for part in re.split(r"[\n,]", address) if part.strip()][1:]
    if not lines or not Locality.objects.exists():
        return None
    found = _areas_at(lines[-1])
    if len(found) > 1 and len(lines) > 1:
        found &= _areas_at(lines[-2])
    return found.pop() if len(found) == 1 else None


def _areas_at(line: str) -> set[Area]:
    """Of whole names and postcodes alone: nobody sees what else was found, as they do who type what they look for."""
    words = line.split()
    first = next((at for at, word in enumerate(words) if any(sign.isdigit() for sign in word)), 0)
    # “London SW1A 1AA” as “SW1A 1AA London”.
    turned = " ".join(words[first:] + words[:first])
    rows = Locality.objects.found(turned).select_related("area")
    return {row.area for row in rows if _is_all_of(key_of(turned), row)} or set(_named(line))


def _is_all_of(key: str, row: Locality) -> bool:
    """Whether a line is this place and no other of the same postcode, or of one that begins like it."""
    code = row.postcode_key
    if not code or not key.startswith(code):
        return key == row.name_key
    rest = key.removeprefix(code)
    if rest[:1].isdigit():
        # “1AA” goes on with “SW1A”; “10115” is another than “1011”.
        return not code.isdigit()
    return not rest or row.name_key in ("", rest)


def _named(words: str) -> list[Area]:
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
    """To whom a case may be passed on: other offices of the House, and of members those alone who sit for where it
    comes from. Of both only where somebody reads letters and answers them."""
    sitting = _seats().filter(area=case.area).values("person") if case.area is not None else []
    wanted = Q(kind=Office.Kind.INSTITUTION)
    wanted |= Q(pk__in=MemberOffice.objects.filter(person__in=sitting).values("office"))
    answering = Assignment.objects.filter(role__in=ANSWER_LETTERS, user__is_active=True).values("office")
    rows = Office.objects.filter(wanted, pk__in=answering).exclude(pk=case.office_id)
    return sorted(rows, key=lambda one: (one.kind == Office.Kind.INSTITUTION, str(one), one.pk))


def _seats() -> Any:
    """Who has a seat in this House today."""
    ours = of_this_house(Organization.objects.current().chambers())
    return Membership.objects.mandates().on(timezone.localdate()).filter(organization__in=ours)
