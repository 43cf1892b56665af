"""Anybody tells the House of an account that pretends to be it, or a member: the address, and nothing of theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.cases.actions.impersonation import report_fake
from hemicycle.cases.models import FoundBy
from hemicycle.cases.safety.fakes import PublicFakeForm

# Whoever has found more of them than that writes to the House.
REPORTS_AN_HOUR = 10


@allow(public=True)
def fake(request: HttpRequest) -> HttpResponse:
    form = PublicFakeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "site/our_accounts/fake.html", {"form": form}, status=422 if form.errors else 200)
    if wait := seconds_to_wait(request, what="fake", most=REPORTS_AN_HOUR, within=HOUR):
        answer = render(request, "site/our_accounts/fake.html", {"form": form, "too_often": True}, status=429)
        answer.headers["Retry-After"] = str(wait)
        return kept_private(answer)
    made = report_fake(**form.cleaned_data, found_by=FoundBy.PUBLIC, by="citizen")
    if made.kept_by is not None:
        messages.success(request, _("Received. The office of that member reads it, and nobody else."))
    else:
        messages.success(request, _("Received. The House looks at it and reports it to the network."))
    return kept_private(redirect("site:our_accounts"))
