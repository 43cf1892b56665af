"""Under which licence the House publishes: stated once by an administrator, and said wherever others take it from."""

import json

import pytest
from django.test import Client
from lxml import etree

from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.record.exporters import dataset
from hemicycle.record.models import Document, Packing, Source
from hemicycle.rules.actions import decide
from hemicycle.rules.licence import LICENCES, Licence, house_licence, record_licence
from tests.desk.conftest import approved, feed, second_editor, site, write
from tests.record import chamber
from tests.rounds import run_rounds

__all__ = ["approved", "feed", "second_editor", "site", "write"]

pytestmark = pytest.mark.django_db

PAGE, CC_BY = "/account/house/", "https://creativecommons.org/licenses/by/4.0/"
SHOWN = f'<a rel="license" href="{CC_BY}">CC BY 4.0</a>'
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    desk.schedule(announcement, by=officer)
    run_rounds()
    return Announcement.objects.get(pk=announcement.pk)


@pytest.fixture
def river(db) -> Document:
    chamber.people()
    chamber.bill()
    # The rows of a source keep its licence.
    Document.objects.update(source=None)
    return Document.objects.get()


@pytest.fixture
def licensed(db) -> None:
    decide({"licence": "CC-BY-4.0"}, by="test")


def read(path: str) -> str:
    return Client().get(path).content.decode()


def test_by_default_none_is_stated_and_nothing_is_printed(river, released):
    for path in (river.get_absolute_url(), released.get_absolute_url()):
        assert "licence" not in read(path).partition("<main")[2].partition("</main>")[0].casefold()
    assert "rights" not in read(f"{river.get_absolute_url()}feed.atom")
    assert house_licence() is None and record_licence() is None


def test_pages_of_announcements_and_of_the_record_say_it(river, released, licensed):
    for path in (released.get_absolute_url(), river.get_absolute_url(), "/record/bills/", "/record/members/"):
        assert SHOWN in read(path)
    assert "Pictures, and what was taken from a source, keep the rights named beside them." in read("/record/bills/")


def test_what_came_from_a_source_with_a_licence_is_not_said_to_be_under_that_of_the_house(river, licensed):
    source = Source.objects.first() or Source.objects.create(address="x", retrieved_at="2026-01-01T00:00:00Z")
    Source.objects.filter(pk=source.pk).update(licence="Open Government Licence v3.0")
    Document.objects.update(source=source)
    page = read(river.get_absolute_url())
    assert SHOWN not in page and "Open Government Licence v3.0" in page


def test_feeds_say_it(river, released, licensed):
    for path in (f"{river.get_absolute_url()}feed", "/announcements/feed"):
        root = etree.fromstring(Client().get(f"{path}.atom").content)
        assert root.findtext(f"{ATOM}rights") == "CC BY 4.0"
        assert [one.get("href") for one in root.iter(f"{ATOM}link") if one.get("rel") == "license"] == [CC_BY]
        assert json.loads(read(f"{path}.json"))["_license"] == {"name": "CC BY 4.0", "url": CC_BY}


def test_programs_that_embed_or_read_a_bill_learn_it(river, licensed):
    url = f"http://testserver{river.get_absolute_url()}"
    answer = Client().get("/oembed", {"url": url}).json()
    assert (answer["license"], answer["license_url"]) == ("CC BY 4.0", CC_BY)
    assert f'"license": "{CC_BY}"' in read(river.get_absolute_url())
    stated = json.loads(read("/api/v1/openapi.json"))["info"]["license"]
    assert stated == {"name": "CC BY 4.0", "url": CC_BY}


def test_the_dataset_says_it_and_is_made_anew_when_it_changes(river, administrator, sign_in):
    said = {"name_en": "Assembly", "licence": "CC0-1.0"}
    Packing.objects.all().delete()
    sign_in(administrator).post(PAGE, said)
    assert dataset.licences()[0] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert Packing.objects.count() == 1
    assert "https://creativecommons.org/publicdomain/zero/1.0/" in dataset.readme([])


def test_what_the_house_decided_goes_before_what_the_environment_says(db, settings):
    settings.RECORD_LICENCE = "https://licence.example/"
    assert record_licence() == Licence("https://licence.example/", "https://licence.example/")
    assert house_licence() is None
    decide({"licence": "etalab-2.0"}, by="test")
    assert record_licence() == house_licence() == LICENCES["etalab-2.0"]


def test_an_administrator_names_another(administrator, sign_in, river):
    said = {"name_en": "Assembly", "licence": "own", "licence_name": "Licence of the House",
            "licence_url": "https://assembly.example/licence"}  # fmt: skip
    browser = sign_in(administrator)
    assert browser.post(PAGE, said).status_code == 302
    assert '<a rel="license" href="https://assembly.example/licence">Licence of the House</a>' in read(
        "/record/bills/"
    )
    assert "Licence of the House" in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"name_en": "Assembly", "licence": ""})
    assert "Licence of the House" not in read("/record/bills/")


@pytest.mark.parametrize(
    ("said", "field"),
    [({"licence": "mine"}, "licence"), ({"licence": "own"}, "licence_name"),
     ({"licence": "own", "licence_name": "A"}, "licence_url"),
     ({"licence": "own", "licence_name": "A", "licence_url": "javascript:alert(1)"}, "licence_url"),
     ({"licence": "own", "licence_name": "A", "licence_url": "http://a.example"}, "licence_url"),
     ({"licence": "own", "licence_name": "x" * 121, "licence_url": "https://a.example"}, "licence_name")],
)  # fmt: skip
def test_what_is_no_licence_is_refused_at_its_field(administrator, sign_in, said, field):
    answer = sign_in(administrator).post(PAGE, {"name_en": "Assembly", **said})
    assert answer.status_code == 422 and f'id="id_{field}-error"' in answer.content.decode()
    assert house_licence() is None
