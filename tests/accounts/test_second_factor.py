"""Roles that open nothing until the person has set up a second factor."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hemicycle.accounts import actions
from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import Article, articles, register_articles
from tests.cast import PASSWORD

SignIn = Callable[[object], Client]
WHERE = "/account/second-factor/"


def ask(*roles: str) -> None:
    ParameterInForce.objects.update_or_create(name="second_factor_roles", defaults={"value": list(roles)})


def give_factor(user: User, kind: str = "totp") -> None:
    Authenticator.objects.create(user=user, type=kind, data={})


@pytest.fixture
def article() -> Iterator[Article]:
    found = Article("Security of accounts", "/policy/#security")
    register_articles(lambda name: found if name == "second_factor_roles" else None)
    yield found
    articles._find.clear()


def test_a_role_of_the_policy_opens_its_pages_once_a_second_factor_is_set_up(clerk: User, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert client.get("/account/people/").status_code == 200
    ask("clerk")
    assert client.get("/account/people/?a=1").headers["Location"] == f"{WHERE}?next=%2Faccount%2Fpeople%2F%3Fa%3D1"
    give_factor(clerk)
    assert client.get("/account/people/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor_and_a_passkey_is(clerk: User, sign_in: SignIn) -> None:
    ask("clerk")
    give_factor(clerk, "recovery_codes")
    assert sign_in(clerk).get("/account/people/").status_code == 302
    give_factor(clerk, "webauthn")
    assert sign_in(clerk).get("/account/people/").status_code == 200


def test_the_page_says_why_and_which_article_asks(clerk: User, sign_in: SignIn, article: Article) -> None:
    ask("clerk")
    page = sign_in(clerk).get("/account/people/", follow=True).text
    assert "Your role opens nothing until you have set up a second way to prove that it is you: Clerk." in page
    assert f'<a href="{article.url}">{article.name}</a>' in page
    assert "/account/2fa/webauthn/add/" in page and "/account/2fa/totp/activate/" in page


def test_a_form_that_is_sent_does_nothing_until_then(administrator: User, office: Office, sign_in: SignIn) -> None:
    ask("administrator")
    form = {"email": "new@assembly.example", "name": "Nora New", "office": office.pk, "role": "officer"}
    answer = sign_in(administrator).post("/account/people/", form, follow=True)
    assert "Nothing was done: your role opens nothing yet." in answer.text
    assert not User.objects.filter(email="new@assembly.example").exists()


def test_a_piece_asked_for_by_htmx_moves_the_whole_page_there(clerk: User, sign_in: SignIn) -> None:
    ask("clerk")
    said = {"HX-Request": "true", "HX-Current-URL": "http://testserver/inbox/?state=all"}
    answer = sign_in(clerk).get("/account/people/", headers=said)
    assert answer.headers["HX-Redirect"] == f"{WHERE}?next=%2Finbox%2F%3Fstate%3Dall"
    said["HX-Current-URL"] = "https://evil.example/inbox/"
    answer = sign_in(clerk).get("/account/people/", headers=said)
    assert answer.headers["HX-Redirect"] == f"{WHERE}?next=%2Faccount%2Fpeople%2F"


def test_the_role_allows_no_act_and_shows_nothing_internal_either(clerk: User, office: Office) -> None:
    assert clerk.holds([Role.CLERK], office=office.pk) and clerk.reads_internal()
    ask("clerk")
    clerk = User.objects.get(pk=clerk.pk)
    assert not clerk.holds([Role.CLERK], office=office.pk)
    assert not clerk.reads_internal() and not clerk.belongs_to(office) and clerk.roles == frozenset()


def test_another_role_of_the_same_person_still_opens_its_pages(clerk: User, office: Office, sign_in: SignIn) -> None:
    actions.assign(clerk, office=office, role=Role.OFFICER, by="test")
    ask("clerk")
    board = sign_in(clerk).get("/desk/")
    assert board.status_code == 200
    assert "Your role Clerk opens nothing until you have set up a second factor" in board.text


@pytest.mark.parametrize("path", ["/policy/texts/", "/policy/texts/anything/", "/policy/duties/appointments/1/end/"])
def test_pages_that_are_there_for_others_in_part_lead_there_too(
    secretary: User, outsider: User, sign_in: SignIn, path: str
) -> None:
    client = sign_in(secretary)
    ask("secretary")
    assert client.get(path).headers["Location"].startswith(f"{WHERE}?next=%2Fpolicy%2F")
    assert sign_in(outsider).get(path).status_code in (200, 403, 404)
    give_factor(secretary)
    assert client.get(path).status_code in (200, 404)


def test_who_never_had_the_role_is_refused_as_before(officer: User, outsider: User, sign_in: SignIn) -> None:
    ask("officer")
    assert sign_in(officer).get("/account/people/").status_code == 403
    assert sign_in(outsider).get("/account/people/").status_code == 403
    assert sign_in(outsider).get(WHERE).status_code == 302


def test_their_own_account_stays_open_and_shows_no_notice_of_the_role(
    clerk: User, office: Office, sign_in: SignIn
) -> None:
    held = clerk.assignments.get()
    Notice.objects.create(person=clerk, assignment=held, office=office, kind="accounts.role", about=1)
    ask("clerk")
    client = sign_in(clerk)
    assert client.get("/account/").status_code == 200
    assert "A role awaits your confirmation" not in client.get("/account/notices/").text
    give_factor(clerk)
    assert "A role awaits your confirmation" in client.get("/account/notices/").text


def code_of(page: str) -> str:
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"|value="([A-Z2-7]{32})"', page)
    assert secret
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret[1] or secret[2], counter))


def test_from_the_password_to_the_work_by_an_app_and_its_recovery_codes(client: Client, clerk: User) -> None:
    ask("clerk")
    client.post("/account/login/", {"login": clerk.email, "password": PASSWORD})
    client.get("/account/people/", follow=True)
    asked = client.get("/account/2fa/totp/activate/")
    client.post(asked.headers["Location"], {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/").text
    codes = client.post("/account/2fa/totp/activate/", {"code": code_of(page)}, follow=True)
    assert codes.request["PATH_INFO"] == "/account/2fa/recovery-codes/"
    assert len(re.findall(r"<li><code>", codes.text)) == 10
    assert f'href="{WHERE}"' in codes.text
    assert client.get(WHERE).headers["Location"] == "/account/people/"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example"])
def test_afterwards_nobody_is_led_to_another_site(clerk: User, sign_in: SignIn, address: str) -> None:
    assert "evil" not in sign_in(clerk).get(WHERE, {"next": address}).headers["Location"]


def test_administrators_see_who_has_none(administrator: User, clerk: User, editor: User, sign_in: SignIn) -> None:
    client = sign_in(administrator)
    assert "second factor" not in client.get("/account/people/").text
    ask("clerk", "editor")
    give_factor(editor)
    page = client.get("/account/people/").text
    assert "1 person has a role that asks for a second factor, and has set up none" in page
    (row,) = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*No second factor yet(?:(?!</tr>).)*</tr>", page, re.DOTALL)
    assert "Clara Clerk" in row


def test_nobody_of_the_house_sees_who_has_none_in_a_members_office(
    administrator: User, member: User, sign_in: SignIn
) -> None:
    ask("member")
    assert "second factor" not in sign_in(administrator).get("/account/people/").text


def asked_of_the_database(client: Client, words: str) -> list[Any]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/account/people/").status_code == 200
    return [query["sql"] for query in captured if words in query["sql"]]


def test_whom_it_does_not_concern_costs_no_question_more(clerk: User, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    give_factor(clerk)
    for roles in ((), ("editor",)):
        ask(*roles)
        assert len(asked_of_the_database(client, "mfa_authenticator")) == 1
        assert len(asked_of_the_database(client, "rules_parameterinforce")) <= 1
