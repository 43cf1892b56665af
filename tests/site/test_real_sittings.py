"""Real sittings on their pages: every paragraph is there, beside its translation, where Hansard has it."""

import gzip
from pathlib import Path

import pytest
from django.test import Client
from lxml import html

from hemicycle.record.models import Segment, Sitting
from tests.record.importing import put

pytestmark = pytest.mark.django_db


# What a page may weigh on its way, with all its words (issue 15).
MOST_BYTES = 150_000


def page(query: str = "?part=all") -> html.HtmlElement:
    path = Sitting.objects.get().get_absolute_url() + query
    return html.fromstring(Client(headers={"accept-language": "en"}).get(path).content)


def words(element: html.HtmlElement) -> str:
    """Without the mark of the language of the floor and the link to the paragraph."""
    for extra in element.xpath(".//*[contains(@class, 'floor') or contains(@class, 'pilcrow')]"):
        extra.drop_tree()
    return plain(element.text_content())


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_272_paragraphs_of_the_canadian_sitting_stand_beside_each_other_in_two_languages(
    record_files: Path,
) -> None:
    for language in ("en", "fr"):
        put(record_files / "canada" / f"hansard_42-1-2-{language}.xml")
    rows = [tuple(map(words, row.xpath("./p"))) for row in page("?text=en&beside=fr&part=all").find_class("both-row")]
    segments = Segment.objects.exclude(native_id="").values_list("native_id", "text_version__language", "text")
    texts: dict[str, dict[str, str]] = {}
    for native_id, language, text in segments:
        texts.setdefault(native_id, {})[language] = plain(text)
    pairs = [(there["en"], there["fr"]) for there in texts.values() if len(there) == 2]
    assert len(pairs) == 272
    assert not [pair for pair in pairs if pair not in rows]
    # What has no id in its source stands beside its translation too, and every word of both is there.
    assert ("Prayer", "Prière") in rows
    kept = Segment.objects.filter(text_version__language="fr").values_list("text", flat=True)
    assert sorted(french for _english, french in rows if french) == sorted(map(plain, kept))


def test_the_british_day_is_whole_and_in_order(record_files: Path) -> None:
    put(record_files / "uk" / "twfy_debates2009-10-28c.xml")
    said = page()
    shown = [
        words(p) for p in said.xpath("//div[contains(@class, 'debate-text')]//div[contains(@class, 'reading')]/p")
    ]
    kept = Segment.objects.order_by("text_version__contribution__order", "order").values_list("text", flat=True)
    assert shown == [plain(text) for text in kept]
    assert len(said.find_class("vote-card")) == 2
    assert [heading.text_content() for heading in said.find_class("debate-heading")][:2] == [
        "BUSINESS BEFORE QUESTIONS",
        "RAF Nimrod MR2 Aircraft XV230",
    ]


def test_the_spanish_sitting_names_the_group_of_every_speaker_whom_the_source_places(record_files: Path) -> None:
    spain = record_files / "spain"
    for name in ("ParlaMint-ES-listOrg", "ParlaMint-ES-listPerson", "ParlaMint-ES_2016-01-13-CD160113"):
        put(spain / f"{name}.xml")
    speeches = page().xpath("//article")
    assert len(speeches) == Sitting.objects.get().contributions.exclude(kind__in=["note", "procedural"]).count()
    unnamed = [speech for speech in speeches if not speech.xpath(".//p[@class='speaker']/a")]
    assert {" ".join(speech.find_class("speaker")[0].text_content().split()) for speech in unnamed} == {"The Chair"}
    assert {speech.find_class("reading")[0].get("lang") for speech in speeches} == {"es"}
    assert speeches[0].find_class("party")[0].text_content() == "PP"


REAL = {
    "canada": ("canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"),
    "uk": ("uk/twfy_debates2009-10-28c.xml",),
    "spain": tuple(
        f"spain/{name}.xml"
        for name in ("ParlaMint-ES-listOrg", "ParlaMint-ES-listPerson", "ParlaMint-ES_2016-01-13-CD160113")
    ),
}


@pytest.mark.parametrize("house", REAL)
def test_the_parts_of_a_real_sitting_are_light_and_are_all_of_it(house: str, record_files: Path) -> None:
    for name in REAL[house]:
        put(record_files / name)
    sitting = Sitting.objects.get()
    path, visitor = sitting.get_absolute_url(), Client(headers={"accept-language": "en", "accept-encoding": "gzip"})
    read, number = [], 1
    while (answer := visitor.get(f"{path}?part={number}")).status_code == 200:
        assert len(answer.content) < MOST_BYTES
        part = html.fromstring(gzip.decompress(answer.content))
        read += part.xpath("//div[contains(@class, 'debate-text')]//*[contains(@class, 'speech')]/@id")
        if not part.find_class("part-links"):
            break
        number += 1
    whole = page().xpath("//div[contains(@class, 'debate-text')]//*[contains(@class, 'speech')]/@id")
    assert read == whole
    last = visitor.get(f"{path}?at={whole[-1]}-1")
    assert f'id="{whole[-1]}"' in gzip.decompress(last.content).decode()
