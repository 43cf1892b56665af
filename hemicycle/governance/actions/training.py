"""Records of training, and the hours that people of an office can give."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

from ..errors import MayNotAllocate, NotOfTheHouse, OwnTraining
from ..models import StaffHours, Training
from .duties import works_for_the_house

RECORDERS = (Role.SECRETARY, Role.ADMINISTRATOR)
# Those who answer for what an office says or answers, of the people of that office; the recorders of anybody.
STATERS = (Role.EDITOR, Role.CLERK, *RECORDERS)


@transaction.atomic
def record_training(person: User, *, subjects: Iterable[str], title: str = "", on: date, by: Any) -> list[Training]:
    """What somebody completed on a day; `title` says what subject "other" was. The same twice is one record.

    Raises MayNotAllocate, OwnTraining, NotOfTheHouse; IllegalMove for a day to come.
    """
    recorder = _recorder(by)
    if recorder is not None and recorder.pk == person.pk:
        raise OwnTraining(str(person.pk))
    if not works_for_the_house(person):
        raise NotOfTheHouse(str(person.pk))
    if on > timezone.localdate():
        raise IllegalMove("a day to come")
    rows = [
        Training.objects.get_or_create(
            person=person, subject=subject, on=on, title=title.strip() if subject == Training.Subject.OTHER else "",
            defaults={"recorded_by": recorder},
        )[0]
        for subject in subjects
    ]  # fmt: skip
    audit.record("governance.record_training", by=by, about=person, subjects=[one.subject for one in rows])
    return rows


@transaction.atomic
def remove_training(training: Training, *, by: Any) -> None:
    """A record that was made by mistake. Raises MayNotAllocate, OwnTraining."""
    recorder = _recorder(by)
    if recorder is not None and recorder.pk == training.person_id:
        raise OwnTraining(str(training.person_id))
    person, subject = training.person, training.subject
    training.delete()
    audit.record("governance.remove_training", by=by, about=person, subject=subject)


@transaction.atomic
def state_hours(person: User, *, office: Office, hours: int, by: Any) -> StaffHours | None:
    """What a person can give in a week, as somebody who works in the office states; none takes the figure away.

    Raises MayNotAllocate; NotOfTheHouse where the person does not work in that office of the House.
    """
    if not isinstance(by, User) or not by.holds(STATERS, office=office.pk):
        _recorder(by)
    if office.kind != Office.Kind.INSTITUTION or not person.belongs_to(office):
        raise NotOfTheHouse(str(person.pk))
    row = None
    if hours:
        row, _created = StaffHours.objects.update_or_create(person=person, office=office, defaults={"hours": hours})
    else:
        StaffHours.objects.filter(person=person, office=office).delete()
    audit.record("governance.state_hours", by=by, about=person, office=office, hours=hours)
    return row


def _recorder(by: Any) -> User | None:
    """Whoever records, unless that is the server itself."""
    if not isinstance(by, User):
        return None
    if not by.has_role(RECORDERS):
        raise MayNotAllocate(str(by.pk))
    return by
