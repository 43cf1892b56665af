"""The dossier on paper: tagged for a screen reader, in its language, and harmless whatever letters say."""

import io
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.listening.actions import dossiers as actions
from hemicycle.listening.dossier import content, pdf
from hemicycle.listening.models import Inquiry

from . import dossiers

STATE, MADE = "Draft, not released", "Version 1, drafted on 25 November 2026."


@pytest.fixture
def analysed_inquiry(inquiry: Inquiry, clerk: User) -> Inquiry:
    return dossiers.analysed_inquiry(inquiry, clerk)


def read(inquiry: Inquiry, language: str = "en") -> pypdf.PdfReader:
    inquiry.refresh_from_db()
    assert inquiry.shown is not None
    document = content.build(inquiry.shown, language)
    return pypdf.PdfReader(io.BytesIO(pdf.pdf(document, state=STATE, made=MADE)))


def root_of(reader: pypdf.PdfReader) -> Any:
    return reader.trailer["/Root"]


def kinds(node: Any, found: set[str]) -> set[str]:
    """The kinds of all structure elements."""
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            kinds(one, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.add(str(node["/S"]))
        if "/K" in node:
            kinds(node["/K"], found)
    return found


def figures(node: Any) -> list[Any]:
    node = node.get_object()
    if isinstance(node, list):
        return [one for child in node for one in figures(child)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.get("/S") == "/Figure" else []
    return own + (figures(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_it_says_its_language_and_its_title(analysed_inquiry: Inquiry, language: str) -> None:
    reader = read(analysed_inquiry, language)
    root = root_of(reader)

    assert str(root["/Lang"]).startswith(language)
    assert reader.metadata is not None
    assert reader.metadata.title == analysed_inquiry.title
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_it_is_tagged_with_headings_tables_lists_and_quotes(analysed_inquiry: Inquiry) -> None:
    root = root_of(read(analysed_inquiry))

    assert root["/MarkInfo"]["/Marked"]
    found = kinds(root["/StructTreeRoot"], set())
    assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/Figure", "/BlockQuote"} <= found


def test_every_chart_says_its_point_in_words(analysed_inquiry: Inquiry) -> None:
    charts = figures(root_of(read(analysed_inquiry))["/StructTreeRoot"])

    assert len(charts) >= 3
    assert all(str(chart.get("/Alt", "")) for chart in charts)


def test_its_first_page_is_the_summary_and_its_last_the_annex(analysed_inquiry: Inquiry) -> None:
    pages = [page.extract_text() for page in read(analysed_inquiry).pages]

    assert "Summary" in pages[0]
    assert "Not an opinion poll" in pages[0]
    assert "Contents" in pages[1]
    assert "Note 1 (26)" in "".join(pages[-2:])
    assert f"{len(pages)} / {len(pages)}" in pages[-1]


def test_every_page_is_a4(analysed_inquiry: Inquiry) -> None:
    assert {
        (round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in read(analysed_inquiry).pages
    } == {(595, 842)}


def test_letters_are_set_as_text_whatever_they_say(inquiry: Inquiry, clerk: User) -> None:
    said = "".join(page.extract_text() for page in read(dossiers.hostile(inquiry, clerk)).pages)

    assert '#panic("no")' in said
    assert "#emph[x]" in said
    assert "\u202e" not in said
    assert "\x1b" not in said


def test_signs_that_no_font_has_become_a_box(analysed_inquiry: Inquiry) -> None:
    Inquiry.objects.filter(pk=analysed_inquiry.pk).update(title="Ferry \U00012345 letters \ue000")

    assert "Ferry" in read(analysed_inquiry).pages[0].extract_text()


def test_messages_are_listed_by_runs_up_to_a_limit() -> None:
    data = pdf._note("7", [1, 2, 3, 9, 11, 12])
    assert data == {"number": "7", "count": "6", "text": "1–3, 9, 11–12"}

    long = pdf._note("8", list(range(0, 4 * pdf.MOST_PRINTED, 2)))
    assert long["text"].endswith("and 60 more, which the JSON file of this dossier lists")


def test_the_pages_can_be_looked_at(analysed_inquiry: Inquiry) -> None:
    analysed_inquiry.refresh_from_db()
    assert analysed_inquiry.shown is not None
    pages = pdf.pages(content.build(analysed_inquiry.shown, "fr"), state=STATE, made=MADE)

    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_who_takes_the_paper_of_the_office_stands_on_every_page_and_in_its_list(
    inquiry: Inquiry, clerk: User, researcher: User, sign_in: Any
) -> None:
    drafted = actions.draft_dossier(dossiers.analysed_inquiry(inquiry, clerk), language="en", by=clerk)
    page = f"/inquiries/{inquiry.address}/dossiers/{drafted.pk}/"
    answer = sign_in(researcher).get(reverse("listening:dossier_file", args=[inquiry.address, drafted.pk, "pdf"]))
    texts = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert texts and all(f"{researcher.name} · " in text for text in texts)
    assert "Who downloaded it" in sign_in(clerk).get(page).text
    assert researcher.name in sign_in(clerk).get(page).text.partition("Who downloaded it")[2]


def test_what_is_public_bears_nobodys_name(analysed_inquiry: Inquiry) -> None:
    assert not [page for page in read(analysed_inquiry).pages if " · " + "20" in page.extract_text()]
