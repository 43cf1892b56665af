"""What of a text is compared and quoted."""

import pytest
from hearhear.sentences import sentences
from hearhear.themes.passages import passages
from hearhear.themes.words import contents, stem

LETTER = """Dear Ms Okafor,

The evening ferry is cancelled far too often. Islanders are stranded on the quay without shelter or toilets.

The library must stay open on Saturdays, since working parents have no other day to bring their children there.

Yours sincerely,
Bob Tamm"""


def test_a_letter_falls_into_passages_without_greeting_and_signature() -> None:
    found = [LETTER[one.start : one.end] for one in passages([LETTER], 3)]
    assert len(found) == 2
    assert found[0].startswith("The evening ferry") and found[1].startswith("The library")


def test_offsets_are_those_of_the_original_text() -> None:
    for one in passages([LETTER], 3):
        assert " ".join(LETTER[one.start : one.end].split()) == one.words


HEAD = "Quarry Lane 3\nLow Garth\n\nLow Garth, 5 April 2026\n\nThe Clerk of the Committee\nConstitution Square 1\n\n"


def test_who_writes_from_where_and_to_whom_is_no_passage() -> None:
    headed = HEAD + LETTER
    assert [headed[one.start : one.end] for one in passages([headed], 9)] == [
        LETTER[one.start : one.end] for one in passages([LETTER], 9)
    ]


@pytest.mark.parametrize(
    "about_itself",
    [
        "I would like to respond to the committee's call for written evidence on the bill.",
        "I look forward to hearing from you at your earliest convenience.",
        "Je vous écris au sujet de l'article 7 du projet de loi.",
        "#Bill12 #Loi15",
        "Quedo a la espera de su respuesta sobre el artículo 7.",
    ],
)
def test_what_a_letter_says_of_itself_is_no_passage(about_itself: str) -> None:
    assert passages([about_itself], 9) == []
    assert len(passages([f"{about_itself}\n\nThe evening ferry is cancelled far too often in winter."], 9)) == 1


def test_what_only_names_the_bill_is_no_passage() -> None:
    subject, title = "Evidence on the River and Coastal Waters Bill", "River and Coastal Waters (Protection) Bill"
    assert len(passages([subject], 9)) == 1
    named = set(contents(title))
    assert passages([subject], 9, named) == []
    assert len(passages([f"{subject}\n\n{LETTER}"], 9, named)) == 2


def test_a_dateline_is_no_passage_beside_what_is_said() -> None:
    assert len(passages(["From Low Garth"], 9)) == 1
    assert len(passages([f"From Low Garth\n\n{LETTER}"], 9)) == 2


def test_of_html_a_passage_is_what_is_shown_with_its_place_in_the_source() -> None:
    paragraphs = LETTER.replace("\n\n", "</p>\n<p>")
    mail = f'<html><body><div style="font-family: Calibri, sans-serif; font-size: 11pt">\n<p>{paragraphs}</p></div>'
    found = passages([mail], 9)

    assert [one.words for one in found] == [one.words for one in passages([LETTER], 9)]
    assert [mail[one.start : one.start + 11] for one in found] == ["The evening", "The library"]
    assert all(mail[one.start : one.end] == one.words for one in found)


def test_of_many_passages_those_with_most_to_say_are_kept() -> None:
    text = "\n\n".join(
        [f"This is paragraph number {at} and it says very little indeed." for at in range(6)]
        + ["Harbour cranes, ferry tickets, school buses, clinics and bakeries close when the winter storms arrive."]
    )
    kept = passages([text], 1)
    assert "Harbour cranes" in kept[0].words


@pytest.mark.parametrize("text", ["Totally agree!", "Tout à fait d'accord.", "Estoy de acuerdo.", "Yes.", "", "  \n "])
def test_bare_assent_has_no_passage(text: str) -> None:
    assert passages([text], 3) == []


def test_abbreviations_and_dates_end_no_sentence() -> None:
    text = "Art. 5 of the bill is wrong. Strike cl. 7 and Sec. 2 too. Am 28. Januar kam Dr. Weiss."
    assert [text[start:end] for start, end in sentences(text)] == [
        "Art. 5 of the bill is wrong.",
        "Strike cl. 7 and Sec. 2 too.",
        "Am 28. Januar kam Dr. Weiss.",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("libraries", "library"),
        ("impôts", "impôt"),
        ("carriles", "carril"),
        ("l'école", "écoles"),
        ("públicas", "público"),
    ],
)
def test_endings_do_not_make_another_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_grammar_numbers_and_links_say_nothing() -> None:
    assert contents("The 2019 of https://example.org/page and it was") == []
