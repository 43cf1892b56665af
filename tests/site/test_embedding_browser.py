"""A journalist pastes a quotation of ours into a page of their own: it reads there without asking us for anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from hemicycle.record.models import Contribution, Document, VoteEvent
from tests.browser import DESK, Chromium, Visit, assert_accessible, settle
from tests.record import chamber
from tests.served import Response, Served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Newspaper(Served):
    """Shows whatever was pasted into its article."""

    pasted = ""

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        page = f'<!doctype html><html lang="en"><title>News</title><h1>News</h1>{self.pasted}</html>'
        return 200, page.encode(), {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def newspaper() -> Iterator[Newspaper]:
    paper = Newspaper()
    paper.serve()
    yield paper
    paper.close()


@pytest.fixture
def reader(chromium: Chromium) -> Iterator[BrowserContext]:
    """Somebody who reads the newspaper and has never been here."""
    context = chromium.browser.new_context(viewport={"width": DESK, "height": 800})
    yield context
    context.close()


@pytest.fixture
def house(transactional_db: None) -> None:
    chamber.whole()


ROWS: dict[str, Callable[[], Any]] = {
    "speech": lambda: Contribution.objects.get(native_id="s1"),
    "vote": VoteEvent.objects.first,
    "bill": Document.objects.first,
}


@pytest.mark.parametrize("kind", ROWS)
def test_a_quotation_that_was_copied_here_reads_there_and_asks_us_for_nothing(
    visit: Visit, house: None, newspaper: Newspaper, reader: BrowserContext, live_server: object, kind: str
) -> None:
    path = ROWS[kind]().get_absolute_url()
    ours = visit(path)
    ours.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ours.get_by_role("button", name="Copy the quotation as HTML").click()
    expect(ours.get_by_text("Quotation copied.")).to_be_visible()
    newspaper.pasted = ours.evaluate("navigator.clipboard.readText()")

    page, asked = reader.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(newspaper.address)
    expect(page.locator("blockquote")).to_be_visible()
    assert_accessible(page)
    assert not [url for url in asked if url.startswith(str(live_server))]
    page.locator("blockquote a").click()
    settle(page)
    assert page.url == f"{live_server}{path}"
    assert reader.cookies() == []


def test_no_page_of_ours_is_shown_in_a_frame_elsewhere(
    house: None, newspaper: Newspaper, reader: BrowserContext, live_server: object
) -> None:
    """A quotation needs none, so that nobody dresses up a button of ours as one of theirs."""
    newspaper.pasted = f'<iframe src="{live_server}{ROWS["speech"]().get_absolute_url()}" title="Speech"></iframe>'
    page = reader.new_page()
    page.goto(newspaper.address)
    framed = page.frame_locator("iframe")
    expect(page.locator("iframe")).to_be_visible()
    assert framed.get_by_text("Rivers belong to everyone.").count() == 0
    assert page.frames[1].url.startswith("chrome-error:")
