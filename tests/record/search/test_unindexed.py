"""Every action that changes what the search shows notes the row: after each, the notes cover all that differs."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hemicycle.record import actions
from hemicycle.record.models import (
    Attribution,
    Contribution,
    Document,
    Indexing,
    Match,
    Membership,
    Organization,
    Person,
    Sitting,
    Unindexed,
    Watched,
)
from hemicycle.record.papers import (
    AreaPaper,
    BodyPaper,
    Known,
    MembershipPaper,
    PeriodPaper,
    PersonPaper,
    SpeechPaper,
    words,
)
from hemicycle.record.search.entries import everything
from hemicycle.record.search.entry import Entry
from hemicycle.rules.classification import Classification
from tests.record.search.conftest import ADA, BILL, BO, DEBATE, HOUSE, REEDS, day

pytestmark = pytest.mark.django_db
TEST = {"by": "test"}


def match() -> Match:
    """Ada Núñez once more, from another source, where she has spoken."""
    other = Known("elsewhere", "ada")
    actions.put_person(PersonPaper("Ada Núñez", (other,)), **TEST)
    speech = SpeechPaper((words("en", "Herons."),), person=other, native_id="s1")
    actions.put_sitting(replace(day(speech, number=2), known_as=(Known("native", "second"),)), **TEST)
    actions.propose_matches(**TEST)
    return Match.objects.get()


def merged() -> Match:
    return actions.merge(match(), **TEST)


def unknown() -> tuple[dict[str, str], Organization, Person]:
    """Somebody of whom the record has only a name speaks; and Ada."""
    labels = {"en": "The Member for Fen"}
    speech = SpeechPaper((words("en", "Bitterns."),), labels=labels, native_id="s1")
    actions.put_sitting(replace(day(speech, number=3), known_as=(Known("native", "third"),)), **TEST)
    return labels, Organization.objects.get(kind="chamber"), Person.objects.get(name="Ada Núñez")


def attributed() -> Attribution:
    labels, body, person = unknown()
    return actions.attribute(labels, body=body, person=person, **TEST)


def parties() -> Match:
    """The Reed Party once more, with one who spoke as its member."""
    again = Known("elsewhere", "reeds")
    actions.put_body(BodyPaper("party", {"en": "Reed Party"}, (again,)), **TEST)
    actions.put_person(PersonPaper("Bo Lee", (BO,), memberships=(MembershipPaper(again, since="2020"),)), **TEST)
    actions.propose_matches(**TEST)
    return Match.objects.get()


def merged_parties() -> Match:
    return actions.merge(parties(), **TEST)


def correct(row: Any, **said: Any) -> None:
    for name, value in said.items():
        setattr(row, name, value)
    actions.keep(row, **TEST)


def unused() -> Person:
    actions.put_person(PersonPaper("Nobody", (Known("native", "nobody"),)), **TEST)
    return Person.objects.get(name="Nobody")


def reeds() -> Organization:
    return Organization.objects.parties().get()


def a_bill() -> Document:
    return Document.objects.get()


def watched() -> Watched:
    return Watched.objects.create(address="https://house.example/feed")


# Each action, and where it does several things each of them; what must be there before is made by the first.
Before, Act = Callable[[], Any], Callable[[Any], Any]
ACTS: list[tuple[str, Before | None, Act]] = [
    ("put_body", None, lambda _: actions.put_body(BodyPaper("party", {"en": "Rushes"}, (REEDS,)), **TEST)),
    ("put_body", None, lambda _: actions.put_body(BodyPaper("committee", {"en": "Reeds"}, (REEDS,)), **TEST)),
    ("put_area", None, lambda _: actions.put_area(AreaPaper({"en": "Fen"}, (Known("native", "fen"),)), **TEST)),
    (
        "put_period",
        None,
        lambda _: actions.put_period(PeriodPaper(HOUSE, "term", (Known("native", "t"),), number="3"), **TEST),
    ),
    ("put_person", None, lambda _: actions.put_person(PersonPaper("Ada Nuñez Gil", (ADA,)), **TEST)),
    (
        "put_person",
        None,
        lambda _: actions.put_person(
            PersonPaper("Ada Núñez", (ADA,), memberships=(MembershipPaper(REEDS, since="2020", until="2021"),)), **TEST
        ),
    ),
    ("put_bill", None, lambda _: actions.put_bill(replace(BILL, titles={"en": "Fen Bill"}), **TEST)),
    ("put_sitting", None, lambda _: actions.put_sitting(replace(DEBATE, parts=DEBATE.parts[1:]), **TEST)),
    (
        "put_papers",
        None,
        lambda _: actions.put_papers(
            [PersonPaper("Cy", (Known("native", "cy"),)), day(on=date(2026, 4, 1), number=1)], **TEST
        ),
    ),
    ("classify", a_bill, lambda row: actions.classify(row, classification=Classification.INTERNAL, **TEST)),
    ("propose_matches", None, lambda _: actions.propose_matches(**TEST)),
    ("merge", match, lambda row: actions.merge(row, **TEST)),
    ("merge", parties, lambda row: actions.merge(row, **TEST)),
    ("undo", merged_parties, lambda row: actions.undo(row, **TEST)),
    ("keep_apart", match, lambda row: actions.keep_apart(row, **TEST)),
    ("undo", merged, lambda row: actions.undo(row, **TEST)),
    ("attribute", unknown, lambda row: actions.attribute(row[0], body=row[1], person=row[2], **TEST)),
    ("undo_attribution", attributed, lambda row: actions.undo_attribution(row, **TEST)),
    ("keep", lambda: Person.objects.get(name="Ada Núñez"), lambda row: correct(row, name="Ada Gil")),
    ("keep", reeds, lambda row: correct(row, kind="committee")),
    ("keep", reeds, lambda row: correct(row, names={"en": "Rushes"})),
    ("keep", a_bill, lambda row: correct(row, titles={"en": "Fen Bill"})),
    ("keep", Membership.objects.get, lambda row: correct(row, until="2021")),
    ("remove", unused, lambda row: actions.remove(row, **TEST)),
    ("remove", Membership.objects.get, lambda row: actions.remove(row, **TEST)),
    (
        "record_poll",
        watched,
        lambda row: actions.record_poll(row, now=timezone.now(), changed=True),
    ),
]
# What it writes is in no entry: which office works for whom.
NOT_SHOWN = {"seat_in_office", "load_localities", "remove_localities"}


def shown() -> dict[str, Entry]:
    return {entry.key: entry for entry in everything()}


def uncovered(before: dict[str, Entry], after: dict[str, Entry], noted: set[str]) -> Iterator[str]:
    """Keys of entries that differ and whose owner is not noted, so that no indexing would bring them up to date."""
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            for entry in filter(None, (before.get(key), after.get(key))):
                if not noted & set(entry.owners):
                    yield key


def name_of(act: Any) -> str:
    return act if isinstance(act, str) else ""


@pytest.mark.parametrize(("name", "before", "act"), ACTS, ids=name_of)
def test_what_an_action_changes_is_noted(house: Sitting, name: str, before: Before | None, act: Act) -> None:
    row = before() if before else None
    Unindexed.objects.all().delete()
    was = shown()
    act(row)
    noted = set(Unindexed.objects.values_list("owner", flat=True))
    assert list(uncovered(was, shown(), noted)) == []
    assert not noted or Indexing.objects.waiting().exists()


def test_every_action_is_among_them() -> None:
    written = {name for name in actions.__all__ if name != "Changes"}
    assert written - NOT_SHOWN == {name for name, _before, _act in ACTS}


def test_what_is_not_noted_would_be_seen(house: Sitting) -> None:
    """The test above can fail: a row that is written past the actions is noticed."""
    was = shown()
    Unindexed.objects.all().delete()
    Person.objects.filter(name="Ada Núñez").update(name="Ada Gil")
    Contribution.objects.filter(native_id="s2").update(person=Person.objects.get(name="Ada Gil"))
    assert len(list(uncovered(was, shown(), set()))) == 4
    assert len(list(uncovered(was, shown(), {f"sitting:{house.pk}"}))) == 2


def test_several_writes_of_one_import_wake_one_worker(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    """The job that the first adds serves all of them; once a worker has claimed it, the next write adds another."""
    Indexing.objects.all().delete()
    with django_capture_on_commit_callbacks() as woken:
        for name in ("Ada", "Bo", "Cy"):
            actions.put_person(PersonPaper(name, (Known("elsewhere", name),)), **TEST)
    assert len(woken) == Indexing.objects.count() == 1
    assert Indexing.objects.all().claim(worker="anna", lease=timedelta(minutes=1))
    with django_capture_on_commit_callbacks() as woken:
        actions.put_person(PersonPaper("Di", (Known("elsewhere", "Di"),)), **TEST)
    assert len(woken) == 1
    assert Indexing.objects.count() == 2
