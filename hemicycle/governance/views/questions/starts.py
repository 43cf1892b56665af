"""The starting policies: read in full, compared, and begun from."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ...actions import building
from ...documents.pdf import pdf
from ...documents.starting import starting
from ...models import LEADERS
from ...presenters.questionnaire import difference_of, page_language, progress_of, starting_policies, whole_of_start
from ...questions import questionnaire
from ..opening import settled
from .finding import draft_seen, shared, start_or_404


@allow(*LEADERS, signed_in=True)
def start(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """Its whole text, before one chooses it."""
    version, language = draft_seen(request, address), page_language()
    start_or_404(start)
    starts = starting_policies(language)
    context = {
        "chosen": next(one for one in starts if one.key == start),
        "others": [one for one in starts if one.key != start],
        "articles": whole_of_start(start, language), "language": language, "progress": progress_of(version),
    }  # fmt: skip
    return render(request, "governance/questions/start.html", {**shared(version, request), **context})


@allow(*LEADERS, signed_in=True)
def start_pdf(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """The same on paper."""
    draft_seen(request, address)
    chosen, language = start_or_404(start), page_language()
    response = HttpResponse(pdf(starting(chosen, language)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="starting-policy-{chosen.key}-{language}.pdf"'
    return response


@allow(*LEADERS, signed_in=True)
def compare(request: HttpRequest, address: str, first: str, second: str) -> HttpResponse:
    """Two of them: which answers differ, and the articles word by word."""
    version, language = draft_seen(request, address), page_language()
    if first == second:
        raise Http404
    keys = [start_or_404(key).key for key in (first, second)]
    by_key = {one.key: one for one in starting_policies(language)}
    context = {
        "pair": [by_key[key] for key in keys], "language": language,
        "articles": difference_of(first, second, language), "total": len(questionnaire().articles),
    }  # fmt: skip
    return render(request, "governance/questions/compare.html", {**shared(version, request), **context})


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def begin(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """Fill what is open as it does."""
    version, chosen = draft_seen(request, address), start_or_404(start)
    count = building.start_from(version, chosen.key, by=request.user)
    name = chosen.title[page_language()]
    words = ngettext(
        "%(n)s question was answered as in “%(name)s”. Each answer can be changed.",
        "%(n)s questions were answered as in “%(name)s”. Each answer can be changed.",
        count,
    )
    if count:
        messages.success(request, words % {"n": count, "name": name})
    else:
        messages.info(request, _("No question was open: nothing was changed."))
    return redirect("governance:questions_whole", address)
