"""The whole text, and its articles as a list that the working group keeps in order."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ..actions import drafting
from ..errors import BadPlaceholder, DecidedTwice
from ..forms.articles import NewArticleForm
from ..models import LEADERS, Policy, Version
from ..presenters import languages
from ..presenters.text import headings, shown, words_of
from .lookup import person as person_of
from .lookup import visible_policy
from .opening import article_of, settled, shared, version_of


@allow(*LEADERS, signed_in=True)
@settled
def draft(request: HttpRequest, address: str) -> HttpResponse:
    """In one language, with another beside it if asked; `version`: an earlier one, to be read."""
    policy, person = visible_policy(request, address), person_of(request)
    version = _asked_version(request, policy)
    language = policy.language_for(request.GET.get("language", ""))
    beside = request.GET.get("beside", "")
    beside = beside if beside in policy.languages and beside != language else ""
    context = {
        **shared(policy, version, person, "draft"),
        "articles": shown(version, language, beside),
        "language": language,
        "languages": languages.choices(policy, language),
        "beside": beside,
        "others": [one for one in languages.choices(policy, beside) if one.tag != language],
        "is_earlier": version.pk != policy.in_hand().pk,
    }
    return render(request, "governance/draft.html", context)


def _asked_version(request: HttpRequest, policy: Policy) -> Version:
    asked = request.GET.get("version", "")
    if asked.isdecimal():
        return get_object_or_404(Version.objects.whole(), policy=policy, number=int(asked[:9]))
    return version_of(policy)


def places(version: Version, language: str) -> list[tuple[int, str]]:
    """Where a new article may stand, by the position of the one before it."""
    titles = headings(version, language)
    behind = [
        (one.position, _("Behind “%(article)s”") % {"article": titles[one.key]}) for one in version.articles.all()
    ]
    return [(0, _("At the beginning")), *behind]


@allow(*LEADERS, signed_in=True)
@settled
def add_article(request: HttpRequest, address: str) -> HttpResponse:
    policy, person = visible_policy(request, address), person_of(request)
    version = version_of(policy)
    head = shared(policy, version, person, "draft")
    if not head["writes"]:
        raise PermissionDenied
    language = policy.language_for(request.GET.get("language", ""))
    form = NewArticleForm(request.POST or None, version=version, places=places(version, language))
    if request.method == "POST" and form.is_valid():
        try:
            article = drafting.add_article(
                version, language=language, **form.words, parameters=form.values, after=form.cleaned_data["after"],
                by=person,
            )  # fmt: skip
        except (BadPlaceholder, DecidedTwice) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The article is in the draft."))
            page = reverse("governance:write", args=[address, article.key])
            return redirect(f"{page}?language={language}" if form.values else _anchor(address, article.key, language))
    context = {
        **head,
        "form": form,
        "language": language,
        "languages": languages.choices(policy, language),
        "heading": _("Add an article"),
        "submit": _("Add the article"),
    }
    return render(request, "governance/add_article.html", context, status=422 if form.errors else 200)


def _anchor(address: str, key: str, language: str) -> str:
    return f"{reverse('governance:draft', args=[address])}?language={language}#{key}"


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def move(request: HttpRequest, address: str, key: str) -> HttpResponse:
    policy = visible_policy(request, address)
    article = article_of(policy.in_hand(), key)
    drafting.move_article(article, by=person_of(request), up=request.POST.get("way") == "up")
    language = policy.language_for(request.POST.get("language", ""))
    return redirect(_anchor(address, key, language))


@allow(*LEADERS, signed_in=True)
@settled
def remove(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Take an article out of the draft, after saying what goes with it."""
    policy, person = visible_policy(request, address), person_of(request)
    version = version_of(policy)
    article = article_of(version, key)
    head = shared(policy, version, person, "draft")
    if not head["writes"]:
        raise PermissionDenied
    if request.method == "POST":
        drafting.remove_article(article, by=person)
        messages.success(request, _("The article is no longer in the draft."))
        return redirect("governance:draft", address)
    heading = words_of(article, policy.language_for("")).heading
    open_amendments = version.amendments.undecided().filter(article=key).count()
    consequences = [_("The article leaves the draft, in every language. Earlier versions keep it.")]
    if article.parameters:
        n = len(article.parameters)
        said = ngettext(
            "%(n)s value that it decides has its default again.",
            "%(n)s values that it decides have their defaults again.",
            n,
        )
        consequences.append(said % {"n": n})
    if open_amendments:
        said = ngettext(
            "%(n)s amendment to it is still to be decided: it can only be declined or merged then.",
            "%(n)s amendments to it are still to be decided: they can only be declined or merged then.",
            open_amendments,
        )
        consequences.append(said % {"n": open_amendments})
    consequences.append(_("Comments on it stay readable."))
    context = {
        **head,
        "heading": _("Remove “%(article)s”") % {"article": heading},
        "consequences": consequences,
        "submit": _("Remove the article"),
        "cancel_url": _anchor(address, key, policy.language_for("")),
    }
    return render(request, "governance/confirm.html", context)
