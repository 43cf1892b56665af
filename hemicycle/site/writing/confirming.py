"""The pages behind the two links of the question: it was me, and it was not. Both only ask; a button does it."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import kept_private
from hemicycle.cases import actions
from hemicycle.cases.actions.confirming import CITIZEN
from hemicycle.cases.models import Confirmation


@csrf_exempt
@allow(public=True)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(key)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        actions.confirm(found.case, by=CITIZEN)
        found.case.refresh_from_db()
    return kept_private(render(request, "site/writing/confirm.html", {"case": found.case, "key": key}))


@csrf_exempt
@allow(public=True)
def dispute(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(key)
    if found is None:
        return _gone(request)
    if request.method == "POST":
        actions.dispute(found.case, by=CITIZEN)
        found.case.refresh_from_db()
    return kept_private(render(request, "site/writing/dispute.html", {"case": found.case, "key": key}))


def _found(key: str) -> Confirmation | None:
    rows = Confirmation.objects.in_time().select_related("case__office", "case__campaign__office")
    return rows.filter(key=key).first()


def _gone(request: HttpRequest) -> HttpResponse:
    return kept_private(render(request, "site/writing/gone.html", {"is_link": True}, status=HTTPStatus.GONE))
