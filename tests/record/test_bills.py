"""Bills in the record: added once, corrected in place, one text of a language in force."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hemicycle.record import actions
from hemicycle.record.errors import NotOneThing, UnknownReference
from hemicycle.record.importers.akomantoso.bill import read
from hemicycle.record.models import Clause, Document, DocumentVersion, Identifier
from hemicycle.record.papers import BillPaper, ClauseText, Known, StepPaper, VersionText
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db


def clauses(*texts: str) -> tuple[ClauseText, ...]:
    return tuple(
        ClauseText(eid=f"cl_{number}", element="clause", level="provision", number=str(number), text=text)
        for number, text in enumerate(texts, start=1)
    )


def version(label: str, day: date | None, *texts: str, language: str = "en") -> VersionText:
    return VersionText(language=language, label=label, clauses=clauses(*texts), valid_from=day)


def bill(*versions: VersionText, **said: object) -> BillPaper:
    paper = BillPaper(
        kind="bill",
        number="12",
        titles={"en": "River Bill", "fr": "Projet de loi sur les rivières"},
        known_as=(Known("native", "river"),),
        versions=versions,
    )
    return replace(paper, **said)


INTRODUCED = version("As introduced", date(2026, 3, 10), "Rivers are public.", "Spills are fined.")
AMENDED = version("As amended", date(2026, 6, 23), "Rivers are public.", "Spills are fined twice.", "It begins.")


def test_a_bill_put_twice_is_one_bill_and_one_audit_row(django_assert_max_num_queries):
    actions.put_bill(bill(INTRODUCED), by="test")
    again = actions.put_bill(bill(INTRODUCED), by="test")
    assert not again
    assert Document.objects.count() == 1
    assert AuditEntry.objects.filter(action="record.put_bill").count() == 1


def test_a_corrected_text_changes_in_place_and_clauses_keep_their_keys():
    actions.put_bill(bill(INTRODUCED), by="test")
    before = dict(Clause.objects.values_list("eid", "pk"))
    corrected = version("As introduced", date(2026, 3, 10), "Rivers are public.", "Spills are fined at once.")
    changes = actions.put_bill(bill(corrected), by="test")
    assert changes.facts() == {"clause_changed": 1}
    assert dict(Clause.objects.values_list("eid", "pk")) == before
    assert Clause.objects.get(eid="cl_2").text == "Spills are fined at once."


def test_a_clause_that_a_corrected_text_lacks_is_removed():
    actions.put_bill(bill(INTRODUCED), by="test")
    changes = actions.put_bill(bill(version("As introduced", date(2026, 3, 10), "Rivers are public.")), by="test")
    assert changes.removed == {"clause": 1}
    assert Clause.objects.count() == 1


@pytest.mark.parametrize("order", [(INTRODUCED, AMENDED), (AMENDED, INTRODUCED)])
def test_the_newest_text_is_in_force_in_whichever_order_they_come(order):
    for text in order:
        actions.put_bill(bill(text), by="test")
    older, newer = DocumentVersion.objects.oldest_first()
    assert (older.label, older.valid_to) == ("As introduced", date(2026, 6, 23))
    assert (newer.label, newer.valid_to) == ("As amended", None)
    assert list(DocumentVersion.objects.in_force()) == [newer]


def test_texts_without_dates_take_their_turn_as_they_come():
    actions.put_bill(bill(version("First", None, "One.")), by="test")
    actions.put_bill(bill(version("Second", None, "Two.")), by="test")
    assert not actions.put_bill(bill(version("Second", None, "Two.")), by="test")
    assert DocumentVersion.objects.in_force().count() == 1


def test_a_date_corrected_past_the_next_text_puts_them_in_order_again():
    actions.put_bill(bill(INTRODUCED, AMENDED), by="test")
    actions.put_bill(bill(replace(INTRODUCED, valid_from=date(2026, 9, 1))), by="test")
    assert [text.label for text in DocumentVersion.objects.oldest_first()] == ["As amended", "As introduced"]
    assert DocumentVersion.objects.in_force().get().label == "As introduced"


def test_a_second_language_adds_its_title_and_leaves_the_first():
    actions.put_bill(bill(INTRODUCED), by="test")
    spanish = version("Texto inicial", date(2026, 3, 10), "Los ríos son públicos.", language="es")
    actions.put_bill(bill(spanish, titles={"es": "Proyecto de ley de ríos"}), by="test")
    titles = Document.objects.get().titles
    assert titles.in_language("es").text == "Proyecto de ley de ríos"
    assert titles.in_language("en").text == "River Bill"
    assert DocumentVersion.objects.in_force().count() == 2


def test_its_stage_is_its_last_step():
    steps = (StepPaper("introduced", date(2026, 3, 10)), StepPaper("report", date(2026, 6, 23)))
    actions.put_bill(bill(INTRODUCED, steps=steps), by="test")
    assert Document.objects.get().stage == "report"


def test_a_sponsor_the_record_does_not_know_is_refused_and_nothing_is_kept():
    with pytest.raises(UnknownReference):
        actions.put_bill(bill(INTRODUCED, sponsor=Known("native", "nobody")), by="test")
    assert not Document.objects.exists()


def test_identifiers_of_two_bills_are_not_one_thing():
    actions.put_bill(bill(), by="test")
    actions.put_bill(bill(known_as=(Known("native", "other"),)), by="test")
    with pytest.raises(NotOneThing):
        actions.put_bill(bill(known_as=(Known("native", "river"), Known("native", "other"))), by="test")


def test_an_identifier_names_one_thing_of_one_kind():
    actions.put_bill(bill(), by="test")
    document = Document.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(scheme="native", value="river", document=document)
    with pytest.raises(IntegrityError), transaction.atomic():
        Identifier.objects.create(scheme="native", value="unowned")


def test_our_own_bill_goes_in_whole_with_its_tree(benches):
    actions.put_bill(read(benches).bill, by="test")
    points = Clause.objects.filter(element="paragraph")
    assert {point.parent.eid for point in points} == {"sec_1__subsec_1"}
    assert {point.depth for point in points} == {3}
    assert "unless a resting place is there already." in DocumentVersion.objects.get().as_text()


@pytest.mark.parametrize(
    "name", ["eu_COM(2013)0619_EN-8.xml", "it_senato_ddl_2013.xml", "uk_pga-2014-27-enacted-data.xml"]
)
def test_a_real_bill_imported_twice_changes_nothing_the_second_time(akomantoso_files, name, capsys):
    path = str(akomantoso_files / name)
    call_command("import_record", path)
    rows = list(Clause.objects.order_by("version", "order").values())
    entries = AuditEntry.objects.count()
    call_command("import_record", path)
    assert list(Clause.objects.order_by("version", "order").values()) == rows
    assert AuditEntry.objects.count() == entries


def test_the_command_writes_nothing_of_a_bad_file(benches, tmp_path, capsys):
    bad = tmp_path / "bad.xml"
    bad.write_bytes(benches.read_bytes()[:2000])
    with pytest.raises(SystemExit) as stopped:
        call_command("import_record", str(bad))
    assert stopped.value.code == 2
    message = capsys.readouterr().err.strip()
    assert message.startswith(f"{bad}:")
    assert "The file ends in the middle." in message
    assert not Document.objects.exists()


def test_the_command_says_what_it_left_aside(benches, capsys):
    call_command("import_record", str(benches))
    output = capsys.readouterr().out
    assert "5 places left aside:" in output
    assert "memorandum: another paper in the same file" in output
