"""What people cite by number, in the languages of the word files."""

import pytest
from hearhear.linking.citations import citations, days, of_target


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("I oppose Bill 12.", [("bill", ("12",))]),
        ("BILL C-12 must go", [("bill", ("c12",))]),
        ("bill H.R. 1234", [("bill", ("hr1234",))]),
        ("le projet de loi n° 344", [("bill", ("344",))]),
        ("el proyecto de ley núm. 12/2024", [("bill", ("12/2024",))]),
        ("clause 4(2)(a)", [("clause", ("4", "2", "a"))]),
        ("art. 7", [("clause", ("7",))]),
        ("Article VII", [("clause", ("7",))]),
        ("l’article 4, alinéa 2", [("clause", ("4", "2"))]),
        ("article premier", [("clause", ("1",))]),
        ("l'article 1er", [("clause", ("1",))]),
        ("article 12 bis", [("clause", ("12bis",))]),
        ("el artículo 3.º", [("clause", ("3",))]),
        ("el articulo tercero", [("clause", ("3",))]),
        ("the fourth clause", [("clause", ("4",))]),
        ("clauses 3, 4 and 6 to 8", [("clause", (number,)) for number in "34678"]),
        ("articles 4 et 6", [("clause", ("4",)), ("clause", ("6",))]),
        ("Schedule 1", [("schedule", ("1",))]),
    ],
)
def test_a_citation_is_read_in_any_of_its_spellings(text, cited):
    assert [(one.group, one.number) for one in citations(text)] == cited


@pytest.mark.parametrize(
    "text",
    [
        "I read 3 articles",
        "an article I read",
        "the act of 2010",
        "billing 12 euros",
        "article of clothing",
        "particle 7",
    ],
)
def test_an_ordinary_word_beside_a_number_cites_nothing(text):
    assert list(citations(text)) == []


def test_a_citation_knows_where_it_stands():
    text = "J’ai lu l’article 7 deux fois"
    (cited,) = citations(text)
    assert text[cited.start : cited.end] == "article 7"


@pytest.mark.parametrize(
    ("number", "kind", "group", "parsed"),
    [
        ("12", "bill", "bill", ("12",)),
        ("n° 344", "bill", "bill", ("344",)),
        ("Article 7", "clause", "clause", ("7",)),
        ("4.", "clause", "clause", ("4",)),
        ("Annexe 2", "clause", "schedule", ("2",)),
    ],
)
def test_the_number_of_a_target_is_read_as_it_is_printed(number, kind, group, parsed):
    cited = of_target(number, kind)
    assert (cited.group, cited.number) == (group, parsed)


def test_a_number_that_is_not_understood_is_no_number():
    assert of_target("COM(2013) 619", "bill") is None
    assert of_target("", "bill") is None


@pytest.mark.parametrize(
    "text", ["12 March 2026", "March 12th, 2026", "le 12 mars 2026", "12 de marzo de 2026", "2026-03-12", "12/3/2026"]
)
def test_a_day_is_read_in_any_of_its_spellings(text):
    assert [day for day, _, _ in days(text)] == [(2026, 3, 12)]
