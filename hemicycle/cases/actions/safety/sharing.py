"""A member's office decides whether the House's safety officers see its reports of threats."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import Office, User
from hemicycle.cases.errors import NotAnOfficer
from hemicycle.cases.models import ThreatSharing
from hemicycle.rules import audit


@transaction.atomic
def share_threats(office: Office, *, by: User) -> None:
    """Its reports, and nothing else of it. Raises NotAnOfficer for whoever is not of that member's office."""
    if office.kind != Office.Kind.MEMBER or not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    _sharing, is_new = ThreatSharing.objects.get_or_create(office=office, defaults={"by": by})
    if is_new:
        audit.record("cases.share_threats", by=by, about=office, office=office)


@transaction.atomic
def stop_sharing_threats(office: Office, *, by: User) -> None:
    """From now on they stay in the office. Raises NotAnOfficer."""
    if not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    if ThreatSharing.objects.filter(office=office).delete()[0]:
        audit.record("cases.stop_sharing_threats", by=by, about=office, office=office)
