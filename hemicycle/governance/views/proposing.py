"""Proposing an amendment: the words and values of an article, changed; a preview word by word before it is sent."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import discussion
from ..changes import changes
from ..content import reading_of
from ..errors import AlreadyThere, BadPlaceholder, DecidedTwice, NothingChanged
from ..forms.discussion import AdditionForm, ChangeForm, ReasonForm
from ..models import LEADERS, Amendment, Article, Policy, Version
from ..presenters.cautions import of_article
from ..presenters.text import show, words_of
from .draft import places
from .lookup import article_of, opened, person, settled
from .responses import confirmation, status_of

Kind = Amendment.Kind


def _open(request: HttpRequest, address: str) -> tuple[Policy, Version, dict[str, Any]]:
    policy, version, context = opened(request, address, "draft")
    if not version.is_open or not policy.is_discussed_by(request.user):
        raise PermissionDenied
    return policy, version, context


@allow(*LEADERS, signed_in=True)
@settled
def propose(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """A change of an article in one language, and of what it decides."""
    policy, version, context = _open(request, address)
    row = article_of(version, key)
    language = policy.language_for(request.GET.get("language", ""))
    form = ChangeForm(request.POST or None, version=version, read=reading_of(row, language), besides=key)
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = changes(form.seen, form.said, language)
        sends = _sends(request, form)
        if sends and (answer := _send(form, version, Kind.CHANGE, language, row, request)):
            return answer
        if not preview:
            form.add_error(None, _("Nothing differs from the article as it is."))
    context |= {
        "article": show(row, language, "", {}, {}, row.position),
        "form": form,
        "preview": preview if not form.errors else None,
        "cautions": _cautions(form, version, key, request) if preview else [],
        "language": language,
        **_shown_once_more(request, form),
        "heading": _("Propose an amendment"),
    }
    return render(request, "governance/propose.html", context, status=status_of(form))


@allow(*LEADERS, signed_in=True)
@settled
def propose_new(request: HttpRequest, address: str) -> HttpResponse:
    """A new article."""
    policy, version, context = _open(request, address)
    language = policy.language_for(request.GET.get("language", ""))
    form = AdditionForm(request.POST or None, version=version, places=places(version, language))
    preview = None
    if request.method == "POST" and form.is_valid():
        preview = changes({}, form.said, language)
        before = version.articles.filter(position=form.cleaned_data["after"]).first()
        if _sends(request, form) and (answer := _send(form, version, Kind.ADD, language, before, request)):
            return answer
    context |= {
        "form": form,
        "preview": preview if not form.errors else None,
        "cautions": _cautions(form, version, "", request) if preview else [],
        "language": language,
        **_shown_once_more(request, form),
        "heading": _("Propose a new article"),
    }
    return render(request, "governance/propose.html", context, status=status_of(form))


@allow(*LEADERS, signed_in=True)
@settled
def propose_removal(request: HttpRequest, address: str, key: str) -> HttpResponse:
    policy, version, context = _open(request, address)
    row = article_of(version, key)
    language = policy.language_for(request.GET.get("language", ""))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = discussion.propose(
                version, kind=Kind.REMOVE, language=language, reason=form.cleaned_data["decision"], article=row,
                read=reading_of(row, language), by=person(request),
            )  # fmt: skip
        except AlreadyThere as error:
            return _sent_before(request, error.row)
        return _sent(request, kept)
    return confirmation(
        request,
        context,
        heading=_("Propose to remove “%(article)s”") % {"article": words_of(row, language).heading},
        consequences=[_("The working group decides. Until then the article stays in the draft.")],
        submit=_("Propose the removal"),
        back=reverse("governance:article", args=[address, key]),
        form=form,
    )


def _cautions(form: ChangeForm | AdditionForm, version: Version, key: str, request: HttpRequest) -> list[str]:
    return of_article(version, key, form.values, person=person(request)) if form.is_valid() else []


def _shown_once_more(request: HttpRequest, form: ChangeForm | AdditionForm) -> dict[str, Any]:
    """The mark that goes with the preview; whether it is shown because something changed since."""
    is_valid = request.method == "POST" and not form.errors
    return {"previewed": _mark(form) if is_valid else "", "has_changed": is_valid and "send" in request.POST}


def _send(
    form: ChangeForm | AdditionForm, version: Version, kind: str, language: str, row: Article | None,
    request: HttpRequest,
) -> HttpResponse | None:  # fmt: skip
    """To what was sent, or was sent before; None, with the reason at its field, where it does not fit."""
    try:
        kept = discussion.propose(
            version, kind=kind, language=language, reason=form.cleaned_data["reason"], article=row,
            read=form.seen if kind == Kind.CHANGE else {}, proposed=form.said, by=person(request),
        )  # fmt: skip
    except AlreadyThere as error:
        return _sent_before(request, error.row)
    except (BadPlaceholder, DecidedTwice) as error:
        form.refuse(error)
    except NothingChanged:
        form.add_error(None, _("Nothing differs from the article as it is."))
    else:
        return _sent(request, kept)
    return None


def _sends(request: HttpRequest, form: ChangeForm | AdditionForm) -> bool:
    """What is sent is what was shown: after another change it is shown once more."""
    return "send" in request.POST and request.POST.get("previewed") == _mark(form)


def _mark(form: ChangeForm | AdditionForm) -> str:
    """Of what is proposed and where, as it was shown."""
    shown = {"said": form.said, "after": form.cleaned_data.get("after")}
    return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()


def _sent_before(request: HttpRequest, kept: Amendment) -> HttpResponse:
    messages.info(request, _("You have sent this before: it is amendment %(n)s.") % {"n": kept.number})
    return redirect("governance:amendment", kept.version.policy.address, kept.number)


def _sent(request: HttpRequest, kept: Amendment) -> HttpResponse:
    said = _("Amendment %(n)s is before the working group. You get a notice when it is decided.")
    messages.success(request, said % {"n": kept.number})
    return redirect("governance:amendment", kept.version.policy.address, kept.number)
