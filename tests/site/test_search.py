"""The page of the search: a question in the address, answered to anybody, and to nobody more than the gate lets out."""

import json

import pytest
from django.test import Client
from lxml import etree

from hemicycle.conf.worker import Worker
from hemicycle.record import actions
from hemicycle.record.models import Contribution, Document, Organization, Sitting
from hemicycle.record.search import writing
from hemicycle.rules.classification import Classification
from tests.record.search.conftest import BO, day, house, index, speech

__all__ = ["house", "index"]

pytestmark = pytest.mark.django_db


def read(query: str = "", language: str = "en", path: str = "/record/search/") -> str:
    answer = Client(headers={"accept-language": language}).get(f"{path}{query}")
    assert answer.status_code == 200
    return answer.text


def results(query: str) -> str:
    return read(query).split('id="results"')[1]


def test_a_citizen_finds_a_speech_by_three_words_and_gets_the_address_of_its_paragraph(house):
    page = results("?q=river+fined+spills")
    speech = Contribution.objects.get(native_id="s1")
    assert "1 result<" in page
    assert f'href="/record/speeches/{speech.address}/#{speech.address}-2"' in page
    assert "<mark>rivers</mark>" in page
    assert f'id="{speech.address}-2"' in read(path=speech.get_absolute_url())


def test_what_the_record_or_the_reader_says_is_text_and_never_markup(house):
    page = read("?q=%3Cscript%3E+nobody&speaker=%22%3E%3Cimg")
    assert "<script>" not in page.split("<body")[1].replace('<script type="module"', "")
    assert '"><img' not in page
    assert "&lt;b&gt;<mark>nobody</mark>&lt;/b&gt;" in results("?q=nobody")


@pytest.mark.parametrize(
    ("query", "there", "absent"),
    [
        ("?q=river&type=bill", "River Bill", "three spills"),
        ("?type=speech&speaker=nunez", "Ada", "Ferries"),
        ("?type=speech&language=es", "ministra", "spills"),
        ("?q=river&since=2026-03-11", "No results", "River Bill"),
        ("?q=river&until=2026-02-28", "River Bill", "three spills"),
        ("?q=%22late+again%22", "Ferries are", "spills"),
        ("?q=again+-ferries", "fish", "Ferries are"),
    ],
)
def test_the_address_narrows_down(house, query, there, absent):
    page = results(query)
    assert there in page
    assert absent not in page


@pytest.mark.parametrize(
    ("query", "field", "said"),
    [
        ("?q=river&since=2026-13-45", "since", "Enter a valid date."),
        ("?q=river&until=yesterday", "until", "Enter a valid date."),
        ("?q=river&since=2026-03-11&until=2026-03-01", "until", "The last day is before the first."),
    ],
)
def test_an_invalid_date_is_said_at_its_field(house, query, field, said):
    page = etree.HTML(read(query))
    (asked,) = page.xpath(f"//input[@name='{field}']")
    (error,) = page.xpath(f"//*[@id='{asked.get('aria-describedby')}']")
    assert asked.get("aria-invalid") == "true"
    assert said in "".join(error.itertext())
    assert page.xpath("//details[@class='record-search-filters']/@open")


def test_a_party_is_chosen_by_name(house):
    party = Organization.objects.parties().get()
    assert f'<option value="{party.address}" selected>Reed Party</option>' in read(
        f"?type=speech&party={party.address}"
    )
    assert "Ferries are" not in results(f"?type=speech&party={party.address}")


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999999999", "2"])
def test_any_page_number_gives_a_page(house, page):
    assert "4 results" in results(f"?type=speech&page={page}")


