"""Principles and practices, for everybody."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.governance.actions import building
from hemicycle.governance.questions import practices, principles

from .policies import draft, in_force

PRACTICES = reverse("governance:practices")


def test_each_principle_is_one_page_with_its_practices_by_title(db: None, client: Client) -> None:
    overview = client.get(reverse("governance:principles")).content.decode()
    for one in principles():
        address = reverse("governance:principle", args=[one.key])
        assert address in overview
        page = client.get(address).content.decode()
        assert all(practices()[key].title["en"] in page.replace("&#x27;", "'") for key in one.practices)


def test_what_is_no_principle_is_not_found(db: None, client: Client) -> None:
    assert client.get(reverse("governance:principle", args=["no-such"])).status_code == 404


def test_the_hundred_practices_are_listed_and_without_a_policy_none_is_served(db: None, client: Client) -> None:
    page = client.get(PRACTICES).content.decode()
    assert all(f'id="{key}"' in page for key in practices()) and len(practices()) == 100
    assert "no policy in force yet" in page


def test_each_practice_names_the_article_in_force_that_serves_it_or_that_none_does(
    secretary: User, second_secretary: User, sign_in: Callable[[object], Client], citizen: object
) -> None:
    version = draft(secretary)
    building.start_from(version, "small", by=secretary)
    version.articles.get(key="purpose").delete()
    in_force(version, by=secretary, second=second_secretary)
    page = sign_in(citizen).get(PRACTICES).content.decode()
    row = page.split('id="VOI-1"')[1].split("</tr>")[0]
    assert "Approval before release" in row
    assert "no article" in page


def test_a_draft_serves_nothing_in_public(secretary: User, client: Client) -> None:
    building.start_from(draft(secretary), "small", by=secretary)
    assert "Approval before release" not in client.get(PRACTICES).content.decode()
