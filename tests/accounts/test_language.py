from collections.abc import Callable

import pytest
from django.test import Client

from hemicycle.accounts import actions
from hemicycle.accounts.models import User

Browser = Callable[[object], Client]


def spoken(browser: Client, asks_for: str = "") -> str:
    return browser.get("/account/login/", follow=True, headers={"accept-language": asks_for}).headers[
        "Content-Language"
    ]


def test_a_visitor_reads_what_the_browser_asks_for(client: Client, db: None) -> None:
    assert [spoken(client, asked) for asked in ("fr-CA,fr;q=0.9", "es", "de", "")] == ["fr", "es", "en", "en"]


def test_the_switch_is_remembered_against_the_browser(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "es", "next": "/account/login/"})
    assert answer.headers["Location"] == "/account/login/"
    assert spoken(client, "fr") == "es"
    cookie = answer.cookies["django_language"]
    assert (cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("Lax", True, 365 * 24 * 3600)


def test_a_persons_own_choice_comes_before_cookie_and_browser(clerk: User, sign_in: Browser) -> None:
    browser = sign_in(clerk)
    browser.post("/language/", {"language": "es"})
    actions.choose_language("fr", by=clerk)
    assert browser.get("/account/", headers={"accept-language": "en"}).headers["Content-Language"] == "fr"


def test_the_switch_of_a_signed_in_person_follows_them_to_another_machine(clerk: User, sign_in: Browser) -> None:
    sign_in(clerk).post("/language/", {"language": "fr"})
    assert sign_in(clerk).get("/account/").headers["Content-Language"] == "fr"


@pytest.mark.parametrize("language", ["", "de", "../fr", "x" * 500])
def test_a_language_we_do_not_speak_changes_nothing(client: Client, db: None, language: str) -> None:
    assert client.post("/language/", {"language": language}).status_code == 302
    assert spoken(client, "fr") == "fr"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_switch_leads_back_to_this_house_only(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "fr", "next": elsewhere}).headers["Location"] == "/"


def test_the_greeting_is_in_the_language_of_who_signed_in_not_of_the_browser(client: Client, clerk: User) -> None:
    clerk.set_password("a sentence for tests")
    clerk.language = "fr"
    clerk.save()
    given = {"login": clerk.email, "password": "a sentence for tests"}
    page = client.post("/account/login/", given, follow=True, headers={"accept-language": "es"})
    assert page.headers["Content-Language"] == "fr"
    assert "Bienvenue" in page.text


def test_what_is_to_be_corrected_is_said_as_each_language_sets_it(administrator: User, sign_in: Browser) -> None:
    actions.choose_language("fr", by=administrator)
    page = sign_in(administrator).post("/account/people/", {"role": "officer"})
    assert "Nom\N{NO-BREAK SPACE}: Ce champ est obligatoire." in page.text
