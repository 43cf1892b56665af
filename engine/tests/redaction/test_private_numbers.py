"""Numbers and dates that are somebody's, and those that anybody may look up."""

import pytest
from hearhear.redaction import Kind, find

OF_FILES = [
    ("en", "Inmate K2290VX is my brother", "K2290VX"),
    ("fr", "Écrou 557 204, bâtiment B", "557 204"),
    ("es", "Folio TLX/03/00921 sin respuesta", "TLX/03/00921"),
    ("fr", "Allocataire 6620914 M, sans nouvelles", "6620914 M"),
    ("en", "My discharge book is no. R 771 305, issued at sea", "R 771 305"),
    ("es", "Afiliada 93-55120447-1, sin cobertura", "93-55120447-1"),
]


@pytest.mark.parametrize(("lang", "text", "expected"), OF_FILES)
def test_a_number_is_somebodys_behind_what_they_are_called_in_a_file(lang, text, expected):
    assert [(text[one.start : one.end], one.kind) for one in find(text, lang=lang)] == [(expected, Kind.REFERENCE)]


IN_PRIVATE_LETTERS = [
    ("Withdraw evidence DKL-R-4471 at once.", "DKL-R-4471"),
    ("Réservation perdue, PLM-2025-60218.", "PLM-2025-60218"),
    ("Ella sigue con 44-71902255-8.", "44-71902255-8"),
]


@pytest.mark.parametrize(("text", "code"), IN_PRIVATE_LETTERS)
def test_a_code_that_no_word_names_is_a_file_where_the_letter_is_private(text, code, shown):
    assert shown(f"{text} Ring 07700 900123.") == text.replace(code, "[reference]") + " Ring [phone]."


@pytest.mark.parametrize(
    "text",
    [
        "The stile at grid reference TQ 330 512 is broken.",
        "El expediente parlamentario 161/000871 y el BOE-A-2021-4407 siguen igual.",
        "They counted 331 907 votes and 12 500 000 euros.",
    ],
)
def test_numbers_of_maps_papers_and_counts_stay(text, shown):
    assert shown(text) == text


def test_counts_and_series_of_public_papers_stay_where_the_letter_is_private(shown):
    text = "See SI 2019/1742 and BOE-A-2021-4407: 25 000 000 euros. Ring 07700 900123."
    assert shown(text) == text.replace("07700 900123", "[phone]")


BORN = [
    ("en", "My uncle, b. 6 Mar 1933, was never told", "6 Mar 1933"),
    ("es", "Mi prima (n. 4/11/1988) lo firmó", "4/11/1988"),
    ("en", "My twins (b. 2017-02-28) have no place", "2017-02-28"),
    ("es", "Mi niño figura con fecha 05-10-2020 y nació antes", "05-10-2020"),
    ("en", "My mother (21/08/1940 – 3 May 2024) lies there", "21/08/1940"),
]


@pytest.mark.parametrize(("lang", "text", "expected"), BORN)
def test_a_day_of_birth_is_found_by_a_letter_a_verb_behind_it_or_a_day_of_death(lang, text, expected):
    text += ". Ring 07700 900123."
    assert expected in [text[one.start : one.end] for one in find(text, lang=lang) if one.kind is Kind.BIRTH_DATE]


@pytest.mark.parametrize(
    "text", ["The poet (3 May 1931 – 9 June 1998) is on no syllabus.", "Section 4 (b) 12 May 1999."]
)
def test_the_dates_of_a_life_stay_where_nothing_private_is(text, shown):
    assert shown(text) == text


def test_a_year_of_birth_counts_where_the_letter_is_private(shown):
    text = "Nació en 1938 y no la creen."
    assert shown(text) == text
    assert shown(f"{text} Ring 07700 900123.") == "Nació en [date of birth] y no la creen. Ring [phone]."


LINES_OF_OFFICES = [
    "The helpline (0800 555 0147) sends people to the website.",
    "Le numéro vert 0 800 55 01 47 sonne dans le vide.",
    "El 900 555 014 no contesta de noche.",
    "The council's line, 01632 960 147, rings out.",
    "Le standard de la mairie (01 99 00 45 67) est coupé.",
    "La centralita del hospital, 943 000 147, comunica.",
]


@pytest.mark.parametrize("text", LINES_OF_OFFICES)
def test_the_telephone_of_an_office_stays(text, shown):
    assert shown(text) == text


LINES_OF_PEOPLE = [
    ("The council can ring me at the office: 01632 960 147.", "The council can ring me at the office: [phone]."),
    ("My line at the hospital is 01632 960 147.", "My line at the hospital is [phone]."),
    ("Le secrétariat peut me joindre au 01 99 00 45 67.", "Le secrétariat peut me joindre au [téléphone]."),
    ("Desde el colegio me llaman al 612 345 678.", "Desde el colegio me llaman al [teléfono]."),
]


@pytest.mark.parametrize(("text", "expected"), LINES_OF_PEOPLE)
def test_a_mobile_and_a_line_that_is_ones_own_go_though_an_office_stands_near(text, expected, shown):
    lang = "fr" if "téléphone" in expected else "es" if "teléfono" in expected else "en"
    assert shown(text, lang=lang) == expected


def test_the_telephone_of_an_office_goes_where_the_letter_is_private(shown):
    text = "The council's line, 01632 960 147, rings out. I am lena.hart@post.example."
    assert shown(text) == "The council's line, [phone], rings out. I am [e-mail]."
