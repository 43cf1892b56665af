"""Who spoke under a name that no source explains: decided by staff, kept through imports, undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.record.actions.indexing import note_owners, owner
from hemicycle.record.errors import AlreadyDecided
from hemicycle.record.models import Attribution, Contribution, Organization, Person, Sitting
from hemicycle.rules import audit


@transaction.atomic
def attribute(
    labels: Mapping[str, str],
    *,
    body: Organization,
    person: Person | None,
    since: date | None = None,
    until: date | None = None,
    by: Any,
) -> Attribution:
    """Say who speaks under this name in a body, between two days; None: nobody of the record.

    What was said so far becomes that person's, and what later imports bring. Raises AlreadyDecided where somebody
    has said it of one of these days.
    """
    Organization.objects.select_for_update().get(pk=body.pk)
    made = Attribution(organization=body, labels=labels, person=person, since=since, until=until)
    if any(_overlap(made, other) for other in body.attributions.current() if other.fits(labels)):
        raise AlreadyDecided(str(made))
    made.decided_by, made.decided_at = _signature(by), timezone.now()
    made.save()
    count = apply(made)
    audit.record("record.attribute", by=by, about=made, person=str(person.pk) if person else None, speeches=count)
    return made


@transaction.atomic
def undo_attribution(attribution: Attribution, *, by: Any) -> Attribution:
    """Undo it: the speaker is unknown again. Raises AlreadyDecided for one already undone."""
    row = Attribution.objects.select_for_update().get(pk=attribution.pk)
    if row.undone_at is not None:
        raise AlreadyDecided(str(row))
    row.undone_by, row.undone_at = _signature(by), timezone.now()
    row.save()
    _note(row.contributions.all())
    count = row.contributions.update(person=None, attribution=None)
    audit.record("record.undo_attribution", by=by, about=row, speeches=count)
    return row


def apply(attribution: Attribution) -> int:
    """Everything that nobody has explained and that it explains; returns how many contributions."""
    days: dict[str, Any] = {"sitting__date__gte": attribution.since, "sitting__date__lte": attribution.until}
    days = {name: day for name, day in days.items() if day is not None}
    unknown = Contribution.objects.unmatched().filter(sitting__organization=attribution.organization, **days)
    keys = list(unknown.named(attribution.labels).order_by().values_list("pk", flat=True))
    count = 0
    for start in range(0, len(keys), _AT_ONCE):
        rows = Contribution.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        _note(rows)
        count += rows.update(person=attribution.person, attribution=attribution)
    return count


class Attributions:
    """What staff said of who speaks in a sitting; read once."""

    def __init__(self, sitting: Sitting) -> None:
        rows = Attribution.objects.current().on(sitting.date).filter(organization=sitting.organization_id)
        self._rows = list(rows.select_related("person").order_by("decided_at", "pk"))

    def of(self, row: Any, labels: Mapping[str, str], *, person: Any) -> Attribution | None:
        """That of a contribution (`row`) under this name; none where its source says who speaks (`person`, a key).

        But what staff said of a contribution before its source said so stays, as long as it names somebody.
        """
        printed = {**row.labels, **labels}
        fitting = [each for each in self._rows if each.fits(printed)]
        before = next((each for each in fitting if each.pk == row.attribution_id), None)
        if person is not None:
            return before if before and before.person else None
        if row.person_id is not None and row.attribution_id is None:
            return None
        return before or next(iter(fitting), None)


_AT_ONCE = 1_000


def _overlap(one: Attribution, other: Attribution) -> bool:
    def ends_before(first: Attribution, second: Attribution) -> bool:
        return bool(first.until and second.since and first.until < second.since)

    return not ends_before(one, other) and not ends_before(other, one)


def _note(rows: Any) -> None:
    sittings = rows.order_by().values_list("sitting", flat=True).distinct()
    note_owners([owner("sitting", key) for key in sittings])


def _signature(by: Any) -> str:
    return audit.actor_of(by)[:200]
