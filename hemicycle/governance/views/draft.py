"""The whole text, and its articles as a list that the working group keeps in order."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ..actions import drafting
from ..errors import BadPlaceholder, DecidedTwice
from ..forms.articles import NewArticleForm
from ..models import LEADERS, Version
from ..presenters.text import headings, shown, words_of
from .lookup import article_of, opened, opened_to_write, person, settled, visible_policy
from .responses import confirmation, status_of


@allow(*LEADERS, signed_in=True)
@settled
def draft(request: HttpRequest, address: str) -> HttpResponse:
    """In one language, with another beside it if asked; `version`: an earlier one, to be read."""
    policy, version, context = opened(request, address, "draft", any_version=True)
    language = policy.language_for(request.GET.get("language", ""))
    beside = request.GET.get("beside", "")
    beside = beside if beside in policy.languages and beside != language else ""
    context |= {
        "articles": shown(version, language, beside),
        "language": language,
        "beside": beside,
        "is_earlier": version.pk != policy.in_hand().pk,
    }
    return render(request, "governance/draft.html", context)


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
    policy, version, context = opened_to_write(request, address, "draft")
    language = policy.language_for(request.GET.get("language", ""))
    form = NewArticleForm(request.POST or None, version=version, places=places(version, language))
    if request.method == "POST" and form.is_valid():
        try:
            article = drafting.add_article(
                version, language=language, **form.words, parameters=form.values, after=form.cleaned_data["after"],
                by=person(request),
            )  # fmt: skip
        except (BadPlaceholder, DecidedTwice) as error:
            form.refuse(error)
        else:
            messages.success(request, _("The article is in the draft."))
            page = reverse("governance:write", args=[address, article.key])
            return redirect(f"{page}?language={language}" if form.values else _anchor(address, article.key, language))
    context |= {
        "form": form,
        "language": language,
        "heading": _("Add an article"),
        "submit": _("Add the article"),
    }
    return render(request, "governance/add_article.html", context, status=status_of(form))


def _anchor(address: str, key: str, language: str) -> str:
    return f"{reverse('governance:draft', args=[address])}?language={language}#{key}"


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def move(request: HttpRequest, address: str, key: str) -> HttpResponse:
    policy = visible_policy(request, address)
    article = article_of(policy.in_hand(), key)
    drafting.move_article(article, by=person(request), up=request.POST.get("way") == "up")
    language = policy.language_for(request.POST.get("language", ""))
    return redirect(_anchor(address, key, language))


@allow(*LEADERS, signed_in=True)
@settled
def remove(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Take an article out of the draft, after saying what goes with it."""
    policy, version, context = opened_to_write(request, address, "draft")
    article = article_of(version, key)
    if request.method == "POST":
        drafting.remove_article(article, by=person(request))
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
    return confirmation(
        request,
        context,
        heading=_("Remove “%(article)s”") % {"article": heading},
        consequences=consequences,
        submit=_("Remove the article"),
        back=_anchor(address, key, policy.language_for("")),
    )
