"""The page: whole in one file, safe, readable, and drawn from nothing but the data."""

import itertools
import re
from importlib import resources

import pytest
from hearhear import report
from hearhear.message import Message, to_table
from hearhear.report.catalogue import Catalogue
from hearhear.report.page import charts
from hearhear.report.page.drawing import Html, el, join
from lxml import html

from . import letters
from .test_analyse import run
from .test_document import document_of

STYLE = resources.files("hearhear.report.page").joinpath("style.css").read_text("utf-8")


@pytest.fixture(scope="module", params=report.LANGUAGES)
def page(request):
    return html.document_fromstring(report.to_html(document_of(), request.param))


def test_it_needs_no_script_and_nothing_from_elsewhere(page):
    assert page.xpath("//script | //link | //img | //iframe | //object | //form") == []
    assert page.xpath("//@src | //@onclick | //@onload") == []
    assert all(href.startswith("#") for href in page.xpath("//a/@href"))
    assert "url(" not in STYLE and "@import" not in STYLE
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv]/@content")[0]


def test_every_link_leads_somewhere_and_no_id_stands_twice(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)


def test_it_has_landmarks_headings_in_order_and_captions(page):
    assert [len(page.xpath(f"//{name}")) for name in ("main", "nav", "h1")] == [1, 1, 1]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert all(table.xpath("./caption") and table.xpath(".//th[@scope='col']") for table in page.xpath("//table"))
    assert all(svg.get("aria-label") for svg in page.xpath("//svg"))


def test_every_number_opens_to_its_messages(page):
    campaigns = [one["all"]["ids"] for one in document_of()["campaigns"]]
    opened = [details.xpath("string(./p)") for details in page.xpath("//details[@class='ids']")]
    assert all(any(all(name in text for name in ids) for text in opened) for ids in campaigns)


def test_it_says_what_it_is_not(page):
    lang = page.get("lang")
    words = {"en": "not an opinion poll", "fr": "pas un sondage", "es": "no es una encuesta"}
    assert words[lang] in page.xpath("string(//aside)")


def test_markup_in_a_message_stays_text():
    evil = "<script>alert(1)</script> The lighthouse & the <b>library</b> should open on Sundays."
    rows = [
        Message(f"<i>{at}</i>", evil.replace("Sundays", day), channel='"><script>')
        for at, day in enumerate(["Sundays", "Mondays", "Fridays"])
    ]
    written = report.to_html(report.document(run(to_table(rows), about=[]), title="<script>"), "en")
    assert "<script" not in written
    assert "&lt;script&gt;" in written


@pytest.mark.parametrize("lang", report.LANGUAGES)
def test_it_can_be_drawn_of_nothing_and_of_one_message(lang):
    empty = report.document(run(to_table([])))
    assert "<h1>" in report.to_html(empty, lang)
    one = report.document(run(to_table([Message("a", "Open the lighthouse.")]), embed=None, about=[]))
    assert "<h1>" in report.to_html(one, lang)


def test_the_page_says_what_the_language_of_a_quotation_is():
    page = html.document_fromstring(report.to_html(document_of(), "en"))
    assert {"fr", "es"} & set(page.xpath("//blockquote/p/@lang"))


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_by_four_and_a_half_to_one_and_drawings_by_three(scheme):
    colours = dict(
        re.findall(r"--([a-z_]+): (#[0-9a-f]{6})", re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[scheme])
    )
    for ground in ("paper", "raised"):
        assert all(contrast(colours[name], colours[ground]) >= 4.5 for name in ("ink", "quiet", "accent"))
        assert contrast(colours["individual"], colours[ground]) >= 3
    assert contrast(colours["ink"], colours["mark"]) >= 4.5


def test_no_theme_hides_another_on_the_map():
    places = [charts.Place(0.5, 0.5, 10 + number, f"Theme {number}", number) for number in range(25)]
    drawn = html.fromstring(charts.theme_map(places, "map"))
    circles = [tuple(float(one.get(key)) for key in ("cx", "cy", "r")) for one in drawn.xpath("//circle")]
    pairs = [(one, other) for at, one in enumerate(circles) for other in circles[at + 1 :]]
    assert all(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 >= a[2] + b[2] - 0.5 for a, b in pairs)
    assert all(r <= x <= 720 - r and r <= y <= 480 - r for x, y, r in circles)


def test_text_is_escaped_and_markup_is_not():
    assert (
        el("p", "a < b", el("b", "&"), None, cls="x", hidden=True, lang=None)
        == '<p class="x" hidden>a &lt; b<b>&amp;</b></p>'
    )
    assert join("<", Html("<br>")) == "&lt;<br>"


@pytest.mark.parametrize("lang", report.LANGUAGES)
def test_where_senders_are_unknown_the_page_gives_no_number_of_them(lang):
    rows = [Message(f"m{at}", row.text) for at, row in enumerate(letters.rows())]
    page = html.document_fromstring(report.to_html(report.document(run(to_table(rows))), lang))
    said = {"en": "one person who wrote many times", "fr": "une seule personne", "es": "una sola persona"}
    assert said[lang] in page.xpath("string(//section[@id='campaigns'])")
    assert Catalogue(lang)("campaigns.senders_unknown") in page.xpath("string(//dl[@class='tiles'])")
    assert Catalogue(lang).count("senders", 4) not in page.text_content()


def test_a_sentence_that_goes_on_is_shown_to_go_on():
    long = "The ferry to Osterby matters " + "because of the nurses and the bakers " * 14 + "and because of us."
    rows = [Message(f"m{at}", f"{who} writes. {long}") for at, who in enumerate(("Ann", "Bea", "Cy", "Dee"))]
    page = report.to_html(report.document(run(to_table(rows), about=letters.BILL)), "en")
    quoted = html.document_fromstring(page).xpath("//blockquote/p/text()")
    assert quoted and all(text.endswith((".", " …")) for text in quoted)


def test_a_label_in_another_language_says_which(page):
    for heading in page.xpath("//article[@class='theme']/h3"):
        label = heading.xpath("string()").split(". ", 1)[1]
        known = {
            one.lower()
            for theme in document_of()["themes"]["list"]
            for one in [theme["labels"].get(page.get("lang"))]
            if one
        }
        assert (label.lower() in known) != bool(heading.xpath("./span/@lang"))


def test_few_messages_are_said_to_be_too_few_for_themes():
    one = report.document(run(to_table([Message("a", "Open the lighthouse.")]), about=[]))
    assert "a theme needs three voices" in report.to_html(one, "en")


def test_a_name_on_the_map_moves_aside_where_there_is_room():
    places = [charts.Place(0.0, 0.0, 9, "Harbour", 1), charts.Place(0.0, -0.3, 9, "Ferry", 2),
              charts.Place(1.0, 1.0, 9, "A label as long as they come", 3)]  # fmt: skip
    drawn = html.fromstring(charts.theme_map(places, "map"))
    assert len(drawn.xpath("//*[@class='name']")) == 3
