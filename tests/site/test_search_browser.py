"""The search in a real browser: a speech by three words, by keyboard, on a desk and a telephone."""

import pytest
from playwright.sync_api import expect

from hemicycle.record.models import Contribution
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, follow, press, reach
from tests.record.search.conftest import house, index

__all__ = ["house", "index"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_citizen_finds_a_speech_by_three_words_and_opens_it_by_keyboard(visit: Visit, house: object) -> None:
    page = visit("/record/search/")
    reach(page, "#question")
    page.keyboard.type("river fined spills")
    press(page)
    assert_accessible(page)
    follow(page, "#results a")
    speech = Contribution.objects.get(native_id="s1")
    assert page.url.endswith(f"/record/speeches/{speech.address}/#{speech.address}-2")
    expect(page.locator(f"[id='{speech.address}-2']")).to_contain_text("three spills")


def test_a_speech_is_found_by_three_words_opened_and_its_link_read_in_french_on_a_telephone(
    visit: Visit, house: object
) -> None:
    """By keyboard from the first word to the copied link; then by whoever is sent the link."""
    page = visit("/record/search/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reach(page, "#question")
    page.keyboard.type("fouled three spills")
    press(page)
    follow(page, "#results a")
    assert_accessible(page)
    reach(page, "[data-copy]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-copied]").first).not_to_be_empty()
    link = page.evaluate("navigator.clipboard.readText()")

    phone = visit(link, width=PHONE, language="fr")
    expect(phone.locator("article .reading")).to_contain_text("souillées par trois déversements")
    expect(phone.locator("article .reading")).to_have_attribute("lang", "fr")
    assert phone.get_attribute("html", "lang") == "fr"
    assert_accessible(phone)
    assert_no_sideways_scrolling(phone)
    follow(phone, "article .pilcrow")
    assert phone.url == f"{link}#{link.rstrip('/').rpartition('/')[2]}-1"


def test_typing_is_helped_and_a_suggestion_is_followed_by_keyboard(visit: Visit, house: object) -> None:
    page = visit("/record/search/")
    page.locator("#question").press_sequentially("nun")
    expect(page.locator("#suggestions")).to_contain_text("Ada Núñez")
    assert_accessible(page)
    page.locator("#question").focus()
    follow(page, "#suggestions a")
    assert "/record/members/" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("query", "language"),
    [("?q=rivi%C3%A8re", "fr"), ("?type=speech&speaker=lee", "es"), ("?q=zzz", "en"), ("", "en")],
)
def test_the_page_is_accessible_on_a_telephone(
    visit: Visit, house: object, query: str, language: str, scheme: str
) -> None:
    page = visit(f"/record/search/{query}", width=PHONE, language=language, scheme=scheme)
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_the_search_needs_no_script(visit: Visit, house: object) -> None:
    page = visit("/record/search/", scripts=False)
    page.locator("#question").fill("ferries")
    page.locator(".record-search button").first.click()
    expect(page.locator("#results")).to_contain_text("1 result")
