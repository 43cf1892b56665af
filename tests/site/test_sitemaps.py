"""Sitemaps and robots.txt: everything public once, nothing else."""

import pytest
from django.test import Client
from lxml import etree

from hemicycle.record.models import Contribution, Document, Organization, Person, Sitting, VoteEvent
from hemicycle.rules.classification import Classification
from hemicycle.site import sitemaps
from tests.record import chamber

pytestmark = pytest.mark.django_db
PLACES = f".//{{{sitemaps.NAMESPACE}}}loc"


@pytest.fixture
def house(db: None) -> None:
    chamber.whole()


def places(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    return [
        str(element.text).removeprefix("http://testserver")
        for element in etree.fromstring(answer.content).iterfind(PLACES)
    ]


def everything() -> list[str]:
    return [place for file in places("/sitemap.xml") for place in places(file)]


def test_the_sitemaps_list_every_public_page_once_and_each_answers(house: None) -> None:
    listed = everything()
    assert len(listed) == len(set(listed))
    rows = [*Person.objects.all(), *Document.objects.all(), *Sitting.objects.all(), *VoteEvent.objects.all()]
    rows += [*Contribution.objects.all(), *Organization.objects.exclude(kind="chamber")]
    assert {row.get_absolute_url() for row in rows} <= set(listed)
    assert {Client().get(place).status_code for place in listed} == {200}


def test_a_sitemap_lists_nothing_internal(house: None) -> None:
    hidden = [
        row.get_absolute_url() for row in (Sitting.objects.get(), VoteEvent.objects.get(), Document.objects.get())
    ]
    hidden += [row.get_absolute_url() for row in Contribution.objects.all()]
    Sitting.objects.update(classification=Classification.INTERNAL)
    Document.objects.update(classification=Classification.INTERNAL)
    assert not set(hidden) & set(everything())


def test_more_rows_than_a_file_may_hold_get_a_second_file(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST_ADDRESSES", 2)
    assert "/sitemaps/members-2.xml" in places("/sitemap.xml")
    assert len(places("/sitemaps/members-2.xml")) == 1


def test_a_sitemap_that_is_not_there_is_not_found(house: None) -> None:
    for name in ("members-9", "members", "secrets-1", "members-x"):
        assert Client().get(f"/sitemaps/{name}.xml").status_code == 404


def test_robots_txt_names_the_sitemap_and_keeps_robots_from_the_staffs_pages(house: None) -> None:
    said = Client().get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in said
    assert "Disallow: /inquiries/" in said
