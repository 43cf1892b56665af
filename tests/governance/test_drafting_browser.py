"""Drafting together in a real browser: in three languages, light and dark, at a desk and on a telephone."""

import pytest
from playwright.sync_api import expect

from hemicycle.accounts.models import User
from hemicycle.governance.actions import discussion, drafting
from hemicycle.governance.models import Article
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling

from .policies import TEXT
from .test_drafting_pages import article, at, delegate, proposed

__all__ = ["article", "delegate"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "", "draft/?language=fr&beside=en", "articles/approvals/", "articles/approvals/write/", "articles/approvals/propose/",
    "amendments/", "amendments/1/", "amendments/1/merge/", "comments/", "people/", "details/",
)  # fmt: skip


@pytest.fixture
def text(article: Article, delegate: User, secretary: User) -> Article:
    """A conflict, a thread, a language that is behind."""
    proposed(article, delegate, text=TEXT.replace("sensitive ann", "grave ann"))
    discussion.comment(article.version, article=article, text="Who counts?", language="en", by=delegate)
    drafting.write(
        article, language="en", heading="Approval", text=TEXT.replace("sensitive ann", "delicate ann"), why="", edit=1,
        by=secretary,
    )  # fmt: skip
    return article


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("en", "light", 1440), ("fr", "dark", PHONE), ("es", "light", 768)]
)
def test_every_page_is_accessible_and_fits(text, secretary, visit: Visit, language: str, scheme, width: int) -> None:
    for path in PAGES:
        page = visit(at(text, path), by=secretary, language=language, scheme=scheme, width=width)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def test_a_participant_proposes_with_the_keyboard_what_they_saw_word_by_word(text, delegate, visit: Visit) -> None:
    page = visit(at(text, "draft/?language=en"), by=delegate)
    page.get_by_role("link", name="Propose an amendment").first.press("Enter")
    page.get_by_label("Text", exact=True).fill(TEXT.replace("A sensitive", "Every delicate"))
    page.get_by_label("Reason").fill("Every one counts.")
    page.get_by_role("button", name="Show the difference").press("Enter")
    expect(page.get_by_role("heading", name="This is what you propose")).to_be_visible()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="Send the amendment").press("Enter")
    page.wait_for_url("**/amendments/2/")
    assert text.version.amendments.get(number=2).reason == "Every one counts."
