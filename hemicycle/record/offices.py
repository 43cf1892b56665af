"""The members for whom an office may be opened, and whose it becomes; accounts asks through its register."""

from typing import Any

from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.record.actions import seat_in_office
from hemicycle.record.models import MemberOffice, Membership, Organization, Person
from hemicycle.record.models.people import of_this_house


def without_office() -> list[tuple[str, str]]:
    """Address and name of the members of this House who sit today and have no office yet, by name."""
    ours = of_this_house(Organization.objects.current().chambers())
    seats = Membership.objects.mandates().on(timezone.localdate()).filter(organization__in=ours)
    people = Person.objects.current().filter(pk__in=seats.values("person"))
    rows = people.exclude(pk__in=MemberOffice.objects.values("person")).order_by("name", "pk")
    return list(rows.values_list("address", "name"))


def seat(address: str, office: Office, by: Any) -> None:
    seat_in_office(Person.objects.current().get(address=address), office=office, by=by)
