"""The hard set keeps the promises on which its measurements rest."""

from collections import Counter, defaultdict

import pytest
from hardset import Row, digest, generate
from hardset.grammar import runs, words
from hardset.material import LANGUAGES, load
from hardset.writer import Writer

INDIVIDUAL_TRAPS = {
    "same_clause", "same_clause_unknown", "same_news_sentence", "petition_title", "polite",
    "footer", "hashtag", "auto_reply", "quote_to_disagree", "repeat",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return generate("tests")


def test_the_same_seed_gives_the_same_messages_and_another_seed_others(rows):
    assert digest(generate("tests")) == digest(rows)
    assert digest(generate("others")) != digest(rows)


def test_there_are_three_thousand_messages_in_similar_amounts_of_each_language(rows):
    counts = Counter(row.lang for row in rows)
    assert len(rows) >= 3000
    assert set(counts) == set(LANGUAGES)
    assert min(counts.values()) > 0.25 * len(rows)


def test_at_least_45_in_100_messages_are_of_individuals(rows):
    assert sum(row.campaign is None for row in rows) >= 0.45 * len(rows)


def test_every_campaign_has_three_senders_and_at_most_250_messages(rows):
    senders = defaultdict(list)
    for row in rows:
        if row.campaign:
            senders[row.campaign].append(row.sender or row.id)
    assert all(len(set(known)) >= 3 and len(known) <= 250 for known in senders.values())


def test_every_individual_trap_has_sixty_cases(rows):
    counts = Counter(row.trap for row in rows)
    assert set(counts) == INDIVIDUAL_TRAPS | {"opposing", None}
    assert all(counts[trap] >= 60 for trap in INDIVIDUAL_TRAPS - {"repeat"})
    assert len({row.trap_group for row in rows if row.trap == "repeat"}) >= 60


def test_each_language_has_three_opposing_pairs(rows):
    sides = {(row.lang, row.trap_group, row.campaign) for row in rows if row.trap == "opposing"}
    assert Counter(lang for lang, _, _ in sides) == dict.fromkeys(LANGUAGES, 6)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_words_of_two_people_share_no_run_of_seven_words(lang):
    from_many = _own_words(lang)
    seen: set[tuple[str, ...]] = set()
    for text in from_many:
        found = runs(text, 7)
        assert not found & seen
        seen |= found


def _own_words(lang: str) -> list[str]:
    writer = Writer(load(lang), "tests")
    return [" ".join(writer.own_words(writer.length())) for _ in range(300)]


def test_no_three_words_are_fixed_in_a_madlib_with_a_choice_at_every_word(rows):
    texts = defaultdict(list)
    for row in rows:
        if row.kind == "madlib_every":
            texts[row.campaign].append(row.text)
    for copies in texts.values():
        shared = Counter(run for text in copies for run in runs(text, 3))
        assert shared.most_common(1)[0][1] < 0.7 * len(copies)


def test_a_short_template_lies_in_a_letter_of_150_to_500_own_words(rows):
    lengths = [len(words(row.personal)) for row in rows if row.kind == "short_in_long"]
    assert min(lengths) >= 150
    assert max(lengths) <= 500


def test_a_repeat_comes_from_one_sender(rows):
    senders = defaultdict(set)
    for row in rows:
        if row.trap == "repeat":
            senders[row.trap_group].add(row.sender)
    assert all(len(known) == 1 and None not in known for known in senders.values())


def test_a_family_joins_the_languages_of_one_campaign(rows):
    languages = defaultdict(set)
    for row in rows:
        if row.family:
            languages[row.family].add(row.lang)
    assert languages
    assert all(found == set(LANGUAGES) for found in languages.values())
