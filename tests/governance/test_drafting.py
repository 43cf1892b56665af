import pytest

from hemicycle.accounts.models import User
from hemicycle.governance.actions import drafting
from hemicycle.governance.errors import BadPlaceholder, DecidedTwice, EditConflict, NotEditor
from hemicycle.governance.models import Policy
from hemicycle.rules.errors import BadParameter, IllegalMove, NotDecidedByPolicy

from .policies import TEXT, approvals_article, draft, in_force


def write(article, text: str, *, edit: int, by: object, language: str = "en", same_meaning: bool = False):
    return drafting.write(
        article, language=language, heading="Approval", text=text, why="", edit=edit, same_meaning=same_meaning, by=by
    )


def test_whoever_saves_second_overwrites_nothing(secretary: User, second_secretary: User) -> None:
    article = approvals_article(draft(secretary), by=secretary)
    write(article, "It is approved by {approvals_sensitive}.", edit=1, by=secretary)
    with pytest.raises(EditConflict):
        write(article, "Nobody approves it.", edit=1, by=second_secretary)
    assert article.texts.get().text == "It is approved by {approvals_sensitive}."


def test_a_change_in_one_language_leaves_the_others_behind_until_somebody_read_them(secretary: User) -> None:
    article = approvals_article(draft(secretary, languages=("en", "fr")), by=secretary)
    write(article, "Approuvée par {approvals_sensitive}.", edit=0, language="fr", by=secretary)
    write(article, "Always approved by {approvals_sensitive}.", edit=1, by=secretary)
    french = article.texts.select_related("article").get(language="fr")
    assert french.is_behind
    write(
        article,
        "Toujours approuvée par {approvals_sensitive}.",
        edit=1,
        language="fr",
        same_meaning=True,
        by=secretary,
    )
    assert not any(one.is_behind for one in article.texts.select_related("article"))


def test_a_text_that_was_read_again_and_still_says_the_same_is_behind_no_more(secretary: User) -> None:
    article = approvals_article(draft(secretary, languages=("en", "fr")), by=secretary)
    french = write(article, "Approuvée par {approvals_sensitive}.", edit=0, language="fr", by=secretary)
    write(article, "Always approved by {approvals_sensitive}.", edit=1, by=secretary)
    drafting.mark_up_to_date(french, by=secretary)
    assert not article.texts.select_related("article").get(language="fr").is_behind


def test_a_text_names_only_what_its_article_decides(secretary: User) -> None:
    article = approvals_article(draft(secretary), by=secretary)
    with pytest.raises(BadPlaceholder):
        write(article, "Answered within {answer_within_days}.", edit=1, by=secretary)
    with pytest.raises(BadPlaceholder):
        drafting.decide(article, {}, by=secretary)
    assert article.texts.get().text == TEXT


def test_one_value_is_decided_by_one_article(secretary: User) -> None:
    version = draft(secretary)
    approvals_article(version, by=secretary)
    with pytest.raises(DecidedTwice):
        drafting.add_article(
            version, language="en", heading="Again", text="", parameters={"approvals_sensitive": 2}, by=secretary
        )
    assert version.articles.count() == 1


@pytest.mark.parametrize(
    ("values", "refused"),
    [({"approvals_sensitive": 0}, BadParameter), ({"approvals_sensitive": "3"}, BadParameter),
     ({"approvals_sensitive": 3, "lease_seconds": 3}, NotDecidedByPolicy)],
)  # fmt: skip
def test_a_value_that_could_not_be_in_force_is_not_drafted(secretary: User, values, refused) -> None:
    article = approvals_article(draft(secretary), by=secretary)
    with pytest.raises(refused):
        drafting.decide(article, values, by=secretary)
    article.refresh_from_db()
    assert article.parameters == {"approvals_sensitive": 3}


def test_nobody_from_outside_the_working_group_changes_a_word(
    secretary: User, clerk: User, administrator: User
) -> None:
    article = approvals_article(draft(secretary), by=secretary)
    for stranger in (clerk, administrator):
        with pytest.raises(NotEditor):
            write(article, "Nobody approves it.", edit=1, by=stranger)


def test_the_next_draft_is_a_copy_and_there_is_one_of_it(secretary: User, second_secretary: User) -> None:
    first = draft(secretary)
    approvals_article(first, by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    policy = Policy.objects.of_the_house()
    second = drafting.draft_next(policy, by=secretary)
    assert second.number == 2 and second.based_on == first
    assert [one.key for one in second.articles.all()] == ["approvals"]
    assert drafting.draft_next(policy, by=second_secretary) == second


def test_what_was_sent_or_is_in_force_does_not_change(secretary: User, second_secretary: User) -> None:
    first = draft(secretary)
    article = approvals_article(first, by=secretary)
    in_force(first, by=secretary, second=second_secretary)
    with pytest.raises(IllegalMove):
        write(article, "Nobody approves it.", edit=1, by=secretary)
    with pytest.raises(IllegalMove):
        drafting.decide(article, {"approvals_sensitive": 1}, by=secretary)


def test_articles_are_moved_and_removed_and_stay_numbered(secretary: User) -> None:
    version = draft(secretary)
    for name in ("One", "Two", "Three"):
        drafting.add_article(version, language="en", heading=name, text=name, by=secretary)
    drafting.move_article(version.articles.get(key="three"), by=secretary, up=True)
    drafting.remove_article(version.articles.get(key="one"), by=secretary)
    drafting.add_article(version, language="en", heading="Two", text="Again", after=1, by=secretary)
    assert [(one.position, one.key) for one in version.articles.all()] == [(1, "three"), (2, "two-2"), (3, "two")]
