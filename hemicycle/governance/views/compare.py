"""Two versions of a text beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hemicycle.accounts.permissions import allow

from ..models import LEADERS
from ..presenters.comparison import comparison
from .lookup import person as person_of
from .lookup import visible_policy
from .opening import settled, shared


@allow(*LEADERS, signed_in=True)
@settled
def compare(request: HttpRequest, address: str) -> HttpResponse:
    policy, person = visible_policy(request, address), person_of(request)
    context = {
        **shared(policy, policy.in_hand(), person, "compare"),
        "comparison": comparison(policy, request.GET, policy.language_for("")),
    }
    return render(request, "governance/compare.html", context)
