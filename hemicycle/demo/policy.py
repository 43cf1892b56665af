"""The policy of the invented House: built from the key questions, adopted, in force; and its second version, which
people of other invented parliaments discuss."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.models import Office, User
from hemicycle.demo import staff
from hemicycle.governance.actions import adopting, building, conversations, discussion, drafting
from hemicycle.governance.models import Article, Policy, Version
from hemicycle.governance.questions import given_to, questionnaire, sentences
from hemicycle.record.phrases import Phrase

PAPERS = tomllib.loads((Path(__file__).parent / "parliament" / "data" / "policy.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fr", "es")
START = "large"
DECIDED = timedelta(days=6)


def is_governed() -> bool:
    return Policy.objects.of_the_house() is not None


@transaction.atomic
def govern() -> None:
    """A second time adds nothing."""
    if is_governed():
        return
    first, second = _secretary("secretary"), _secretary("second.secretary")
    version = _written(by=first)
    sent = adopting.send(version, by=first)
    adopting.record_adoption(
        sent, digest=sent.digest, body=_here(PAPERS["body"]), on=timezone.localdate() - DECIDED, way="vote",
        votes=(9, 2, 1), reference=_here(PAPERS["adoption"]["reference"]), by=first,
    )  # fmt: skip
    adopting.activate(sent, digest=sent.digest, by=second)
    _discuss(drafting.draft_next(version.policy, by=first), by=first)
    yesterday = timezone.localdate() - timedelta(days=1)
    conversations.forward(
        office=Office.objects.get(slug=staff.COMMITTEE_OFFICE), began_on=yesterday, ended_on=yesterday,
        by=_person(f"clerk@{staff.DOMAIN}"), **{**PAPERS["forwarded"], "text": PAPERS["forwarded"]["text"].strip()},
    )  # fmt: skip


def _written(*, by: User) -> Version:
    version = drafting.start(title=PAPERS["title"], body=PAPERS["body"], languages=LANGUAGES, is_enforced=True, by=by)
    for key, options in PAPERS["answers"].items():
        building.answer(version, questionnaire().by_key[key], options=options, edit=0, by=by)
    building.start_from(version, START, by=by)
    for key, own in PAPERS["own"].items():
        _rewrite(version.articles.get(key=key), own, PAPERS["values"][key], by=by)
    return version


def _rewrite(article: Article, own: Mapping[str, Mapping[str, str]], values: Mapping[str, Any], *, by: User) -> None:
    """Instead of what the answers to some of its questions say, what the House wrote itself."""
    answers = {one.question: one.given for one in article.version.answers.all()}
    for text in article.texts.all():
        paragraphs: list[str] = []
        for one in questionnaire().of(article.key):
            said = sentences(one, given_to(one, answers), text.language)
            paragraphs += [own[one.key][text.language]] if one.key in own else said
        drafting.write(
            article, language=text.language, heading=text.heading, text="\n\n".join(paragraphs), why=text.why,
            edit=text.edit, same_meaning=True, by=by,
        )  # fmt: skip
    drafting.decide(article, {**article.parameters, **values}, by=by)


def _discuss(version: Version, *, by: User) -> None:
    for one in PAPERS["participants"]:
        accounts.add_person(
            email=one["mailbox"], name=one["name"], password=staff.password(), language=one["language"], by="demo"
        )
        discussion.invite(
            version.policy, email=one["mailbox"], name=one["name"], body=one["body"], part="participant", by=by
        )
    for one in PAPERS["amendments"]:
        _propose(version, one, by=by)
    for one in PAPERS["comments"]:
        discussion.comment(
            version, text=one["text"], language=one["language"], article=version.articles.get(key=one["article"]),
            by=_person(one["by"]),
        )  # fmt: skip


def _propose(version: Version, paper: Mapping[str, Any], *, by: User) -> None:
    article = version.articles.get(key=paper["article"])
    text = article.texts.get(language=paper["language"])
    read = {"heading": text.heading, "text": text.text, "why": text.why, "parameters": dict(article.parameters)}
    longer = "\n\n".join(filter(None, (text.text, paper.get("adds", ""))))
    proposed = {**read, "text": longer, "parameters": {**article.parameters, **paper.get("values", {})}}
    amendment = discussion.propose(
        version, kind="change", language=paper["language"], reason=paper["reason"], article=article, read=read,
        proposed=proposed, by=_person(paper["by"]),
    )  # fmt: skip
    if "accepted" in paper:
        decide = discussion.accept if paper["accepted"] else discussion.decline
        decide(amendment, decision=paper["decision"], by=by)


def _here(phrase: Mapping[str, str]) -> str:
    return str(Phrase(phrase).in_language(settings.LANGUAGE_CODE))


def _secretary(mailbox: str) -> User:
    return _person(f"{mailbox}@{staff.DOMAIN}")


def _person(email: str) -> User:
    return User.objects.get(email=email)
