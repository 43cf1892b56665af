"""A consultation of several questions has the themes of each question, found among its own answers."""

import pyarrow as pa
from hearhear.analyse import Settings, run
from hearhear.message import Message, to_table
from hearhear.settings import ThemeSettings
from hearhear.themes import OTHER, Answers, asked_apart, find, find_by_question

from .conftest import SAYINGS

FERRY, PRICE = "Should the ferry run at night?", "What should it cost?"


def _halves(voices: pa.Table) -> list[Answers]:
    half = len(voices) // 2
    return [Answers(FERRY, voices.slice(0, half)), Answers(PRICE, voices.slice(half))]


def test_each_theme_says_which_question_it_answers(voices: pa.Table, meaning) -> None:
    answers = _halves(voices)
    found = find_by_question(answers, embed=meaning)

    asked = dict(zip(found.themes["theme_id"].to_pylist(), found.themes["question"].to_pylist(), strict=True))
    assert set(asked.values()) == {FERRY, PRICE, None} and asked[OTHER] is None
    of_ferry = set(answers[0].voices["id"].to_pylist())
    mentions = zip(found.mentions["id"].to_pylist(), found.mentions["theme_id"].to_pylist(), strict=True)
    assert all((name in of_ferry) == (asked[theme] == FERRY) for name, theme in mentions if theme != OTHER)


def test_every_answer_is_counted_and_the_rest_is_one_theme(voices: pa.Table, meaning) -> None:
    found = find_by_question(_halves(voices), embed=meaning)

    assert set(found.mentions["id"].to_pylist()) == set(voices["id"].to_pylist())
    assert found.themes["theme_id"].to_pylist().count(OTHER) == 1


def test_voices_of_no_question_are_read_as_before(voices: pa.Table, meaning) -> None:
    together, alone = find_by_question([Answers(None, voices)], embed=meaning), find(voices, embed=meaning)

    assert together.themes.equals(alone.themes) and together.mentions.equals(alone.mentions)


def test_a_question_of_few_answers_has_no_themes_of_its_own() -> None:
    assert asked_apart([FERRY] * 100 + [PRICE] * 99) == [FERRY]
    assert asked_apart([FERRY] * 200 + [None] * 200) == []


def test_comments_under_very_many_proposals_are_read_together() -> None:
    proposals = [f"Proposal {n}" for n in range(25)] * 100

    assert len(asked_apart(proposals)) == 25
    assert asked_apart([*proposals, "Proposal 25"]) == []


def test_a_campaign_speaks_once_in_each_question_that_it_answers(meaning) -> None:
    letter = "The ferry to the outer islands must keep its winter timetable because pupils depend on it every morning."
    asked = [(FERRY, f"{letter} {word}") for word in ("Please.", "Thanks.", "Now.")]
    asked += [(PRICE, f"{letter} {word}") for word in ("Soon.", "Today.", "Always.")]
    own = [text for sayings in SAYINGS.values() for text in sayings]
    asked += [((FERRY, PRICE)[n % 2], text) for n, text in enumerate(own)]
    messages = [
        Message(f"m{n}", text, "en", sender=f"s{n}@example.org", question=question)
        for n, (question, text) in enumerate(asked)
    ]
    settings = Settings(themes=ThemeSettings(answers=6))
    found = run(to_table(messages), embed=meaning, settings=settings)

    assert found.themes is not None and len(found.campaigns.campaigns) == 1
    spoken = set(found.themes.mentions["id"].to_pylist()) & {f"m{n}" for n in range(6)}
    assert {int(name[1:]) < 3 for name in spoken} == {True, False} and len(spoken) == 2
