"""The pages on which a text is drafted together: what each shows, and to whom it stays shut."""

import pytest

from hemicycle.accounts.models import User
from hemicycle.governance.actions import discussion, drafting
from hemicycle.governance.models import Amendment, Article, Participant

from .policies import TEXT, approvals_article, draft

NEW = {"kind": "own", "title_en": "Policy", "title_fr": "Politique", "body_en": "The Bureau", "body_fr": "Le Bureau"}


@pytest.fixture
def article(secretary: User) -> Article:
    version = draft(secretary, languages=("en", "fr"))
    found = approvals_article(version, by=secretary)
    drafting.write(
        found, language="fr", heading="Approbation", text="Approuvée par {approvals_sensitive}.", why="", edit=0,
        by=secretary,
    )  # fmt: skip
    return found


@pytest.fixture
def delegate(secretary: User, article: Article) -> User:
    return discussion.invite(
        article.version.policy, email="delegate@norland.example", name="Dina Delegate", body="Senate of Norland",
        part=Participant.Part.PARTICIPANT, by=secretary,
    ).person  # fmt: skip


def at(article: Article, what: str = "") -> str:
    return f"/policy/texts/{article.version.policy.address}/{what}"


PAGES = (
    "", "details/", "discard/", "draft/", "draft/?language=fr&beside=en", "draft/?version=1", "draft/add/", "articles/approvals/",
    "articles/approvals/write/", "articles/approvals/write/?language=fr", "articles/approvals/remove/",
    "articles/approvals/propose/", "articles/approvals/propose-removal/", "propose/", "comments/", "amendments/",
    "amendments/record/", "amendments/table.csv", "amendments/1/", "amendments/1/merge/", "people/", "compare/",
)  # fmt: skip


def proposed(article: Article, by: User, **wanted: object) -> Amendment:
    text = article.texts.get(language="en")
    seen = {"heading": text.heading, "text": text.text, "why": text.why, "parameters": article.parameters, "edit": 1}
    return discussion.propose(
        article.version, kind="change", language="en", reason="Clearer", article=article, read=seen,
        proposed={**seen, **wanted}, by=by,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_page_opens_in_every_language(article, delegate, secretary, sign_in, language: str) -> None:
    proposed(article, delegate, text=TEXT + " Always.")
    discussion.comment(article.version, article=article, text="Who counts?", language="en", by=delegate)
    User.objects.filter(pk=secretary.pk).update(language=language)
    client = sign_in(User.objects.get(pk=secretary.pk))
    for page in PAGES:
        answer = client.get(at(article, page))
        assert answer.status_code == 200, page
