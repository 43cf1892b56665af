"""Messages to ranked candidates: shape, order, words, meaning, sameness."""

import json

import numpy as np
import pyarrow as pa
import pytest
from hearhear import NotMessages
from hearhear.linking import LINKS_SCHEMA, Settings, link
from hearhear.linking.similarity import Likeness
from hearhear.linking.target import KINDS, Finding, collect_evidence

from .bill import ALL, BILL, FINES, MONITORS, OTHER, Target, first, linked, messages

SUBJECTS = {"river": 0, "rivière": 0, "sewage": 0, "school": 1, "école": 1, "meal": 1, "pupil": 1, "train": 2}


def embed(texts):
    """Vectors that separate three subjects and, as strongly, French from other languages."""
    vectors = np.full((len(texts), 5), 0.01, np.float32)
    for row, text in enumerate(texts):
        for word, subject in SUBJECTS.items():
            vectors[row, subject] += word in text.lower()
        vectors[row, 3 + any(sign in text for sign in "éè")] += 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_links_are_in_their_schema_in_the_order_of_messages_and_ranks():
    found = link(messages("Rivers need monitors", "School meals and rivers"), ALL)
    assert found.schema == LINKS_SCHEMA
    rows = found.to_pylist()
    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    for name in ("m0", "m1"):
        own = [row for row in rows if row["id"] == name]
        assert [row["rank"] for row in own] == list(range(1, len(own) + 1))
        assert [row["score"] for row in own] == sorted((row["score"] for row in own), reverse=True)


def test_scores_and_weights_lie_between_0_and_1():
    rows = link(messages("Bill C-12, clause 4: fines for dumping #SaveOurRivers"), ALL).to_pylist()
    assert all(0 < row["score"] <= 1 for row in rows)
    assert all(0 < reason["weight"] <= 1 for row in rows for reason in json.loads(row["reasons"]))


def test_no_more_than_top_candidates_are_given():
    assert len(linked("bill C-12 clause 4, article 5, rivers, schools", top=2)) == 2


def test_a_message_about_nothing_has_no_candidate():
    assert linked("Trains are late again") == {}


def test_words_find_a_clause_in_other_endings_and_other_order():
    assert first("An hourly reading should be published of every monitor at an outfall") == "monitors"
    assert first("scolaire : les repas", [BILL, Target("x", "bill", "fr", "", "Le repas scolaire")], lang="fr") == "x"


def test_words_show_themselves_as_reasons():
    rows = link(messages("Sewage in a river: an offence"), [FINES, OTHER]).to_pylist()
    shown = [reason["text"] for reason in json.loads(rows[0]["reasons"]) if reason["kind"] == "words"]
    assert set(shown) <= {"Sewage", "river", "offence"} and shown


def test_words_count_only_within_a_language():
    text = "protection rivers"
    assert linked(text, [BILL], lang="en")
    assert linked(text, [BILL], lang="fr") == {}
    assert linked(text, [BILL], lang=None) == linked(text, [BILL], lang="en")


def test_versions_of_one_thing_are_one_candidate():
    assert list(linked("Des rivières propres", lang="fr")).count("bill") == 1


def test_meaning_finds_across_languages():
    found = linked("nos rivières !", [FINES, OTHER, MONITORS], lang="fr", embed=embed)
    assert next(iter(found)) == "fines"
    assert found["fines"][1] == ["meaning"]


def test_meaning_is_asked_for_each_text_once():
    asked = []

    def counting(texts):
        asked.extend(texts)
        return embed(texts)

    link(messages("our river", "our river", "a train"), [FINES], embed=counting)
    assert sorted(asked) == sorted(["our river", "a train", f"{FINES.title}\n{FINES.text}", FINES.title])


def forbidden(texts):
    raise AssertionError(texts)


def blind(texts):
    """A reader that finds all texts alike."""
    return np.ones((len(texts), 3), np.float32) / np.float32(3**0.5)


