from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser

from hemicycle.accounts.models import Office, User
from hemicycle.rules import egress, gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import EgressNotRegistered, Refused


@pytest.fixture(autouse=True)
def _every_egress_point_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "EGRESS", {("workbench", via): "here" for via in EgressPoint})


def thing(classification: str | None, office: Office | None = None) -> SimpleNamespace:
    return SimpleNamespace(classification=classification, office=office)


@pytest.mark.parametrize("via", list(EgressPoint))
def test_what_is_public_passes_every_egress_point_to_anyone(via: EgressPoint) -> None:
    assert gate.allowed(thing(Classification.PUBLIC), via=via, to=AnonymousUser())


@pytest.mark.parametrize("via", list(EgressPoint))
@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.CONFIDENTIAL])
def test_a_citizen_and_an_outsider_get_nothing_that_is_not_public(
    via: EgressPoint, classification: str, citizen: AnonymousUser, outsider: User, office: Office
) -> None:
    for reader in (citizen, outsider, None):
        assert not gate.allowed(thing(classification, office), via=via, to=reader)
        assert not gate.allowed(thing(classification), via=via, to=reader)


def test_internal_papers_without_an_office_are_for_staff_of_the_house_only(clerk: User, member: User) -> None:
    paper = thing(Classification.INTERNAL)
    assert gate.allowed(paper, via=EgressPoint.PAGE, to=clerk)
    assert not gate.allowed(paper, via=EgressPoint.PAGE, to=member)


@pytest.mark.parametrize("classification", [Classification.INTERNAL, Classification.CONFIDENTIAL])
def test_what_an_office_holds_stays_in_that_office(
    classification: str, clerk: User, administrator: User, superuser: User, member: User, member_office: Office
) -> None:
    letter = thing(classification, member_office)
    assert gate.allowed(letter, via=EgressPoint.PAGE, to=member)
    for reader in (clerk, administrator, superuser):
        assert not gate.allowed(letter, via=EgressPoint.PAGE, to=reader)


@pytest.mark.parametrize("via", sorted(egress.UNATTENDED))
def test_no_internal_thing_passes_where_nobody_asks_who_looks(via: EgressPoint, clerk: User, office: Office) -> None:
    assert not gate.allowed(thing(Classification.INTERNAL, office), via=via, to=clerk)


def test_a_thing_without_a_known_classification_stays_in(clerk: User) -> None:
    for classification in (None, "", "secret"):
        assert not gate.allowed(thing(classification), via=EgressPoint.PAGE, to=clerk)
    assert not gate.allowed(object(), via=EgressPoint.PAGE, to=clerk)


def test_release_raises_where_allowed_says_no(citizen: AnonymousUser) -> None:
    gate.release(thing(Classification.PUBLIC), via=EgressPoint.FEED, to=citizen)
    with pytest.raises(Refused):
        gate.release(thing(Classification.INTERNAL), via=EgressPoint.FEED, to=citizen)


def test_nothing_passes_an_egress_point_that_no_app_has_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "EGRESS", {("workbench", EgressPoint.PAGE): "here"})
    with pytest.raises(EgressNotRegistered):
        gate.allowed(thing(Classification.PUBLIC), via=EgressPoint.EXPORT, to=None)


def test_an_app_opens_one_egress_point_and_names_the_test_in_which_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(egress, "EGRESS", {})
    egress.register("workbench", EgressPoint.FEED, refusal_test="tests/x.py::test_y")
    assert egress.EGRESS == {("workbench", EgressPoint.FEED): "tests/x.py::test_y"}
    assert gate.allowed(thing(Classification.PUBLIC), via=EgressPoint.FEED, to=None)
    with pytest.raises(EgressNotRegistered):
        gate.allowed(thing(Classification.PUBLIC), via=EgressPoint.PAGE, to=None)
