"""Signing in by the House's directory with SAML 2.0, against a real one (npm's samlp, on loopback) and xmlsec1."""

import base64
import re
import shutil
import urllib.request
import zlib
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client

from hemicycle.accounts.models import Notice, User
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.accounts.browser_at import ORIGIN, DirectoryBrowser, house
from tests.verification.peers import Services

pytestmark = pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not here: apt-get install xmlsec1")
START, FINISH = "/account/directory/saml/", "/account/directory/saml/finish/"
BACK, METADATA = "/account/directory/saml/back/", "/account/directory/saml/metadata/"


@pytest.fixture(scope="session")
def saml(services: Services) -> str:
    port = services.start("saml", entity=f"{ORIGIN}{METADATA}", callback=f"{ORIGIN}{BACK}")["http"]
    return f"http://127.0.0.1:{port}"


@pytest.fixture
def directory(saml: str, settings: Any, db: None) -> str:
    with urllib.request.urlopen(f"{saml}/metadata", timeout=60) as answer:
        settings.SAML_METADATA = answer.read().decode()
    settings.ROOT_URLCONF = "tests.accounts.saml_addresses"
    settings.SAML_NAME, settings.SAML_DOMAINS = "the staff directory", ["assembly.example"]
    return saml


@pytest.fixture
def enter(directory: str) -> Callable[..., Any]:
    """`enter("ada@…")` goes from the House to the directory and back, and gives the House's answer."""

    def through(login: str, *, at: Client | None = None, asks: str = "") -> Any:
        at = at or house()
        on = at.get(START + asks)
        assert on.status_code == 302 and on.headers["Location"].startswith(f"{directory}/sso?SAMLRequest=")
        answer = at.post(BACK, DirectoryBrowser().by_saml(on.headers["Location"], login))
        if answer.status_code == 302:
            assert answer.headers["Location"] == FINISH
            answer = at.get(FINISH)
        answer.browser = at
        return answer

    return through


def is_in(answer: Any, user: User) -> bool:
    return answer.browser.session.get("_auth_user_id") == str(user.pk)


def test_whoever_was_invited_signs_in_by_the_directory(enter: Callable[..., Any], clerk: User) -> None:
    answer = enter(clerk.email)
    assert answer.status_code == 302 and is_in(answer, clerk)
    assert AuditEntry.objects.get(action="accounts.sign_in").actor == clerk.audit_label
    assert answer.browser.get("/account/people/").status_code == 200


def test_a_session_lasts_as_long_as_the_house_decided(enter: Callable[..., Any], clerk: User) -> None:
    ParameterInForce.objects.create(name="session_hours", value=2)
    assert enter(clerk.email).browser.session.get_expiry_age() == 2 * 3600


def test_nobody_gets_in_who_was_not_invited(enter: Callable[..., Any], clerk: User) -> None:
    answer = enter("stranger@assembly.example")
    assert answer.status_code == 403 and "Nobody with your e-mail address has been invited" in answer.text
    assert list(User.objects.all()) == [clerk] and not SocialAccount.objects.exists()


def test_an_address_of_a_domain_that_the_directory_does_not_give_out_opens_nothing(
    enter: Callable[..., Any], settings: Any, clerk: User
) -> None:
    settings.SAML_DOMAINS = ["elsewhere.example"]
    answer = enter(clerk.email)
    assert answer.status_code == 403 and not SocialAccount.objects.exists()


def test_an_address_that_has_passed_to_somebody_else_opens_nothing(enter: Callable[..., Any], clerk: User) -> None:
    enter(clerk.email)
    answer = enter(f"other:{clerk.email}")
    assert answer.status_code == 403 and "belonged to somebody else" in answer.text


