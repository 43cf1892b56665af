"""Why a message is in its campaign, where that stands in it, and what in it is the sender's own."""

import html
import json
import re

import pytest
from hearhear import campaigns, structure

from .postbag import letter, lines, posted, spun, strangers, thinned

CASEWORK = {
    "en": "My widow's pension stopped in August and the district desk at Brannock mislaid my marriage papers.",
    "fr": "Ma pension de réversion a cessé en août et le guichet de Brannock a égaré mon acte de mariage.",
    "es": "No cobro la viudedad desde agosto y la ventanilla de Brannock extravió mi partida de matrimonio.",
}
GREETINGS = {"en": "Dear Ms Fenn,", "fr": "Madame la députée,", "es": "Estimada señora diputada:"}
ENDINGS = {"en": "Yours sincerely,\nAda Orr", "fr": "Cordialement,\nAda Orr", "es": "Atentamente,\nAda Orr"}
REPLY = "\n\nOn Mon, 2 Mar 2026 at 10:14, Clerk <clerk@assembly.example> wrote:\n> We have your letter.\n> The clerk"


def dressed(body: str, lang: str) -> str:
    return f"{GREETINGS[lang]}\n\n{body}\n\n{ENDINGS[lang]}"


def marked_up(body: str) -> str:
    """The same as mail programs send it: entities for accents, bold words, paragraphs."""
    escaped = html.escape(body).encode("ascii", "xmlcharrefreplace").decode()
    bold = re.sub(r"\b(\w+) (\w+)\b", r"<b>\1</b> <i>\2</i>", escaped, count=2)
    return f"<html><body><p>Dear Ms Fenn,</p>\n<p>{bold}</p>\n<p>Yours sincerely,<br>Ada Orr</p></body></html>"


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def found_in(texts: list[str]) -> list[dict]:
    """The findings for some texts among strangers, evidence read."""
    everyone = [*texts, *strangers(80, seed=7)]
    found = campaigns.find(posted(everyone), settings=campaigns.Settings(families=False, read=False)).messages
    rows = found.slice(0, len(texts)).to_pylist()
    return [
        row | {"text": text, "evidence": json.loads(row["evidence"])} for row, text in zip(rows, texts, strict=True)
    ]


@pytest.fixture(scope="module")
def varied() -> list[dict]:
    """Members of campaigns in every dress that letters come in."""
    texts = [letter("ferry.fr"), marked_up(letter("ferry.fr")), "😀 É " + letter("ferry.fr") + " 🚢"]
    for lang in CASEWORK:
        for at, text in enumerate(thinned(f"ferry.{lang}", 6, 0.7)):
            own = f"{lines(f'voices.{lang}')[at]}\n\n{text}" if at % 2 else text
            texts += [dressed(own, lang), marked_up(own), dressed(own, lang) + REPLY]
    return found_in([*texts, *spun("madlib.fr", 30)])


def test_every_member_is_explained(varied):
    assert all(row["campaign_id"] and row["evidence"]["passages"] for row in varied)
    assert {row["evidence"]["why"] for row in varied} == {"passages", "slots"}


def test_every_passage_stands_where_the_evidence_says(varied):
    for row in varied:
        for passage in row["evidence"]["passages"]:
            assert row["text"][passage["start"] : passage["end"]] == passage["text"]


def test_passages_begin_and_end_with_whole_words(varied):
    for row in varied:
        for passage in row["evidence"]["passages"]:
            around = row["text"][max(0, passage["start"] - 1)], row["text"][passage["end"] : passage["end"] + 1]
            assert not (around[0].isalnum() and passage["start"])
            assert not around[1].isalnum()
            assert not re.search(r"&#?\w*$", passage["text"]), passage["text"]


def test_passages_are_in_order_apart_and_at_most_six(varied):
    for row in varied:
        places = [(one["start"], one["end"]) for one in row["evidence"]["passages"]]
        flat = [edge for place in places for edge in place]
        assert flat == sorted(flat)
        assert 1 <= len(places) <= 6


