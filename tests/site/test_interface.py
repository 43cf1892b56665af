"""The page of the API: everything that can be asked, in three languages, with examples that answer."""

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from hemicycle.accounts.models import Office, User
from hemicycle.desk.models import Announcement
from hemicycle.record.api.manual import operations, shapes
from hemicycle.record.api.openapi import described
from hemicycle.record.api.router import api
from hemicycle.record.models import Sitting, Source
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling
from tests.record import chamber

EXAMPLE = re.compile(r'For example: <a href="([^"]+)"')
ANSWER = re.compile(r'<pre class="api-answer"[^>]*><code>(.*?)</code></pre>', re.DOTALL)


def read(language: str = "en", **options: Any) -> str:
    answer = Client(headers={"accept-language": language}).get(reverse("site:interface"), **options)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def description(language: str = "en") -> dict[str, Any]:
    with translation.override(language):
        return described(api.get_openapi_schema(path_prefix="/"))


@pytest.mark.django_db
def test_it_names_every_address_with_its_parameters_and_every_shape() -> None:
    page, schema = read(), description()
    for path, methods in schema["paths"].items():
        assert f"<code>GET {path}</code>" in page
        for parameter in methods["get"]["parameters"]:
            assert f"<code>{parameter['name']}</code>" in page
    for shape in shapes(schema):
        assert f'id="shape-{shape.name}"' in page
    assert f'href="{reverse("api:openapi")}"' in page
    for target in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{target}"' in page or target == "main", target


@pytest.mark.django_db
def test_every_example_answers_as_the_page_shows_it(office: Office, officer: User) -> None:
    chamber.whole()
    said = Announcement.objects.create(
        office=office, author=officer, last_editor=officer, state="released", classification="public",
        released_at=timezone.now(),
    )  # fmt: skip
    said.texts.create(lang="en", title="The House sits", body="It sits on Tuesday.")
    page = read()
    asked, answers = EXAMPLE.findall(page), ANSWER.findall(page)
    assert len(asked) == len(answers) == len(description()["paths"])
    for url, shown in zip(asked, answers, strict=True):
        answer = Client().get(url.removeprefix("http://testserver"))
        assert answer.status_code == 200, url
        assert json.loads(shown).keys() == answer.json().keys()
        if "items" in answer.json() and "/search" not in url:
            assert answer.json()["items"], url


@pytest.mark.django_db
def test_examples_are_taken_from_what_is_public() -> None:
    chamber.whole()
    Sitting.objects.update(classification="internal")
    asked = EXAMPLE.findall(read())
    assert asked
    assert not [url for url in asked if "/sittings/" in url or "/speeches/" in url or "/votes/" in url]


@pytest.mark.django_db
def test_an_empty_record_has_the_page_without_examples() -> None:
    page = read()
    assert "GET /members" in page and not EXAMPLE.findall(page)


@pytest.mark.django_db
def test_it_states_limits_and_licences() -> None:
    assert "state no licence" in read()
    Source.objects.create(address="https://house.example/a", retrieved_at="2026-01-01T00:00Z", licence="CC-BY-4.0")
    page = read()
    assert "CC-BY-4.0" in page and "120 requests a minute" in page


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_parameter_and_field_is_explained(db: None, language: str) -> None:
    english, here = description(), description(language)
    for schema in (english, here):
        for _tag, several in operations(schema):
            for operation in several:
                assert operation.summary and all(row.meaning for row in operation.parameters), operation.path
        assert [(shape.name, row.name) for shape in shapes(schema) for row in shape.rows if not row.meaning] == []
    meanings = [[row.meaning for shape in shapes(schema) for row in shape.rows] for schema in (english, here)]
    same = {one for one, other in zip(*meanings, strict=True) if one == other}
    assert not same or language == "en"


@pytest.mark.django_db
def test_the_description_for_programs_is_in_the_language_that_is_asked_for() -> None:
    asked = {"accept-language": "fr"}
    french = Client(headers=asked).get(reverse("api:openapi")).json()
    assert french["paths"]["/api/v1/members"]["get"]["summary"] == "Membres, par nom"
    assert Client().get(reverse("api:openapi")).json()["info"]["title"] == "Record"


def test_the_page_runs_no_script_of_its_own(client: Client, db: None) -> None:
    page = client.get(reverse("site:interface")).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page) and "style=" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("width", "scheme", "language"), [(1440, "light", "en"), (PHONE, "dark", "fr")])
def test_it_is_accessible_wide_and_narrow(visit: Visit, width: int, scheme: str, language: str) -> None:
    chamber.whole()
    page = visit(reverse("site:interface"), width=width, scheme=scheme, language=language)
    for summary in page.locator("summary").all():
        summary.click()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
