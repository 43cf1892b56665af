"""An answer that is being written in the inbox is kept until it has really left: in its tab, for whoever wrote it."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from hemicycle.accounts.models import User
from hemicycle.cases.actions import save_template
from hemicycle.cases.models import ProposedAnswer
from hemicycle.channels import actions
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Inbound
from hemicycle.rules.models import ParameterInForce
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, settle
from tests.cases.pages import page as case_page
from tests.cast import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def comment(office) -> Inbound:
    account = actions.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")
    news = InboundMessage("https://n.example/1", "Who may write?", sender="https://n.example/users/ana", lang="en")
    found = actions.store_incoming(news, account=account, by="test")
    assert found is not None
    return found


def at(comment: Inbound) -> str:
    return case_page("case", comment)


def send(page: Page) -> None:
    with page.expect_navigation():
        page.locator("form.inbox-answer .btn-primary").click()
    settle(page)


def leave_and_come_back(page: Page, comment: Inbound) -> None:
    page.goto(reverse("cases:inbox"))
    page.goto(at(comment))
    settle(page)


def test_what_was_refused_is_kept_with_its_length_until_it_has_left(
    visit: Visit, officer: User, comment: Inbound
) -> None:
    page = visit(at(comment), by=officer, width=PHONE)
    text = page.locator("form.inbox-answer #id_text")
    text.fill("x" * 501)
    expect(page.locator("#length")).to_contain_text("Most people write up to 500 characters there")
    send(page)
    expect(page.locator("[data-focus]")).to_be_focused()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    leave_and_come_back(page, comment)
    expect(text).to_have_value("x" * 501)
    expect(page.locator("#length")).to_contain_text("501 characters")
    text.fill("Everybody may.")
    send(page)
    leave_and_come_back(page, comment)
    expect(page.locator(".inbox-entries")).to_contain_text("Everybody may.")
    expect(text).to_have_value("")
    assert "Everybody" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_the_buttons_stay_where_they_are_while_the_length_is_counted(
    visit: Visit, officer: User, comment: Inbound
) -> None:
    page = visit(at(comment), by=officer, width=PHONE)
    at_height = "document.querySelector('form.inbox-answer .btn-primary').getBoundingClientRect().top + scrollY"
    before = page.evaluate(at_height)
    page.locator("form.inbox-answer #id_text").fill("x" * 501)
    expect(page.locator("#length")).to_contain_text("Most people write up to 500 characters there")
    assert page.evaluate(at_height) == before


def test_what_was_sent_after_the_session_ended_is_there_again_for_the_same_person_alone(
    visit: Visit, officer: User, editor: User, comment: Inbound
) -> None:
    page = visit(at(comment), by=officer)
    page.locator("form.inbox-answer #id_text").fill("Everybody may.")
    for person, kept in ((editor, ""), (officer, "Everybody may.")):
        page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        page.goto(at(comment))
        page.locator("[name=login]").fill(person.email)
        page.locator("[name=password]").fill(PASSWORD)
        with page.expect_navigation():
            page.locator("main form [type=submit]").first.click()
        page.wait_for_url(f"**{at(comment)}")
        settle(page)
        expect(page.locator("form.inbox-answer #id_text")).to_have_value(kept)
    expect(page.locator("#length")).to_contain_text("14 characters")


def test_what_waits_for_approval_is_kept_no_longer_nor_are_the_same_words_once_more(
    visit: Visit, officer: User, editor: User, comment: Inbound
) -> None:
    ParameterInForce.objects.create(name="answers_approved", value="all")
    page = visit(at(comment), by=officer)
    text, fold = page.locator("form.inbox-answer #id_text"), page.locator("details.inbox-again")
    for _time in range(2):
        text.fill("Everybody may.")
        send(page)
        for _load in range(2):
            expect(text).to_have_value("")
            expect(fold).not_to_have_attribute("open", "")
            page.reload()
            settle(page)
        fold.locator("summary").first.click()
    assert ProposedAnswer.objects.count() == 1


def test_what_was_taken_back_and_then_changed_is_kept_as_it_was_changed(
    visit: Visit, officer: User, comment: Inbound
) -> None:
    page = visit(at(comment), by=officer)
    text = page.locator("form.inbox-answer #id_text")
    text.fill("Everybody may.")
    send(page)
    with page.expect_navigation():
        page.locator(".inbox-entries [data-key=z]").click()
    settle(page)
    assert page.url.endswith(at(comment))
    expect(text).to_have_value("Everybody may.")
    for words in ("Everybody may, until May.", ""):
        text.fill(words)
        page.reload()
        settle(page)
        expect(text).to_have_value(words)


def test_a_template_in_another_language_is_said_to_be_and_ones_own_words_keep_theirs(
    visit: Visit, officer: User, comment: Inbound
) -> None:
    save_template(None, office=comment.office, name="Thanks", lang="es", text="Gracias.", by=officer)
    page = visit(at(comment), by=officer, width=PHONE)
    form = page.locator("form.inbox-answer")
    text, lang, said = form.locator("#id_text"), form.locator("#id_lang"), form.locator("[data-other-language]")
    text.fill("Everybody may.")
    form.locator("[name=insert]").click()
    expect(form.locator("#template")).to_be_focused()
    form.locator("#template").select_option(label="Thanks (ES)")
    for own, spoken in (("Everybody may.", "en"), ("", "es")):
        text.fill(own)
        form.locator("[name=insert]").click()
        expect(lang).to_have_value(spoken)
        expect(said).to_be_visible(visible=spoken == "en")
    expect(text).to_have_value("Gracias.")
    assert_no_sideways_scrolling(page)
