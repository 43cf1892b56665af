"""The public API: what it answers, what it refuses, and that no question of any shape breaks it."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.record.api.router import api
from hemicycle.record.models import (
    Contribution,
    Document,
    DocumentVersion,
    Organization,
    Person,
    Sitting,
    SpeechText,
    VoteEvent,
)
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce
from tests.record.search.conftest import house, index

__all__ = ["house", "index"]

pytestmark = pytest.mark.django_db
LISTS = ("members", "bodies", "bills", "sittings", "speeches", "votes")


def ask(path: str, **headers: str) -> Any:
    return Client(headers=headers).get(f"/api/v1/{path}")


def payload(path: str) -> Any:
    answer = ask(path)
    assert answer.status_code == 200, (path, answer.content)
    return answer.json()


def test_every_list_leads_to_each_of_its_things(house):
    for name in LISTS:
        page = payload(name)
        assert page["total"] == len(page["items"]) > 0
        for item in page["items"]:
            assert payload(f"{name}/{item['address']}")["url"] == item["url"]
            assert item["url"].startswith("http://testserver/record/")


def test_a_bill_is_served_with_its_texts_clause_by_clause(house):
    address = Document.objects.get().address
    (version,) = payload(f"bills/{address}")["versions"]
    clauses = payload(f"bills/{address}/versions/{version['address']}")["clauses"]
    assert [(clause["eid"], clause["parent"]) for clause in clauses] == [
        ("cl_1", None),
        ("cl_1.a", "cl_1"),
        ("cl_1.b", "cl_1"),
        ("cl_2", None),
    ]
    assert clauses[2]["text"] == "Eels may pass."


def test_a_speech_is_served_in_every_language_with_the_address_of_each_paragraph(house):
    speech = Contribution.objects.get(native_id="s1")
    found = payload(f"speeches/{speech.address}")
    assert [text["language"] for text in found["texts"]] == ["en", "fr"]
    assert found["speaker"]["name"] == "Ada Núñez"
    assert found["texts"][0]["paragraphs"][1]["url"].endswith(f"#{speech.address}-2")


@pytest.mark.parametrize(
    ("path", "total"),
    [
        ("members?name=ada", 1),
        ("bodies?kind=party", 1),
        ("bills?number=12&kind=bill", 1),
        ("bills?number=13", 0),
        ("sittings?since=2026-03-10&until=2026-03-10", 1),
        ("sittings?since=2026-03-11", 0),
        ("votes?until=2026-03-09", 0),
        ("search", 0),
        ("search?q=spills", 1),
        ("search?q=river&type=bill", 1),
    ],
)
def test_filters_narrow_a_list_down(house, path, total):
    assert payload(path)["total"] == total


def test_speeches_are_those_of_a_member_or_a_sitting(house):
    ada = Person.objects.get(name="Ada Núñez")
    assert payload(f"speeches?member={ada.address}")["total"] == 1
    assert payload(f"speeches?sitting={house.address}")["total"] == 4
    party = Organization.objects.parties().get()
    assert payload(f"members?body={party.address}")["total"] == 1


def test_pages_follow_one_another(house):
    address, seen = "http://testserver/api/v1/speeches?limit=3", []
    while address:
        page = payload(address.partition("/api/v1/")[2])
        seen += [item["address"] for item in page["items"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == 4


def test_the_search_says_where_the_words_are(house):
    (hit,) = payload("search?q=spills+fined")["items"]
    assert [hit["passage"][start:end] for start, end in hit["marks"]] == ["spills", "fined"]


def test_what_is_internal_is_not_served(house):
    """Not in a list, not by its address, not inside something public, not by the search."""
    documents = (
        payload("bills")["items"],
        payload("sittings")["items"],
        payload("speeches")["items"],
        payload("votes")["items"],
    )
    text = DocumentVersion.objects.get()
    DocumentVersion.objects.update(classification=Classification.INTERNAL)
    SpeechText.objects.filter(language="fr").update(classification=Classification.INTERNAL)
    speech = Contribution.objects.get(native_id="s1")
    assert payload(f"bills/{text.document.address}")["versions"] == []
    assert ask(f"bills/{text.document.address}/versions/{text.address}").status_code == 404
    assert "rivières" not in json.dumps(payload(f"speeches/{speech.address}"), ensure_ascii=False)
    assert payload(f"speeches/{speech.address}")["languages"] == ["en"]

    for model in (Document, Sitting, SpeechText):
        model.objects.update(classification=Classification.INTERNAL)
    for name, items in zip(("bills", "sittings", "speeches", "votes"), documents, strict=True):
        assert payload(name) == {"total": 0, "next": None, "items": []}
        assert {ask(f"{name}/{item['address']}").status_code for item in items} == {404}
    for words in ("river", "spills", "moorings", "eels", "fisheries"):
        assert payload(f"search?q={words}")["items"] == []


def test_an_internal_vote_or_a_bill_behind_a_vote_is_not_served(house):
    vote = VoteEvent.objects.get()
    VoteEvent.objects.update(document=Document.objects.get())
    assert payload(f"votes/{vote.address}")["bill"] == Document.objects.get().address
    Document.objects.update(classification=Classification.INTERNAL)
    assert payload(f"votes/{vote.address}")["bill"] is None
    VoteEvent.objects.update(classification=Classification.INTERNAL)
    assert payload("votes")["total"] == 0
    assert ask(f"votes/{vote.address}").status_code == 404


def test_a_withdrawn_speech_is_not_served(house):
    speech = Contribution.objects.get(native_id="s1")
    Contribution.objects.filter(pk=speech.pk).update(withdrawn_at="2026-05-01T00:00:00Z")
    assert ask(f"speeches/{speech.address}").status_code == 404
    assert payload("speeches")["total"] == 3


def test_what_has_not_changed_is_not_sent_again(house):
    first = ask("bills")
    again = ask("bills", if_none_match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    Document.objects.update(number="13")
    assert ask("bills", if_none_match=first.headers["ETag"]).status_code == 200


def test_scripts_of_other_sites_may_read_and_nobody_may_write(house):
    assert ask("bills", origin="https://elsewhere.example").headers["Access-Control-Allow-Origin"] == "*"
    asked = Client().options("/api/v1/bills", headers={"origin": "https://elsewhere.example"})
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/bills")
        assert refused.status_code == 405
        assert refused.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "bills/nothing",
        "bills?limit=0",
        "bills?offset=x",
        "bodies?kind=kingdom",
        "sittings?since=yesterday",
        "sittings?since=1900000000",
        "votes?until=-2.2e-309",
        "members?name=%00",
    ],
)
def test_a_problem_says_what_is_wrong(house, path):
    answer = ask(path)
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.status_code == problem["status"] in (404, 422)
    assert problem["detail"]
    assert bool(problem.get("errors")) == (answer.status_code == 422)


def test_the_answer_to_too_many_requests_says_when_to_come_back(house):
    ParameterInForce.objects.create(name="api_requests_a_minute", value=3)
    assert [ask("bills").status_code for _ in range(3)] == [200, 200, 200]
    refused = ask("bills")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert Client(REMOTE_ADDR="203.0.113.9").get("/api/v1/bills").status_code == 200
    cache.clear()
    assert ask("bills").status_code == 200


def test_a_server_that_does_not_know_who_asks_answers_and_counts_all_as_one(house):
    ParameterInForce.objects.create(name="api_requests_a_minute", value=1)
    assert [Client(REMOTE_ADDR="").get("/api/v1/bills").status_code for _ in range(2)] == [200, 429]


def test_a_list_asks_the_database_a_fixed_number_of_questions(house, django_assert_max_num_queries):
    for name in LISTS:
        with django_assert_max_num_queries(9):
            payload(name)


def operations() -> list[tuple[str, list[dict[str, Any]]]]:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return [(path, methods["get"].get("parameters", [])) for path, methods in schema["paths"].items()]


def test_the_description_names_every_operation_and_every_one_only_reads():
    described = payload("openapi.json")
    assert described["openapi"].startswith("3.")
    assert {path.removeprefix("/api/v1/") for path in described["paths"]} >= {*LISTS, "search"}
    for methods in described["paths"].values():
        assert set(methods) == {"get"}
        assert methods["get"]["summary"]


VALUES = st.one_of(
    st.text(max_size=300),
    st.integers().map(str),
    st.dates().map(str),
    st.sampled_from(
        ["bill", "party", "speech", "newest", "ada", "12", "river", '"', "-", "%", "_", "\\", "'", "()&|!:*<->"]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize(("path", "parameters"), operations())
def test_no_question_of_any_shape_breaks_it(house, path, parameters, data):
    """Every operation of the description, with any values for its parameters: an answer or a problem, never a fault."""
    cache.clear()
    query = {}
    for parameter in parameters:
        if parameter["in"] == "path":
            value = data.draw(st.sampled_from(["nothing", "a%b", "'", "\N{SNOWMAN}", house.address]))
            path = path.replace("{" + parameter["name"] + "}", value)
        elif data.draw(st.booleans()):
            query[parameter["name"]] = data.draw(VALUES)
    answer = Client().get(path, query)
    assert answer.status_code in (200, 404, 422)
    assert answer.json()
