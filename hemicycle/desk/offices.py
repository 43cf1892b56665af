"""In the name of which office somebody writes: those they may choose from, and the one that is offered first."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Account
from hemicycle.desk.models import WRITERS, Announcement


def written_in(person: User) -> QuerySet[Office]:
    """The offices in which a person writes."""
    return Office.objects.filter(pk__in=person.assignments.filter(role__in=WRITERS).values("office"))


def usual_office(person: User) -> Office | None:
    """One with channels, else any; of several the one in which they last began something."""
    accounts = Account.objects.open().filter(office=OuterRef("pk"))
    offices = list(written_in(person).annotate(has_channels=Exists(accounts)))
    if len(offices) < 2:
        return next(iter(offices), None)
    begun = Announcement.objects.filter(author=person, office__in=offices).order_by("-opened_at", "-pk")
    recent = list(begun.values_list("office", flat=True)[:1])
    return max(offices, key=lambda one: (one.has_channels, one.pk in recent))
