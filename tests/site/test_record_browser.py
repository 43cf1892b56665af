"""The record in a real browser: read, link, keyboard, telephone, three languages, light and dark, right to left."""

import pytest
from playwright.sync_api import Page

from hemicycle.accounts.models import User
from hemicycle.record.models import Contribution, Sitting, VoteEvent
from tests.browser import (
    DESK,
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    press,
    reach,
)
from tests.conf.installation import wait_until
from tests.record import chamber

from .test_record import pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(transactional_db: None) -> None:
    chamber.whole()


def test_axe_finds_nothing_on_any_page(visit: Visit, house: None) -> None:
    page = visit("/record/")
    for path in pages():
        page.goto(path)
        assert_accessible(page)
        assert_readable_in_the_dark(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone(visit: Visit, house: None, language: str) -> None:
    page = visit("/record/", width=PHONE, language=language)
    for path in pages():
        page.goto(path)
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_on_a_telephone_the_header_is_one_line_and_its_menu_opens_by_keyboard(
    visit: Visit, house: None, language: str
) -> None:
    page = visit("/record/", width=PHONE, language=language)
    assert page.evaluate("document.querySelector('.public-header').offsetHeight") <= 64
    assert not page.is_visible(".public-header nav")
    assert_accessible(page)
    reach(page, ".menu-button")
    page.keyboard.press("Enter")
    assert page.get_attribute(".menu-button", "aria-expanded") == "true"
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    targets = page.locator(".public-header a, .public-header button").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) == 18
    assert all(box and box["height"] >= 24 and box["width"] >= 24 for box in boxes)
    follow(page, ".public-header nav a[href*='votes']")
    assert page.url.endswith("/record/votes/")


def test_without_a_script_the_menu_is_open_on_a_telephone(visit: Visit, house: None) -> None:
    page = visit("/record/", width=PHONE, scripts=False)
    assert page.is_visible(".public-header nav")
    assert not page.is_visible(".menu-button")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_staff_read_the_record_in_their_shell(visit: Visit, house: None, clerk: User, width: int) -> None:
    page = visit("/record/", by=clerk, width=width)
    for path in ("/record/", Sitting.objects.get().get_absolute_url(), VoteEvent.objects.get().get_absolute_url()):
        page.goto(path)
        assert page.is_visible(".record-menu")
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_where_the_browser_refuses_the_clipboard_the_link_is_selected_and_that_is_said(
    visit: Visit, house: None
) -> None:
    page = visit(Contribution.objects.get(native_id="s2").get_absolute_url())
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.focus("[data-copy]")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('[data-copied]').textContent.includes('did not copy')")
    assert page.evaluate("getSelection().toString()") == page.url
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.locator("input[readonly]").count() == 1
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_a_speech_is_opened_its_link_copied_and_read_in_french_on_a_telephone(visit: Visit, house: None) -> None:
    desk = visit(Sitting.objects.get().get_absolute_url())
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.click(".speech .at a")
    desk.wait_for_url("**/record/speeches/*/")
    desk.click("[data-copy]")
    desk.wait_for_function("document.querySelector('[data-copied]').textContent !== ''")
    link = desk.evaluate("navigator.clipboard.readText()")

    phone = visit(link, width=PHONE, language="fr")
    assert phone.inner_text("article .reading p >> nth=0").startswith("Les rivières sont à tous.")
    assert phone.get_attribute("article .reading", "lang") == "fr"
    assert "Mme Alda Ferrer" in phone.inner_text("article .speaker")
    assert_no_sideways_scrolling(phone)
    assert_accessible(phone)


def test_the_debate_is_read_by_keyboard_alone(visit: Visit, house: None) -> None:
    """From the agenda into the debate, to a speech, to the one after it, and back into the whole debate."""
    page = visit(Sitting.objects.get().get_absolute_url())
    press_on(page, ".contents a")
    assert page.url.endswith("#item-1")
    press_on(page, ".speech .at a", leads_away=True)
    press_on(page, "a[rel=next]", leads_away=True)
    assert "Who pays?" in page.inner_text("article")
    press_on(page, "article .copy-link a", leads_away=True)
    assert page.url.endswith(f"#{Contribution.objects.get(native_id='s2').address}")


