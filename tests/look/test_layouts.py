"""Direction, language, policy and silence of the layouts."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from hemicycle.accounts.models import User

LAYOUTS = Path(__file__).resolve().parents[2] / "hemicycle" / "templates"
ERRORS = ("400.html", "403.html", "403_csrf.html", "404.html", "405.html", "429.html", "500.html", "503.html")
# What the policy would refuse: handlers, styles and scripts that stand in the page itself.
INLINE = re.compile(r'\son[a-z]+="|\sstyle="|<style|<script(?![^>]*(?:src=|application/json))', re.IGNORECASE)


def public_page(language: str) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string("public.html", request=request)


def test_a_language_from_right_to_left_turns_the_page_round(db: None) -> None:
    page = public_page("ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert "bootstrap.rtl.min.css" in page


def test_a_language_from_left_to_right_does_not(db: None) -> None:
    page = public_page("es")
    assert '<html lang="es" dir="ltr">' in page
    assert "bootstrap.rtl" not in page


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_no_table_and_no_request_and_says_what_to_do(name: str) -> None:
    page = render_to_string(name)
    assert "Assembly of Tests" in page
    assert 'href="/"' in page
    assert not INLINE.search(page)


@pytest.mark.parametrize("language", ["fr", "es"])
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_speaks_the_language_of_the_reader(name: str, language: str) -> None:
    with translation.override(language):
        assert "Go to the home page" not in render_to_string(name)


def test_an_error_page_shows_nothing_of_the_person_or_the_address(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get("/nowhere/ann.citizen@mail.example/").text
    assert clerk.email not in page
    assert clerk.name not in page
    assert "ann.citizen" not in page


@pytest.mark.urls("tests.look.gallery")
@pytest.mark.parametrize("path", ["/", "/gallery/", "/account/login/", "/account/2fa/", "/search/"])
def test_no_page_has_script_or_style_inside(client: Client, administrator: User, path: str) -> None:
    if path != "/account/login/":
        client.force_login(administrator)
    assert not INLINE.search(client.get(path).text)


def test_the_shell_shows_who_one_is_and_where_one_works(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    page = client.get("/account/").text
    assert "Clara Clerk" in page
    assert "Research service" in page


def test_a_layout_takes_no_name_that_a_page_gives_to_its_own_things() -> None:
    """What a layout sets is there before the page is: a page's own `language` would be gone."""
    set_here = {
        (path.name, name)
        for path in LAYOUTS.glob("*.html")
        for name in re.findall(r"{% (?!blocktranslate)[^%]* as (\w+) %}", path.read_text())
    }
    assert {name for _path, name in set_here} and not [
        one for one in sorted(set_here) if not one[1].startswith("page_") and not one[1].endswith("_url")
    ]
