"""Bills as they are written: clauses where Akoma Ntoso nests them, and each text by its name."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.models import Document, DocumentVersion
from hemicycle.record.papers import BillPaper, ClauseText, Known, VersionText
from hemicycle.rules.classification import Classification

from . import chamber
from .exporting import exported

pytestmark = pytest.mark.django_db

PIECES = (
    ClauseText("cit_1", "citation", "text", text="Having regard to the rivers,"),
    ClauseText("rec_1", "recital", "recital", "(1)", text="Rivers flow."),
    ClauseText("intro", "p", "text", text="The Assembly enacts:"),
    ClauseText("art_1", "article", "provision", "Article 1", "Rivers", text="A river is", parent=None),
    ClauseText("cross", "crossHeading", "part", heading="What it is not", parent="art_1"),
    ClauseText("art_1_a", "point", "part", "(a)", text="water, or", parent="art_1"),
    ClauseText("art_1_between", "p", "text", text="and not", parent="art_1"),
    ClauseText("art_1_b", "stanza", "part", "(b)", text="a bed of two\nlines,", parent="art_1"),
    ClauseText("art_1_end", "p", "text", text="as the map shows.", parent="art_1"),
    ClauseText("title_2", "crossHeading", "division", heading="The end"),
    ClauseText("last words", "formula", "text", text="Done."),
)


def written(folder: Path, **options: str) -> etree._Element:
    return etree.parse(exported("akn-bill", folder, bill="12", **options)).getroot()


def put_a_bill(*clauses: ClauseText) -> None:
    text = VersionText("en", "As introduced", clauses, date(2026, 3, 10))
    actions.put_bill(BillPaper("bill", "12", {"en": "River Bill"}, (Known("native", "river"),), (text,)), by="test")


def test_every_piece_stands_where_the_standard_has_a_place_for_it(schema, tmp_path):
    put_a_bill(*PIECES)
    there = written(tmp_path)
    schema.assertValid(there)
    place = {e.get("eId"): etree.QName(e).localname for e in there.iter("{*}*") if e.get("eId")}
    assert [place[piece.eid.replace(" ", "%20")] for piece in PIECES] == [
        *("citation", "recital", "container", "article", "crossHeading", "point", "hcontainer", "hcontainer"),
        *("wrapUp", "hcontainer", "hcontainer"),
    ]


def test_a_text_without_a_provision_and_without_a_day_is_valid(schema, tmp_path):
    text = VersionText("en", "", PIECES[:2])
    actions.put_bill(BillPaper("act", "12", {"en": "River Act"}, (Known("native", "river"),), (text,)), by="test")
    schema.assertValid(written(tmp_path))


def test_the_text_in_force_is_the_one_of_the_house_and_others_are_named(tmp_path, capsys):
    chamber.people()
    chamber.bill()

    def label(**options: str) -> str | None:
        return next(written(tmp_path, **options).iter("{*}FRBRversionNumber")).get("value")

    assert (label(), label(language="fr"), label(text="As introduced")) == (
        *("As amended", "Texte initial", "As introduced"),
    )
    with pytest.raises(SystemExit):
        written(tmp_path, language="de")
    assert "Nothing public of it is in this language. (en, fr)" in capsys.readouterr().err


def test_a_text_that_is_internal_is_not_written_and_not_named(tmp_path):
    chamber.people()
    chamber.bill()
    DocumentVersion.objects.filter(label="As introduced").update(classification=Classification.INTERNAL)
    assert b"As introduced" not in etree.tostring(written(tmp_path))
    with pytest.raises(SystemExit):
        written(tmp_path, text="As introduced")
    Document.objects.update(classification=Classification.INTERNAL)
    with pytest.raises(SystemExit):
        written(tmp_path)
