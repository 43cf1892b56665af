"""Which language a message is in."""

import pyarrow as pa
import pytest
from hearhear import language
from hearhear.errors import NotMessages
from hearhear.message import MESSAGE_SCHEMA, Message, to_table

EN = "I am writing about the bill on rents, because my landlord has raised mine twice this year."
FR = "Je vous écris au sujet du projet de loi sur les loyers, car le mien a augmenté deux fois cette année."
ES = "Les escribo sobre el proyecto de ley de alquileres, porque el mío ha subido dos veces este año."
DE = "Ich schreibe Ihnen wegen des Gesetzes über die Mieten, denn meine ist zweimal gestiegen."


def langs(*texts: str | None) -> list[str]:
    return language.detect(pa.array(texts, pa.string()))["lang"].to_pylist()


def test_a_letter_is_in_its_language():
    assert langs(EN, FR, ES, DE) == ["en", "fr", "es", "de"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Oui", "fr"),
        ("Gracias", "es"),
        ("no more delays please", "en"),
        ("necesitamos mas medicos", "es"),
        ("l'hopital est ferme", "fr"),
        ("Estic d'acord amb la proposta", "ca"),
        ("你好，我支持這項法案", "zh"),
        ("Ngiyabonga kakhulu ngosizo lwenu", "zu"),
    ],
)
def test_few_words_are_enough_where_they_are_typical(text, lang):
    assert langs(text) == [lang]


@pytest.mark.parametrize(
    "text",
    ["", None, "ok 👍 12345", "https://example.org/petition/4711", "@rose_mp #SaveOurBuses", "B", "100 %", "No"],
)
def test_a_text_that_shows_no_language_is_undetermined(text):
    found = language.detect(pa.array([text], pa.string())).to_pylist()
    assert found == [{"lang": "und", "certainty": 0.0}]


@pytest.mark.parametrize("text", [f"{EN}\n\n{FR}", f"{FR} {ES}", f"{DE}\n{FR}"])
def test_half_in_one_language_and_half_in_another_is_several(text):
    assert langs(text) == ["mul"]


def test_a_long_letter_that_changes_its_language_in_the_middle_is_several():
    assert langs(f"{EN} " * 30 + f"{FR} " * 30) == ["mul"]


def test_a_motto_in_another_language_does_not_make_several():
    assert langs(f"{EN} My grandmother used to say so. {EN} Liberté, égalité, fraternité!") == ["en"]


@pytest.mark.parametrize(
    "text",
    [
        "NON A LA FERMETURE DE LA GARE !!!",
        f"<p>{FR}</p><p>&nbsp;</p>",
        f"@elise_b {FR[:40]} https://news.example.org/the-story-of-the-day #rents #housing",
        f"De : elise@mail.example.org\n{FR}",
        "pas d'accord avec l'article 4, trop cher et mal pense",
    ],
)
def test_capitals_markup_links_handles_and_missing_accents_do_not_mislead(text):
    assert langs(text) == ["fr"]


def test_the_company_of_a_text_weighs_in_where_its_words_say_little():
    assert langs("A favor") == ["it"]
    assert langs(*[ES] * 200, "A favor")[-1] == "es"


def test_the_company_alone_decides_nothing():
    assert langs(*[ES] * 200, "No")[-1] == "und"


def test_a_column_in_one_language_does_not_swallow_another():
    assert langs(*[EN] * 2000, FR, "Merci beaucoup")[-2:] == ["fr", "fr"]


def test_the_codes_of_an_encyclopedia_become_subtags():
    likely = language.by_fasttext("das isch nid rächt mir wei das nid ha")
    assert next(iter(likely)) == "gsw" and "als" not in likely


def test_certainty_is_a_probability_in_a_row_for_each_text():
    found = language.detect([EN, "Oui", "ok"])
    assert found.schema.equals(pa.schema([language.LANGUAGES_SCHEMA.field(name) for name in ("lang", "certainty")]))
    assert [0 <= certainty <= 1 for certainty in found["certainty"].to_pylist()] == [True] * 3


def test_chunks_and_lists_give_the_same_as_one_array():
    texts = [EN, FR, "Oui", "", ES]
    chunked = pa.chunked_array([texts[:2], [], texts[2:]], pa.string())
    assert language.detect(chunked).equals(language.detect(texts))
    assert language.detect([]).num_rows == 0


def test_languages_that_a_source_gave_stay_and_others_are_filled():
    messages = [Message("1", FR, lang="en-GB"), Message("2", FR), Message("3", ES, lang=" "), Message("4", "12")]
    filled = language.fill(to_table(messages))
    assert filled.schema.equals(MESSAGE_SCHEMA)
    assert filled["lang"].to_pylist() == ["en-GB", "fr", "es", "und"]


def test_messages_with_every_language_given_and_no_messages_stay_as_they_are():
    messages = to_table([Message("1", FR, lang="fr")])
    assert language.fill(messages).equals(messages)
    assert language.fill(messages.slice(0, 0)).equals(messages.slice(0, 0))


def test_a_table_that_is_not_of_messages_is_refused():
    with pytest.raises(NotMessages):
        language.fill(pa.table({"text": [EN]}))


def test_a_hundred_thousand_characters_are_read_as_quickly_as_a_page():
    assert langs(f"{EN} " * 1200) == ["en"]
