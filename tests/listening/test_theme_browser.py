"""Themes, clauses and redacted words in a real browser: by keyboard, in three languages, on a desk and a telephone."""

from collections.abc import Callable

import pytest

from hemicycle.accounts.models import Office, User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import collecting, groups, inquiries, messages
from hemicycle.listening.actions.collecting import Wanted
from hemicycle.listening.engine.targets import target_id
from hemicycle.listening.models import Inquiry
from hemicycle.listening.models.group_kinds import THEME
from hemicycle.record.models import Document
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    press,
)

from . import letters
from .conftest import FIRST, Said, answer, collect, finding, number
from .test_clauses import bill
from .test_collecting import post
from .test_themes import SAID, theme

__all__ = ["bill"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def here(inquiry: Inquiry, more: str = "") -> str:
    return f"/inquiries/{inquiry.address}/{more}"


PAGES: dict[str, Callable[[Inquiry], str]] = {
    "themes": lambda inquiry: here(inquiry, "themes/"),
    "themes, none": lambda inquiry: here(inquiry, "themes/?q=nothing"),
    "theme": lambda inquiry: here(inquiry, f"themes/{theme(inquiry, 'Ferry').key}/"),
    "rename": lambda inquiry: here(inquiry, f"themes/{theme(inquiry, 'Ferry').key}/rename/"),
    "members": lambda inquiry: here(inquiry, f"themes/{theme(inquiry, 'Ferry').key}/messages/?q=e"),
    "merge": lambda inquiry: here(inquiry, f"themes/{theme(inquiry, 'Ferry').key}/merge/"),
    "compare": lambda inquiry: here(
        inquiry, f"themes/{theme(inquiry, 'Ferry').key}/merge/?into={theme(inquiry, 'Quiet nights').key}"
    ),
    "clauses": lambda inquiry: here(inquiry, "clauses/"),
    "clause": lambda inquiry: here(inquiry, "clauses/sec_2/"),
    "voices": lambda inquiry: here(inquiry, f"voices/?theme={theme(inquiry, 'Ferry').key}&q=a"),
    "message": lambda inquiry: here(inquiry, f"messages/{finding(inquiry, 'voice-1').inbound_id}/"),
    "inbox": lambda inquiry: here(inquiry, "inbox/?phrases=harbour"),
    "history": lambda inquiry: here(inquiry, "history/"),
}


@pytest.fixture
def spoken(office: Office, clerk: User, bill: Document) -> Inquiry:
    """An inquiry with a bill, themes, links, redacted words, corrections, and something waiting in the inbox."""
    inquiry = inquiries.open_inquiry(office=office, title="Harbour", language="en", bill=bill, by=clerk)
    collect(inquiry, clerk, letters.messages())
    post(office, "The harbour is loud at night", "Keep the harbour")
    collecting.collect(inquiry, Wanted(("Keep the harbour",)), by=clerk)
    inquiry.analyses.all().delete()
    section = target_id(bill.pk, "sec_2")
    answer(inquiry, FIRST, Said(
        themes=SAID.themes,
        redacted={"voice-1": [("the counter", "address")]},
        links=[("voice-1", section, "number", "fishing permits"), ("voice-2", section, "words", "bruit")],
    ))  # fmt: skip
    groups.confirm(inquiry, THEME, theme(inquiry, "Ferry").key, by=clerk)
    groups.rename(inquiry, THEME, theme(inquiry, "Noise").key, name="Quiet nights", by=clerk)
    messages.confirm_link(inquiry, message=number(inquiry, "voice-2")[0], target=section, by=clerk)
    inquiry.refresh_from_db()
    return inquiry


def test_axe_finds_nothing_on_any_page(visit: Visit, spoken: Inquiry, clerk: User) -> None:
    page = visit("/inquiries/", by=clerk)
    for address in PAGES.values():
        page.goto(address(spoken))
        assert_accessible(page)
        assert_readable_in_the_dark(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone(visit: Visit, spoken: Inquiry, clerk: User, language: str) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    # No sign in an address on the web lets a line end.
    address = f"https://news.example/{'ferry_' * 12}"
    Inbound.objects.filter(external_id="voice-3").update(text=f"{letters.VOICES[3][2]} {address}")
    page = visit("/inquiries/", by=clerk, width=PHONE)
    for address in PAGES.values():
        page.goto(address(spoken))
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_way_from_the_inquiry_to_a_theme_and_to_a_clause_needs_no_mouse(
    visit: Visit, spoken: Inquiry, clerk: User, language: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    key = theme(spoken, "Ferry").key

    page = visit(here(spoken), by=clerk)
    follow(page, f".tabs a[href='{here(spoken, 'themes/')}']")
    follow(page, f"main table a[href='{here(spoken, f'themes/{key}/')}']")
    assert page.inner_text("h1") == "Ferry"
    follow(page, f".tabs a[href='{here(spoken, 'clauses/')}']")
    follow(page, f"main a[href='{here(spoken, 'clauses/sec_2/')}']")
    follow(page, f".voices a[href^='{here(spoken, 'messages/')}']")

    assert page.locator("#links").count() == 1


def test_a_message_as_it_came_is_seen_once_and_going_back_shows_it_no_more(
    visit: Visit, spoken: Inquiry, clerk: User
) -> None:
    page = visit(PAGES["message"](spoken), by=clerk)
    assert "the counter" not in page.inner_text("main")

    page.locator("#original select").select_option(index=1)
    page.locator("#original button").focus()
    press(page)
    assert "the counter" in page.inner_text("main")
    assert_accessible(page)
    page.goto(PAGES["message"](spoken))

    assert "the counter" not in page.inner_text("main")


def test_a_link_is_rejected_and_taken_back_from_the_message_about_it(
    visit: Visit, spoken: Inquiry, clerk: User
) -> None:
    page = visit(PAGES["message"](spoken), by=clerk)

    with page.expect_navigation():
        page.locator("#links button[value=reject]").first.click()
    assert page.locator("#links .state-cancelled").count() == 1
    with page.expect_navigation():
        page.locator(".messages form button").click()

    assert page.locator("#links .state-cancelled").count() == 0


def test_the_table_of_the_map_is_one_key_away(visit: Visit, spoken: Inquiry, clerk: User) -> None:
    page = visit(PAGES["themes"](spoken), by=clerk)

    page.locator("#chart-themes").focus()
    page.keyboard.press("t")

    assert page.locator("#chart-themes table").is_visible()
