"""Business done in private messaging, forwarded into the record by staff of the House."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow

from ..actions import conversations as actions
from ..forms.conversations import ForwardForm
from ..models import HOUSE_ROLES, ForwardedConversation
from .lookup import person


@allow(*HOUSE_ROLES)
def conversations(request: HttpRequest) -> HttpResponse:
    rows = ForwardedConversation.objects.visible_to(request.user).select_related("office", "forwarded_by")
    return render(request, "governance/conversations/list.html", {"rows": rows})


@allow(*HOUSE_ROLES)
def forward(request: HttpRequest) -> HttpResponse:
    offices = Office.objects.of(request.user).filter(kind=Office.Kind.INSTITUTION)
    is_sent = request.method == "POST"
    form = ForwardForm(request.POST if is_sent else None, request.FILES if is_sent else None, offices=offices)
    if form.is_valid():
        made = actions.forward(**form.forwarded, by=person(request))
        messages.success(request, _("The conversation is in the record. Your office finds it in the search."))
        return redirect("governance:conversation", made.pk)
    context = {"form": form}
    return render(request, "governance/conversations/forward.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, number: int) -> ForwardedConversation:
    rows = ForwardedConversation.objects.visible_to(request.user).select_related("office", "forwarded_by")
    found: ForwardedConversation = get_object_or_404(rows, pk=number)
    return found


@allow(own=HOUSE_ROLES)
def conversation(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    context = {"row": found, "files": found.files.defer("content")}
    return render(request, "governance/conversations/conversation.html", context)


@allow(own=HOUSE_ROLES, only_post=True)
def take_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """To be saved: never opened by the browser as a page of ours."""
    row = get_object_or_404(_found(request, number).files.select_related("conversation__office"), pk=file)
    content = actions.read_file(row, by=person(request))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or ""
    answer.headers["Cache-Control"] = "no-store, private"
    return answer
