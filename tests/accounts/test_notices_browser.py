"""The bell in a real browser: by keyboard, wide and on a phone, light and dark, in three languages."""

import pytest
from playwright.sync_api import expect

from hemicycle.accounts import actions
from hemicycle.accounts.models import Notice, NoticeChoice, Office, User
from hemicycle.accounts.roles import Role
from tests.browser import (
    DESK,
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    reach,
)

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
UNREAD = {"en": "1 unread notice", "fr": "1 notification non lue", "es": "1 aviso sin leer"}


@pytest.fixture
def asked(office: Office, administrator: User, clerk: User, outsider: User) -> Notice:
    """A role awaits the clerk's confirmation."""
    actions.assign(outsider, office=office, role=Role.EDITOR, by=administrator)
    return Notice.objects.get()


@pytest.mark.parametrize(
    ("language", "width", "scheme"), [("en", DESK, "light"), ("fr", PHONE, "dark"), ("es", PHONE, "light")]
)
def test_the_bell_opens_the_drawer_by_keyboard_and_leads_to_what_is_asked(
    visit: Visit, asked: Notice, clerk: User, language: str, width: int, scheme: str
) -> None:
    page = visit("/account/", by=clerk, language=language, width=width, scheme=scheme)
    title = page.title()
    reach(page, ".bell")
    page.keyboard.press("Enter")
    heading = page.locator("#drawer #drawer-title")
    expect(heading).to_be_focused()
    expect(heading).to_have_text(UNREAD[language])
    assert page.title() == title
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.locator(".bell")).to_be_focused()
    page.keyboard.press("Enter")
    expect(heading).to_be_focused()
    follow(page, "#drawer .notice-row a")
    assert page.url.endswith("/account/people/")
    expect(page.locator(".bell .count")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_the_list_and_the_choices_are_accessible_and_fit_a_phone(
    visit: Visit, asked: Notice, clerk: User, width: int, scheme: str
) -> None:
    page = visit("/account/notices/", by=clerk, width=width, scheme=scheme)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page = visit("/account/notices/choices/", by=clerk, width=width, scheme=scheme)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_readable_in_the_dark(page)


def test_a_person_chooses_by_keyboard_not_to_be_mailed(visit: Visit, clerk: User) -> None:
    page = visit("/account/notices/choices/", by=clerk)
    field = "[name='accounts.role']"
    reach(page, field)
    page.keyboard.press("End")
    follow(page, "main .btn-primary")
    expect(page.locator(field)).to_have_value("bell")
    assert NoticeChoice.objects.get(person=clerk, kind="accounts.role").frequency == "bell"
