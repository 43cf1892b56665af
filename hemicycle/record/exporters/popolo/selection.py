"""Which rows go into a file: all of the record, or those of one sitting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hemicycle.record.models import (
    Area,
    Contribution,
    Membership,
    Organization,
    Period,
    Person,
    Sitting,
    SittingStatus,
    SpeechText,
    VersionStatus,
    Vote,
    VoteEvent,
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Querysets; of proceedings only what is public, as everything about people is."""

    people: Any
    bodies: Any
    memberships: Any
    areas: Any
    periods: Any
    sittings: Any

    @classmethod
    def all(cls) -> Chosen:
        return cls(
            Person.objects.current(),
            Organization.objects.current(),
            Membership.objects.filter(person__merged_into=None),
            Area.objects.all(),
            Period.objects.all(),
            Sitting.objects.readable_by(None),
        )

    @classmethod
    def in_sitting(cls, sitting: Sitting) -> Chosen:
        """Those who spoke or voted, the bodies they were in, and the sitting."""
        spoke = Contribution.objects.current().readable_by(None).filter(sitting=sitting).values("person")
        voted = Vote.objects.filter(event__in=VoteEvent.objects.readable_by(None).filter(sitting=sitting))
        people = Person.objects.current().filter(Q(pk__in=spoke) | Q(pk__in=voted.values("person")))
        memberships = Membership.objects.filter(person__in=people)
        periods = Period.objects.filter(pk__in=_upwards(Period, [sitting.period_id]))
        bodies = {sitting.organization_id, *periods.values_list("organization", flat=True)}
        for rows, name in ((memberships, "organization"), (memberships, "on_behalf_of"), (voted, "group")):
            bodies |= set(rows.values_list(name, flat=True))
        return cls(
            people,
            Organization.objects.filter(pk__in=_upwards(Organization, bodies)),
            memberships,
            Area.objects.filter(pk__in=_upwards(Area, memberships.values_list("area", flat=True))),
            periods,
            Sitting.objects.readable_by(None).filter(pk=sitting.pk),
        )

    def rests_on_the_provisional_record(self) -> bool:
        texts = SpeechText.objects.in_force().readable_by(None).filter(status=VersionStatus.PROVISIONAL)
        return (
            self.sittings.filter(status=SittingStatus.PROVISIONAL).exists()
            or texts.filter(contribution__sitting__in=self.sittings.values("pk")).exists()
        )


def _upwards(kind: Any, keys: Iterable[Any]) -> set[Any]:
    """These rows and what they lie in."""
    found: set[Any] = set()
    new = {key for key in keys if key is not None}
    while new:
        found |= new
        parents = kind._default_manager.filter(pk__in=new).values_list("parent", flat=True)
        new = {key for key in parents if key is not None} - found
    return found
