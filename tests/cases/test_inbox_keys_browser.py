"""The list of the inbox by its keys, and the buttons for ticked cases, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from hemicycle.cases.models import Case
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling
from tests.cases.arriving import case_from, mailbox_of

pytestmark = [
    pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unacknowledged"),
]  # fmt: skip
INBOX = reverse("cases:inbox")


@pytest.fixture
def letters(office) -> list[Case]:
    account = mailbox_of(office)
    return [case_from(account, f"citizen{n}@citizen.example", f"Street {n} floods each spring.") for n in range(12)]


def focus_on(page: Page, case: Case) -> None:
    page.locator(".inbox-row", has_text=case.written_reference).locator(".row-title").focus()


def test_keys_act_on_the_row_in_focus_of_the_list(visit: Visit, clerk, letters):
    page, first, second = visit(INBOX, by=clerk), letters[0], letters[5]
    page.keyboard.press("e")
    expect(page.locator(".inbox-row .row-title").first).to_be_focused()
    focus_on(page, first)
    with page.expect_navigation():
        page.keyboard.press("a")
    with page.expect_navigation():
        focus_on(page, first)
        page.keyboard.press("e")
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(page.locator("#bulk-until")).to_be_focused()
    first.refresh_from_db()
    assert (first.assignee, first.state) == (clerk, "closed")
    focus_on(page, second)
    with page.expect_navigation():
        page.keyboard.press("r")
    expect(page.locator("form.inbox-answer #id_text")).to_be_focused()
    page.keyboard.type("An engineer comes on Monday.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".inbox-head")).to_contain_text(letters[4].written_reference)
    second.refresh_from_db()
    assert second.state == "closed"


def test_while_a_case_is_open_keys_act_on_it_whichever_row_has_the_focus(visit: Visit, clerk, letters):
    opened, other = letters[5], letters[7]
    page = visit(reverse("cases:case", args=[opened.reference]), by=clerk)
    focus_on(page, other)
    page.keyboard.press("s")
    expect(page.locator(".inbox-snooze [name=until]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".inbox-snooze summary")).to_be_focused()
    focus_on(page, other)
    with page.expect_navigation():
        page.keyboard.press("e")
    assert list(Case.objects.filter(state="closed")) == [opened]


def test_the_row_of_the_open_case_is_in_view_in_the_list_beside_it(visit: Visit, clerk, letters):
    page = visit(reverse("cases:case", args=[letters[0].reference]), by=clerk, width=1440)
    row = page.locator(".inbox-list .inbox-row[data-open]")
    expect(row).to_contain_text(letters[0].written_reference)
    expect(row).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_text("Tick all on this page")).to_be_visible()
    assert_accessible(page)


def test_a_case_that_is_closed_in_the_list_is_named(visit: Visit, clerk, letters):
    page = visit(INBOX, by=clerk)
    focus_on(page, letters[3])
    with page.expect_navigation():
        page.keyboard.press("e")
    expect(page.locator(".messages")).to_contain_text(f"{letters[3]} is closed.")


def test_what_is_typed_after_an_empty_answer_is_refused_goes_into_the_answer_and_acts_on_no_case(
    visit: Visit, clerk, letters
):
    page = visit(reverse("cases:case", args=[letters[5].reference]), by=clerk)
    page.keyboard.press("r")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    text = page.locator("form.inbox-answer #id_text")
    expect(text).to_be_focused()
    page.keyboard.type("Bonjour, nous avons lu")
    expect(text).to_have_value("Bonjour, nous avons lu")
    assert_accessible(page)
    page.locator("form.inbox-answer .btn-primary").focus()
    page.keyboard.press("e")
    text.focus()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert list(Case.objects.filter(state="closed")) == [letters[5]]


def test_the_buttons_stay_in_view_while_something_is_ticked_and_say_how_many(visit: Visit, clerk, letters):
    page = visit(INBOX, by=clerk, width=PHONE)
    page.locator("[data-tick-all]").check()
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 12")
    page.locator(".inbox-row .tick").last.uncheck()
    expect(page.locator("[data-ticked]")).to_have_text("Ticked: 11")
    page.locator(".inbox-bulk-more summary").click()
    expect(page.locator("#bulk [value=snooze]")).to_be_visible()
    page.locator(".inbox-bulk-more summary").click()
    page.locator(".inbox-row").last.scroll_into_view_if_needed()
    expect(page.locator("#bulk > button[value=close]")).to_be_in_viewport()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    with page.expect_navigation():
        page.locator("#bulk > button[value=close]").click()
    assert Case.objects.filter(state="closed").count() == 11


@pytest.mark.parametrize(("width", "lowest"), [(1280, 500), (PHONE, 640)])
def test_the_first_case_stands_high_on_the_page_in_french_too(visit: Visit, clerk, letters, width, lowest):
    page = visit(INBOX, by=clerk, width=width, language="fr")
    top = page.locator(".inbox-row:has(.tick)").first.bounding_box()["y"]
    assert top < lowest
    assert_no_sideways_scrolling(page)