def test_passages_say_how_rare_they_are_and_how_many_senders_share_them(varied):
    for row in varied:
        members = sum(other["campaign_id"] == row["campaign_id"] for other in varied)
        for passage in row["evidence"]["passages"]:
            assert 2 <= passage["shared_by"] <= members
            assert passage["rarity"] >= 0
        assert sum(one["rarity"] for one in row["evidence"]["passages"]) > 10


def test_salutation_ending_and_quoted_mail_are_neither_evidence_nor_personal(varied):
    for row in varied:
        said = row["personal_text"] + " ".join(one["text"] for one in row["evidence"]["passages"])
        assert not {"ada", "fenn", "atentamente", "cordialement", "sincerely", "clerk"} & set(words(said))


def test_personal_text_is_made_of_the_messages_own_words_in_their_order(varied):
    for row in varied:
        own = iter(words(structure.split(row["text"]).body.text))
        assert all(word in own for word in words(row["personal_text"]))


def test_the_senders_own_paragraph_is_personal_text_and_nothing_of_the_template_is(varied):
    for lang in CASEWORK:
        voices, template = lines(f"voices.{lang}"), words(letter(f"ferry.{lang}"))
        runs = {tuple(template[at : at + 4]) for at in range(len(template) - 3)}
        for row in varied:
            plain = " ".join(structure.split(row["text"]).body.text.split())
            voice = next((voice for voice in voices if voice in plain), None)
            if voice:
                mine = words(row["personal_text"])
                assert words(voice) == mine
                assert not runs & {tuple(mine[at : at + 4]) for at in range(len(mine) - 3)}


@pytest.mark.parametrize("lang", sorted(CASEWORK))
@pytest.mark.parametrize("at", [0, 4, 10])
def test_casework_hidden_anywhere_in_a_form_letter_comes_out_whole(lang, at):
    sentences = lines(f"ferry.{lang}")
    hidden = dressed(" ".join([*sentences[:at], CASEWORK[lang], *sentences[at:]]), lang)
    rows = found_in([*[dressed(letter(f"ferry.{lang}"), lang)] * 4, hidden])
    assert rows[-1]["campaign_id"] == "c1"
    assert rows[-1]["personal_text"] == CASEWORK[lang]
    assert [row["personal_text"] for row in rows[:-1]] == [""] * 4


def test_casework_in_a_mad_lib_comes_out():
    copies = spun("madlib.en", 40)
    rows = found_in([*copies[:-1], f"{copies[-1]} {CASEWORK['en']}"])
    assert rows[-1]["campaign_id"] == rows[0]["campaign_id"]
    said = {word for word in words(CASEWORK["en"]) if len(word) > 3}
    assert said <= set(words(rows[-1]["personal_text"]))


def test_a_mad_lib_leaves_hardly_anything_personal():
    rows = found_in(spun("madlib.es", 60))
    assert sum(len(words(row["personal_text"])) for row in rows) < 0.1 * sum(len(words(row["text"])) for row in rows)


def test_who_shares_a_link_alone_is_explained_by_the_link():
    rows = found_in([f"{text} https://freeze-the-toll.example/sign?x={text[:3]}" for text in strangers(4, 5, seed=5)])
    assert {row["campaign_id"] for row in rows} == {"c1"}
    assert {row["evidence"]["why"] for row in rows} == {"link"}
    assert [row["evidence"]["links"] for row in rows] == [["freeze-the-toll.example/sign"]] * 4


def test_a_copy_shares_more_than_one_with_words_of_its_own():
    own = strangers(3, 40, seed=4)
    rows = found_in([letter("ferry.en")] * 3 + [f"{letter('ferry.en')} {one}" for one in own])
    assert [row["similarity"] for row in rows[:3]] == [1.0] * 3
    assert all(0.3 < row["similarity"] < 0.8 for row in rows[3:])
