"""A speech, a vote or a bill elsewhere: as a quotation (oEmbed) and as the picture of a link."""

import io
import json
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import etree, html
from PIL import Image

from hemicycle.record.models import Contribution, Document, Sitting, SpeechText, VoteEvent
from hemicycle.rules.classification import Classification
from hemicycle.site.sharing import shared
from tests.record import chamber

pytestmark = pytest.mark.django_db
HERE = "http://testserver"


@pytest.fixture
def house(db: None) -> None:
    chamber.people()
    chamber.bill()
    chamber.sitting(chamber.FIRST, chamber.vote())


def rows() -> list:
    return [Contribution.objects.get(native_id="s1"), VoteEvent.objects.first(), Document.objects.get()]


def ask(url: str, more: str = "") -> object:
    return Client(headers={"accept-language": "en"}).get(f"/oembed?url={quote(url)}{more}")


def test_each_is_discovered_on_its_page_and_answers_in_both_forms(house: None) -> None:
    for row in rows():
        page = html.fromstring(Client().get(row.get_absolute_url()).content)
        found = {link.get("type"): link.get("href") for link in page.xpath("//link[contains(@type, 'oembed')]")}
        assert set(found) == {"application/json+oembed", "text/xml+oembed"}
        said = Client().get(found["application/json+oembed"].removeprefix(HERE)).json()
        written = etree.fromstring(Client().get(found["text/xml+oembed"].removeprefix(HERE)).content)
        assert {one.tag: one.text or "" for one in written} == {name: str(value) for name, value in said.items()}
        assert (said["version"], said["type"]) == ("1.0", "rich")
        assert {"html", "width", "height", "title", "provider_name"} <= set(said)


def test_a_speech_is_quoted_with_who_said_it_and_runs_nothing(house: None) -> None:
    said = ask(f"{HERE}{rows()[0].get_absolute_url()}").json()
    quotation = html.fragment_fromstring(said["html"])
    assert quotation.tag == "blockquote"
    assert "Rivers belong to everyone." in quotation.text_content()
    assert said["author_name"] == "Ms. Alda Ferrer"
    assert not quotation.xpath("//script | //iframe | //@style | //@onclick")


def test_a_speech_is_quoted_in_its_own_words_and_a_translation_says_that_it_is_one(house: None) -> None:
    SpeechText.objects.filter(language="en").update(kind="translation")
    row = rows()[0]
    found = shared.of(shared.SPEECH, row.address)
    assert found is not None
    assert (found.words, found.language) == ("Les rivières sont à tous.", "fr") and "translated" not in found.by
    SpeechText.objects.update(kind="translation")
    found = shared.of(shared.SPEECH, row.address)
    assert found is not None
    assert found.words == "Rivers belong to everyone." and found.by.endswith(" (translated)")
    assert "(translated)" in ask(f"{HERE}{row.get_absolute_url()}").json()["html"]


@pytest.mark.parametrize(("asked", "width"), [("&maxwidth=300", 300), ("&maxwidth=9999", 600), ("&maxwidth=x", 600)])
def test_the_width_is_at_most_what_was_asked_for(house: None, asked: str, width: int) -> None:
    said = ask(f"{HERE}{rows()[0].get_absolute_url()}", asked).json()
    assert said["width"] == width
    assert ("thumbnail_url" in said) == (asked != "&maxwidth=300")


@pytest.mark.parametrize(
    "url", ["", "x", "http://[", "https://elsewhere.example/record/", f"{HERE}/record/", "javascript:1"]
)
def test_anything_else_is_not_found(house: None, url: str) -> None:
    assert ask(url).status_code == 404


def test_another_form_is_not_offered(house: None) -> None:
    assert ask(f"{HERE}{rows()[0].get_absolute_url()}", "&format=yaml").status_code == 501


def test_what_is_internal_is_not_embedded(house: None) -> None:
    paths = [row.get_absolute_url() for row in rows()]
    cards = [f"/cards/{kind}/{row.address}.png" for kind, row in zip(("speech", "vote", "bill"), rows(), strict=True)]
    for model in (Document, Sitting, SpeechText, VoteEvent):
        model.objects.update(classification=Classification.INTERNAL)
    assert {ask(f"{HERE}{path}").status_code for path in paths} == {404}
    assert {Client().get(card).status_code for card in cards} == {404}


def test_the_picture_of_a_link_is_as_large_as_networks_show_it_and_always_the_same(house: None) -> None:
    for row in rows():
        page = html.fromstring(Client().get(row.get_absolute_url()).content)
        (address,) = page.xpath("//meta[@property='og:image']/@content")
        picture = Client().get(address.removeprefix(HERE))
        assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
        assert "public" in picture.headers["Cache-Control"]


def test_words_of_the_record_are_never_markup(house: None) -> None:
    Document.objects.update(titles={"en": '#read("/etc/passwd") <script>*x*'})
    row = Document.objects.get()
    said = ask(f"{HERE}{row.get_absolute_url()}").json()
    assert "<script>" not in said["html"]
    assert Client().get(f"/cards/bill/{row.address}.png").status_code == 200
    assert json.dumps(said)