def test_of_few_texts_the_careful_reader_counts_most():
    asked = messages("nos rivières !", "the school")
    found = link(asked, [FINES, OTHER], embed=blind, careful=embed, settings=Settings(careful=4))
    assert found["target_id"][0].as_py() == "fines"
    alone = link(asked, [FINES, OTHER], careful=embed, settings=Settings(careful=4))
    assert alone["target_id"][0].as_py() == "fines"


def test_more_texts_than_it_reads_in_a_minute_or_two_are_not_read_carefully():
    found = link(
        messages("nos rivières !", "the school", "a train"), [FINES, OTHER], embed=embed, careful=forbidden,
        settings=Settings(careful=4),
    )  # fmt: skip
    assert found["target_id"][0].as_py() == "fines"


def test_a_target_in_another_language_is_given_the_words_that_it_cannot_show():
    words, same, near = np.float32([[0.2, 0]]), np.array([[True, False]]), np.float32([[0.4, 0.4]])
    like = Likeness(words, same, None, words)
    whole = {
        foreign: like.with_meaning(near, near, np.array([True, True]), Settings(foreign=foreign)).whole[0]
        for foreign in (0.0, 0.25)
    }
    assert whole[0.0][1] < whole[0.25][1] < whole[0.25][0] == whole[0.0][0]


def test_a_message_in_a_language_of_its_own_still_has_candidates():
    assert first("river sewage", [FINES, OTHER], lang="it", embed=embed) == "fines"


def test_the_same_input_gives_the_same_output():
    asked = messages("Bill C-12, clause 4", "rivers and schools", "#SaveOurRivers", "yearly turnover")
    assert link(asked, ALL, embed=embed).equals(link(asked, ALL, embed=embed))


def test_a_message_does_not_depend_on_the_others_where_no_meaning_is_asked_for():
    text = "An hourly reading of every monitor"
    alone = link(messages(text), ALL).drop_columns("id")
    among = link(messages("rivers", text, "monitor monitor"), ALL)
    assert among.filter(pa.compute.equal(among["id"], "m1")).drop_columns("id").equals(alone)


def test_nothing_in_gives_nothing_out():
    assert link(messages("x"), []).schema == LINKS_SCHEMA
    assert len(link(messages(), ALL)) == 0
    assert len(link(messages("", "🚢"), ALL)) == 0
    assert len(link(messages("", "🚢"), [Target("e", "bill", "en")], embed=embed)) <= 2


def test_a_table_that_is_not_messages_is_refused():
    with pytest.raises(NotMessages):
        link(pa.table({"id": ["a"]}), ALL)


def test_candidates_below_the_least_score_are_left_out():
    text = "rivers, sewage, schools"
    assert len(linked(text, settings=Settings(least=0.3))) < len(linked(text, settings=Settings(least=0.0)))


def test_progress_ends_with_all_messages():
    reports = []
    link(messages("a river", "b"), ALL, progress=lambda done, total: reports.append((done, total)))
    assert reports[-1] == (2, 2)


def test_of_each_kind_the_strongest_is_kept_then_the_first_and_no_kind_hides_another():
    weak, strong, later = (
        Finding(0, 1, KINDS[0], weight, at, at + 1) for weight, at in ((0.2, 0), (0.9, 5), (0.9, 7))
    )
    others = [Finding(0, 1, kind, 0.1, 9, 10) for kind in KINDS[1:]]
    elsewhere = [Finding(0, 2, KINDS[0], 0.1, 11, 12), Finding(1, 2, KINDS[0], 0.1, 13, 14)]

    found = collect_evidence([*elsewhere, later, *reversed(others), weak, strong])

    kept = [strong, *others, *elsewhere]
    assert found.row.tolist() == [one.row for one in kept]
    assert found.target.tolist() == [one.target for one in kept]
    assert found.kind.tolist() == [KINDS.index(one.kind) for one in kept]
    assert found.start.tolist() == [one.start for one in kept]
