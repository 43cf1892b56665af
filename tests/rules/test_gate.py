from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from hemicycle.accounts.models import Office, User
from hemicycle.rules import doors, gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.doors import Door
from hemicycle.rules.errors import DoorNotOpen, Refused


@pytest.fixture(autouse=True)
def _every_door_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "OPENINGS", {("workbench", door): "here" for door in Door})


def thing(classification: str | None, office: Office | None = None) -> SimpleNamespace:
    return SimpleNamespace(classification=classification, office=office)


@pytest.mark.parametrize("door", list(Door))
def test_what_is_public_passes_every_door_to_anyone(door: Door) -> None:
    assert gate.allowed(thing(Classification.PUBLIC), door=door, to=AnonymousUser())


@pytest.mark.parametrize("door", list(Door))
@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.CONFIDENTIAL])
def test_a_citizen_and_an_outsider_get_nothing_that_is_not_public(
    door: Door, classification: str, citizen: AnonymousUser, outsider: User, office: Office
) -> None:
    for reader in (citizen, outsider, None):
        assert not gate.allowed(thing(classification, office), door=door, to=reader)
        assert not gate.allowed(thing(classification), door=door, to=reader)


def test_internal_papers_without_an_office_are_for_staff_of_the_house_only(clerk: User, member: User) -> None:
    paper = thing(Classification.INTERNAL)
    assert gate.allowed(paper, door=Door.PAGE, to=clerk)
    assert not gate.allowed(paper, door=Door.PAGE, to=member)


@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.CONFIDENTIAL])
def test_what_an_office_holds_stays_in_that_office(
    classification: str, clerk: User, administrator: User, superuser: User, member: User, member_office: Office
) -> None:
    letter = thing(classification, member_office)
    assert gate.allowed(letter, door=Door.PAGE, to=member)
    for reader in (clerk, administrator, superuser):
        assert not gate.allowed(letter, door=Door.PAGE, to=reader)


@pytest.mark.parametrize("door", sorted(doors.UNATTENDED))
def test_no_internal_thing_passes_where_nobody_asks_who_looks(door: Door, clerk: User, office: Office) -> None:
    assert not gate.allowed(thing(Classification.INTERNAL, office), door=door, to=clerk)


def test_a_thing_without_a_known_classification_stays_in(clerk: User) -> None:
    for classification in (None, "", "secret"):
        assert not gate.allowed(thing(classification), door=Door.PAGE, to=clerk)
    assert not gate.allowed(object(), door=Door.PAGE, to=clerk)


def test_release_raises_where_allowed_says_no(citizen: AnonymousUser) -> None:
    gate.release(thing(Classification.PUBLIC), door=Door.FEED, to=citizen)
    with pytest.raises(Refused):
        gate.release(thing(Classification.INTERNAL), door=Door.FEED, to=citizen)


def test_nothing_passes_a_door_that_no_app_has_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "OPENINGS", {("workbench", Door.PAGE): "here"})
    with pytest.raises(DoorNotOpen):
        gate.allowed(thing(Classification.PUBLIC), door=Door.EXPORT, to=None)
