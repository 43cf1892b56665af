"""Writing in a real browser: on an old telephone without a script, by keyboard, in three languages, light and dark."""

import re

import pytest
from playwright.sync_api import expect

from hemicycle.cases import actions, addresses
from hemicycle.cases.models import Case, Confirmation
from hemicycle.channels import actions as channels
from hemicycle.record.models import Document, Locality, MemberOffice, Membership, Person
from tests.browser import PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, reach
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "The bridge on my street floods each spring."


@pytest.fixture
def letter(transactional_db: None, office, member, member_office, settings, tmp_path) -> Case:
    """A letter about a bill that waits to be confirmed, in a House with a member's office and a table of postcodes."""
    settings.HOME = tmp_path
    chamber.whole()
    MemberOffice.objects.create(office=member_office, person=Person.objects.get(name="Alda Ferrer"))
    area = Membership.objects.mandates().exclude(area=None).first().area
    Locality.objects.create(area=area, postcode="12345", postcode_key="12345")
    folder = {"transport": "folder", "folder": "outbox"}
    channels.open_account(
        office=office, kind="email", name="Letters", address="house@h.example", settings=folder, by="t"
    )
    return actions.write(
        office=office, text=TEXT, channel="email", address="ada@citizen.example", lang="en", form="f",
        about=Document.objects.bills().get(), title="Bill 12",
    )  # fmt: skip


def pages(letter: Case) -> list[str]:
    confirmation = Confirmation.objects.get()
    bill = addresses.write("bill", Document.objects.bills().get().address)
    member = addresses.write("member", Person.objects.get(name="Alda Ferrer").address)
    other = addresses.write("member", Person.objects.exclude(name="Alda Ferrer").first().address)
    own = addresses.letter(letter.key)
    found = [addresses.write(), bill, member, other, own, f"{own}take-back/", addresses.status()]
    return [*found, addresses.confirmation(confirmation.key), addresses.dispute(confirmation.key)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit: Visit, letter: Case, scheme: str) -> None:
    page = visit("/write/", scheme=scheme)
    for path in pages(letter):
        page.goto(path)
        assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_page_scrolls_sideways_on_a_telephone(visit: Visit, letter: Case, language: str) -> None:
    page = visit("/write/", width=PHONE, language=language)
    for path in pages(letter):
        page.goto(path)
        assert_no_sideways_scrolling(page)
        assert page.get_attribute("html", "lang") == language


def test_a_grandmother_gets_through_on_an_old_telephone_without_a_script(visit: Visit, letter: Case) -> None:
    page = visit(Document.objects.bills().get().get_absolute_url(), width=PHONE, scripts=False)
    page.locator(".page-header-actions").get_by_role("link", name="Write").click()
    page.fill("[name=text]", "My cellar floods too.")
    page.fill("[name=address]", "rosa@citizen.example")
    send = page.get_by_role("button", name="Send the letter")
    page.wait_for_timeout(3_000)
    send.click()
    expect(page.locator("h1")).to_have_text("We have your letter")
    assert "rosa" not in page.url
    reference = page.locator("#reference").inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{2}", reference)

    page.get_by_role("link", name="Check the status of your letter").first.click()
    page.fill("[name=reference]", reference.lower())
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("Received, not read yet")).to_be_visible()

    key = Confirmation.objects.get(case__reference=reference.replace("-", "")).key
    page.goto(addresses.confirmation(key))
    page.get_by_role("button", name="Confirm: I wrote it").click()
    expect(page.locator("h1")).to_have_text("Confirmed")
    assert Case.objects.exclude(confirmed_at=None).count() == 1


def test_what_is_wrong_takes_the_focus_and_the_words_stay(visit: Visit, letter: Case) -> None:
    page = visit("/write/", width=PHONE)
    reach(page, "[name=text]")
    page.keyboard.type(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.type("ada")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    assert page.get_attribute("[name=address]", "aria-describedby")
    assert_accessible(page)
