"""The questionnaire in its groups, one an article: what is answered, what is open, how long is left."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ...actions import building
from ...models import LEADERS
from ...presenters.questionnaire import page_language, progress_of, text_language, whole_of
from ...questions import questionnaire
from ..lookup import head, settled, visible_policy


@allow(*LEADERS, signed_in=True)
def questions(request: HttpRequest, address: str) -> HttpResponse:
    version = visible_policy(request, address).in_hand()
    language = page_language()
    context = {"progress": progress_of(version), "starts": questionnaire().starts, "language": language}
    return render(request, "governance/questions/overview.html", {**head(request, version, "questions"), **context})


@allow(*LEADERS, signed_in=True)
def whole(request: HttpRequest, address: str) -> HttpResponse:
    """The text that the answers make, with what is still open, and where it goes from here."""
    version = visible_policy(request, address).in_hand()
    wanted = request.GET.get("language", "")
    known = version.policy.languages
    language = wanted if wanted in known else text_language(known)
    progress = progress_of(version)
    context = {"progress": progress, "articles": whole_of(progress, language), "language": language}
    return render(request, "governance/questions/whole.html", {**head(request, version, "questions"), **context})


@allow(*LEADERS, signed_in=True)
@settled
def over(request: HttpRequest, address: str) -> HttpResponse:
    """Remove every answer, after a confirmation."""
    version = visible_policy(request, address).in_hand()
    if request.method == "POST":
        building.start_over(version, by=request.user)
        messages.success(request, _("All answers were removed."))
        return redirect("governance:questions", address)
    back = reverse("governance:questions", args=[address])
    progress = progress_of(version)
    kept = [line.heading for line in progress.lines if line.is_rewritten]
    context = {"progress": progress, "kept": kept, "back": back}
    return render(request, "governance/questions/over.html", {**head(request, version, "questions"), **context})
