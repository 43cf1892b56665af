"""Principles and practices, public: for whoever only wants to read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hemicycle.accounts.permissions import allow

from .. import addresses
from ..models import Version
from ..presenters.principles import areas_in, principles_in
from ..presenters.questionnaire import page_language


@allow(public=True)
def principles(request: HttpRequest) -> HttpResponse:
    language = page_language()
    context = {"principles": principles_in(language), "language": language, "policy_url": addresses.public_policy()}
    return render(request, "governance/principles/principles.html", context)


@allow(public=True)
def principle(request: HttpRequest, key: str) -> HttpResponse:
    language = page_language()
    every = principles_in(language)
    at = next((index for index, one in enumerate(every) if one.key == key), None)
    if at is None:
        raise Http404
    context = {
        "principle": every[at], "language": language, "total": len(every),
        "before": every[at - 1] if at else None, "after": every[at + 1] if at + 1 < len(every) else None,
    }  # fmt: skip
    return render(request, "governance/principles/principle.html", context)


@allow(public=True)
def practices(request: HttpRequest) -> HttpResponse:
    """All of them by area, with the article of the policy in force that serves each, or that none does."""
    language = page_language()
    found = Version.objects.in_force()
    in_force = found.read_whole() if found else None
    areas = areas_in(language, in_force)
    context = {
        "areas": areas, "policy_url": addresses.public_policy(), "in_force": in_force, "language": language,
        "total": sum(len(one.practices) for one in areas), "served": sum(one.served for one in areas),
    }  # fmt: skip
    return render(request, "governance/principles/practices.html", context)
