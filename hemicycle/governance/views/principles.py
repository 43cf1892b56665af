"""Principles and practices, public: for whoever only wants to read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemicycle.accounts.permissions import allow

from .. import addresses
from ..models import Version
from ..presenters.practices import with_articles
from ..presenters.questionnaire import page_language
from ..questions import practices as every_practice
from ..questions import principles as every_principle
from .lookup import keyed_or_404


@allow(public=True)
def principles(request: HttpRequest) -> HttpResponse:
    language = page_language()
    context = {"principles": every_principle(), "language": language, "policy_url": addresses.public_policy()}
    return render(request, "governance/principles/principles.html", context)


@allow(public=True)
def principle(request: HttpRequest, key: str) -> HttpResponse:
    language = page_language()
    every, known = every_principle(), every_practice()
    found = keyed_or_404(every, key)
    at = every.index(found)
    context = {
        "principle": found, "in_practice": found.in_practice[language], "number": at + 1, "total": len(every),
        "practices": [known[one] for one in found.practices if one in known], "language": language,
        "before": every[at - 1] if at else None, "after": every[at + 1] if at + 1 < len(every) else None,
    }  # fmt: skip
    return render(request, "governance/principles/principle.html", context)


@allow(public=True)
def practices(request: HttpRequest) -> HttpResponse:
    """All of them by area, with the article of the policy in force that serves each, or that none does."""
    language = page_language()
    found = Version.objects.in_force()
    in_force = found.read_whole() if found else None
    rows = with_articles(in_force, language)
    context = {
        "rows": rows, "served": sum(bool(articles) for _practice, articles in rows), "in_force": in_force,
        "policy_url": addresses.public_policy(), "language": language,
    }  # fmt: skip
    return render(request, "governance/principles/practices.html", context)
