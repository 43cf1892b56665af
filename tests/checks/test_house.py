"""The House as the checks know it, from the record and the parameters."""

from datetime import date, time

import pytest
from django.core.cache import cache

from hemicycle.checks import Draft, Remark, Text, house, look
from hemicycle.record import models as record
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _no_memory() -> None:
    cache.clear()


@pytest.fixture
def chamber() -> record.Organization:
    return record.Organization.objects.create(kind="chamber", names={"en": "Assembly", "fr": "Assemblée"})


@pytest.fixture
def party() -> record.Organization:
    return record.Organization.objects.create(
        kind="party", names={"en": "Green Commons"}, short_names={"en": "GC"}, seats=6
    )


@pytest.fixture
def ada(chamber: record.Organization, party: record.Organization) -> record.Person:
    person = record.Person.objects.create(name="Ada Okafor", other_names=["Adaeze Okafor"])
    for organization in (chamber, party):
        record.Membership.objects.create(person=person, organization=organization, since="2023")
    return person


def say(person: record.Person, chamber: record.Organization, day: date, *texts: tuple[str, str]) -> None:
    sitting, _ = record.Sitting.objects.get_or_create(organization=chamber, date=day, number=1)
    order = sitting.contributions.count() + 1
    speech = record.Contribution.objects.create(sitting=sitting, order=order, person=person)
    for language, words in texts:
        text = record.SpeechText.objects.create(contribution=speech, language=language, digest="0" * 64)
        record.Segment.objects.create(text_version=text, order=1, text=words)


def test_parties_and_members_of_the_day_are_known(ada: record.Person, party: record.Organization) -> None:
    gone = record.Person.objects.create(name="Ben Former")
    record.Membership.objects.create(person=gone, organization=party, since="2010", until="2019")
    found = house.current(TODAY, mentions={})
    assert [(m.names, m.party, m.presides) for m in found.members] == [
        (("Ada Okafor", "Adaeze Okafor"), str(party.pk), False)
    ]
    assert [(p.names, p.abbreviations, p.seats) for p in found.parties] == [(("Green Commons",), ("GC",), 6)]


def test_whoever_presides_is_marked(ada: record.Person, chamber: record.Organization) -> None:
    record.Membership.objects.create(person=ada, organization=chamber, role="chair", since="2024")
    assert house.current(TODAY, mentions={}).members[0].presides


def test_speaking_counts_the_window_once_however_many_languages(
    ada: record.Person, chamber: record.Organization, django_assert_max_num_queries
) -> None:
    say(ada, chamber, date(2026, 5, 20), ("en", "x" * 100), ("fr", "y" * 120))
    say(ada, chamber, date(2026, 5, 21), ("en", "x" * 30))
    say(ada, chamber, date(2026, 1, 2), ("en", "x" * 5000))
    assert house.current(TODAY, mentions={}).parties[0].speaking == 130
    with django_assert_max_num_queries(20):
        house.current(TODAY, mentions={})


def test_of_a_house_in_which_nobody_spoke_no_speaking_time_is_known(ada: record.Person) -> None:
    assert house.current(TODAY, mentions={}).parties[0].speaking is None


def test_papers_say_whether_everybody_may_know_of_them(db: None) -> None:
    record.Document.objects.create(kind="bill", number="12", titles={"en": "Rivers Bill"})
    record.Document.objects.create(
        kind="bill", number="13", titles={"en": "Ports Bill"}, classification=Classification.INTERNAL
    )
    found = house.current(TODAY, mentions={}).papers
    assert sorted((one.number, one.titles, one.public) for one in found) == [
        ("12", ("Rivers Bill",), True),
        ("13", ("Ports Bill",), False),
    ]


def test_what_the_house_decides_holds() -> None:
    assert house.current(TODAY, mentions={}).hosts == ()
    ParameterInForce.objects.create(name="official_hosts", value=["assembly.example"])
    ParameterInForce.objects.create(name="quiet_from", value="18:00")
    ParameterInForce.objects.create(name="checks_blocking", value=["loaded"])
    found = house.current(TODAY, mentions={"x": 3})
    assert "assembly.example" in found.hosts
    assert (found.quiet.start, found.quiet.end) == (time(18), time(8))
    assert (found.blocking, found.mentions) == (frozenset({"loaded"}), {"x": 3})


def test_mentions_are_counted_over_as_many_days_as_the_policy_says(
    ada: record.Person, chamber: record.Organization
) -> None:
    say(ada, chamber, date(2026, 5, 20), ("en", "x" * 100))
    ParameterInForce.objects.create(name="balance_window_days", value=5)
    found = house.current(TODAY, mentions={})
    assert (found.window_days, found.parties[0].speaking) == (5, None)


@pytest.mark.parametrize(
    ("name", "value", "named", "of_others"),
    [("balance_minimum_mentions", 5, 4, 2), ("balance_points", 5, 13, 11)],
)
def test_the_policy_says_how_many_mentions_are_an_imbalance(
    ada: record.Person, party: record.Organization, name: str, value: int, named: int, of_others: int
) -> None:
    """Two parties with half of the seats each."""
    rival = record.Organization.objects.create(kind="party", names={"en": "Other Side"}, seats=6)
    counts = {str(party.pk): named, str(rival.pk): of_others}
    draft = Draft(texts={"en": Text(body="The Green Commons opened the debate.")})

    def remarks() -> list[Remark]:
        return [one for one in look(draft, house.current(TODAY, mentions=counts)) if one.check == "imbalance"]

    assert remarks() == []
    ParameterInForce.objects.create(name=name, value=value)
    assert [one.words for one in remarks()] == ["Green Commons"]
