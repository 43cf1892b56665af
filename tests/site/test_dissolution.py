"""While the House is dissolved, no page calls anybody a member of it who is not; other Houses sit on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.record.models import Person
from hemicycle.rules import actions
from hemicycle.rules.models import SensitivePeriod
from tests.site.test_members import house  # noqa: F401  # a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]


def read(path: str, language: str = "en") -> str:
    return Client(headers={"accept-language": language}).get(path).content.decode()


def member(name: str) -> str:
    return Person.objects.get(name=name).get_absolute_url()


@pytest.fixture
def dissolved(house) -> SensitivePeriod:  # noqa: F811
    return actions.plan_period(kind="dissolution", starts_at=None, ends_at=None, notices={}, by="ada")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Former member: the mandate ended with the dissolution of the House"),
        ("fr", "le mandat a pris fin avec la dissolution du"),
        ("es", "el mandato terminó con la disolución del"),
    ],
)
def test_the_page_of_who_sat_says_so_in_every_language(dissolved, language, words):
    assert words in read(member("Alda Ferrer"), language)


@pytest.mark.parametrize("name", ["Emil Senator", "Dora Former"])
def test_who_sits_in_another_house_or_left_before_is_spoken_of_as_ever(dissolved, name):
    assert "ended with the dissolution" not in read(member(name))


def test_lists_say_who_sat_until_then(dissolved):
    page = read("/record/members/")
    assert "nobody holds a seat in it" in page
    assert page.count("Former member</span>") == 3
    assert "nobody holds a seat in it" in read("/record/representatives/")


def test_before_it_begins_and_when_it_is_over_they_are_members(house):  # noqa: F811
    begins = timezone.now() + timedelta(days=1)
    actions.plan_period(kind="dissolution", starts_at=begins, ends_at=None, notices={}, by="ada")
    assert "Former member" not in read(member("Alda Ferrer"))
    assert "Former member" not in read("/record/members/")
