"""The public's first pages in a real browser: at a desk and on a telephone, in three languages, with the keyboard alone."""

import pytest
from playwright.sync_api import Page

from hemicycle.accounts.models import User
from hemicycle.record import actions
from hemicycle.record.importers.localities_csv import read
from hemicycle.record.models import Document, Person
from hemicycle.rules.actions import decide
from hemicycle.rules.house_name import house_names
from tests.browser import (
    DESK,
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    reach,
)
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "The Honourable House of Representatives of the United Provinces of Valmora and the Islands"


@pytest.fixture
def house(transactional_db: None) -> None:
    chamber.whole()
    actions.load_localities(read("postcode,place,constituency\n1010,Saint-Élie,Northport\n".encode()), by="test")
    decide({"write_to_email": "letters@valmora.example"}, by="test")
    Person.objects.filter(name="Alda Ferrer").update(
        contacts={"email": f"{'a' * 40}@valmora.example", "phone": "+999 600 301"}
    )


def paths() -> tuple[str, ...]:
    own = Document.objects.get().get_absolute_url(), Person.objects.get(name="Alda Ferrer").get_absolute_url()
    return ("/", "/record/members/", "/record/representatives/", "/our-accounts/", "/follow/own/nothing/", *own)


def check(page: Page) -> None:
    assert_accessible(page)
    assert_readable_in_the_dark(page)
    assert_no_sideways_scrolling(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Visit, house: None, width: int) -> None:
    page = visit("/", width=width)
    for path in paths():
        page.goto(path)
        check(page)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_longer_words_fit_on_a_telephone(visit: Visit, house: None, language: str) -> None:
    page = visit("/", width=PHONE, language=language)
    for path in paths():
        page.goto(path)
        assert_no_sideways_scrolling(page)


def test_a_long_name_of_a_house_without_anything_fits(visit: Visit, transactional_db: None, settings) -> None:
    settings.HOUSE_NAME = LONG
    for width in (PHONE, DESK):
        check(visit("/", width=width))


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_citizen_finds_who_represents_them_with_the_keyboard_alone(visit: Visit, house: None, width: int) -> None:
    page = visit("/", width=width)
    reach(page, "input[name=where]")
    page.keyboard.type("saint elie")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/representatives/")
    assert page.get_by_role("link", name="Celia Ångström").is_visible()
    assert "saint" not in page.url
    check(page)
    reach(page, "input[name=where]")
    page.keyboard.press("Control+A")
    page.keyboard.type("nowhere")
    page.keyboard.press("Enter")
    page.get_by_text("No constituency found").wait_for()
    check(page)


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_an_administrator_names_the_house_and_a_clerk_loads_the_table(
    visit: Visit, house: None, administrator: User, clerk: User, width: int, settings
) -> None:
    settings.HOUSE_NAME = ""
    page = visit("/start/", by=administrator, width=width)
    check(page)
    page.get_by_label("Name in English").fill(LONG)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert house_names()["en"] == LONG
    check(page)
    page = visit("/record/workbench/localities/", by=clerk, width=width)
    rows = "place,constituency\nHere,Northport\nThere,Nowhere\n"
    page.get_by_label("Table with places").set_input_files(
        {"name": "t.csv", "mimeType": "text/csv", "buffer": rows.encode("utf-16")}
    )
    page.get_by_role("button", name="Load", exact=True).click()
    page.get_by_text("1 row is loaded").wait_for()
    assert page.get_by_text("read as utf-16").is_visible()
    check(page)


SEEN = {
    "Yes: this is an account of the House": "letters@valmora.example",
    "No: it looks like one of our accounts and is not ours": f"letters@{'valmora-' * 12}example.test",
    "No: this is not among our accounts": "x" * 300,
    "No: this is not the House, but a member of it": f"{'a' * 40}@valmora.example",
}


@pytest.mark.parametrize(("width", "scripts"), [(PHONE, True), (DESK, False)])
def test_a_citizen_checks_an_account_with_the_keyboard_alone(
    visit: Visit, house: None, width: int, scripts: bool
) -> None:
    page = visit("/our-accounts/", width=width, scripts=scripts)
    for said, seen in SEEN.items():
        reach(page, "#id_seen") if scripts else page.focus("#id_seen")
        page.fill("#id_seen", seen)
        page.keyboard.press("Enter")
        page.get_by_text(said).wait_for()
        if scripts:
            check(page)
            assert page.evaluate("document.activeElement.id") == "answer"
        assert "valmora" not in page.url
