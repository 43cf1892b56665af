"""Where whoever wrote a letter says whether it may go to another office."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions, addresses
from hemicycle.cases.errors import CannotPassOn
from hemicycle.cases.models import PassingOn


# The key from their mail is the permission, where cookies are off, too; it goes to no other site in a Referer.
@csrf_exempt
@never_cache
@allow(public=True)
def passing_on(request: HttpRequest, key: str) -> HttpResponse:
    """Asked by a key that they alone were sent, or on the page of their letter; a second answer changes nothing."""
    rows = PassingOn.objects.select_related("office", "to", "case__office")
    # What is typed from paper may be in capitals.
    row = get_object_or_404(rows, key__in={key, key.lower()})
    failed = False
    if request.method == "POST" and row.answered_at is None and request.POST.get("say") in ("yes", "no"):
        try:
            actions.answer_passing_on(row, agreed=request.POST["say"] == "yes")
        except CannotPassOn:
            failed = True
        else:
            on_page = actions.is_asked_on_page(row.case)
            return redirect(f"{addresses.letter(row.case.key)}#pass-on" if on_page else addresses.passing_on(row.key))
    context = {"row": row, "failed": failed, "there": actions.passed_on_by(row)}
    answer = render(request, "site/passing_on.html", context, status=409 if failed else 200)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