def test_many_results_come_in_pages(house):
    many = (speech(f"n{n}", BO, en=f"Lantern number {n}.") for n in range(45))
    actions.put_sitting(day(*many, number=2), by="test")
    Worker().drain()
    seen = {n: results(f"?q=lantern&page={n}").count("<mark>") for n in (1, 2, 3)}
    assert seen == {1: 20, 2: 20, 3: 5}
    assert "41 to 45 of 45" in results("?q=lantern&page=3")


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Search the record"), ("fr", "Rechercher dans les"), ("es", "Buscar en la actividad")],
)
def test_the_page_speaks_the_language_of_the_reader(house, language, word):
    assert word in read("?q=spills", language)
    assert "<mark>spills</mark>" in read("?q=spills", language)


def test_the_page_says_when_changes_are_not_indexed_yet(house):
    assert "may be missing" not in read()
    actions.put_sitting(day(speech("new", BO, en="Lanterns."), number=3), by="test")
    assert "may be missing" in read("?q=lanterns")


def test_what_is_internal_is_not_found_by_the_public(house, citizen, outsider, member, sign_in):
    """Also while the index still has it, also in suggestions and feeds."""
    Document.objects.update(classification=Classification.INTERNAL)
    Sitting.objects.update(classification=Classification.INTERNAL)
    for again in (False, True):
        for reader in (citizen, outsider, member):
            browser = sign_in(reader)
            for query in ("q=river", "q=spills", "q=moorings", "q=eels", "type=speech"):
                page = browser.get(f"/record/search/?{query}").text.split('id="results"')[1]
                assert "No results" in page, query
            assert "River Bill" not in browser.get("/record/search/suggestions/?q=riv").text
            assert "spills" not in browser.get("/record/search/feed.json?q=fined").text.replace("q=", "")
        if not again:
            writing.rebuild(waiting=lambda: None)


def test_suggestions_complete_names_and_words(house):
    piece = read("?q=riv", path="/record/search/suggestions/")
    assert "River Bill" in piece
    assert 'href="/record/search/?q=rivi%C3%A8res"' in piece
    assert "<li>" not in read("?q=zzz", path="/record/search/suggestions/")


def test_a_question_has_feeds(house):
    page = read("?q=fined&page=2")
    assert '/record/search/feed.atom?q=fined"' in page
    feed = json.loads(read("?q=fined", path="/record/search/feed.json"))
    speech = Contribution.objects.get(native_id="s1")
    assert [item["url"] for item in feed["items"]] == [
        f"http://testserver/record/speeches/{speech.address}/#{speech.address}-2"
    ]
    assert "<mark>" not in feed["items"][0]["content_text"]
    atom = etree.fromstring(read("?q=fined", path="/record/search/feed.atom").encode())
    assert len(atom.findall("{*}entry")) == 1


def test_a_slip_is_forgiven_and_said(house):
    page = results("?q=habour")
    assert "No results for “habour”." in page
    assert 'Did you mean <a href="?q=harbour"><b>harbour</b></a>?' in page
    assert "<mark>harbour</mark>" in page


def test_the_same_words_of_several_are_one_result(house):
    actions.put_sitting(day(*(speech(f"h{n}", BO, en="Hear, hear.") for n in range(6)), number=2), by="test")
    Worker().drain()
    page = results("?q=hear")
    assert "1 result<" in page
    assert "The same text:" in page and "2 more" in page


@pytest.mark.parametrize("typed", ["%3F%21", "---", "%22%22", "%E2%80%A6"])
def test_signs_alone_are_refused_at_their_field(house, typed):
    page = etree.HTML(read(f"?q={typed}"))
    (asked,) = page.xpath("//input[@id='question']")
    error = page.xpath("//*[@id='question-error']")[0]
    assert asked.get("aria-invalid") == "true" and "question-error" in asked.get("aria-describedby")
    assert "".join(error.itertext()).startswith("Enter letters or numbers")


def test_a_search_leads_to_where_it_is_followed(house):
    page = results("?q=spills&type=speech&page=1")
    assert 'href="/follow/search/?q=spills&amp;type=speech"' in page
    assert "Follow this search" not in read()
