"""From answers to articles: each answer is kept at once, and its article says it, until somebody rewrites it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User

from ..errors import EditConflict
from ..models import Answer, Article, Version
from ..questions import Question, decided, practices_of, questionnaire, text_of
from .drafting import checked, refuse_decided_twice, renumber
from .locking import lock_draft, log


@transaction.atomic
def answer(
    version: Version, question: Question, *, options: Sequence[str], values: Mapping[str, Any] | None = None,
    edit: int, by: Any,
) -> Answer:  # fmt: skip
    """Choose options of a question, or type a value of one's own; neither leaves it open again. The same answer given
    twice counts once. The first answer of a text without articles makes all of them, which list what is open.

    `edit`: of the answer that was read, 0 where there was none. Raises EditConflict where somebody else answered
    differently meanwhile, BadParameter, DecidedTwice.
    """
    row = lock_draft(version, by=by)
    kept = checked(values or {})
    chosen = [one.key for one in question.options if one.key in options]
    now = row.answers.filter(question=question.key).first() or Answer(version=row, question=question.key, edit=0)
    if now.pk and [now.options, now.values] == [chosen, kept]:
        return now
    if now.edit != edit:
        raise EditConflict(question.key)
    _keep(now, chosen, kept, by)
    _build(row, {question.article} if row.articles.exists() else _all_articles(), by=by)
    log("answer", row, by=by, question=question.key)
    return now


@transaction.atomic
def start_from(version: Version, start: str, *, by: Any) -> int:
    """Answer every question that is open as a starting policy does; what was answered stays, and so does what an
    article of its own decides already. Returns how many were filled."""
    row = lock_draft(version, by=by)
    known = {one.question: one for one in row.answers.all()}
    written = _decided_by_hand(row)
    filled = []
    for key, options in questionnaire().answers_of(start).items():
        question = questionnaire().by_key[key]
        now = known.get(key) or Answer(version=row, question=key, edit=0)
        if now.given.is_open(question) and written.isdisjoint(question.parameters):
            _keep(now, options, {}, by)
            filled.append(question)
    is_new = not row.articles.exists()
    _build(row, _all_articles() if is_new else {one.article for one in filled}, by=by)
    log("build", row, by=by, start=start)
    return len(filled)


@transaction.atomic
def write_anew(version: Version, key: str, *, by: Any) -> Article:
    """Let an article that somebody has rewritten, or removed, say again what the answers say."""
    row = lock_draft(version, by=by)
    article = row.articles.filter(key=key).first()
    if article is not None:
        article.revision, article.is_from_answers = article.revision + 1, True
        article.save(update_fields=["revision", "is_from_answers"])
    _build(row, {key}, by=by)
    log("write_anew", row, by=by, article=key)
    return row.articles.get(key=key)


@transaction.atomic
def start_over(version: Version, *, by: Any) -> None:
    """Remove every answer, and the articles that nobody has rewritten."""
    row = lock_draft(version, by=by)
    row.answers.all().delete()
    row.articles.filter(is_from_answers=True).delete()
    renumber(list(row.articles.all()))
    log("start_over", row, by=by)


def _all_articles() -> set[str]:
    return {one.key for one in questionnaire().articles}


def _decided_by_hand(version: Version) -> set[str]:
    """The parameters that articles decide which answers do not write."""
    return {name for one in version.articles.filter(is_from_answers=False) for name in one.parameters}


def _keep(now: Answer, options: Sequence[str], values: Mapping[str, Any], by: Any) -> None:
    now.options, now.values, now.edit, now.at = list(options), dict(values), now.edit + 1, timezone.now()
    now.by = by if isinstance(by, User) else None
    now.save()


def _build(version: Version, keys: Collection[str], *, by: Any) -> None:
    """What these articles say by the answers so far; one that somebody has rewritten stays as it is."""
    articles = {one.key: one for one in version.articles.prefetch_related("texts")}
    answers = {one.question: one.given for one in version.answers.all()}
    for opening in questionnaire().articles:
        if opening.key not in keys:
            continue
        article = articles.get(opening.key)
        if article is not None and not article.is_from_answers:
            continue
        questions = questionnaire().of(opening.key)
        values = checked(decided(questions, answers))
        if article is None:
            article = articles[opening.key] = Article(version=version, key=opening.key, position=0)
            article.is_from_answers = True
        refuse_decided_twice(version, values, besides=article)
        article.practices, article.parameters = practices_of(opening, questions, answers), values
        article.save()
        for language in set(version.policy.languages) & opening.heading.keys():
            words = {"heading": opening.heading[language], "why": opening.why[language]}
            words["text"] = text_of(questions, answers, language)
            _write(article, language, words, by)
    renumber(_in_order(list(articles.values())))


def _write(article: Article, language: str, words: Mapping[str, str], by: Any) -> None:
    """Counted as a change only where the words are other ones: who has the article open is told of real changes."""
    text = article.by_language.get(language)
    if text is None:
        text = article.texts.model(article=article, language=language, edit=0)
    if all(getattr(text, name) == said for name, said in words.items()) and text.revision == article.revision:
        return
    for name, said in words.items():
        setattr(text, name, said)
    text.edit, text.revision, text.changed_at = text.edit + 1, article.revision, timezone.now()
    text.changed_by = by if isinstance(by, User) else None
    text.save()


def _in_order(articles: list[Article]) -> list[Article]:
    """New ones where the questionnaire has them: behind the nearest that stands before them there."""
    place = {one.key: one.position for one in questionnaire().articles}
    found = sorted((one for one in articles if one.position), key=lambda one: (one.position, one.pk))
    for new in sorted((one for one in articles if not one.position), key=lambda one: place[one.key]):
        before = [at for at, one in enumerate(found) if place.get(one.key, len(place)) < place[new.key]]
        found.insert(before[-1] + 1 if before else 0, new)
    return found
