import pytest
from django.db import IntegrityError, transaction

from hemicycle.accounts.models import User
from hemicycle.governance.actions import adopting, discussion, drafting
from hemicycle.governance.errors import EditConflict, NoReason, NotEditor, NotReady
from hemicycle.governance.models import Amendment, Article, Participant, Policy
from hemicycle.rules.errors import IllegalMove
from tests.cast import person

from .policies import TEXT, approvals_article, draft


def read(article: Article, language: str = "en") -> dict[str, object]:
    text = article.texts.get(language=language)
    return {"heading": text.heading, "text": text.text, "why": text.why, "parameters": article.parameters}


def propose(article: Article, by: User, **wanted: object) -> Amendment:
    seen = read(article)
    return discussion.propose(
        article.version, kind="change", language="en", reason="Clearer", article=article, read=seen,
        proposed={**seen, **wanted}, by=by,
    )  # fmt: skip


@pytest.fixture
def article(secretary: User) -> Article:
    return approvals_article(draft(secretary), by=secretary)


@pytest.fixture
def delegate(secretary: User, article: Article) -> User:
    participant = discussion.invite(
        article.version.policy, email="delegate@norland.example", name="Dina Delegate", body="Senate of Norland",
        part=Participant.Part.PARTICIPANT, by=secretary,
    )  # fmt: skip
    return participant.person


def test_an_accepted_amendment_is_in_the_text_with_its_value(
    article: Article, delegate: User, secretary: User
) -> None:
    amendment = propose(article, delegate, parameters={"approvals_sensitive": 4})
    discussion.accept(amendment, by=secretary)
    article.refresh_from_db()
    assert article.parameters == {"approvals_sensitive": 4}
    assert Amendment.objects.get().state == Amendment.State.ACCEPTED


def test_two_amendments_of_different_words_are_both_in_the_text(
    article: Article, delegate: User, secretary: User
) -> None:
    first = propose(article, delegate, text=TEXT.replace("A sensitive", "Each sensitive"))
    second = propose(article, delegate, text=TEXT.replace(".", ", whoever wrote it."))
    discussion.accept(first, by=secretary)
    discussion.accept(second, by=secretary)
    assert (
        article.texts.get().text
        == "Each sensitive announcement is approved by {approvals_sensitive}, whoever wrote it."
    )


def test_two_amendments_of_the_same_words_are_merged_by_hand_with_a_reason(article, delegate, secretary) -> None:
    first = propose(article, delegate, parameters={"approvals_sensitive": 4})
    second = propose(article, delegate, parameters={"approvals_sensitive": 5})
    discussion.accept(first, by=secretary)
    with pytest.raises(EditConflict):
        discussion.accept(second, by=secretary)
    words = {**read(article), "parameters": {"approvals_sensitive": 5}}
    with pytest.raises(NoReason):
        discussion.merge(second, words=words, decision=" ", edit=article.texts.get().edit, by=secretary)
    discussion.merge(
        second, words=words, decision="Five, as three bodies ask.", edit=article.texts.get().edit, by=secretary
    )
    article.refresh_from_db()
    assert article.parameters == {"approvals_sensitive": 5}


def test_an_amendment_is_not_declined_without_a_reason_whatever_writes_it(article, delegate, secretary) -> None:
    amendment = propose(article, delegate, text="Nobody approves. {approvals_sensitive}")
    with pytest.raises(NoReason):
        discussion.decline(amendment, decision="", by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.update(state="declined", decided_at=amendment.at)
    discussion.decline(amendment, decision="It removes the second pair of eyes.", by=secretary)
    assert Amendment.objects.get().state == Amendment.State.DECLINED


def test_a_decided_amendment_is_not_decided_again(article: Article, delegate: User, secretary: User) -> None:
    amendment = propose(article, delegate, text=TEXT + " Always.")
    discussion.accept(amendment, by=secretary)
    for again in (
        lambda: discussion.accept(amendment, by=secretary),
        lambda: discussion.withdraw(amendment, by=delegate),
    ):
        with pytest.raises(IllegalMove):
            again()


def test_a_new_article_and_a_removal_are_amendments_too(article: Article, delegate: User, secretary: User) -> None:
    added = discussion.propose(
        article.version, kind="add", language="en", reason="Missing", article=article,
        proposed={"heading": "Answers", "text": "Within {answer_within_days}.", "why": "",
                  "parameters": {"answer_within_days": 5}}, by=delegate,
    )  # fmt: skip
    removal = discussion.propose(
        article.version, kind="remove", language="en", reason="Elsewhere", article=article, read=read(article),
        by=delegate,
    )  # fmt: skip
    discussion.accept(added, by=secretary)
    discussion.accept(removal, by=secretary)
    assert [one.key for one in article.version.articles.all()] == ["answers"]


def test_an_article_that_changed_since_is_not_removed_unread(
    article: Article, delegate: User, secretary: User
) -> None:
    removal = discussion.propose(
        article.version, kind="remove", language="en", reason="Elsewhere", article=article, read=read(article),
        by=delegate,
    )  # fmt: skip
    drafting.write(article, language="en", heading="Approval", text=TEXT + " Better.", why="", edit=1, by=secretary)
    with pytest.raises(EditConflict):
        discussion.accept(removal, by=secretary)


def test_a_participant_speaks_and_decides_nothing(article: Article, delegate: User) -> None:
    discussion.comment(article.version, article=article, text="Who counts?", language="en", by=delegate)
    amendment = propose(article, delegate, text=TEXT + " Always.")
    for act in (
        lambda: discussion.accept(amendment, by=delegate),
        lambda: discussion.decline(amendment, decision="No", by=delegate),
        lambda: drafting.decide(article, {"approvals_sensitive": 1}, by=delegate),
        lambda: adopting.send(article.version, by=delegate),
    ):
        with pytest.raises(NotEditor):
            act()


def test_nobody_speaks_who_was_not_invited_or_has_left(article: Article, delegate: User, clerk: User) -> None:
    with pytest.raises(NotEditor):
        discussion.comment(article.version, article=article, text="Hello", language="en", by=clerk)
    discussion.leave(Participant.objects.get(person=delegate), by=delegate)
    with pytest.raises(NotEditor):
        propose(article, delegate, text="x")
    assert not Policy.objects.visible_to(delegate).exists() and not Policy.objects.visible_to(clerk).exists()


def test_a_draft_with_an_open_amendment_is_not_sent(article: Article, delegate: User, secretary: User) -> None:
    amendment = propose(article, delegate, text=TEXT + " Always.")
    with pytest.raises(NotReady) as refused:
        adopting.send(article.version, by=secretary)
    assert refused.value.reasons == [f"undecided {amendment.number}"]
    discussion.withdraw(amendment, by=delegate)
    assert adopting.send(article.version, by=secretary).digest


def test_nobody_withdraws_what_another_proposed(article: Article, delegate: User, secretary: User) -> None:
    amendment = propose(article, delegate, text=TEXT + " Always.")
    other = person("Otto Other")
    with pytest.raises(NotEditor):
        discussion.withdraw(amendment, by=other)