def test_an_account_that_was_closed_is_not_opened_by_the_directory(enter: Callable[..., Any], clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert enter(clerk.email).status_code == 403


def test_an_answer_signed_by_nobody_we_know_opens_nothing(enter: Callable[..., Any], clerk: User) -> None:
    answer = enter(f"forged:{clerk.email}")
    assert answer.status_code == 403 and "did not confirm who you are" in answer.text
    assert "_auth_user_id" not in answer.browser.session


def sent(browser: Client, login: str) -> dict[str, str]:
    return DirectoryBrowser().by_saml(browser.get(START).headers["Location"], login)


def changed(form: dict[str, str], change: Callable[[str], str]) -> dict[str, str]:
    said = base64.b64decode(form["SAMLResponse"]).decode()
    return {**form, "SAMLResponse": base64.b64encode(change(said).encode()).decode()}


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.replace("stranger@", "clara.clerk@"),
        lambda said: re.sub(r"<Signature.*?</Signature>", "", said, flags=re.DOTALL),
        lambda said: "nonsense",
    ],
    ids=["another person", "no signature", "nonsense"],
)
def test_an_answer_that_was_changed_on_the_way_opens_nothing(directory: str, clerk: User, change: Any) -> None:
    browser = house()
    answer = browser.post(BACK, changed(sent(browser, "stranger@assembly.example"), change))
    assert answer.status_code == 403
    assert browser.get(FINISH).status_code == 403 and "_auth_user_id" not in browser.session


def test_an_answer_that_this_browser_did_not_ask_for_and_one_used_before_open_nothing(
    directory: str, clerk: User
) -> None:
    mine, theirs = house(), house()
    form = sent(theirs, clerk.email)
    assert mine.post(BACK, form).status_code == 403
    assert theirs.post(BACK, form).status_code == 302
    assert theirs.get(FINISH).status_code == 302
    theirs.post("/account/logout/")
    assert theirs.post(BACK, form).status_code == 403 and theirs.get(FINISH).status_code == 403


def test_nothing_of_the_answer_is_kept_once_the_person_is_in(enter: Callable[..., Any], clerk: User) -> None:
    enter(clerk.email)
    kept = [session.get_decoded() for session in Session.objects.all()]
    assert len(kept) == 1 and clerk.email not in str(kept)
    assert SocialAccount.objects.get().extra_data == {}


def test_one_comes_back_to_the_page_that_was_asked_for_and_to_no_other_site(
    enter: Callable[..., Any], clerk: User
) -> None:
    assert enter(clerk.email, asks="?next=/account/people/").headers["Location"] == "/account/people/"
    assert "evil" not in enter(clerk.email, asks="?next=https://evil.example/").headers["Location"]


def test_whoever_has_a_second_factor_here_is_asked_for_it(enter: Callable[..., Any], clerk: User) -> None:
    Authenticator.objects.create(user=clerk, type="totp", data={})
    answer = enter(clerk.email)
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/") and not is_in(answer, clerk)


def test_a_second_factor_given_there_counts_if_the_installation_says_so(
    enter: Callable[..., Any], settings: Any, clerk: User
) -> None:
    ParameterInForce.objects.create(name="second_factor_roles", value=["clerk"])
    assert enter(f"two:{clerk.email}").browser.get("/account/people/").status_code == 302
    settings.SAML_SECOND_FACTOR = ["https://refeds.org/profile/mfa"]
    assert enter(f"two:{clerk.email}").browser.get("/account/people/").status_code == 200
    assert enter(clerk.email).browser.get("/account/people/").status_code == 302


def test_a_browser_used_before_is_known_though_the_answer_came_from_another_site(
    enter: Callable[..., Any], clerk: User
) -> None:
    browser = enter(clerk.email).browser
    browser.post("/account/logout/")
    enter(clerk.email, at=browser)
    assert not Notice.objects.exists()


def test_whoever_is_signed_in_is_asked_for_the_password_again_there(directory: str, clerk: User) -> None:
    browser = house()
    assert "ForceAuthn" not in asked_for(browser)
    browser.force_login(clerk)
    assert 'ForceAuthn="true"' in asked_for(browser)


def asked_for(browser: Client) -> str:
    """What we ask the directory (SAML bindings, 3.4.4.1)."""
    query = parse_qs(urlsplit(browser.get(START).headers["Location"]).query)
    return zlib.decompress(base64.b64decode(query["SAMLRequest"][0]), -15).decode()


def test_the_directory_reads_who_we_are_and_nobody_is_served_where_none_is_named(
    directory: str, settings: Any, clerk: User
) -> None:
    page = house().get(METADATA)
    assert page.headers["Content-Type"].startswith("text/xml")
    assert f'entityID="{ORIGIN}{METADATA}"' in page.text and f'Location="{ORIGIN}{BACK}"' in page.text
    assert "Sign in by the staff directory" in house().get("/account/login/").text
    settings.SAML_METADATA = ""
    assert house().get(START).status_code == 404 and house().get(METADATA).status_code == 404
