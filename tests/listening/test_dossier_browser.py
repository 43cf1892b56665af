"""The clerk's way from the inquiry to the released dossier in a real browser, and how its pages look to others."""

from pathlib import Path

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from playwright.sync_api import expect

from hemicycle.accounts.models import User
from hemicycle.channels.models import Inbound
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.dossier.reviews import quotes_in
from hemicycle.listening.models import Dossier, Inquiry, QuoteReview
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    follow,
    press,
)

from . import dossiers
from .conftest import number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def analysed_inquiry(inquiry: Inquiry, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(inquiry, clerk)


@pytest.fixture
def draft(analysed_inquiry: Inquiry, clerk: User) -> Dossier:
    return actions.draft_dossier(analysed_inquiry, language="en", by=clerk)


def pages(draft: Dossier) -> list[str]:
    here = f"/inquiries/{draft.inquiry.address}/dossiers/"
    message = number(draft.inquiry, "voice-0")[0]
    of_one = [f"{here}{draft.pk}/{rest}" for rest in ("", "notes/", "notes/1/", "quotes/", "propose/", "release/")]
    inquiry = f"/inquiries/{draft.inquiry.address}"
    return [here, *of_one, f"{inquiry}/casework/?kind=all", f"{inquiry}/messages/{message}/erase/"]


def test_axe_finds_nothing_on_any_page_of_a_dossier(visit: Visit, draft: Dossier, clerk: User) -> None:
    page = visit("/inquiries/", by=clerk)
    for address in pages(draft):
        page.goto(address)
        assert_accessible(page)
        assert_readable_in_the_dark(page)


def test_axe_finds_nothing_on_the_public_pages(visit: Visit, draft: Dossier, clerk: User) -> None:
    released = dossiers.release(draft, clerk)
    page = visit("/dossiers/")
    for address in ("/dossiers/", f"/dossiers/{released.address}/", f"/dossiers/{released.address}/notes/1/"):
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_of_a_dossier_scrolls_sideways_on_a_telephone(
    visit: Visit, draft: Dossier, clerk: User, language: str
) -> None:
    User.objects.filter(pk=clerk.pk).update(language=language)
    page = visit("/inquiries/", by=clerk, width=PHONE)
    for address in pages(draft):
        page.goto(address)
        assert_no_sideways_scrolling(page)


def test_hostile_letters_move_nothing_on_the_page(visit: Visit, inquiry: Inquiry, clerk: User) -> None:
    made = actions.draft_dossier(dossiers.hostile(inquiry, clerk), language="en", by=clerk)
    page = visit(f"/inquiries/{inquiry.address}/dossiers/{made.pk}/", by=clerk, width=PHONE)

    assert_no_sideways_scrolling(page)
    assert page.locator("article script, article img, article a[href^=javascript]").count() == 0


@pytest.mark.parametrize(("language", "title"), [("en", "Summary"), ("fr", "Synthèse"), ("es", "Resumen")])
def test_the_way_to_a_released_dossier_needs_no_mouse(
    visit: Visit, analysed_inquiry: Inquiry, clerk: User, researcher: User, language: str, title: str
) -> None:
    User.objects.filter(pk__in=[clerk.pk, researcher.pk]).update(language=language)
    here = f"/inquiries/{analysed_inquiry.address}/"
    page = visit(here, by=researcher, language=language)

    follow(page, f"main a[href='{here}dossiers/']")
    follow(page, f"main form[action='{here}dossiers/draft/'] button")
    assert page.locator(".dossier h2").first.inner_text() == title
    assert page.get_attribute(".dossier", "lang") == language
    follow(page, "main a[href$='/quotes/']")
    for _quote in quotes_in(Dossier.objects.get()):
        press(page, "a")
    follow(page, "main .page-header a.btn-primary")
    follow(page, "main a[href$='/propose/']")
    follow(page, "main form[method=post] button.btn-primary")

    page = visit(page.url.removeprefix(page.url.partition("/inquiries/")[0]), by=clerk, language=language)
    follow(page, "main a[href$='/release/']")
    follow(page, "main form[method=post] button.btn-primary")

    assert Dossier.objects.released().get().language == language


def test_a_letter_opens_at_its_quote_and_an_unseen_quote_is_not_accepted(
    visit: Visit, draft: Dossier, clerk: User
) -> None:
    first, second, *_others = quotes_in(draft)
    for one in (first, second):
        Inbound.objects.filter(pk=one.message).update(text=Concat(Value("And so on.\n\n" * 60), F("text")))
    page = visit(f"{pages(draft)[1]}quotes/", by=clerk)
    expect(page.locator("#mark-quote")).to_be_in_viewport(ratio=0.9)

    press(page, "j")
    expect(page.locator("#mark-quote")).to_be_in_viewport(ratio=0.9)
    expect(page.locator(".quote-letter")).to_be_focused()

    page.evaluate("scrollTo(0, 0); document.querySelector('.quote-letter').scrollTop = 0")
    page.set_viewport_size({"width": PHONE, "height": 420})
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("a")
    expect(page.locator("[data-unseen]")).to_contain_text("Not all of the quote had been in view")
    assert not QuoteReview.objects.exists()
    expect(page.locator("#mark-quote")).to_be_in_viewport(ratio=0.9)
    press(page, "a")
    assert QuoteReview.objects.get().digest == second.digest


def test_a_number_opens_to_its_messages_beside_the_dossier(visit: Visit, draft: Dossier, clerk: User) -> None:
    page = visit(pages(draft)[1], by=clerk)

    page.locator(".dossier td .evidence-link").first.click()
    page.wait_for_selector("#drawer[open] .voices li")

    assert page.locator("#drawer .voices li").count() >= 20


def test_every_part_is_one_step_away(visit: Visit, draft: Dossier, clerk: User) -> None:
    page = visit(pages(draft)[1], by=clerk)
    links = page.locator(".dossier-contents > ul > li > a")

    assert links.all_inner_texts() == page.locator(".dossier h2").all_inner_texts()
    links.last.focus()
    page.keyboard.press("Enter")

    expect(page.locator("#method-heading")).to_be_in_viewport(timeout=30_000)


def test_the_first_part_is_a_printed_page_of_its_own(
    visit: Visit, draft: Dossier, clerk: User, tmp_path: Path
) -> None:
    page = visit(pages(draft)[1], by=clerk)
    page.emulate_media(media="print")

    assert page.eval_on_selector(".dossier-section", "one => getComputedStyle(one).breakAfter") == "page"
    assert not page.locator(".tabs").is_visible()
