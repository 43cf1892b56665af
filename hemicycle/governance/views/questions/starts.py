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
from ...presenters.questionnaire import difference_of, page_language, progress_of, whole_of_start
from ...questions import questionnaire
from ..lookup import head, keyed_or_404, settled, visible_policy


@allow(*LEADERS, signed_in=True)
def start(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """Its whole text, before one chooses it."""
    version, language = visible_policy(request, address).in_hand(), page_language()
    starts = questionnaire().starts
    context = {
        "chosen": keyed_or_404(starts, start),
        "others": [one for one in starts if one.key != start],
        "articles": whole_of_start(start, language), "language": language, "progress": progress_of(version),
    }  # fmt: skip
    return render(request, "governance/questions/start.html", {**head(request, version, "questions"), **context})


@allow(*LEADERS, signed_in=True)
def start_pdf(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """The same on paper."""
    visible_policy(request, address)
    chosen, language = keyed_or_404(questionnaire().starts, start), page_language()
    response = HttpResponse(pdf(starting(chosen, language)), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="starting-policy-{chosen.key}-{language}.pdf"'
    return response


@allow(*LEADERS, signed_in=True)
def compare(request: HttpRequest, address: str, first: str, second: str) -> HttpResponse:
    """Two of them: which answers differ, and the articles word by word."""
    version, language = visible_policy(request, address).in_hand(), page_language()
    if first == second:
        raise Http404
    context = {
        "pair": [keyed_or_404(questionnaire().starts, key) for key in (first, second)], "language": language,
        "articles": difference_of(first, second, language), "total": len(questionnaire().articles),
    }  # fmt: skip
    return render(request, "governance/questions/compare.html", {**head(request, version, "questions"), **context})


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def begin(request: HttpRequest, address: str, start: str) -> HttpResponse:
    """Fill what is open as it does."""
    version, chosen = visible_policy(request, address).in_hand(), keyed_or_404(questionnaire().starts, start)
    count = building.start_from(version, chosen.key, by=request.user)
    words = ngettext(
        "%(n)s question was answered as in “%(name)s”. Each answer can be changed.",
        "%(n)s questions were answered as in “%(name)s”. Each answer can be changed.",
        count,
    )
    if count:
        messages.success(request, words % {"n": count, "name": chosen.title.here})
    else:
        messages.info(request, _("No question was open: nothing was changed."))
    return redirect("governance:questions_whole", address)
