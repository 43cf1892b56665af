"""The page of data in a real browser: fetched and read by keyboard, on a telephone, in light and dark."""

import zipfile

import pytest
from playwright.sync_api import expect

from hemicycle.conf.worker import Worker
from tests.browser import DESK, PHONE, Visit, assert_accessible, assert_no_sideways_scrolling, reach
from tests.record import chamber

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/record/data/"


@pytest.fixture
def packed(transactional_db: None) -> None:
    chamber.whole()
    Worker().drain()


def test_the_dataset_is_fetched_by_keyboard(visit: Visit, packed: None) -> None:
    page = visit(PAGE)
    reach(page, "#file a.btn")
    with page.expect_download() as fetched:
        page.keyboard.press("Enter")
    assert fetched.value.suggested_filename == "parliamentary-record.zip"
    with zipfile.ZipFile(fetched.value.path()) as archive:
        assert "csv/segment.csv" in archive.namelist()


@pytest.mark.parametrize(("width", "language", "scheme"), [(PHONE, "fr", "dark"), (DESK, "es", "light")])
def test_a_table_is_opened_by_keyboard_and_everything_is_accessible(
    visit: Visit, packed: None, width: int, language: str, scheme: str
) -> None:
    page = visit(PAGE, width=width, language=language, scheme=scheme)
    reach(page, "#table-vote summary")
    page.keyboard.press("Enter")
    expect(page.locator("#table-vote td").first).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
