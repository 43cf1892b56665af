"""From the key questions to the articles."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.governance.actions import building, drafting
from hemicycle.governance.errors import DecidedTwice, EditConflict, NotEditor
from hemicycle.governance.models import Version
from hemicycle.governance.presenters.questionnaire import progress_of
from hemicycle.governance.questions import questionnaire
from hemicycle.rules.errors import BadParameter, IllegalMove

from .policies import adopted, draft, in_force

SENSITIVE = "approvals-sensitive"


def answered(version: Version, *options: str, edit: int = 0, by: User, key: str = SENSITIVE, **values: object):
    question = questionnaire().by_key[key]
    return building.answer(version, question, options=options, values=values, edit=edit, by=by)


def text(version: Version, article: str = "approvals", language: str = "en") -> str:
    return version.articles.get(key=article).texts.get(language=language).text


def test_the_first_answer_makes_every_article_and_the_text_lists_what_is_open(secretary: User) -> None:
    version = draft(secretary, languages=("en", "fr"))
    answered(version, "three", by=secretary)
    keys = [one.key for one in questionnaire().articles]
    assert list(version.articles.values_list("key", flat=True)) == keys
    assert "approved by {approvals_sensitive}" in text(version)
    assert "[Open question: How many people approve an ordinary announcement?]" in text(version)
    assert "[Question ouverte" in text(version, language="fr")
    assert version.articles.get(key="approvals").parameters == {"approvals_sensitive": 3}


def test_an_open_question_serves_no_practice(secretary: User) -> None:
    version = draft(secretary)
    answered(version, "three", by=secretary)
    assert version.articles.get(key="voice").practices == []
    assert version.articles.get(key="approvals").practices == ["ROL-2", "VOI-1"]
    answered(version, "two", key="approvals-needed", by=secretary)
    assert "VOI-5" in version.articles.get(key="approvals").practices


def test_a_value_of_ones_own_is_decided_and_one_that_cannot_be_is_refused(secretary: User) -> None:
    version = draft(secretary)
    with pytest.raises(BadParameter):
        answered(version, by=secretary, approvals_sensitive=0)
    assert not version.answers.exists() and not version.articles.exists()
    answered(version, by=secretary, approvals_sensitive=5)
    assert version.articles.get(key="approvals").parameters == {"approvals_sensitive": 5}


def test_who_answers_second_overwrites_nothing(secretary: User, second_secretary: User) -> None:
    version = draft(secretary)
    answered(version, "three", by=secretary)
    with pytest.raises(EditConflict):
        answered(version, "two", by=second_secretary)
    assert version.answers.get().options == ["three"] and version.answers.get().by == secretary


def test_the_same_answer_given_twice_counts_once(secretary: User, second_secretary: User) -> None:
    version = draft(secretary)
    first = answered(version, "three", by=secretary)
    again = answered(version, "three", by=second_secretary)
    assert (again.pk, again.edit, again.by) == (first.pk, 1, secretary)


def test_a_question_is_left_open_again(secretary: User) -> None:
    version = draft(secretary)
    answered(version, "three", by=secretary)
    answered(version, edit=1, by=secretary)
    assert version.articles.get(key="approvals").parameters == {}
    assert "[Open question: How many people approve a sensitive announcement?]" in text(version)


def test_a_starting_policy_fills_only_what_is_open(secretary: User) -> None:
    version = draft(secretary)
    answered(version, "four", by=secretary)
    count = building.start_from(version, "small", by=secretary)
    assert count == len(questionnaire().questions) - 1
    assert version.answers.get(question=SENSITIVE).options == ["four"]
    assert progress_of(version).open == 0
    assert "[Open question" not in "".join(text(version, one.key) for one in questionnaire().articles)


@pytest.mark.parametrize("start", ["small", "sms-first", "large"])
def test_each_starting_policy_can_be_adopted_as_it_is(secretary: User, second_secretary: User, start: str) -> None:
    version = draft(secretary, languages=("en", "fr", "es"))
    building.start_from(version, start, by=secretary)
    assert in_force(version, by=secretary, second=second_secretary).state == "in force"


def test_what_somebody_rewrote_stays_until_it_is_written_anew(secretary: User) -> None:
    version = draft(secretary)
    answered(version, "three", by=secretary)
    article = version.articles.get(key="approvals")
    drafting.write(article, language="en", heading="Approval", text="By {approvals_sensitive}.", why="",
                   edit=article.texts.get().edit, by=secretary)  # fmt: skip
    answered(version, "four", edit=1, by=secretary)
    assert text(version) == "By {approvals_sensitive}."
    assert version.articles.get(key="approvals").parameters == {"approvals_sensitive": 3}
    building.write_anew(version, "approvals", by=secretary)
    assert version.articles.get(key="approvals").parameters == {"approvals_sensitive": 4}
    assert "[Open question" in text(version)
    assert not version.articles.get(key="approvals").texts.get().is_behind


def test_what_an_article_of_ones_own_decides_no_answer_decides_again(secretary: User) -> None:
    version = draft(secretary)
    drafting.add_article(
        version, language="en", heading="Ours", text="", parameters={"approvals_sensitive": 2}, by=secretary
    )
    with pytest.raises(DecidedTwice):
        answered(version, "three", by=secretary)
    building.start_from(version, "large", by=secretary)
    assert not version.answers.filter(question=SENSITIVE).exists()
    assert Version.objects.whole().get(pk=version.pk).parameters["approvals_sensitive"] == 2


def test_an_article_that_was_removed_comes_back_where_it_stood(secretary: User) -> None:
    version = draft(secretary)
    answered(version, "three", by=secretary)
    drafting.remove_article(version.articles.get(key="approvals"), by=secretary)
    answered(version, "four", edit=1, by=secretary)
    assert [one.key for one in version.articles.all()] == [one.key for one in questionnaire().articles]


def test_the_next_version_begins_with_the_answers_of_the_one_before(secretary: User, second_secretary: User) -> None:
    version = draft(secretary)
    building.start_from(version, "small", by=secretary)
    in_force(version, by=secretary, second=second_secretary)
    later = drafting.draft_next(version.policy, by=secretary)
    assert progress_of(later).open == 0
    answered(later, "four", edit=later.answers.get(question=SENSITIVE).edit, by=secretary)
    assert later.articles.get(key="approvals").parameters["approvals_sensitive"] == 4
    assert version.articles.get(key="approvals").parameters["approvals_sensitive"] == 2


def test_starting_over_removes_answers_and_keeps_what_somebody_wrote(secretary: User) -> None:
    version = draft(secretary)
    building.start_from(version, "small", by=secretary)
    article = version.articles.get(key="voice")
    drafting.write(article, language="en", heading="Voice", text="Ours.", why="", edit=1, by=secretary)
    building.start_over(version, by=secretary)
    assert not version.answers.exists()
    assert [(one.position, one.key) for one in version.articles.all()] == [(1, "voice")]


def test_nobody_else_answers_and_nothing_is_answered_once_it_is_sent(secretary: User, clerk: User) -> None:
    version = draft(secretary)
    with pytest.raises(NotEditor):
        answered(version, "three", by=clerk)
    building.start_from(version, "small", by=secretary)
    adopted(version, by=secretary)
    with pytest.raises(IllegalMove):
        answered(version, "three", edit=1, by=secretary)
    with pytest.raises(IllegalMove):
        building.write_anew(version, "voice", by=secretary)
