"""Postcodes and places: the table that a House loads, and how people find their constituency in it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from hemicycle.record import actions
from hemicycle.record.importers.localities_csv import TableFault, UnreadableTable, read
from hemicycle.record.models import Area, Locality
from hemicycle.record.papers import AreaPaper, Known
from hemicycle.site.record.representatives import choices
from tests.record import chamber

pytestmark = pytest.mark.django_db
TABLE = """postcode,place,constituency
SW1A 1AA,Château-l’Évêque,Northport
75001,Paris,Southport
2032,Stonebeck,Northport
2032,Stonebeck,Southport
2032,Hill,Southport
"""


@pytest.fixture
def areas(db: None) -> None:
    """A constituency with three members, one without, and a region that bears the name of the first."""
    chamber.people()
    for name, known in (("Southport", "southport"), ("Northport", "region")):
        actions.put_area(AreaPaper({"en": name, "fr": f"{name}-sur-Mer"}, (Known("native", known),)), by="test")


@pytest.fixture
def table(areas: None) -> None:
    actions.load_localities(read(TABLE.encode()), by="test")


def found(words: str) -> list[str]:
    return sorted({str(row.area) for row in Locality.objects.found(words).select_related("area")})


@pytest.mark.parametrize(
    "words", ["SW1A 1AA", "sw1a1aa", " sw1a-1aa ", "CHATEAU L'EVEQUE", "château-l’évêque", "chat"]
)
def test_a_place_is_found_however_it_is_typed(table: None, words: str) -> None:
    assert found(words) == ["Northport"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("75001 Paris", ["Southport"]), ("750010", ["Southport"]), ("2032", ["Northport", "Southport"]),
        ("2032 Hill", ["Southport"]), ("Stonebeck", ["Northport", "Southport"]), ("75", []), ("ch", []), ("", []),
        ("%", []), ("\0", []), ("9" * 500, []), ("<script>", []),
    ],
)  # fmt: skip
def test_a_postcode_may_stand_before_its_place_and_lie_in_two_constituencies(table, words, shown) -> None:
    assert found(words) == shown


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Stonebek", {("Stonebeck", "Northport"), ("Stonebeck", "Southport")}), ("sotnebeck", {("Stonebeck", "Northport"), ("Stonebeck", "Southport")}),
        ("leveque", {("Château-l’Évêque", "Northport")}), ("chateau levequ", {("Château-l’Évêque", "Northport")}),
        ("Nortport", {("", "Northport")}), ("northprot", {("", "Northport")}), ("Stonbek 2033", set()), ("Stonebek 2033", {("Stonebeck", "Northport"), ("Stonebeck", "Southport")}),
        ("Zanzibar", set()), ("75002", set()), ("xy", set()), ("", set()), ("\0", set()), ("%%%", set()), ("z" * 500, set()),
    ],
)  # fmt: skip
def test_a_slip_or_a_part_of_the_name_offers_places_to_choose_from(table, words, offered) -> None:
    assert {(one.place, str(one.area)) for one in choices(words)} == offered


def test_what_may_have_been_meant_is_offered_and_not_chosen(table) -> None:
    page = Client(headers={"accept-language": "en"}).post(reverse("site:representatives"), {"where": "Stonebek"})
    said = page.content.decode()
    offered = said.partition("Is it one of these?")[2].partition("</ul>")[0]
    assert offered.count("<li>") == 2 and "Stonebeck · Southport" in offered
    assert "No constituency found" not in said and "Alda Ferrer" not in said
    assert "no-store" in page.headers["Cache-Control"]
    assert (
        "No constituency found"
        in Client(headers={"accept-language": "en"})
        .post(reverse("site:representatives"), {"where": "Zanzibar"})
        .content.decode()
    )


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("cp1252", "windows-1252"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be")],
)  # fmt: skip
def test_a_table_is_read_in_the_encodings_that_spreadsheets_write(encoding: str, shown: str) -> None:
    table = read(TABLE.encode(encoding))
    assert (table.encoding, table.rows[0].name) == (shown, "Château-l’Évêque")


@pytest.mark.parametrize(
    "heading", ["Code postal;Lieu;Circonscription", "CP;Municipio;Circunscripción", "Zip;Town;Riding"]
)
def test_columns_are_known_in_three_languages_and_with_semicolons(heading: str) -> None:
    (row,) = read(f"\n{heading}\n1010;Here;Northport\n\n".encode()).rows
    assert (row.line, row.postcode, row.name, row.area) == (3, "1010", "Here", "Northport")


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"", TableFault.EMPTY), (b"\xef\xbb\xbf \n", TableFault.EMPTY), (b"a,b,c\n1,2,3\n", TableFault.NO_COLUMNS),
     (b"constituency\nNorthport\n", TableFault.NO_COLUMNS), (b"PK\x03\x04\x14\x00\x06xl\xff", TableFault.NOT_TEXT)],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, fault: TableFault) -> None:
    with pytest.raises(UnreadableTable) as refused:
        read(content)
    assert refused.value.fault == fault


def test_bad_rows_are_set_aside_and_counted_and_the_rest_is_loaded(areas: None) -> None:
    Area.objects.filter(names__en="Northport", memberships=None).update(names={"en": "Southport"})
    rows = (
        "1,A,Northport\n2,B,Nowhere\n3,C,\n,,Northport\n4,D,Southport\n" + f"{'5' * 30},E,Northport\n1,a,NORTHPORT\n"
    )
    loaded = actions.load_localities(read(f"postcode,place,constituency\n{rows}".encode()), by="test")
    assert loaded.rows == Locality.objects.count() == 1
    assert [(one.line, one.reason) for one in loaded.aside] == [
        (3, "unknown-constituency"), (4, "no-constituency"), (5, "no-place"), (6, "several-constituencies"),
        (7, "too-long"),
    ]  # fmt: skip


def test_a_table_of_which_nothing_could_be_used_replaces_nothing(table: None) -> None:
    before = Locality.objects.count()
    loaded = actions.load_localities(read(b"place,constituency\nHere,Nowhere\n"), by="test")
    assert (loaded.rows, Locality.objects.count()) == (0, before)


def test_the_command_loads_a_file_and_says_what_it_left_aside(areas: None, tmp_path, capsys) -> None:
    file = tmp_path / "places.csv"
    file.write_text("place,constituency\nHere,Northport\nThere,Nowhere\n")
    call_command("load_localities", str(file))
    said = capsys.readouterr()
    assert "1 rows loaded, 1 left aside; read as utf-8." in said.out and "line 3: There" in said.err
    for bad in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(CommandError):
            call_command("load_localities", str(bad))


def test_a_clerk_loads_and_removes_it_and_nobody_else_may(areas: None, clerk, officer, member, sign_in) -> None:
    page, form = reverse("record:localities"), {"file": upload("place,constituency\nHere,Northport\nThere,Nowhere\n")}
    browser = sign_in(clerk)
    assert "Load a table" in browser.get(page).content.decode()
    answer = browser.post(page, form).content.decode()
    assert "1 row is loaded" in answer and "the record has no constituency of this name" in answer
    for other in (officer, member):
        assert sign_in(other).get(page).status_code == 403
    assert Client().get(page).status_code == 302
    assert browser.get(reverse("record:remove_localities")).status_code == 405
    browser.post(reverse("record:remove_localities"))
    assert not Locality.objects.exists()


@pytest.mark.parametrize("words", ["", "a,b\n1,2\n", "place,constituency\nThere,Nowhere\n"])
def test_a_refused_table_says_why_at_its_field(areas: None, clerk, sign_in, words: str) -> None:
    answer = sign_in(clerk).post(reverse("record:localities"), {"file": upload(words)})
    assert answer.status_code == 422 and 'id="id_file-error"' in answer.content.decode()


def upload(words: str):
    return SimpleUploadedFile("places.csv", words.encode())
