"""A person is let in and confirmed in a real browser: by keyboard, wide and on a phone, light and dark."""

import pytest
from playwright.sync_api import expect

from hemicycle.accounts.models import Assignment, Office, User
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    reach,
)

pytestmark = [pytest.mark.django_db, pytest.mark.browser]

PEOPLE = "/account/people/"
CONFIRMED = {
    "en": "Nora New now has the role Clerk.",
    "fr": "Nora New a désormais le rôle Secrétariat de commission.",
    "es": "Nora New tiene ahora la función Secretaría de comisión.",
}


@pytest.mark.parametrize("language", CONFIRMED)
def test_a_clerk_is_let_in_and_confirmed_without_a_mouse(
    visit: Visit, administrator: User, clerk: User, office: Office, language: str
) -> None:
    page = visit(PEOPLE, by=administrator, language=language)
    assert_accessible(page)
    assert_readable_in_the_dark(page)
    reach(page, "[name=email]")
    page.keyboard.type("nora@assembly.example")
    reach(page, "[name=name]")
    page.keyboard.type("Nora New")
    reach(page, "[name=office]")
    while page.locator("[name=office]").input_value() != str(office.pk):
        page.keyboard.press("ArrowDown")
    reach(page, "[name=role]")
    while not page.locator("[name=role][value=clerk]").is_checked():
        page.keyboard.press("ArrowDown")
    follow(page, ".btn-primary")
    assert not Assignment.objects.filter(user__email="nora@assembly.example").exists()

    page = visit(PEOPLE, by=clerk, language=language, width=PHONE, scheme="dark")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    follow(page, "[action$='/confirm/'] button")
    expect(page.get_by_text(CONFIRMED[language])).to_be_visible()
    assert Assignment.objects.filter(user__email="nora@assembly.example", role="clerk").exists()


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (1440, "light")])
def test_retention_is_accessible_and_fits_a_phone(visit: Visit, administrator: User, width: int, scheme: str) -> None:
    page = visit("/account/retention/", by=administrator, width=width, scheme=scheme)
    more = page.locator("details > summary").last
    more.press("Enter")
    expect(page.get_by_text("record.person", exact=True)).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
