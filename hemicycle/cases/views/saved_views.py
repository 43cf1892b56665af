"""The views of the inbox that somebody keeps: saved, renamed, put in order, deleted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.forms.cases import RenameViewForm, SaveViewForm
from hemicycle.cases.models import SavedView
from hemicycle.cases.views.lookup import inbox_page, person
from hemicycle.channels.permissions import INBOX


@allow(*INBOX)
def saved_views(request: HttpRequest) -> HttpResponse:
    return _listed(request)


@allow(*INBOX)
def save_view(request: HttpRequest) -> HttpResponse:
    """As the list is narrowed in the address of this page."""
    form = SaveViewForm(request.POST or None, person=person(request))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.save_view(
            office=said["office"], name=said["name"], query=request.GET.urlencode(), is_shared=said["is_shared"],
            by=person(request),
        )  # fmt: skip
        messages.success(request, _("The view is saved."))
        return redirect(inbox_page(request))
    context = {"form": form, "back": inbox_page(request), "has_words": bool(request.GET.get("q"))}
    return render(request, "cases/inbox/save_view.html", context, status=422 if form.errors else 200)


@allow(*INBOX, only_post=True)
def rename_view(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(request, number)
    form = RenameViewForm(request.POST, view=row)
    if not form.is_valid():
        return _listed(request, form)
    actions.rename_view(row, name=form.cleaned_data["name"], by=person(request))
    messages.success(request, _("The view is saved."))
    return redirect("cases:saved_views")


@allow(*INBOX, only_post=True)
def move_view(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(request, number)
    among = SavedView.objects.seen_by(person(request))
    actions.move_view(row, among=among, earlier=request.POST.get("to") == "earlier")
    return redirect("cases:saved_views")


@allow(*INBOX, only_post=True)
def delete_view(request: HttpRequest, number: int) -> HttpResponse:
    actions.delete_view(_found(request, number), by=person(request))
    messages.success(request, _("The view is deleted. The cases stay."))
    return redirect("cases:saved_views")


def _found(request: HttpRequest, number: int) -> SavedView:
    """One's own, or one that an office shares: whoever works there may change it."""
    row: SavedView = get_object_or_404(SavedView.objects.seen_by(person(request)), pk=number)
    return row


def _listed(request: HttpRequest, refused: RenameViewForm | None = None) -> HttpResponse:
    inbox = reverse("cases:inbox")
    rows = [
        {
            "view": one,
            "url": f"{inbox}?{one.query}",
            "form": refused if refused is not None and refused.view.pk == one.pk else RenameViewForm(view=one),
        }
        for one in SavedView.objects.seen_by(person(request)).select_related("office")
    ]
    return render(request, "cases/inbox/views.html", {"rows": rows}, status=422 if refused is not None else 200)
