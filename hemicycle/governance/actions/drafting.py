"""Writing a draft: its articles in each language, and the values they decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from hemicycle.accounts.models import User
from hemicycle.rules.errors import IllegalMove, NotDecidedByPolicy, UnknownParameter
from hemicycle.rules.parameters import PARAMETERS, DecidedBy

from ..errors import DecidedTwice, EditConflict
from ..models import GIVEN_UP, Answer, Article, ArticleText, EarlierText, Participant, Policy, State, Version
from ..words import FIELDS, merged_values, refuse_unknown
from .locking import lock, lock_draft, log, move, refuse_unless_editor
from .notices import note_activation_settled


@transaction.atomic
def start(
    *, title: Mapping[str, str], body: Mapping[str, str], languages: Sequence[str], is_enforced: bool = False, by: Any
) -> Version:
    """A new text with its first draft, which is empty. Whoever starts it is of its working group."""
    policy = Policy.objects.create(
        title=dict(title), body=dict(body), languages=list(languages), is_enforced=is_enforced
    )
    if isinstance(by, User):
        policy.participants.create(person=by, part=Participant.Part.EDITOR, invited_by=by)
    version: Version = policy.versions.create(number=1)
    log("start", version, by=by, enforced=is_enforced)
    return version


@transaction.atomic
def draft_next(policy: Policy, *, by: Any) -> Version:
    """The draft that is worked on; where there is none, a copy of what is in force, else of what was adopted last."""
    refuse_unless_editor(policy, by=by)
    locked: Policy = Policy.objects.select_for_update().get(pk=policy.pk)
    if (open_one := locked.versions.filter(state__in=(State.DRAFT, State.SENT)).first()) is not None:
        return open_one
    kept = locked.versions.exclude(state__in=GIVEN_UP).whole()
    before = kept.filter(state=State.IN_FORCE).first() or kept.first()
    last = locked.versions.aggregate(last=Max("number"))["last"] or 0
    version: Version = locked.versions.create(number=last + 1, based_on=before)
    if before is not None:
        _copy_all(before, version)
    log("draft", version, by=by, based_on=before.number if before else 0)
    return version


def _copy_all(before: Version, version: Version) -> None:
    """With the answers that its articles were made of, so that a working group can change one of them."""
    for article in before.articles.all():
        _copy(article, version)
    Answer.objects.bulk_create(
        Answer(version=version, question=one.question, options=one.options, values=one.values, by=one.by, at=one.at)
        for one in before.answers.select_related("by")
    )


def _copy(article: Article, version: Version) -> None:
    copied = version.articles.create(
        key=article.key, position=article.position, practices=article.practices, parameters=article.parameters,
        is_from_answers=article.is_from_answers,
    )  # fmt: skip
    copied.texts.bulk_create(
        ArticleText(
            article=copied, language=one.language, heading=one.heading, text=one.text, why=one.why,
            # What was behind stays behind.
            revision=0 if one.is_behind else 1,
        )
        for one in article.texts.all()
    )  # fmt: skip


@transaction.atomic
def add_article(
    version: Version, *, language: str, heading: str, text: str, why: str = "", after: int | None = None,
    key: str = "", practices: Sequence[str] = (), parameters: Mapping[str, Any] | None = None, by: Any,
) -> Article:  # fmt: skip
    """A new article behind the one at a position, by default at the end. Raises BadPlaceholder, BadParameter."""
    row = lock_draft(version, by=by)
    values = checked(parameters or {})
    for words in (text, why):
        refuse_unknown(words, values)
    refuse_decided_twice(row, values)
    rows = list(row.articles.all())
    place = len(rows) if after is None else sum(1 for one in rows if one.position <= after)
    article: Article = row.articles.create(
        key=key or _free_key(row, heading), position=0, practices=list(practices), parameters=values
    )
    renumber([*rows[:place], article, *rows[place:]])
    article.texts.create(language=language, heading=heading, text=text, why=why, changed_by=_person(by))
    log("add_article", row, by=by, article=article.key)
    return article


def _free_key(version: Version, heading: str) -> str:
    begins = slugify(heading)[:50].strip("-") or "article"
    taken = set(version.articles.values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := begins if n == 1 else f"{begins}-{n}") not in taken)


def renumber(articles: Sequence[Article]) -> None:
    """Their positions, from one, in this order."""
    for position, article in enumerate(articles, start=1):
        if article.position != position:
            article.position = position
            article.save(update_fields=["position"])


@transaction.atomic
def remove_article(article: Article, *, by: Any) -> None:
    row = lock_draft(article.version, by=by)
    article.delete()
    renumber(list(row.articles.all()))
    log("remove_article", row, by=by, article=article.key)


@transaction.atomic
def move_article(article: Article, *, by: Any, up: bool) -> None:
    """One place up or down; at the end nothing moves."""
    row = lock_draft(article.version, by=by)
    rows = list(row.articles.all())
    at = next(index for index, one in enumerate(rows) if one.pk == article.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(rows):
        rows[at], rows[other] = rows[other], rows[at]
        renumber(rows)
        log("move_article", row, by=by, article=article.key)


@transaction.atomic
def write(
    article: Article, *, language: str, heading: str, text: str, why: str, edit: int, same_meaning: bool = False,
    by: Any,
) -> ArticleText:  # fmt: skip
    """What it says in a language. `edit`: of the text that was read, 0 where there was none.

    `same_meaning`: it says now what the other languages say, so that none of them falls behind. Raises EditConflict
    where somebody else changed it since, BadPlaceholder.
    """
    row = lock_draft(article.version, by=by)
    return write_locked(row, article, language, {"heading": heading, "text": text, "why": why}, edit=edit,
                        same_meaning=same_meaning, by=by)  # fmt: skip


def write_locked(
    version: Version, article: Article, language: str, words: Mapping[str, str], *, edit: int, same_meaning: bool,
    by: Any,
) -> ArticleText:  # fmt: skip
    """The same while the version is locked."""
    now: Article = version.articles.get(pk=article.pk)
    for name in FIELDS:
        refuse_unknown(words[name], now.parameters)
    text = now.texts.filter(language=language).first() or ArticleText(article=now, language=language, edit=0)
    if text.edit != edit:
        raise EditConflict(f"{now.key} {language}")
    if [getattr(text, name) for name in FIELDS] == [words[name] for name in FIELDS] and text.pk:
        return text if not same_meaning else _up_to_date(text, now)
    if not same_meaning and text.pk:
        now.revision += 1
    now.is_from_answers = False
    now.save(update_fields=["revision", "is_from_answers"])
    _keep_earlier(text)
    for name in FIELDS:
        setattr(text, name, words[name])
    text.edit, text.revision, text.changed_by, text.changed_at = edit + 1, now.revision, _person(by), timezone.now()
    text.save()
    log("write", version, by=by, article=now.key, language=language)
    return text


def _keep_earlier(text: ArticleText) -> None:
    """For whoever brings another language up to date."""
    if text.pk:
        EarlierText.objects.create(
            article=text.article, language=text.language, revision=text.revision, edit=text.edit,
            heading=text.heading, text=text.text, why=text.why,
        )  # fmt: skip


@transaction.atomic
def revise(
    article: Article, *, language: str, words: Mapping[str, str], values: Mapping[str, Any], read: Mapping[str, Any],
    edit: int, same_meaning: bool = False, by: Any,
) -> None:  # fmt: skip
    """Words and values together. `read`: the values that were read; another one that somebody changed since stays.

    Raises what `write` and `decide` raise; EditConflict where somebody else changed the same value.
    """
    row = lock_draft(article.version, by=by)
    now: Article = row.articles.get(pk=article.pk)
    together = merged_values(read, now.parameters, checked(values))
    revise_locked(row, now, language, words, together, edit=edit, same_meaning=same_meaning, by=by)


def revise_locked(
    version: Version, article: Article, language: str, words: Mapping[str, str], values: Mapping[str, Any], *,
    edit: int, same_meaning: bool, by: Any,
) -> None:  # fmt: skip
    """Values first where words name new ones, words first where they name old ones no more."""
    both = {**article.parameters, **values}
    decided = decide_locked(version, article, both, by=by)
    write_locked(version, decided, language, words, edit=edit, same_meaning=same_meaning, by=by)
    if both != dict(values):
        decide_locked(version, article, values, by=by)


@transaction.atomic
def describe(
    policy: Policy, *, title: Mapping[str, str], body: Mapping[str, str], languages: Sequence[str], by: Any
) -> None:
    """What it is called, who adopts it, and in which languages it is written: while no version waits for adoption."""
    refuse_unless_editor(policy, by=by)
    locked: Policy = Policy.objects.select_for_update().get(pk=policy.pk)
    worked_on = locked.versions.exclude(state__in=GIVEN_UP).first()
    if worked_on is None or worked_on.state != State.DRAFT:
        raise IllegalMove("what was sent or adopted keeps its title and languages")
    locked.title, locked.body, locked.languages = dict(title), dict(body), list(languages)
    locked.save(update_fields=["title", "body", "languages"])
    log("describe", worked_on, by=by, languages=list(languages))


@transaction.atomic
def mark_up_to_date(text: ArticleText, *, by: Any) -> None:
    """Somebody read it against the other languages: it says the same."""
    row = lock_draft(text.article.version, by=by)
    _up_to_date(text, row.articles.get(pk=text.article_id))
    log("up_to_date", row, by=by, article=text.article.key, language=text.language)


def _up_to_date(text: ArticleText, article: Article) -> ArticleText:
    text.revision = article.revision
    text.save(update_fields=["revision"])
    return text


@transaction.atomic
def decide(article: Article, values: Mapping[str, Any], *, by: Any) -> Article:
    """The values that an article decides, all of them. Raises BadParameter, UnknownParameter, NotDecidedByPolicy, and
    BadPlaceholder where one of its texts names a value that it would not decide any more."""
    row = lock_draft(article.version, by=by)
    return decide_locked(row, article, values, by=by)


def decide_locked(version: Version, article: Article, values: Mapping[str, Any], *, by: Any) -> Article:
    now: Article = version.articles.get(pk=article.pk)
    kept = checked(values)
    refuse_decided_twice(version, kept, besides=now)
    for text in now.texts.all():
        for name in FIELDS:
            refuse_unknown(getattr(text, name), kept)
    if kept != now.parameters:
        changed = sorted(name for name in {*kept, *now.parameters} if kept.get(name) != now.parameters.get(name))
        now.parameters, now.is_from_answers = kept, False
        now.save(update_fields=["parameters", "is_from_answers"])
        log("decide", version, by=by, article=now.key, names=changed)
    return now


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps them. Raises BadParameter, UnknownParameter, NotDecidedByPolicy."""
    kept = {}
    for name, value in sorted(values.items()):
        if name not in PARAMETERS:
            raise UnknownParameter(name)
        if PARAMETERS[name].decided_by is not DecidedBy.POLICY:
            raise NotDecidedByPolicy(name)
        fit = PARAMETERS[name].checked(value)
        kept[name] = list(fit) if isinstance(fit, tuple) else fit
    return kept


def refuse_decided_twice(version: Version, values: Mapping[str, Any], besides: Article | None = None) -> None:
    """Raises DecidedTwice for the first parameter that another article decides already."""
    for other in version.articles.all():
        if besides is not None and other.pk == besides.pk:
            continue
        for name in sorted(values.keys() & other.parameters.keys()):
            raise DecidedTwice(name, other.key)


@transaction.atomic
def serve_practices(article: Article, practices: Sequence[str], *, by: Any) -> None:
    row = lock_draft(article.version, by=by)
    row.articles.filter(pk=article.pk).update(practices=sorted(set(practices)))
    log("practices", row, by=by, article=article.key)


@transaction.atomic
def discard(version: Version, *, by: Any) -> None:
    """It will not be adopted, or not activated; the record of it stays."""
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    before = row.state
    move(row, "discard")
    row.save(update_fields=["state"])
    note_activation_settled(row)
    log("discard", row, by=by, was=before)


def _person(by: Any) -> User | None:
    return by if isinstance(by, User) else None
