"""People, bodies, memberships, sittings."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hemicycle.record import actions
from hemicycle.record.errors import NotOneThing, UnclearDate
from hemicycle.record.models import AgendaItem, Contribution, MemberOffice, Membership, Organization, Person, Sitting
from hemicycle.record.papers import (
    BodyPaper,
    ItemPaper,
    Known,
    MembershipPaper,
    PersonPaper,
    SittingPaper,
    SpeechPaper,
    words,
)
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

HOUSE = Known("native", "house")
ADA = PersonPaper(
    name="Ada Okafor",
    known_as=(Known("native", "ada"),),
    gender="female",
    memberships=(MembershipPaper(organization=HOUSE, since="2019"),),
)
SITTING = SittingPaper(
    organization=HOUSE,
    number=3,
    date=date(2026, 3, 31),
    known_as=(Known("native", "sitting-3"),),
    parts=(
        ItemPaper("debate", {"en": "Rivers"}, parts=(SpeechPaper((words("fr", "Merci."),), person=ADA.known_as[0]),)),
        ItemPaper("vote", {"en": "Vote on rivers"}),
    ),
)


@pytest.fixture(autouse=True)
def house() -> None:
    actions.put_body(BodyPaper("chamber", {"en": "The House"}, known_as=(HOUSE,)), by="test")


def test_a_person_put_twice_is_one_person_with_one_membership():
    actions.put_person(ADA, by="test")
    assert not actions.put_person(ADA, by="test")
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_a_name_in_passing_is_kept_beside_the_first():
    actions.put_person(ADA, by="test")
    passing = replace(ADA, name="Ms Okafor", gender="", memberships=(), in_passing=True)
    assert actions.put_person(passing, by="test").facts() == {"person_changed": 1}
    assert not actions.put_person(passing, by="test")
    assert not actions.put_person(ADA, by="test")
    ada = Person.objects.get()
    assert (ada.name, ada.other_names) == ("Ada Okafor", ["Ms Okafor"])


def named(*names: str) -> list[PersonPaper]:
    return [PersonPaper(name, (Known("native", f"member/{name[-1]}"),), in_passing=True) for name in names]


def test_people_who_are_only_named_are_entered_together_and_once():
    papers = named("Ada 1", "Bo 2")
    changes, _aside = actions.put_papers(papers, by="test")
    assert changes.facts() == {"person_added": 2}
    assert AuditEntry.objects.last().facts == {"person_added": 2}
    again, _aside = actions.put_papers(papers, by="test")
    assert (again.facts(), again.unchanged["person"]) == ({}, 2)
    assert [person.name for person in Person.objects.filter(identifiers__value="member/1")] == ["Ada 1"]


def test_who_is_named_in_two_ways_keeps_the_first_name_and_has_the_second_beside_it():
    actions.put_papers(named("Ada 1", "Ms Ada 1"), by="test")
    actions.put_papers(named("Dame Ada 1"), by="test")
    ada = Person.objects.get()
    assert (ada.name, ada.other_names) == ("Ada 1", ["Dame Ada 1", "Ms Ada 1"])


def test_nobody_is_named_as_a_body_is():
    papers = [*named("Ada 1"), PersonPaper("The House", (HOUSE,), in_passing=True)]
    with pytest.raises(NotOneThing):
        actions.put_papers(papers, by="test")
    assert not Person.objects.exists()


def test_three_hundred_named_cost_no_more_statements_than_three():
    asked = []
    for names in (range(3), range(1_000, 1_300)):
        papers = [PersonPaper("Ada", (Known("native", f"member/{n}"),), in_passing=True) for n in names]
        with CaptureQueriesContext(connection) as queries:
            actions.put_papers(papers, by="test")
        asked.append(len(queries))
    # SQLite takes 999 values in one statement: people are written in several.
    assert asked[1] <= asked[0] + 10


def test_a_membership_that_ended_is_changed_in_place():
    actions.put_person(ADA, by="test")
    ended = replace(ADA.memberships[0], until="2026-05")
    assert actions.put_person(replace(ADA, memberships=(ended,)), by="test").facts() == {"membership_changed": 1}
    assert not Membership.objects.on(date(2026, 6, 1)).exists()
    assert Membership.objects.on(date(2026, 5, 31)).exists()
    assert not Membership.objects.on(date(2018, 12, 31)).exists()


@pytest.mark.parametrize("unclear", ["spring", "2019-1", "01/02/2019"])
def test_an_unclear_date_is_refused(unclear):
    membership = replace(ADA.memberships[0], since=unclear)
    with pytest.raises(UnclearDate):
        actions.put_person(replace(ADA, memberships=(membership,)), by="test")


def test_a_membership_cannot_end_before_it_began():
    membership = replace(ADA.memberships[0], until="2018")
    with pytest.raises(UnclearDate):
        actions.put_person(replace(ADA, memberships=(membership,)), by="test")
    actions.put_person(ADA, by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.update(until="2018")


def test_a_sitting_put_twice_is_one_sitting():
    actions.put_person(ADA, by="test")
    actions.put_sitting(SITTING, by="test")
    entries = AuditEntry.objects.count()
    assert not actions.put_sitting(SITTING, by="test")
    assert AuditEntry.objects.count() == entries
    assert (Sitting.objects.count(), AgendaItem.objects.count(), Contribution.objects.count()) == (1, 2, 1)


def test_an_item_that_the_corrected_sitting_lacks_is_removed():
    actions.put_person(ADA, by="test")
    actions.put_sitting(SITTING, by="test")
    changes = actions.put_sitting(replace(SITTING, parts=SITTING.parts[:1]), by="test")
    assert changes.facts() == {"agendaitem_removed": 1}


def test_a_speech_needs_a_speaker():
    unsaid = replace(SITTING.parts[0], parts=(SpeechPaper((words("en", "Who said this?"),)),))
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.put_sitting(replace(SITTING, parts=(unsaid,)), by="test")


def test_an_office_works_for_one_member(member_office):
    actions.put_person(ADA, by="test")
    person = Person.objects.get()
    first = actions.seat_in_office(person, office=member_office, by="test")
    assert actions.seat_in_office(person, office=member_office, by="test") == first
    assert MemberOffice.objects.get().person == person


def test_a_kind_of_body_that_is_none_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(kind="club", names={"en": "Chess club"})
