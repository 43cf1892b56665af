"""Columns are guessed by name where the content agrees, by content otherwise, and can be overridden."""

import json

import pytest
from hearhear import UnknownColumn, UnreadableFile
from hearhear.sources import guess, read

SENTENCES = [
    "The ferry stops at six, and nobody who works late can come home.",
    "Leave the harbour as it is, it feeds four villages.",
    "My daughter has waited two years for a place in the school.",
]


@pytest.fixture
def write(tmp_path):
    def _write(rows):
        path = tmp_path / "rows.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return path

    return _write


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("message_id", "body", "language", "from", "created_at"), True),
        (("identifiant", "Contenu", "Langue", "Auteur", "Date de création"), True),
        (("identificador", "Comentario", "Idioma", "Autor", "Fecha_creación"), True),
        (("commentId", "commentText", "locale", "authorId", "sentAt"), True),
    ],
)
def test_names_are_known_in_three_languages(write, names, expected):
    rows = [
        dict(zip(names, (f"m{n}", text, "fr", f"person {n % 2}", f"2026-03-0{n + 1}T10:00:00Z"), strict=True))
        for n, text in enumerate(SENTENCES)
    ]
    found = guess(write(rows)).columns
    assert (list(found) == ["text", "id", "lang", "sender", "sent_at"]) is expected
    assert list(found.values()) == [names[1], names[0], names[2], names[3], names[4]]


def test_the_only_column_of_sentences_is_the_text_but_its_name_does_not_say_so(write):
    rows = [{"c1": f"a{n}", "c2": text, "c3": "yes"} for n, text in enumerate(SENTENCES)]
    found = guess(write(rows))
    assert found.columns == {"text": "c2"}
    assert found.certainty["text"] == "likely"


def test_a_column_that_is_called_text_but_holds_numbers_is_not_taken(write):
    rows = [{"text": n, "remarks": text} for n, text in enumerate(SENTENCES)]
    assert guess(write(rows)).columns["text"] == "remarks"


def test_an_identifier_that_repeats_is_not_the_id_of_a_message(write):
    rows = [{"proposal_id": 7, "comment": text} for text in SENTENCES]
    assert "id" not in guess(write(rows)).columns


def test_of_two_languages_that_of_the_comment_is_taken(write):
    rows = [{"id_cm": f"c{n}", "comment": t, "lan_prop": "de", "lan_cm": "es"} for n, t in enumerate(SENTENCES)]
    assert guess(write(rows)).columns["lang"] == "lan_cm"


def test_a_date_and_a_time_apart_are_read_together(write):
    rows = [{"id": n, "text": t, "fecha": "2026-03-01", "hora": f"0 days 10:0{n}:00"} for n, t in enumerate(SENTENCES)]
    reading = read(write(rows))
    assert reading.columns["sent_at"] == "fecha+hora"
    assert [moment.minute for moment in reading.table["sent_at"].to_pylist()] == [0, 1, 2]


def test_a_subject_stands_before_the_text(write):
    rows = [{"id": n, "Subject": "Ferry", "body": text} for n, text in enumerate(SENTENCES)]
    assert read(write(rows)).table["text"][0].as_py() == f"Ferry\n\n{SENTENCES[0]}"


def test_a_title_of_its_own_stands_before_the_text_and_one_that_a_program_made_does_not(write):
    own = [
        {"id": n, "title": f"{word} at night", "body": SENTENCES[n % 3] + str(n)}
        for n, word in enumerate("abcdefghijkl")
    ]
    made = [row | {"title": f"Comment submitted by Ann Lee {row['id']}"} for row in own]
    assert read(write(own)).table["text"][1].as_py() == f"b at night\n\n{SENTENCES[1]}1"
    assert read(write(made)).table["text"][1].as_py() == f"{SENTENCES[1]}1"


def test_a_campaign_in_nearly_every_row_is_still_the_text(write):
    rows = [
        {"id": n, "letter": SENTENCES[0], "clerk_note": f"Logged at desk {n}, nothing else to do."} for n in range(30)
    ]
    assert guess(write(rows)).columns["text"] == "letter"


def test_the_guess_can_be_overridden_joined_and_switched_off(write):
    rows = [
        {"id": n, "text": "short", "a": text, "b": None, "c": "end", "author": "x"} for n, text in enumerate(SENTENCES)
    ]
    reading = read(write(rows), columns={"text": "b|a+c", "sender": ""})
    assert reading.table["text"][1].as_py() == f"{SENTENCES[1]}\n\nend"
    assert reading.table["sender"].to_pylist() == ["message:0", "message:1", "message:2"]
    assert reading.guess.certainty["text"] == "declared"


def test_a_column_that_is_not_there_is_named_with_those_that_are(write):
    path = write([{"id": 1, "text": SENTENCES[0]}])
    with pytest.raises(UnknownColumn, match="no column body; it has: id, text"):
        read(path, columns={"text": "body"})
    with pytest.raises(UnreadableFile, match="a message has no colour"):
        read(path, columns={"colour": "text"})


def test_the_guess_shows_samples_of_every_column(write):
    found = guess(write([{"id": n, "text": text} for n, text in enumerate(SENTENCES)]))
    assert found.samples("text") == tuple(SENTENCES)
    assert [column.name for column in found.found] == ["id", "text"]


def test_languages_are_codes_whatever_they_are_called(write):
    rows = [
        {"id": n, "text": t, "idioma": i}
        for n, (t, i) in enumerate(zip(SENTENCES, ("Français", "es-MX", "EN"), strict=True))
    ]
    assert read(write(rows)).table["lang"].to_pylist() == ["fr", "es", "en"]


def test_a_row_in_which_both_joined_columns_are_blank_is_rejected(tmp_path):
    path = tmp_path / "letters.jsonl"
    rows = [
        {"title": "Ferry", "body": "It must stay."},
        {"title": None, "body": None},
        {"title": "Toll", "body": None},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    reading = read(path, columns={"text": "title+body"})
    assert reading.table["text"].to_pylist() == ["Ferry\n\nIt must stay.", "Toll"]
    assert [row.reason for row in reading.rejected] == ["no_text"]
