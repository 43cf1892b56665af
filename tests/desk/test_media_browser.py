"""The media library in a real browser: chosen from by keyboard over the composer, readable everywhere."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hemicycle.accounts.models import Office, User
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, LibraryItem
from tests.browser import (
    PHONE,
    Visit,
    assert_accessible,
    assert_no_sideways_scrolling,
    assert_readable_in_the_dark,
    reach,
    settle,
)
from tests.channels.drawn_pictures import file_of, plain

from . import picture_files as files
from .conftest import Write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAID = {"en": "The hall, full", "fr": "L’hémicycle, comble", "es": "El hemiciclo, lleno"}


@pytest.fixture
def hall(office: Office, officer: User, settings: Any, tmp_path: Path) -> LibraryItem:
    """Beside it another picture, of which nothing is known, and one whose rights have ended."""
    settings.MEDIA_ROOT = tmp_path
    long = "a-name-that-a-camera-gave-it-and-nobody-shortened-" * 3
    for name, side, until in (
        (f"{long}.png", 40, None),
        ("ended.png", 50, timezone.localdate().replace(year=2020, day=1)),
    ):
        other = actions.upload_picture(office=office, name=name, content=files.png(side, 40), by=officer)
        actions.change_item(other, edit=1, usable_until=until, by=officer)
    item = actions.upload_picture(office=office, name="hall.png", content=file_of(plain(64, 48)), by=officer)
    facts: dict[str, Any] = {"credit": "The House", "rights": "CC-BY-4.0", "not_for_networks": True}
    return actions.change_item(item, edit=1, alternatives=SAID, usable_until=timezone.localdate(), by=officer, **facts)


def test_a_picture_is_chosen_by_keyboard_and_what_was_being_typed_is_not_lost(
    visit: Visit, write: Write, hall: LibraryItem, officer: User
) -> None:
    announcement = write()
    page = visit(reverse("desk:compose", args=[announcement.address]), by=officer)
    page.evaluate("window.stayed = true")
    page.locator("#id_en-title").fill("The House sits on Wednesday")
    reach(page, "#pictures > summary")
    page.keyboard.press("Enter")
    reach(page, "[data-library]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#library-form")
    assert page.evaluate("document.activeElement.id") == "library-words"
    assert page.locator(".media-choice").count() == 2
    page.keyboard.type("HEMICICLO")
    expect(page.locator(".media-choice")).to_have_count(1)
    assert_accessible(page)
    reach(page, ".media-choice")
    page.keyboard.press("Enter")
    page.wait_for_selector("#picture-list .picture")
    page.wait_for_selector("#unsaved:empty", state="attached")
    medium = announcement.media.get()

    assert page.evaluate("document.activeElement.id") == f"id_picture-{medium.pk}-alternative-en"
    assert page.locator(f"#id_picture-{medium.pk}-alternative-es").input_value() == SAID["es"]
    assert page.locator(f"#id_picture-{medium.pk}-credit").input_value() == "The House"
    assert page.evaluate("window.stayed") and not page.locator("#library").evaluate("dialog => dialog.open")
    assert Announcement.objects.get(pk=announcement.pk).by_language["en"].title == "The House sits on Wednesday"


def test_one_too_many_is_refused_in_the_dialog_at_the_field(
    visit: Visit, write: Write, hall: LibraryItem, officer: User
) -> None:
    announcement = write()
    for number in range(10):
        actions.add_picture(announcement, name="x", content=files.png(9, 9 + number), by=officer)
    page = visit(reverse("desk:compose", args=[announcement.address]), by=officer)
    page.locator("#pictures > summary").click()
    page.locator("[data-library]").click()
    page.locator(".media-choice:not([disabled])").first.click()
    page.wait_for_selector("#library-words-refusal")
    assert page.evaluate("document.activeElement.id") == "library-words"
    assert "already ten pictures" in page.locator("#library-words-refusal").inner_text()


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_its_pages_are_readable_and_axe_finds_nothing(
    visit: Visit, write: Write, hall: LibraryItem, office: Office, officer: User, width: int
) -> None:
    announcement = write()
    actions.use_item(announcement, hall, by=officer)
    other = LibraryItem.objects.earliest("pk")
    choose = reverse("desk:choose_picture", args=[announcement.address])
    page = visit(reverse("desk:media"), by=officer, width=width)
    for language in ("en", "fr", "es"):
        User.objects.filter(pk=officer.pk).update(language=language)
        for path in (
            reverse("desk:media"), f"{reverse('desk:media')}?rights=ended", f"{reverse('desk:media')}?q=nothing",
            reverse("desk:media_item", args=[hall.pk]), reverse("desk:media_item", args=[other.pk]),
            reverse("desk:delete_media", args=[other.pk]), choose, f"{choose}?q=nothing",
        ):  # fmt: skip
            page.goto(path)
            settle(page)
            assert_no_sideways_scrolling(page)
            if language == "en":
                assert_accessible(page)
                assert_readable_in_the_dark(page)
