"""The policy as the public reads it."""

import json

import pytest
from django.test import Client

from hemicycle.accounts.models import User
from hemicycle.governance.actions import drafting, overriding
from hemicycle.governance.models import Version
from tests.governance.policies import adopted, approvals_article, draft, in_force
from tests.governance.test_overriding import REASON, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(secretary: User, second_secretary: User) -> Version:
    version = draft(secretary)
    approvals_article(version, 4, by=secretary)
    return in_force(version, by=secretary, second=second_secretary)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_before_there_is_a_policy_the_page_says_what_the_software_applies(client: Client) -> None:
    said = page(client, "/policy/")
    assert "has not adopted a policy" in said
    assert "How many people must approve a sensitive announcement" in said and "3 people" in said


def test_the_policy_in_force_is_read_with_its_values_and_its_adoption(client: Client, first: Version) -> None:
    said = page(client, "/policy/")
    assert "A sensitive announcement is approved by 4 people." in said
    assert "Adopted on" in said and "(The Bureau; by consensus)" in said


def test_nothing_that_is_not_in_force_is_public(client: Client, first: Version, secretary: User) -> None:
    second = drafting.draft_next(first.policy, by=secretary)
    drafting.decide(second.articles.get(), {"approvals_sensitive": 5}, by=secretary)
    for wanted in ("", "policy.pdf", "policy.json"):
        assert client.get(f"/policy/versions/2/{wanted}").status_code == 404
    ready = adopted(second, by=secretary)
    assert client.get("/policy/versions/2/").status_code == 404
    assert "5 people" not in page(client, "/policy/")
    assert client.get(f"/policy/texts/{ready.policy.address}/versions/2/policy.pdf").status_code == 302


def test_earlier_versions_and_their_differences_stay(
    client: Client, first, secretary: User, second_secretary: User
) -> None:
    second = drafting.draft_next(first.policy, by=secretary)
    drafting.decide(second.articles.get(), {"approvals_sensitive": 5}, by=secretary)
    in_force(second, by=secretary, second=second_secretary)
    assert "approved by 4 people" in page(client, "/policy/versions/1/")
    said = page(client, "/policy/differences/1/2/")
    assert "<del>" in said and "<ins>" in said and "5 people" in said
    assert client.get("/policy/versions/1/changes.pdf").status_code == 200


@pytest.mark.parametrize(("form", "kind"), [("pdf", "application/pdf"), ("xml", "application/akn+xml"),
                                            ("md", "text/markdown; charset=utf-8"), ("json", "application/json")])  # fmt: skip
def test_it_is_taken_away_in_each_format(client: Client, first: Version, form: str, kind: str) -> None:
    answer = client.get(f"/policy/versions/1/policy.{form}")
    assert answer.status_code == 200 and answer.headers["Content-Type"] == kind
    assert client.get("/policy/versions/1/policy.exe").status_code == 404


def test_an_emergency_override_is_public_with_its_reason(
    client: Client, first, secretary: User, second_secretary: User
) -> None:
    override = ask(secretary)
    assert REASON not in page(client, "/policy/")
    overriding.confirm_override(override, by=second_secretary)
    said = page(client, "/policy/")
    assert REASON in said and "3:00" in said
    overriding.end_override(override, by=secretary)
    assert REASON in page(client, "/policy/")


def test_programs_read_what_is_in_force(client: Client, first: Version) -> None:
    found = json.loads(client.get("/policy/policy.json").content)
    assert found["values"]["approvals_sensitive"]["value"] == 4
    assert found["policy"]["digest"] == first.digest and found["policy"]["version"] == 1


def test_people_read_what_to_expect(client: Client, first: Version, secretary: User, second_secretary: User) -> None:
    assert "gets an answer within 10 days" in page(client, "/policy/what-to-expect/")
    second = drafting.draft_next(first.policy, by=secretary)
    drafting.add_article(
        second, language="en", heading="Answers", text="Within {answer_within_days}.",
        parameters={"answer_within_days": 4}, by=secretary,
    )  # fmt: skip
    in_force(second, by=secretary, second=second_secretary)
    assert "gets an answer within 4 days" in page(client, "/policy/what-to-expect/")
