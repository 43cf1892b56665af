"""Signing in by the House's directory with OpenID Connect, against a real one (npm's oidc-provider, on loopback)."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.management import call_command
from django.test import Client

from hemicycle.accounts.models import User
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.accounts.browser_at import ORIGIN, DirectoryBrowser, house
from tests.verification.peers import Services

START, BACK = "/account/directory/oidc/", "/account/directory/oidc/back/"


@pytest.fixture(scope="session")
def oidc(services: Services) -> str:
    return f"http://127.0.0.1:{services.start('oidc', callback=f'{ORIGIN}{BACK}')['http']}"


@pytest.fixture
def directory(oidc: str, settings: Any) -> str:
    settings.OIDC_SERVER, settings.OIDC_NAME = oidc, "the staff directory"
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0] |= {
        "client_id": "hemicycle", "secret": "secret", "settings": {"server_url": oidc, "oauth_pkce_enabled": True},
    }  # fmt: skip
    return oidc


@pytest.fixture
def enter(directory: str, db: None) -> Callable[..., Any]:
    """`enter("ada@…")` goes from the House to the directory and back, and gives the House's answer."""

    def through(login: str, *, at: Client | None = None, there: DirectoryBrowser | None = None, asks: str = "") -> Any:
        at, there = at or house(), there or DirectoryBrowser()
        on = at.get(START + asks)
        assert on.status_code == 302 and on.headers["Location"].startswith(directory)
        answer = at.get(there.by_oidc(on.headers["Location"], login))
        answer.browser = at
        return answer

    return through


def is_in(answer: Any, user: User) -> bool:
    return answer.browser.session.get("_auth_user_id") == str(user.pk)


def test_whoever_was_invited_signs_in_by_the_directory(enter: Callable[..., Any], clerk: User) -> None:
    answer = enter(clerk.email.upper())
    assert answer.status_code == 302 and is_in(answer, clerk)
    assert AuditEntry.objects.get(action="accounts.sign_in").actor == clerk.audit_label
    assert AuditEntry.objects.get(action="accounts.link_directory").facts == {"directory": "oidc"}


def test_nobody_gets_in_who_was_not_invited(enter: Callable[..., Any], clerk: User) -> None:
    answer = enter("stranger@assembly.example")
    assert answer.status_code == 403 and "Nobody with your e-mail address has been invited" in answer.text
    assert "_auth_user_id" not in answer.browser.session
    assert list(User.objects.all()) == [clerk] and not SocialAccount.objects.exists()


def test_an_address_that_the_directory_does_not_vouch_for_opens_nothing(
    enter: Callable[..., Any], clerk: User
) -> None:
    answer = enter(f"unverified:{clerk.email}")
    assert answer.status_code == 403 and not SocialAccount.objects.exists()
    assert "_auth_user_id" not in answer.browser.session


def test_an_address_that_has_passed_to_somebody_else_opens_nothing(enter: Callable[..., Any], clerk: User) -> None:
    enter(clerk.email)
    answer = enter(f"other:{clerk.email}")
    assert answer.status_code == 403 and "belonged to somebody else" in answer.text
    call_command("reset_sign_in", clerk.email)
    assert is_in(enter(f"other:{clerk.email}"), clerk)


def test_an_account_that_was_closed_is_not_opened_by_the_directory(enter: Callable[..., Any], clerk: User) -> None:
    enter(clerk.email)
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert enter(clerk.email).status_code == 403


def test_nothing_is_kept_of_what_the_directory_says(enter: Callable[..., Any], clerk: User) -> None:
    enter(clerk.email)
    enter(clerk.email)
    assert SocialAccount.objects.get().extra_data == {} and not SocialToken.objects.exists()


def test_signing_in_links_nobody_who_happens_to_be_signed_in_already(
    enter: Callable[..., Any], clerk: User, editor: User
) -> None:
    browser = house()
    browser.force_login(editor)
    answer = enter(clerk.email, at=browser, asks="?process=connect")
    assert is_in(answer, clerk)
    assert SocialAccount.objects.get().user == clerk


