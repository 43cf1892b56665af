"""Following in a real browser: by keyboard, on a telephone, in three languages, light and dark, without a script."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from hemicycle.channels import actions as channels
from hemicycle.channels.registry import ADAPTERS
from hemicycle.follow import actions, addresses, followables
from hemicycle.follow.addresses import opening
from hemicycle.follow.models import Subscription
from hemicycle.record.models import Document, Person
from tests.browser import DESK, PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, reach, settle
from tests.follow.conftest import Mail, Texts
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = {"en": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and other matters"}


@pytest.fixture
def own(transactional_db: None, office, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of somebody who follows a bill and a long topic and was asked about a member; both channels are open."""
    chamber.whole()
    for channel in (Mail(), Texts()):
        monkeypatch.setitem(ADAPTERS, channel.kind, channel)
    channels.open_account(office=office, kind="mail", name="News", address="news@valmora.example", by="t")
    channels.open_account(office=office, kind="texts", name="Short number", address="2020", by="t")
    topic = actions.save_topic(
        address="news", names={"en": "News of the House", "fr": "Nouvelles"}, descriptions={"en": "Monthly."}, by="t"
    )
    long = actions.save_topic(address="boats", names=LONG, descriptions={}, by="t")
    ann = channels.contact_of(office=office, channel="email", address="ann@valmora.example", lang="en")
    for thing in (Document.objects.first(), long, topic):
        actions.ask(ann, to_follow=thing, words="Yes", through="test")
    actions.confirm(ann, words="Yes", through="test")
    actions.ask(ann, to_follow=Person.objects.first(), words="Yes", through="test")
    return urlsplit(opening(ann)).path


def pages(own: str) -> list[str]:
    form = followables.address_of(Document.objects.first())
    asked = "/follow/asked/?by=email&by=sms"
    return ["/follow/", form, addresses.follow_page("topic", "boats"), asked, own, f"{own}end/", f"{own}erase/"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Visit, own: str, scheme: str) -> None:
    page = visit("/follow/", scheme=scheme)
    for path in pages(own):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone(visit: Visit, own: str, language: str) -> None:
    page = visit("/follow/", width=PHONE, language=language)
    for path in pages(own):
        page.goto(path)
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


def test_from_the_bill_to_the_question_by_keyboard_alone(visit: Visit, own: str) -> None:
    page = visit(Document.objects.first().get_absolute_url())
    reach(page, "a[href^='/follow/bill/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/follow/bill/**")
    reach(page, "[name=email]")
    page.keyboard.type("ben@valmora.example")
    page.keyboard.press("Enter")
    page.wait_for_url("**/follow/asked/?by=email&lang=en")
    assert page.is_visible("text=Check your e-mail")
    assert Subscription.objects.pending().count() == 2


def test_what_is_wrong_takes_the_focus_and_is_read_out(visit: Visit, own: str) -> None:
    page = visit(followables.address_of(Document.objects.first()), width=PHONE)
    page.fill("[name=email]", "ann")
    page.click(".buttons button")
    expect(page.locator(".error-summary")).to_be_focused()
    assert page.get_attribute("[name=email]", "aria-describedby")
    assert_accessible(page)


def test_one_confirms_ends_and_changes_without_a_script(visit: Visit, own: str) -> None:
    page = visit(own, scripts=False, width=PHONE)
    page.click("form[action$='/confirm/'] button")
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    page.locator("#followed form button").first.click()
    expect(page.get_by_text("Stopped.")).to_be_visible()
    page.check("[name=frequency][value=weekly]")
    page.click("#how .buttons button")
    expect(page.locator("[name=frequency][value=weekly]")).to_be_checked()
    page.click("form[action$='/end/'] button")
    expect(page.locator("h1")).to_have_text("Everything has been stopped")
    assert not Subscription.objects.exists()


def test_a_script_still_leaves_the_end_to_a_button(visit: Visit, own: str) -> None:
    page: Page = visit(f"{own}end/")
    assert Subscription.objects.count() == 4
    reach(page, ".buttons button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Everything has been stopped")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_staff_see_numbers_and_keep_topics(visit: Visit, own: str, editor, width: int) -> None:
    page = visit("/followers/", by=editor, width=width)
    for path in ("/followers/", "/followers/topics/new/", "/followers/topics/boats/"):
        page.goto(path)
        assert_accessible(page)
        assert_no_sideways_scrolling(page)


def switch_to(page: Page, code: str) -> None:
    with page.expect_navigation():
        page.locator(f".switch button[value={code}]").click()
    settle(page)


def test_what_was_typed_outlives_a_change_of_language_and_nothing_is_kept_of_it(visit: Visit, own: str) -> None:
    path = followables.address_of(Document.objects.first())
    page = visit(path)
    page.locator("#id_email").fill("ann@valmora.example")
    page.locator("[name=frequency][value=weekly]").check()
    switch_to(page, "fr")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#id_email")).to_have_value("ann@valmora.example")
    expect(page.locator("[name=frequency][value=weekly]")).to_be_checked()
    # Whoever changes the language wants to be written to in it.
    expect(page.locator("#id_lang")).to_have_value("fr")
    assert urlsplit(page.url).query == "" and page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(page.locator("#id_email")).to_have_value("")


def test_what_was_refused_outlives_a_change_of_language(visit: Visit, own: str) -> None:
    page = visit(followables.address_of(Document.objects.first()))
    page.locator("#id_email").fill("ann.valmora.example")
    with page.expect_navigation():
        page.locator("main form button.btn-primary").first.click()
    switch_to(page, "es")
    expect(page.locator("#id_email")).to_have_value("ann.valmora.example")


def test_a_change_of_language_on_another_page_brings_nothing_along(visit: Visit, own: str) -> None:
    page = visit(followables.address_of(Document.objects.first()))
    page.locator("#id_email").fill("ann@valmora.example")
    page.goto("/follow/")
    switch_to(page, "fr")
    expect(page.locator("#id_email")).to_have_value("")


def test_a_password_is_never_kept_over_a_change_of_language(visit: Visit, transactional_db: None) -> None:
    page = visit("/account/login/")
    page.locator("[name=login]").fill("ann@valmora.example")
    page.locator("[name=password]").fill("a quiet harbour at four")
    switch_to(page, "fr")
    expect(page.locator("[name=login]")).to_have_value("ann@valmora.example")
    expect(page.locator("[name=password]")).to_have_value("")


def test_without_a_script_the_language_changes_all_the_same(visit: Visit, own: str) -> None:
    page = visit("/follow/", scripts=False)
    switch_to(page, "es")
    expect(page.locator("html")).to_have_attribute("lang", "es")
