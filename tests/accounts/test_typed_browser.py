"""What was typed survives a session that had ended when it was sent: in the same tab, for the same person."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from hemicycle.accounts.models import Office, User
from tests.browser import Visit, settle
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sends_after_the_session_ended(page: Page) -> None:
    page.locator("#invite #id_name").fill("Nora New")
    page.locator("#invite #id_email").fill("nora@assembly.example")
    page.locator("#invite #id_office").select_option(label="Research service")
    page.locator("#invite [name=role][value=officer]").check()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    with page.expect_navigation():
        page.locator("#invite .btn-primary").click()
    settle(page)
    expect(page.get_by_text("You are signed out: nothing was sent.")).to_be_visible()


def signs_in(page: Page, person: User) -> None:
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/account/people/")
    settle(page)


def test_what_was_typed_is_in_the_form_again_after_signing_in(
    visit: Visit, administrator: User, office: Office
) -> None:
    page = visit("/account/people/", by=administrator)
    sends_after_the_session_ended(page)
    signs_in(page, administrator)
    expect(page.locator("#invite #id_name")).to_have_value("Nora New")
    expect(page.locator("#invite").get_by_text("It has not been sent.")).to_be_visible()
    expect(page.locator("#invite #id_email")).to_have_value("nora@assembly.example")
    expect(page.locator("#invite [name=role][value=officer]")).to_be_checked()
    assert "nora" not in page.evaluate("JSON.stringify(sessionStorage)")
    with page.expect_navigation():
        page.locator("#invite .btn-primary").click()
    settle(page)
    expect(page.locator("#invite #id_name")).to_have_value("")
    assert User.objects.filter(email="nora@assembly.example").exists()


def test_somebody_else_who_signs_in_finds_none_of_it(
    visit: Visit, administrator: User, clerk: User, office: Office
) -> None:
    page = visit("/account/people/", by=administrator)
    sends_after_the_session_ended(page)
    signs_in(page, clerk)
    assert "nora" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.context.clear_cookies()
    page.goto("/account/login/?next=/account/people/")
    signs_in(page, administrator)
    expect(page.locator("#invite #id_name")).to_have_value("")


def test_whoever_signs_in_by_keyboard_goes_from_the_address_to_the_password(visit: Visit) -> None:
    page = visit("/account/login/")
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[name=password]")).to_be_focused()
    expect(page.get_by_role("link", name="Forgot your password?")).to_be_visible()
