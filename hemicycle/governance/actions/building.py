"""From answers to articles: each answer is kept at once, and its article says it, until somebody rewrites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User

from ..errors import EditConflict
from ..models import Answer, Article, Version
from ..questions import Opening, Question, questionnaire
from .drafting import checked
from .locking import lock_draft, log


@transaction.atomic
def answer(
    version: Version, question: Question, *, options: Sequence[str], values: Mapping[str, Any] | None = None,
    edit: int, by: Any,
) -> Answer:  # fmt: skip
    """Choose options of a question, or type a value of one's own; neither leaves it open again.

    `edit`: of the answer that was read, 0 where there was none. Raises EditConflict where somebody else answered
    meanwhile, BadParameter.
    """
    row = lock_draft(version, by=by)
    kept = checked(values or {})
    now = row.answers.filter(question=question.key).first() or Answer(version=row, question=question.key, edit=0)
    if now.edit != edit:
        raise EditConflict(question.key)
    _keep(now, [one.key for one in question.options if one.key in options], kept, by)
    _build(row, question.article)
    log("answer", row, by=by, question=question.key)
    return now


@transaction.atomic
def start_from(version: Version, start: str, *, by: Any) -> None:
    """Answer every question that is open as a starting policy does; what was answered stays."""
    row = lock_draft(version, by=by)
    known = {one.question: one for one in row.answers.all()}
    for key, options in questionnaire().answers_of(start).items():
        now = known.get(key) or Answer(version=row, question=key, edit=0)
        if not now.options and not now.values:
            _keep(now, options, {}, by)
    for opening in questionnaire().articles:
        _build(row, opening.key)
    log("build", row, by=by, start=start)


@transaction.atomic
def start_over(version: Version, *, by: Any) -> None:
    """Remove every answer, and the articles that nobody has rewritten."""
    row = lock_draft(version, by=by)
    row.answers.all().delete()
    row.articles.filter(is_from_answers=True).delete()
    log("start_over", row, by=by)


def _keep(now: Answer, options: Sequence[str], values: Mapping[str, Any], by: Any) -> None:
    now.options, now.values, now.edit, now.at = list(options), dict(values), now.edit + 1, timezone.now()
    now.by = by if isinstance(by, User) else None
    now.save()


def _build(version: Version, key: str) -> None:
    """What the article says by the answers so far; one that somebody has rewritten stays as it is."""
    opening = next(one for one in questionnaire().articles if one.key == key)
    article = version.articles.filter(key=key).first()
    if article is not None and not article.is_from_answers:
        return
    questions = questionnaire().of(key)
    answers = {one.question: one for one in version.answers.filter(question__in=[one.key for one in questions])}
    if article is None:
        article = Article(version=version, key=key, position=opening.position, is_from_answers=True)
    article.practices = sorted({*opening.practices, *(code for one in questions for code in one.practices)})
    article.parameters = _values(questions, answers)
    article.save()
    for language in version.policy.languages:
        if language in opening.heading:
            _write(article, opening, questions, answers, language)


def _values(questions: Sequence[Question], answers: Mapping[str, Answer]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for question in questions:
        if (given := answers.get(question.key)) is not None:
            found |= question.values(given.options) | given.values
    return checked(found)


def _write(
    article: Article, opening: Opening, questions: Sequence[Question], answers: Mapping[str, Answer], language: str
) -> None:
    words = {
        "heading": opening.heading[language],
        "why": opening.why[language],
        "text": "\n\n".join(sentence for one in questions for sentence in said(one, answers.get(one.key), language)),
        "revision": article.revision,
    }
    article.texts.update_or_create(language=language, defaults=words)


def said(question: Question, given: Answer | None, language: str) -> list[str]:
    """What a policy says by this answer; an open question is named as one."""
    if given is None or not (given.options or given.values):
        with translation.override(language):
            return [_("[Open question: %(question)s]") % {"question": question.question[language]}]
    return question.said(given.options, language)
