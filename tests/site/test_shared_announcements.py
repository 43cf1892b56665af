"""An announcement elsewhere: as a quotation (oEmbed) and as the picture of a link; nothing that is not public, and as it stands now."""

import io
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree, html
from PIL import Image

from hemicycle.accounts.models import User
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from tests.desk.conftest import approved, feed, second_editor, site, write
from tests.rounds import run_rounds

__all__ = ["approved", "feed", "second_editor", "site", "write"]

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
PICTURED = {"en": "The reading room", "fr": "La salle de lecture", "es": "La sala de lectura"}

Release = Callable[..., Announcement]


@pytest.fixture
def release(approved: Callable[..., Announcement], officer: User) -> Release:
    def released(**what: object) -> Announcement:
        announcement = approved(**what)
        actions.schedule(announcement, by=officer)
        run_rounds()
        return Announcement.objects.get(pk=announcement.pk)

    return released


@pytest.fixture
def add_picture(officer: User) -> Callable[[Announcement], None]:
    def added(announcement: Announcement, size: tuple[int, int] = (640, 360)) -> None:
        content = io.BytesIO()
        Image.new("RGB", size, "teal").save(content, "PNG")
        one = actions.add_media_file(
            announcement, name="a.png", kind="image", content=content.getvalue(), content_type="image/png", by=officer
        )
        actions.describe_media_file(one, alternatives=PICTURED, by=officer)

    return added


def head(row: Announcement, lang: str) -> dict[str, str]:
    page = html.fromstring(Client().get(f"{row.get_absolute_url()}?lang={lang}").content)
    properties = {one.get("property"): one.get("content") for one in page.xpath("//meta[@property]")}
    return properties | {
        link.get("type"): link.get("href") for link in page.xpath("//link[contains(@type, 'oembed')]")
    }


def embedded(row: Announcement, lang: str = "en") -> dict:
    url = quote(f"{HERE}{row.get_absolute_url()}?lang={lang}")
    return Client(headers={"accept-language": "en"}).get(f"/oembed?url={url}").json()


def card_of(row: Announcement) -> str:
    return f"/cards/announcement/{row.address}.png?lang=en"


def test_it_is_discovered_and_quoted_in_the_language_of_the_page(release: Release) -> None:
    row = release()
    found = head(row, "fr")
    said = Client().get(found["application/json+oembed"].removeprefix(HERE)).json()
    written = etree.fromstring(Client().get(found["text/xml+oembed"].removeprefix(HERE)).content)
    assert {one.tag: one.text or "" for one in written} == {name: str(value) for name, value in said.items()}
    assert (said["title"].partition(" – ")[0], said["author_name"]) == (row.by_language["fr"].title, str(row.office))
    quotation = html.fragment_fromstring(said["html"])
    assert quotation.tag == "blockquote" and quotation.find("p").get("lang") == "fr"
    assert "La Chambre siège mardi 3 mars" in quotation.text_content()
    assert quotation.xpath(".//a/@href") == [f"{HERE}{row.get_absolute_url()}?lang=fr"]


def test_a_link_shows_its_own_picture_with_its_size_and_words(release: Release, add_picture: Callable) -> None:
    found = head(release(before=add_picture), "fr")
    assert (found["og:image:width"], found["og:image:height"]) == ("640", "360")
    assert found["og:image:alt"] == PICTURED["fr"]
    picture = b"".join(Client().get(found["og:image"].removeprefix(HERE)).streaming_content)
    assert Image.open(io.BytesIO(picture)).size == (640, 360)


def test_without_a_picture_a_link_shows_the_card_of_the_house(release: Release) -> None:
    row = release()
    found = head(row, "es")
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert row.by_language["es"].title in found["og:image:alt"]
    address = found["og:image"].removeprefix(HERE)
    picture = Client(headers={"accept-language": "en"}).get(address).content
    assert Image.open(io.BytesIO(picture)).size == (1200, 630)
    assert picture != Client(headers={"accept-language": "en"}).get(card_of(row)).content


def test_a_picture_too_small_for_a_link_leaves_the_card_there(release: Release, add_picture: Callable) -> None:
    row = release(before=lambda announcement: add_picture(announcement, (807, 94)))
    assert "/cards/" in head(row, "en")["og:image"]


def test_what_was_withdrawn_says_so_and_shows_neither_words_nor_picture(
    release: Release, add_picture: Callable, editor: User, second_editor: User
) -> None:
    row = release(before=add_picture)
    actions.ask_withdrawal(row, reasons={"en": "Sent by mistake"}, by=editor)
    actions.confirm_withdrawal(row, by=second_editor)
    said = embedded(row)
    assert said["title"].startswith("Withdrawn: ") and "Sent by mistake" in said["html"]
    assert "3 March" not in said["html"]
    assert "/cards/" in head(row, "en")["og:image"] and "/cards/" in said["thumbnail_url"]


def test_what_was_withdrawn_with_its_correction_says_so_too(
    release: Release, officer: User, editor: User, second_editor: User
) -> None:
    row = release()
    second = actions.correct(row, reasons={"en": "The hour was wrong"}, by=officer)
    actions.submit(second, by=officer)
    for one in (editor, second_editor):
        actions.approve(second, digest=second.digest, by=one)
    actions.schedule(second, by=officer)
    run_rounds()
    second.refresh_from_db()
    assert embedded(row)["title"].startswith("Corrected since: ")
    actions.ask_withdrawal(second, reasons={"en": "Sent by mistake"}, by=editor)
    actions.confirm_withdrawal(second, by=second_editor)
    said = embedded(row)
    assert said["title"].startswith("Withdrawn: ") and "3 March" not in said["html"]
    entries = Client().get("/announcements/feed.json").json()["items"]
    assert {one["title"].partition(":")[0] for one in entries} == {"Withdrawn"}


def test_of_what_readers_are_warned_of_only_the_warning_leaves(release: Release, add_picture: Callable) -> None:
    row = release(before=add_picture, warnings={"en": "Pictures of a flood"})
    said = embedded(row)
    assert "Pictures of a flood" in said["html"] and "3 March" not in said["html"]
    assert head(row, "en")["og:description"] == "Pictures of a flood"
    assert "/cards/" in head(row, "en")["og:image"]


def test_what_was_never_released_is_neither_embedded_nor_pictured(approved: Callable[..., Announcement]) -> None:
    row = approved()
    assert Client().get(f"/oembed?url={quote(HERE + row.get_absolute_url())}").status_code == 404
    assert Client().get(card_of(row)).status_code == 404


@pytest.mark.parametrize("lang", ["xx", "../..", "%00", "f" * 500])
def test_a_language_that_it_does_not_have_is_another_of_its_own(release: Release, lang: str) -> None:
    row = release()
    url = quote(f"{HERE}{row.get_absolute_url()}?lang={lang}")
    assert Client().get(f"/oembed?url={url}").json()["title"].startswith(row.by_language["en"].title)
    assert Client().get(f"/cards/announcement/{row.address}.png?lang={lang}").status_code == 200
