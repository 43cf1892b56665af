"""Pages and patterns in Chromium: WCAG 2.2 AA in light and dark, phones, keys, the drawer, the palette."""

import gzip

import pytest
from playwright.sync_api import Page, Response, expect

from hemicycle.accounts import navigation
from hemicycle.accounts.models import User
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, settle

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.look.gallery")]

PUBLIC = [
    "/",
    "/letters/",
    "/accessibility/",
    "/account/login/",
    "/account/password/reset/",
    "/nowhere/",
    "/gallery/400/",
]
STAFF = ["/gallery/", "/gallery/confirm/", "/gallery/evidence/", "/account/", "/account/people/", "/account/2fa/"]
STAFF += ["/account/log/", "/account/retention/", "/account/offices/new/"]
STAFF += [
    "/account/2fa/totp/activate/",
    "/account/password/change/",
    "/account/logout/",
    "/search/?q=nothing",
    "/gallery/403/",
]

# A first view on an old phone: what the front page costs, compressed. docs/look.md says what it is made of.
MOST_BYTES = 150_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_meets_wcag_and_fits_a_phone(visit: Visit, path: str, scheme: str) -> None:
    page = visit(path, scheme=scheme, width=PHONE, language="fr")
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", STAFF)
def test_a_staff_page_meets_wcag_and_fits_a_phone(visit: Visit, administrator: User, path: str, scheme: str) -> None:
    page = visit(path, by=administrator, scheme=scheme)
    assert_accessible(page)
    page.set_viewport_size({"width": PHONE, "height": 800})
    assert_accessible(page)
    assert_no_sideways_scrolling(page)


def test_text_enlarged_four_times_needs_no_sideways_scrolling(visit: Visit, administrator: User) -> None:
    """1280 pixels at 400 % are 320, as WCAG 1.4.10 counts."""
    assert_no_sideways_scrolling(visit("/gallery/", by=administrator, width=320))


def test_on_a_phone_the_button_to_undo_stands_beneath_its_sentence(visit: Visit, administrator: User) -> None:
    notice = visit("/gallery/", by=administrator, width=360).locator(".messages .notice", has_text="now one")
    sentence, button = notice.locator("p").bounding_box(), notice.get_by_role("button").bounding_box()
    assert sentence is not None and button is not None
    assert button["y"] >= sentence["y"] + sentence["height"] and button["x"] == sentence["x"]


def test_the_slash_opens_the_search_and_the_menu_around_it(visit: Visit, administrator: User, search: None) -> None:
    page = visit("/account/", by=administrator, width=PHONE)
    page.keyboard.press("/")
    expect(page.locator("#shell-search")).to_be_focused()


def test_the_palette_leads_to_a_page_by_keys_alone(visit: Visit, administrator: User) -> None:
    page = visit("/account/", by=administrator)
    page.keyboard.press("Control+k")
    assert_accessible(page)
    page.keyboard.type("peop")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/people/")


def test_the_palette_finds_what_the_search_finds(visit: Visit, administrator: User, search: None) -> None:
    page = visit("/account/", by=administrator)
    page.keyboard.press("Control+k")
    page.keyboard.type("night")
    page.get_by_role("option", name="Night buses").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/letters/")


def test_a_number_opens_to_its_evidence_and_closes_to_where_one_was(visit: Visit, administrator: User) -> None:
    page = visit("/gallery/", by=administrator)
    number = page.get_by_role("link", name="Senders: 4,212")
    number.press("Enter")
    drawer = page.locator("#drawer")
    expect(drawer.get_by_role("heading", name="4,212 senders")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(number).to_be_focused()


def test_progress_goes_on_by_itself_and_is_said_aloud(visit: Visit, administrator: User) -> None:
    page = visit("/gallery/", by=administrator)
    expect(page.get_by_role("link", name="See the inquiry")).to_be_visible()
    expect(page.locator("#progress-one [data-said]")).to_have_text("Reading the letters: Done")


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(visit: Visit, administrator: User) -> None:
    page = visit("/gallery/", by=administrator)
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Title").click()
    expect(page.locator("#id_title")).to_be_focused()


def test_t_opens_the_table_of_the_chart(visit: Visit, administrator: User) -> None:
    page = visit("/gallery/", by=administrator)
    page.locator("#chart-growth").focus()
    page.keyboard.press("t")
    expect(page.get_by_role("cell", name="5,200")).to_be_visible()


def test_a_choice_of_dark_outlives_the_page_and_the_device(visit: Visit) -> None:
    page = visit("/")
    page.get_by_role("button", name="Dark").click()
    page.goto("/letters/")
    assert _paper(page) == "rgb(25, 24, 21)"


def test_whoever_reads_in_the_dark_prints_on_white_without_the_menu(visit: Visit, administrator: User) -> None:
    page = visit("/gallery/", by=administrator, scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert _paper(page) == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('mark')).backgroundColor") == "rgb(213, 230, 244)"
    expect(page.locator(".shell-side")).to_be_hidden()


def test_a_page_works_without_scripts(visit: Visit, administrator: User) -> None:
    page = visit("/account/", by=administrator, width=PHONE, scripts=False)
    expect(page.get_by_role("link", name="People")).to_be_visible()


def test_the_front_page_is_light_to_load(visit: Visit) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        body = response.body()
        kind = response.headers.get("content-type", "")
        weights[response.url] = len(body) if "font" in kind or "woff2" in response.url else len(gzip.compress(body))

    page = visit("/nowhere/", width=PHONE)
    page.on("response", weigh)
    page.goto("/")
    settle(page)
    assert 0 < sum(weights.values()) < MOST_BYTES, weights


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> None:
    """One provider, as an app registers it at start."""
    hit = navigation.Hit(title="Night buses", kind="Inquiry", url="/letters/")
    monkeypatch.setitem(navigation.SEARCH, "buses", lambda user, query: [hit] if query in "night buses" else [])


def _paper(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")
