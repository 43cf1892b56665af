"""Which offices a person answers for: whose audit log they read, and whose data they keep or hold."""

from __future__ import annotations

from django.utils.translation import gettext as _

from .models import Office, User
from .roles import Role

OF_NO_OFFICE = ""


def governed(person: User) -> dict[str, str]:
    """By slug: for an administrator all of the House and what belongs to no office, for a member their own office."""
    if person.has_role([Role.ADMINISTRATOR]):
        offices = Office.objects.filter(kind=Office.Kind.INSTITUTION)
        return {OF_NO_OFFICE: _("No office: the House as a whole")} | {o.slug: o.name for o in offices}
    return {office.slug: office.name for office in Office.objects.kept_by(person)}
