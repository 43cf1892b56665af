"""A real browser for tests: Chromium of the system, opened on the live server by whoever a test names.

def test_…(visit, clerk):
    page = visit("/inquiries/", by=clerk, scheme="dark", width=360)
    assert_accessible(page)
"""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from hemicycle.accounts.models import User
from tests.conf.installation import wait_until
from tests.gate import PEERS

# Playwright keeps an event loop in the thread of the test; the test's own queries are still one after another.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE, TABLET, DESK = 360, 768, 1440
# What a browser logs about a refusal, and about a connection that a test has cut.
FORESEEN = ("status of 4", "ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
PATIENCE_MS = 120_000
# The first is the engine without the windows of a browser, and takes half as much of a machine.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
expect.set_options(timeout=PATIENCE_MS)

# htmx marks what waits for an answer, and what it is putting in its place.
SETTLED = """document.fonts.status === "loaded"
  && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip("no Chromium on this machine: apt-get install chromium-headless-shell, or chromium")
    quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    return {"executable_path": found, "args": [*quiet, "--disable-component-update", "--no-first-run"]}


class Chromium:
    """One for all tests of a process; where it dies it is launched anew (tests/gate.py)."""

    name = "Chromium"

    def __init__(self, launch: Callable[[], Browser]) -> None:
        self._launch = launch
        self.browser = launch()

    def has_died(self) -> bool:
        return not self.browser.is_connected()

    def start_afresh(self) -> None:
        self.browser = self._launch()


@pytest.fixture(scope="session")
def chromium(launch_browser: Callable[[], Browser]) -> Iterator[Chromium]:
    PEERS[Chromium.name] = started = Chromium(launch_browser)
    yield started
    # Closed on purpose, it has not died: a test that fails at the very end is not run once more without a browser.
    del PEERS[Chromium.name]
    started.browser.close()


@pytest.fixture
def visit(chromium: Chromium, live_server: object) -> Iterator[Visit]:
    """Open an address of the live server; afterwards no page may have complained (policy, script, missing file)."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(words in message.text for words in FORESEEN):
            complaints.append(message.text)

    def open_page(
        path: str,
        *,
        by: object = None,
        scheme: str = "light",
        width: int = DESK,
        language: str = "en",
        scripts: bool = True,
    ) -> Page:
        context = chromium.browser.new_context(
            base_url=str(live_server),
            color_scheme=scheme,
            locale=language,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
        )
        # On a busy machine a page may be slow; that is no fault of what it shows.
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        if isinstance(by, User):
            _sign_in(context, by, str(live_server))
        page = context.new_page()
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        settle(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def assert_accessible(page: Page) -> None:
    """axe finds nothing against WCAG 2.2 A and AA in what the page shows now."""
    _assert_axe_finds_nothing(page, {"type": "tag", "values": WCAG_2_2_AA})


def assert_readable_in_the_dark(page: Page) -> None:
    """Nor in dark colours, which are all that differs there; the page is shown in light ones again afterwards."""
    # Without motion: colours that are still changing are no colours of either scheme.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    _assert_axe_finds_nothing(page, {"type": "rule", "values": ["color-contrast"]})
    page.emulate_media(color_scheme="light")


def _assert_axe_finds_nothing(page: Page, rules: dict[str, object]) -> None:
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    assert [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]
    ] == []


def assert_no_sideways_scrolling(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")


def reach(page: Page, selector: str) -> None:
    """Reach an element with the Tab key, as someone without a mouse does."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard on {page.url}")


def follow(page: Page, selector: str) -> None:
    """Reach a link or a button, press Enter, and wait for the page it leads to."""
    settle(page)
    reach(page, selector)
    press(page)


def press(page: Page, key: str = "Enter") -> None:
    """Press a key that leads to another page, and wait for that page."""
    with page.expect_navigation():
        page.keyboard.press(key)
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page is settled: loaded, with its fonts, and without pending requests of htmx."""
    page.wait_for_load_state("load")
    wait_until(lambda: page.evaluate(SETTLED), every=0.02)


def _sign_in(context: BrowserContext, user: User, address: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
