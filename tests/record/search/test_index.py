"""The index: what is in it and what is not, through whatever happens to it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.actions.indexing import note
from hemicycle.record.models import (
    Contribution,
    Document,
    DocumentVersion,
    Indexing,
    Organization,
    Person,
    Sitting,
    SpeechText,
    Unindexed,
    VoteEvent,
)
from hemicycle.record.papers import Known, MembershipPaper, PersonPaper
from hemicycle.record.search import writing
from hemicycle.record.search.engine import Criteria
from hemicycle.record.search.entries import everything
from hemicycle.record.search.entry import Kind
from hemicycle.rules.classification import Classification

from .conftest import ADA, BILL, BO, DEBATE, REEDS, day, speech

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("spills fined", ["speech"]),
        ("spill FINING river", ["speech"]),
        ('"three spills"', ["speech"]),
        ('"spills three"', []),
        ("rivieres declarer", ["speech"]),
        ("déversement", ["speech"]),
        ("ministra limpio", ["speech"]),
        ("flusse", ["speech"]),
        ("fluss", []),
        ("spills -fined", []),
        ("harbour -spills", ["speech"]),
        ("the of", ["speech"]),
        ("fisheries", ["debate"]),
        ("moorings", ["vote"]),
        ("weir eels", ["provision"]),
        ("bill 12", ["bill"]),
        ("nunez", ["member"]),
        ("roseau", ["body"]),
        ("mountain", []),
        ("river mountain", []),
        ("<b> OR kind:speech", []),
    ],
)
def test_words_find_what_holds_all_of_them(house, found, text, kinds):
    assert found(text) == kinds


def test_filters_narrow_down(house, found, index):
    ada, reeds = Person.objects.get(name="Ada Núñez"), Organization.objects.parties().get()
    assert len(found("river")) > 1
    assert found("river", kind="speech") == ["speech"]
    assert found(kind="speech", people=(str(ada.pk),)) == ["speech"]
    assert found(kind="speech", parties=(str(reeds.pk),)) == ["speech"]
    assert found(kind="speech", people=()) == []
    assert found(kind="speech", language="de") == ["speech"]
    assert len(found(since=date(2026, 3, 10), kind="speech")) == 4
    assert found(since=date(2026, 3, 11)) == []
    assert found(until=date(2026, 2, 1), kind="bill") == ["bill"]


def test_pages_follow_one_another_without_gap_or_overlap(house, index):
    asked = Criteria(kind="speech", newest=True)
    pages = [index.find(asked, offset=at, limit=1).keys[0] for at in range(4)]
    assert len(set(pages)) == index.find(asked, offset=0, limit=1).total == 4


def test_the_newest_come_first_where_asked(house, found, index):
    actions.put_sitting(day(speech("later", BO, en="A river."), on=date(2026, 4, 1)), by="test")
    Worker().drain()
    first = index.find(Criteria(kind="speech", newest=True), offset=0, limit=1).keys[0]
    assert first == f"speech:{Contribution.objects.get(native_id='later').pk}"


def test_names_are_offered_by_their_beginning(house, index):
    assert len(index.named(["nu"], [Kind.MEMBER], limit=5)) == 1
    assert len(index.named(["ada", "nu"], [Kind.MEMBER], limit=5)) == 1
    assert index.named(["nu", "ada"], [Kind.MEMBER], limit=5) == []
    assert index.named(["nu"], [Kind.MEMBER], limit=5, beginning=False) == []
    assert index.spellings("pech", limit=5) == ["pêcheries"]


def test_a_corrected_speech_is_found_by_its_new_words_alone(house, found):
    actions.put_sitting(day(speech("s1", ADA, en="The lakes are clean.")), by="test")
    assert found("lakes") == []
    Worker().drain()
    assert found("lakes") == ["speech"]
    assert found("spills") == []


def test_a_withdrawn_speech_is_not_found(house, found):
    actions.put_sitting(
        replace(DEBATE, parts=(replace(DEBATE.parts[0], parts=DEBATE.parts[0].parts[1:]), *DEBATE.parts[1:])),
        by="test",
    )
    Worker().drain()
    assert found("spills") == []
    assert found("ferries") == ["speech"]


def test_a_speech_is_found_under_the_party_of_its_day_once_that_is_known(house, found):
    reeds = str(Organization.objects.parties().get().pk)
    assert found("ferries", parties=(reeds,)) == []
    joins = (MembershipPaper(REEDS, since="2026-01"),)
    actions.put_person(PersonPaper(name="Bo Lee", known_as=(BO,), memberships=joins), by="test")
    Worker().drain()
    assert found("ferries", parties=(reeds,)) == ["speech"]


def test_what_is_internal_is_in_no_index(house, found):
    """Each of them by itself: a bill, a text of it, a sitting, a text of a speech, a vote."""
    internal = Classification.INTERNAL
    actions.classify(Document.objects.get(), classification=internal, by="test")
    Worker().drain()
    assert found("river", kind="bill") == found("weir") == []

    actions.classify(Document.objects.get(), classification=Classification.PUBLIC, by="test")
    DocumentVersion.objects.update(classification=internal)
    SpeechText.objects.filter(language="fr").update(classification=internal)
    VoteEvent.objects.update(classification=internal)
    writing.rebuild(waiting=lambda: None)
    assert found("river", kind="bill") == ["bill"]
    assert found("weir") == found("déversements") == found("moorings") == []
    assert found("spills") == ["speech"]

    Sitting.objects.update(classification=internal)
    writing.rebuild(waiting=lambda: None)
    assert found("spills") == found("fisheries") == []


def test_whatever_the_actions_did_the_index_is_what_a_rebuilt_one_is(house, index):
    actions.put_sitting(day(speech("s1", ADA, en="Lakes."), speech("s9", BO, fr="Lacs.")), by="test")
    actions.put_bill(replace(BILL, titles={"en": "Lakes Bill"}), by="test")
    actions.put_person(PersonPaper(name="Ada Nunes", known_as=(ADA,)), by="test")
    Worker().drain()
    everywhere = Criteria()
    updated = index.find(everywhere, offset=0, limit=100)
    assert writing.rebuild(waiting=lambda: None) == updated.total
    rebuilt = index.find(everywhere, offset=0, limit=100)
    assert sorted(updated.keys) == sorted(rebuilt.keys) == sorted(entry.key for entry in everything())


def test_an_action_that_is_undone_leaves_nothing_to_index(house):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.put_person(PersonPaper(name="Nobody", known_as=(Known("native", "nobody"),)), by="test")
        assert Unindexed.objects.count() == 1
        raise ZeroDivisionError
    assert not Unindexed.objects.exists()
    assert not Indexing.objects.waiting().exists()


def test_many_changes_wait_for_one_job(house):
    for number in range(5):
        actions.put_person(PersonPaper(name=f"Person {number}", known_as=(Known("native", str(number)),)), by="test")
    assert Unindexed.objects.count() == 5
    assert Indexing.objects.waiting().count() == 1


def test_what_changes_while_it_is_being_indexed_stays_noted(house, index):
    person = Person.objects.get(name="Bo Lee")
    note(person)
    seen = dict(Unindexed.objects.values_list("owner", "mark"))
    note(person)
    writing._forget(seen)
    assert Unindexed.objects.count() == 1


def test_a_second_worker_takes_no_second_job_of_the_one_writer(house):
    note(Person.objects.first())
    assert Indexing.objects.all().claim(worker="one", lease=timedelta(minutes=1))
    note(Person.objects.first())
    assert Indexing.objects.waiting().count() == 1
    assert Indexing.objects.all().claim(worker="two", lease=timedelta(minutes=1)) is None


def test_a_rebuild_that_breaks_leaves_the_index_as_it_was(house, found, index):
    def broken():
        yield next(iter(everything()))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), index.writer(waiting=lambda: None) as pen:
        pen.replace_all(broken())
    assert found("spills") == ["speech"]
