"""The clerk's way in a real browser: by keyboard, in three languages, light and dark, on a desk and on a telephone."""

from collections.abc import Callable

import pytest

from hemicycle.accounts.models import User
from hemicycle.listening.actions import analyses, corrections, groups
from hemicycle.listening.models import Inquiry
from hemicycle.listening.models.group_kinds import CAMPAIGN
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
)
from tests.cast import PASSWORD

from .conftest import campaign, finding, work

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES: dict[str, Callable[[Inquiry], str]] = {
    "inquiries": lambda inquiry: "/inquiries/",
    "new": lambda inquiry: "/inquiries/new/",
    "overview": lambda inquiry: f"/inquiries/{inquiry.address}/",
    "import": lambda inquiry: f"/inquiries/{inquiry.address}/import/",
    "columns": lambda inquiry: f"/inquiries/{inquiry.address}/import/{inquiry.uploads.get().pk}/",
    "rejected": lambda inquiry: f"/inquiries/{inquiry.address}/rejected/",
    "senders": lambda inquiry: f"/inquiries/{inquiry.address}/senders/",
    "campaigns": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/",
    "campaign": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/",
    "slot": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/slots/1/",
    "rename": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/rename/",
    "members": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/messages/",
    "merge": lambda inquiry: f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/merge/",
    "compare": lambda inquiry: (
        f"/inquiries/{inquiry.address}/campaigns/{campaign(inquiry, 'en-0').key}/merge/"
        f"?into={campaign(inquiry, 'fr-0').key}"
    ),
    "voices": lambda inquiry: f"/inquiries/{inquiry.address}/voices/?words=own",
    "messages": lambda inquiry: f"/inquiries/{inquiry.address}/messages/",
    "message": lambda inquiry: f"/inquiries/{inquiry.address}/messages/{finding(inquiry, 'en-0').inbound_id}/",
    "history": lambda inquiry: f"/inquiries/{inquiry.address}/history/",
    "job": lambda inquiry: f"/inquiries/{inquiry.address}/work/intake/{inquiry.intakes.get().pk}/",
}


@pytest.fixture
def corrected(analysed: Inquiry, clerk: User) -> Inquiry:
    """With something in its history, standing and undone."""
    groups.confirm(analysed, CAMPAIGN, campaign(analysed, "es-0").key, by=clerk)
    made = groups.rename(analysed, CAMPAIGN, campaign(analysed, "fr-0").key, name="Le bac", by=clerk)
    corrections.undo_correction(made, by=clerk)
    return analysed


def test_axe_finds_nothing_on_any_page(visit: Visit, corrected: Inquiry, clerk: User) -> None:
    page = visit("/inquiries/", by=clerk)
    for address in PAGES.values():
        page.goto(address(corrected))
        assert_accessible(page)
        assert_readable_in_the_dark(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone(visit: Visit, corrected: Inquiry, clerk: User, language: str) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    page = visit("/inquiries/", by=clerk, width=PHONE)
    for address in PAGES.values():
        page.goto(address(corrected))
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


@pytest.mark.parametrize(
    ("language", "why"),
    [("en", "Why it is in this campaign"), ("fr", "Pourquoi il y est rattaché"), ("es", "Por qué se incluyó")],
)
def test_the_way_from_sign_in_to_why_a_letter_was_joined_needs_no_mouse(
    visit: Visit, analysed: Inquiry, clerk: User, language: str, why: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    here = f"/inquiries/{analysed.address}/"
    key = campaign(analysed, "en-0").key

    page = visit("/inquiries/", language=language)
    page.locator("input[name=login]").focus()
    page.keyboard.type(clerk.email)
    page.keyboard.press("Tab")
    page.locator("input[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".shell")
    follow(page, f"main a[href='{here}']")
    follow(page, f"main a[href='{here}campaigns/']")
    follow(page, f"main a[href='{here}campaigns/{key}/']")
    follow(page, f".pair-own a[href^='{here}messages/']")

    assert page.inner_text(".pair-aside h2") == why
    assert page.locator("mark").count() >= 1
    assert page.locator(".remark").count() >= 1
    assert_accessible(page)


def test_a_slot_opens_as_a_drawer_and_closes_with_escape(visit: Visit, analysed: Inquiry, clerk: User) -> None:
    page = visit(PAGES["campaign"](analysed), by=clerk)

    page.locator(".letter a.slot").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer[open] #evidence")
    assert "Amara" in page.inner_text("#drawer")
    assert_accessible(page)
    page.keyboard.press("Escape")

    page.wait_for_selector("#drawer:not([open])", state="attached")
    assert page.evaluate("document.activeElement.matches('a.slot')")


def test_a_number_opens_to_the_messages_behind_it(visit: Visit, analysed: Inquiry, clerk: User) -> None:
    page = visit(PAGES["overview"](analysed), by=clerk)

    page.locator(".numbers a").nth(0).click()
    page.wait_for_selector("#drawer[open] .voices li")

    assert page.locator("#drawer .voices li").count() >= 10


def test_merging_can_be_undone_from_the_message_about_it(visit: Visit, analysed: Inquiry, clerk: User) -> None:
    page = visit(PAGES["compare"](analysed), by=clerk)

    with page.expect_navigation():
        page.locator("main form[method=post] button.btn-primary").click()
    assert campaign(analysed, "en-0") == campaign(analysed, "fr-0")
    with page.expect_navigation():
        page.locator(".messages form button").click()

    assert campaign(analysed, "en-0") != campaign(analysed, "fr-0")


def test_the_table_of_a_chart_is_one_key_away(visit: Visit, analysed: Inquiry, clerk: User) -> None:
    page = visit(PAGES["overview"](analysed), by=clerk)

    page.locator("#chart-time").focus()
    page.keyboard.press("t")

    assert page.locator("#chart-time table").is_visible()


def test_progress_comes_to_its_end_by_itself_on_a_page_that_was_left_and_found_again(
    visit: Visit, collected: Inquiry, clerk: User
) -> None:
    analyses.start_analysis(collected, by=clerk)
    page = visit(f"/inquiries/{collected.address}/", by=clerk)
    assert page.locator(".state-waiting").count() == 1
    page.goto("/inquiries/")
    page.goto(f"/inquiries/{collected.address}/")

    work()

    page.wait_for_selector(".progress-card .state-done")
    page.locator(".progress-card a.btn-primary").click()
    page.wait_for_selector(".numbers")