def test_one_comes_back_to_the_page_that_was_asked_for_and_to_no_other_site(
    enter: Callable[..., Any], clerk: User
) -> None:
    assert enter(clerk.email, asks="?next=/account/people/").headers["Location"] == "/account/people/"
    assert "evil" not in enter(clerk.email, asks="?next=https://evil.example/").headers["Location"]


def test_a_made_up_answer_opens_nothing(directory: str, clerk: User) -> None:
    browser = house()
    browser.get(START)
    for asked in ("code=abc&state=def", "error=access_denied", ""):
        assert browser.get(f"{BACK}?{asked}").status_code == 403
    assert "_auth_user_id" not in browser.session


def test_a_code_of_another_browser_opens_nothing(directory: str, clerk: User) -> None:
    mine, theirs = house(), house()
    back = DirectoryBrowser().by_oidc(theirs.get(START).headers["Location"], clerk.email)
    assert mine.get(back).status_code == 403 and "_auth_user_id" not in mine.session


def test_a_directory_that_is_not_there_is_said(settings: Any, db: None) -> None:
    settings.OIDC_SERVER = "http://127.0.0.1:9"
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"] = {"server_url": settings.OIDC_SERVER}
    answer = house().get(START)
    assert answer.status_code == 403 and "Try again, or sign in with your password" in answer.text


def test_the_sign_in_page_offers_it_where_the_installation_names_one(directory: str, settings: Any, db: None) -> None:
    page = house().get("/account/login/?next=/desk/").text
    assert f'href="{START}?next=%2Fdesk%2F"' in page and "Sign in by the staff directory" in page
    settings.OIDC_SERVER = ""
    assert START not in house().get("/account/login/").text
    assert house().get(START).status_code == 404 and house().get(BACK).status_code == 404


def test_a_second_factor_given_there_counts_if_the_installation_says_so(
    enter: Callable[..., Any], settings: Any, clerk: User
) -> None:
    ParameterInForce.objects.create(name="second_factor_roles", value=["clerk"])
    assert enter(f"two:{clerk.email}").browser.get("/account/people/").status_code == 302
    settings.OIDC_SECOND_FACTOR = ["otp"]
    assert enter(f"two:{clerk.email}").browser.get("/account/people/").status_code == 200
    assert enter(clerk.email).browser.get("/account/people/").status_code == 302


def test_a_second_factor_of_one_person_counts_for_nobody_else_in_the_same_browser(
    enter: Callable[..., Any], settings: Any, clerk: User, editor: User
) -> None:
    ParameterInForce.objects.create(name="second_factor_roles", value=["clerk"])
    settings.OIDC_SECOND_FACTOR = ["otp"]
    browser = enter(f"two:{editor.email}").browser
    said = browser.session["accounts.vouched"]
    browser.force_login(clerk)
    session = browser.session
    session["accounts.vouched"] = said
    session.save()
    assert browser.get("/account/people/").status_code == 302


def test_whoever_has_no_password_here_confirms_at_the_directory(enter: Callable[..., Any], editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(password="!")
    there = DirectoryBrowser()
    browser = enter(editor.email, there=there).browser
    for name, value in {"step_up_for": ["export"], "step_up_minutes": 15}.items():
        ParameterInForce.objects.create(name=name, value=value)
    session = browser.session
    session[RECORDS] = [{**one, "at": time.time() - 1200} for one in session[RECORDS]]
    session.save()
    asked = browser.get("/desk/results/month.csv").headers["Location"]
    assert parse_qs(urlsplit(asked).query)["auth_params"] == ["prompt=login&max_age=0"]
    on = browser.get(asked).headers["Location"]
    back = browser.get(there.by_oidc(on, editor.email))
    assert back.headers["Location"] == "/desk/results/month.csv"
    assert browser.get("/desk/results/month.csv").status_code == 200


def test_to_be_let_through_without_being_asked_is_no_confirmation(enter: Callable[..., Any], editor: User) -> None:
    User.objects.filter(pk=editor.pk).update(password="!")
    ParameterInForce.objects.create(name="step_up_for", value=["export"])
    browser = enter(editor.email).browser
    assert browser.get("/desk/results/month.csv").headers["Location"] == "/account/not-confirmed/"
    assert "does not say when" in browser.get("/account/not-confirmed/").text
