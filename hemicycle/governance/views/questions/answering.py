"""One article: its questions one below the other, and beside them what it says by the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ...actions import building
from ...errors import DecidedTwice, EditConflict
from ...forms.answers import AnswerForm
from ...models import LEADERS, Version
from ...presenters.questionnaire import (
    AskedQuestion,
    Progress,
    WrittenArticle,
    neighbours,
    progress_of,
    text_language,
    written_by_hand,
    written_from,
)  # fmt: skip
from ...questions import OPEN, Opening, Question, questionnaire
from ..lookup import head, keyed_or_404, settled, visible_policy


@allow(*LEADERS, signed_in=True)
def article(request: HttpRequest, address: str, article: str) -> HttpResponse:
    version, opening = visible_policy(request, address).in_hand(), _opening(article)
    return _page(request, version, opening)


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def answer(request: HttpRequest, address: str, article: str, question: str) -> HttpResponse:
    """Keep one answer at once; what somebody else answered meanwhile is shown beside it."""
    version, opening = visible_policy(request, address).in_hand(), _opening(article)
    asked = keyed_or_404(questionnaire().of(article), question)
    form = _form(version, asked, request.POST)
    if not form.is_valid():
        return _page(request, version, opening, bound=form, status=422)
    try:
        building.answer(
            version, asked, options=form.options, values=form.values, edit=form.cleaned_data["edit"], by=request.user
        )
    except EditConflict:
        return _page(request, version, opening, bound=form, conflict=True, status=409)
    except DecidedTwice as error:
        form.add_error("choice", _decided_elsewhere(version, error))
        return _page(request, version, opening, bound=form, status=422)
    if "HX-Request" in request.headers:
        return _page(request, version, opening, bound=_form(version, asked), is_saved=True)
    return redirect(f"{reverse('governance:questions_article', args=[address, article])}#q-{asked.key}")


@allow(*LEADERS, signed_in=True)
@settled
def anew(request: HttpRequest, address: str, article: str) -> HttpResponse:
    """Write an article that somebody rewrote anew from the answers, after a confirmation that shows both."""
    version, opening = visible_policy(request, address).in_hand(), _opening(article)
    if request.method == "POST":
        building.write_anew(version, opening.key, by=request.user)
        messages.success(request, _("The article says again what the answers say."))
        return redirect("governance:questions_article", address, article)
    progress, language = progress_of(version), text_language(version.policy.languages)
    now = progress.articles.get(opening.key)
    context = {
        "opening": opening, "language": language, "now": written_by_hand(now, language) if now else None,
        "then": written_from(opening, progress.answers, language),
        "back": reverse("governance:questions_article", args=[address, article]),
    }  # fmt: skip
    return render(request, "governance/questions/anew.html", {**head(request, version, "questions"), **context})


def _opening(article: str) -> Opening:
    return keyed_or_404(questionnaire().articles, article)


def _decided_elsewhere(version: Version, error: DecidedTwice) -> str:
    other = version.articles.filter(key=error.article).first()
    text = other.in_language(text_language(version.policy.languages)) if other else None
    return _("The article “%(heading)s” decides this already. Change it there, or take the value out of it first.") % {
        "heading": text.heading if text else error.article
    }


def _form(version: Version, question: Question, data: Any = None) -> AnswerForm:
    row = version.answers.filter(question=question.key).first()
    return AnswerForm(question, data, **({"given": row.given, "edit": row.edit} if row else {"given": OPEN}))


def _page(
    request: HttpRequest, version: Version, opening: Opening, *, bound: AnswerForm | None = None,
    conflict: bool = False, is_saved: bool = False, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The whole page, or of a page that asks by htmx what the answer changed on it."""
    progress, general = progress_of(version), head(request, version, "questions")
    asked = [_with_form(one, bound, conflict, is_saved) for one in progress.asked(opening)]
    if not general["writes"]:
        asked = [replace(one, form=None) for one in asked]
    new = bound.question.key if bound is not None and is_saved else ""
    line = next(one for one in progress.lines if one.opening == opening)
    before, after = neighbours(line, progress.lines)
    context: dict[str, Any] = {
        "opening": opening, "asked": asked, "progress": progress, "before": before, "after": after, "line": line,
        "written": _written(progress, opening, new), "language": progress.language, "total": len(progress.lines),
    }  # fmt: skip
    if "HX-Request" in request.headers and bound is not None:
        context["one"] = next(one for one in asked if one.key == bound.question.key)
        return render(request, "governance/questions/answered.html", {**general, **context})
    return render(request, "governance/questions/article.html", {**general, **context}, status=status)


def _with_form(one: AskedQuestion, bound: AnswerForm | None, conflict: bool, is_saved: bool) -> AskedQuestion:
    if bound is not None and bound.question.key == one.key:
        return replace(one, form=bound, conflict=conflict, is_saved=is_saved)
    return replace(one, form=AnswerForm(one.question, given=one.given, edit=one.edit))


def _written(progress: Progress, opening: Opening, new: str) -> WrittenArticle:
    language = text_language(progress.version.policy.languages)
    if progress.is_rewritten(opening.key):
        return written_by_hand(progress.articles[opening.key], language)
    return written_from(opening, progress.answers, language, new=new)
