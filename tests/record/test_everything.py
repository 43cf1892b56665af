"""The feed of everything new in the record, page by page (RFC 5005), and the description of the API for programs."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from lxml import etree

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.api.openapi import described
from hemicycle.record.api.router import api
from hemicycle.record.feeds import everything
from hemicycle.record.models import Contribution, Sitting
from hemicycle.rules.classification import Classification
from tests.record.search.conftest import BO, day, house, index, speech

__all__ = ["house", "index"]
pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)")


def read(path: str) -> etree._Element:
    return etree.fromstring(Client(headers={"accept-language": "en"}).get(path).content)


def test_pages_lead_to_one_another_and_hold_everything_once(house):
    actions.put_sitting(day(*(speech(f"n{n}", BO, en=f"Number {n}.") for n in range(60)), number=2), by="test")
    Worker().drain()
    path, seen = "/record/feed.atom?lang=en", []
    while path:
        feed = read(path)
        seen += feed.xpath("a:entry/a:id/text()", namespaces=ATOM)
        following = feed.xpath("a:link[@rel='next']/@href", namespaces=ATOM)
        path = "{0.path}?{0.query}".format(urlsplit(following[0])) if following else ""
    assert len(seen) == len(set(seen)) > 60
    speeches = {f"urn:uuid:{key}" for key in Contribution.objects.values_list("pk", flat=True)}
    assert speeches <= set(seen)
    assert feed.xpath("a:link[@rel='previous']", namespaces=ATOM)


def test_it_says_nothing_internal(house):
    Sitting.objects.update(classification=Classification.INTERNAL)
    assert "spills" not in etree.tostring(read("/record/feed.atom")).decode()


@pytest.mark.parametrize("page", ["0", "x", "99999", "-1", "20"])
def test_a_page_that_is_not_there_is_not_found(house, page):
    assert Client().get(f"/record/feed.atom?page={page}").status_code == 404


def test_a_page_asks_a_fixed_number_of_questions(house, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        everything.page(1, str)


def test_the_first_page_of_the_record_names_it(house):
    assert 'href="/record/feed.atom"' in Client().get("/record/").text


def test_operations_are_named_as_a_program_calls_them():
    schema = described(api.get_openapi_schema(path_prefix="/api/v1/"))
    operations = [one for path in schema["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"(list|get|search)_[a-z_]+", name) for name in names)
    assert all(one["tags"] and one["summary"] for one in operations)


def test_times_are_as_rfc_3339_writes_them(house):
    sitting = Sitting.objects.get()
    Sitting.objects.update(opened_at="14:05:00.123456", closed_at="01:10")
    said = Client().get(f"/api/v1/sittings/{sitting.address}").json()
    assert RFC_3339.fullmatch(said["opened_at"]) and RFC_3339.fullmatch(said["closed_at"])
    assert said["closed_at"] > said["opened_at"]
