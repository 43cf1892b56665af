"""One article: read and discussed by everybody who takes part, written by the working group."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.templatetags.phrases import language_name

from .. import changes
from ..actions import drafting
from ..content import reading_of
from ..errors import BadPlaceholder, DecidedTwice, EditConflict
from ..forms.articles import PracticesForm, WritingForm
from ..forms.discussion import CommentForm
from ..models import LEADERS, Article, ArticleText, EarlierText
from ..presenters import cautions, discussion
from ..presenters.text import counts, show
from ..words import FIELDS, PLACEHOLDER, marked_merge, meaning
from .lookup import article_of, opened, opened_to_write, person, settled, visible_policy
from .responses import status_of


@allow(*LEADERS, signed_in=True)
@settled
def article(request: HttpRequest, address: str, key: str) -> HttpResponse:
    policy, version, context = opened(request, address, "draft")
    row = article_of(version, key)
    language = policy.language_for(request.GET.get("language", ""))
    amendments = version.amendments.filter(article=key).select_related("by__person").order_by("number")
    context |= {
        "article": show(row, language, "", *counts(version), row.position),
        "language": language,
        "threads": discussion.threads(version, language, key),
        "rows": discussion.rows_of(amendments, {}),
        "comment_form": CommentForm(),
    }
    return render(request, "governance/article.html", context)


@allow(*LEADERS, signed_in=True)
@settled
def write(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Words in one language and the values, saved together. Who was not first loses nothing: both changes are shown,
    and what fits together stands in the fields."""
    policy, version, context = opened_to_write(request, address, "draft")
    row = article_of(version, key)
    language = policy.language_for(request.GET.get("language", ""))
    now = reading_of(row, language)
    form = WritingForm(request.POST or None, version=version, read=now, besides=key)
    conflict: dict[str, Any] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            drafting.revise(
                row, language=language, words=form.words, values=form.values, read=form.seen["parameters"],
                edit=form.seen["edit"], same_meaning=form.cleaned_data["same_meaning"], by=person(request),
            )  # fmt: skip
        except (BadPlaceholder, DecidedTwice) as error:
            form.refuse(error)
        except EditConflict:
            fresh = article_of(version, key)
            conflict = _conflict(form, fresh, language)
            form = conflict.pop("form")
        else:
            _warn(request, form, row, language)
            return _saved(request, row, language, is_longer=bool(form.cleaned_data.get("add")))
    context |= _beside(row, language, request.GET.get("beside", ""))
    context |= {
        "article": show(row, language, "", {}, {}, row.position),
        "form": form,
        "conflict": conflict,
        "language": language,
        "practices_form": PracticesForm(article=row),
        "cautions": cautions.of_article(version, key, now["parameters"], person=person(request)),
    }
    status = HTTPStatus.CONFLICT if conflict else status_of(form)
    return render(request, "governance/write.html", context, status=status)


def _warn(request: HttpRequest, form: WritingForm, row: Article, language: str) -> None:
    """A value that the words do not say any more, and approvals that nobody can give."""
    before, after = (
        PLACEHOLDER.findall(" ".join(words[name] for name in FIELDS)) for words in (form.seen, form.words)
    )
    for name in sorted(({*before} - {*after}) & form.values.keys()):
        said = _(
            "In %(language)s the words do not say “%(value)s” any more, and the article still decides it. Put "
            "{%(name)s} back into the words, or remove the value."
        )
        names = {"language": language_name(language), "value": meaning(name), "name": name}
        messages.warning(request, said % names)
    if form.values != form.seen["parameters"]:
        version = row.version.read_whole()
        for sentence in cautions.of_article(version, row.key, form.values, person=person(request)):
            messages.warning(request, sentence)


def _saved(request: HttpRequest, row: Article, language: str, *, is_longer: bool) -> HttpResponse:
    """With one value more it is not finished: its field is there now."""
    address = row.version.policy.address
    page = reverse("governance:write" if is_longer else "governance:draft", args=_arguments(row, is_longer))
    if is_longer:
        messages.success(request, _("Saved. The new value stands below the text: set it, and name it in the words."))
        return redirect(f"{page}?language={language}")
    others = [
        one for one in article_of(row.version, row.key).texts.all() if one.language != language and one.is_behind
    ]
    said = _("Saved.")
    if others:
        names = ", ".join(language_name(one.language) for one in others)
        said = _("Saved. Now behind: %(languages)s.") % {"languages": names}
    messages.success(request, said)
    return redirect(f"{reverse('governance:draft', args=[address])}?language={language}#{row.key}")


def _arguments(row: Article, is_longer: bool) -> list[str]:
    address = row.version.policy.address
    return [address, row.key] if is_longer else [address]


def _conflict(form: WritingForm, fresh: Article, language: str) -> dict[str, Any]:
    """Both changes word by word, and a form with what fits together, made on what is there now."""
    now, seen, mine = reading_of(fresh, language), form.seen, form.said
    both = {name: marked_merge(seen[name], now[name], mine[name]) for name in FIELDS}
    again = WritingForm(version=fresh.version, read=now, besides=fresh.key)
    for name in FIELDS:
        again.fields[name].initial = both[name]
    for name in again.names:
        changed = mine["parameters"].get(name) not in (None, seen["parameters"].get(name))
        if changed:
            again.fields[f"value-{name}"].initial = mine["parameters"][name]
    return {
        "form": again,
        "theirs": changes.changes(seen, now, language),
        "mine": changes.changes(seen, mine, language),
        "who": next((one.changed_by for one in fresh.texts.all() if one.language == language), None),
        "is_marked": any("⟦" in words for words in both.values()),
    }


def _beside(row: Article, language: str, asked: str) -> dict[str, Any]:
    """Another language beside the one that is written: one that is up to date, or the one that was asked for."""
    texts = [one for one in row.texts.all() if one.language != language]
    texts.sort(key=lambda one: (one.language != asked, one.is_behind))
    own = row.by_language.get(language)
    return {
        "beside": texts[0] if texts else None,
        "since": _since(row, texts[0], own.revision) if texts and own and own.is_behind else None,
        "beside_name": language_name(texts[0].language) if texts else "",
        "is_behind": bool(own and own.is_behind),
        "others": [(one.language, language_name(one.language)) for one in texts],
    }


def _since(row: Article, text: ArticleText, revision: int) -> changes.Changes | None:
    """What changed in that language since this one said the same."""
    kept = EarlierText.objects.filter(article=row, language=text.language, revision__lte=revision)
    before = kept.order_by("revision", "edit").last()
    if before is None:
        return None
    was, now = ({name: getattr(one, name) for name in FIELDS} for one in (before, text))
    values = {"parameters": row.parameters}
    return changes.changes({**was, **values}, {**now, **values}, text.language)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def up_to_date(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Somebody read it against the other languages: it says the same without a change."""
    policy = visible_policy(request, address)
    row = article_of(policy.in_hand(), key)
    language = policy.language_for(request.POST.get("language", ""))
    text = row.texts.filter(language=language).select_related("article__version__policy").first()
    if text is not None:
        drafting.mark_up_to_date(text, by=person(request))
        messages.success(request, _("It counts as saying the same as the other languages."))
    return redirect(f"{reverse('governance:draft', args=[address])}?language={language}#{key}")


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def serve(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Which practices it serves."""
    policy = visible_policy(request, address)
    row = article_of(policy.in_hand(), key)
    form = PracticesForm(request.POST, article=row)
    if form.is_valid():
        drafting.serve_practices(row, form.chosen, by=person(request))
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('governance:draft', args=[address])}#{key}")
