"""Which offices a person answers for: whose audit log they read, and whose data they keep or hold."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from .models import Office, User
from .roles import Role

OF_NO_OFFICE = ""


def governed(person: User) -> dict[str, str]:
    """By slug: for an administrator all of the House and what belongs to no office, for a member their own office."""
    found = {office.slug: str(office) for office in _offices(person)}
    if person.has_role([Role.ADMINISTRATOR]):
        return {OF_NO_OFFICE: _("No office: the House as a whole")} | found
    return found


def of_governed(person: User) -> Q:
    """Of rows that name an office by its slug, those of these offices, within the query that asks for them."""
    theirs = Q(office__in=_offices(person).order_by().values("slug"))
    return theirs | Q(office=OF_NO_OFFICE) if person.has_role([Role.ADMINISTRATOR]) else theirs


def _offices(person: User) -> QuerySet[Office]:
    if person.has_role([Role.ADMINISTRATOR]):
        return Office.objects.filter(kind=Office.Kind.INSTITUTION)
    return Office.objects.kept_by(person)