def test_paragraph_links_are_tab_stops_in_the_speech_one_came_for_and_in_no_other(visit: Visit, house: None) -> None:
    path = Sitting.objects.get().get_absolute_url()
    speech = Contribution.objects.get(native_id="s1")
    page = visit(path)
    assert not any("pilcrow" in stop for stop in stops(page))
    press_on(page, f"[id='{speech.address}'] .at a", leads_away=True)
    assert sum("pilcrow" in stop for stop in stops(page)) == 2
    page.goto(f"{path}#{speech.address}")
    assert_accessible(page)
    press_on(page, f"[href='#{speech.address}-2']")
    assert page.inner_text("p:target").startswith("I move.")
    page.reload()
    found = [stop for stop in stops(page) if "pilcrow" in stop]
    assert found == [f"pilcrow #{speech.address}-{n}" for n in (1, 2)], "the next speech has its own page"


def stops(page: Page) -> list[str]:
    """Class and address of what the keyboard comes to, from the top of the page to its end."""
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); document.body.tabIndex = -1")
    page.evaluate("document.body.focus()")
    found: list[str] = []
    while len(found) < 100:
        page.keyboard.press("Tab")
        at = page.evaluate("(at => at.className + ' ' + at.getAttribute('href'))(document.activeElement)")
        if page.evaluate("document.activeElement === document.body"):
            return found
        found.append(at)
    raise AssertionError("the keyboard never leaves the page")


def test_the_anchor_of_a_paragraph_leads_to_it_and_marks_it(visit: Visit, house: None) -> None:
    speech = Contribution.objects.get(native_id="s1")
    page = visit(f"{speech.sitting.get_absolute_url()}#{speech.address}-2")
    assert page.inner_text("p:target").startswith("I move.")
    assert page.evaluate("getComputedStyle(document.querySelector('p:target')).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_what_a_page_says_to_machines_is_allowed_by_its_policy(visit: Visit, house: None) -> None:
    """`visit` fails where the browser reports anything; the block is data and stands in the page as it is."""
    page = visit(VoteEvent.objects.get().get_absolute_url())
    said = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert said["@context"] == "https://schema.org"


def test_words_from_right_to_left_stand_on_the_right_and_break_nothing(visit: Visit, house: None) -> None:
    arabic = chamber.speech("ar", chamber.text("ar", "الأنهار ملك للجميع."), person=chamber.CELIA)
    chamber.sitting(arabic, day=chamber.date(2026, 4, 1), known=chamber.Known("native", "ar"))
    page = visit(Sitting.objects.get(date="2026-04-01").get_absolute_url(), width=PHONE)
    assert page.evaluate("getComputedStyle(document.querySelector('.speech .reading')).direction") == "rtl"
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert_no_sideways_scrolling(page)


def test_paper_holds_the_debate_and_not_the_menus(visit: Visit, house: None) -> None:
    page = visit(Sitting.objects.get().get_absolute_url())
    page.emulate_media(media="print")
    assert not page.is_visible(".contents")
    assert not page.is_visible(".public-header nav")
    assert page.is_visible("text=Rivers belong to everyone.")


def test_in_a_long_sitting_a_link_opens_at_its_place_and_words_far_below_are_found(visit: Visit, house: None) -> None:
    """Speeches out of sight are not laid out, and yet they are there: for links, for find-in-page, on paper."""
    page = visit(long_sitting())
    assert page.evaluate("getComputedStyle(document.querySelector('.speech')).contentVisibility") == "auto"
    assert page.evaluate("window.find('Words of the speech 150')")
    wait_until(
        lambda: page.evaluate("getSelection().anchorNode.parentElement.getBoundingClientRect().top < innerHeight")
    )
    address = Contribution.objects.get(native_id="long-120").address
    there = visit(f"{page.url}#{address}")
    # Where `scroll-padding-block-start` puts it, whatever the heights of the speeches before it turned out to be.
    wait_until(
        lambda: there.evaluate("Math.abs(document.querySelector(':target').getBoundingClientRect().top - 64) < 2")
    )
    assert_accessible(there)
    there.emulate_media(media="print")
    assert there.evaluate("getComputedStyle(document.querySelector('.speech')).contentVisibility") == "visible"


def long_sitting() -> str:
    # As long as those of a real day, by whose median the stylesheet guesses the height of what is not laid out yet.
    said = (chamber.text("en", *[f"Words of the speech {n}, one by one. " * 7] * (n % 3 + 1)) for n in range(200))
    speeches = (chamber.speech(f"long-{n}", text, person=chamber.ALDA) for n, text in enumerate(said))
    chamber.sitting(*speeches, day=chamber.date(2026, 4, 2), known=chamber.Known("native", "long"))
    return Sitting.objects.get(date="2026-04-02").get_absolute_url()


def press_on(page: Page, selector: str, *, leads_away: bool = False) -> None:
    """Reach a link by tabbing, as someone without a mouse does, and press Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            if leads_away:
                press(page)
            else:
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{selector} is not reached by keyboard on {page.url}")
