"""Acts before which a person who signed in some time ago signs in once more."""

import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from django.test import Client

from hemicycle.accounts import actions, step_up
from hemicycle.accounts.models import Office, PendingAssignment, User
from hemicycle.accounts.permissions import Permission, addresses
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cast import PASSWORD, person

GET, POST = "/desk/results/month.csv", "/account/log/file/"


@pytest.fixture
def browser(client: Client, db: None) -> Callable[..., Client]:
    """`browser(editor, minutes=20)` has signed in by password so many minutes ago."""

    def signed_in(user: User, *, minutes: float = 0) -> Client:
        client.post("/account/login/", {"login": user.email, "password": PASSWORD})
        session = client.session
        session[RECORDS] = [{**one, "at": time.time() - minutes * 60} for one in session[RECORDS]]
        session.save()
        return client

    return signed_in


def ask(*acts: str, minutes: int = 15) -> None:
    for name, value in {"step_up_for": list(acts), "step_up_minutes": minutes}.items():
        ParameterInForce.objects.update_or_create(name=name, defaults={"value": value})


def test_every_act_of_the_policy_is_asked_by_a_view() -> None:
    named = {address.permission.step_up for address in addresses()} - {""}
    assert named == step_up.ACTS


def test_a_view_cannot_name_an_act_that_no_policy_knows() -> None:
    with pytest.raises(ValueError, match="divulge is none of the acts"):
        Permission(signed_in=True, step_up="divulge")


def test_acts_of_the_policy_ask_whoever_signed_in_some_time_ago(browser, editor: User) -> None:
    client = browser(editor, minutes=20)
    assert client.get(GET).status_code == 200
    ask("release", "approve")
    assert client.get(GET).status_code == 200
    ask("export")
    assert client.get(GET).headers["Location"] == "/account/reauthenticate/?next=%2Fdesk%2Fresults%2Fmonth.csv"


def test_it_is_asked_after_as_many_minutes_as_the_policy_says(browser, editor: User) -> None:
    client = browser(editor, minutes=20)
    ask("export", minutes=30)
    assert client.get(GET).status_code == 200
    ask("export", minutes=10)
    assert client.get(GET).status_code == 302


def test_a_session_that_says_nothing_of_when_is_asked(sign_in: Callable[[object], Client], editor: User) -> None:
    ask("export")
    assert sign_in(editor).get(GET).status_code == 302


def test_the_password_once_more_leads_on(browser, editor: User) -> None:
    client = browser(editor, minutes=20)
    ask("export")
    asked = client.get(GET).headers["Location"]
    assert "Confirm that it is you" in client.get(asked).text
    client.post(asked, {"password": "guess"})
    assert client.get(GET).status_code == 302
    answer = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": GET})
    assert answer.headers["Location"] == GET
    assert client.get(GET).status_code == 200


def test_what_was_pressed_is_not_done_behind_their_back_but_asked_for_again(browser, administrator: User) -> None:
    client = browser(administrator, minutes=20)
    ask("export")
    asked = client.post(POST, {"days": "30"}).headers["Location"]
    back = parse_qs(urlsplit(asked).query)["next"][0]
    page = client.post("/account/reauthenticate/", {"password": PASSWORD, "next": back}, follow=True)
    assert page.request["PATH_INFO"] == "/account/log/"
    assert "It was not done yet: look at it, and press once more." in page.text
    assert not AuditEntry.objects.filter(action="accounts.export_log").exists()
    client.post(POST, {})
    assert AuditEntry.objects.filter(action="accounts.export_log").exists()


def test_htmx_moves_the_whole_page_there(browser, administrator: User) -> None:
    client = browser(administrator, minutes=20)
    ask("export")
    said = {"HX-Request": "true", "HX-Current-URL": "http://testserver/account/log/?kind=rules"}
    answer = client.post(POST, {}, headers=said)
    assert answer.status_code == 200 and answer.content == b""
    back = parse_qs(urlsplit(answer.headers["HX-Redirect"]).query)["next"][0]
    assert parse_qs(urlsplit(back).query)["next"] == ["/account/log/?kind=rules"]


def test_whoever_may_not_is_refused_before_anything_is_asked(browser, officer: User, client: Client) -> None:
    ask("export")
    assert browser(officer, minutes=20).post(POST, {}).status_code == 403
    client.logout()
    assert client.post(POST, {}).headers["Location"].startswith("/account/login/")


def test_a_role_is_confirmed_only_after_the_password_once_more(
    browser, clerk: User, administrator: User, office: Office
) -> None:
    actions.assign(person("Paul Pending"), office=office, role=Role.EDITOR, by=administrator)
    pending = PendingAssignment.objects.get()
    ask("approve")
    client = browser(clerk, minutes=20)
    client.post(f"/account/people/waiting/{pending.pk}/confirm/")
    assert PendingAssignment.objects.exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post(f"/account/people/waiting/{pending.pk}/confirm/")
    assert not PendingAssignment.objects.exists()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(browser, clerk: User, address: str) -> None:
    assert browser(clerk).get("/account/press-again/", {"next": address}).headers["Location"] == "/account/"
