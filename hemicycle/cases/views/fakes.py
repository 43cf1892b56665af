"""Accounts that pretend to be the House or a member: the list, and each until it is gone. A member reads of those that
imitate them, sees to those that their office keeps, and hands them over to the House."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.cases.actions import impersonation as actions
from hemicycle.cases.models import FakeSharing, FakeState, FoundBy, Imitated, ImpersonationReport
from hemicycle.cases.permissions import FAKES, IMITATED, THREAT_COUNTS, fakes_shown_to, may_change_fake
from hemicycle.cases.safety.fakes import CaptureForm, FakeForm, SubmitForm, taken_down
from hemicycle.cases.views.lookup import move, page_of, person

DUE, ALL = "due", "all"
STATES: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("Not ended")),
    (DUE, gettext_lazy("To do now")),
    *FakeState.choices,
    (ALL, gettext_lazy("All")),
)


@allow(*FAKES, own=IMITATED)
def fakes(request: HttpRequest) -> HttpResponse:
    """Those that are not gone, the oldest first; what is due by a filter. A member has few, and reads all of them."""
    every = fakes_shown_to(person(request)).order_by("found_at", "pk")
    theirs = Office.objects.filter(pk__in=person(request).offices_as(IMITATED))
    shared = set(FakeSharing.objects.filter(office__in=theirs).values_list("office", flat=True))
    sharing = [(one, one.pk in shared) for one in theirs]
    if not person(request).has_role(FAKES):
        return render(request, "cases/fakes/fakes.html", {"page": page_of(every, request), "sharing": sharing})
    state = Filter("state", gettext_lazy("State"), STATES).read(request.GET)
    narrowed = {"": every.unfinished, DUE: every.due, ALL: every.all}
    rows = narrowed[state.value]() if state.value in narrowed else every.filter(state=state.value)
    context = {
        "page": page_of(rows, request),
        "filters": [state],
        "counts": taken_down(),
        "may_change": True,
        "sharing": sharing,
        "may_see_threats": person(request).has_role(THREAT_COUNTS),
    }
    return render(request, "cases/fakes/fakes.html", context)


@allow(*FAKES)
def new_fake(request: HttpRequest) -> HttpResponse:
    """POST with an address alone, from the check of look-alikes, fills the form in."""
    prefilled = "prefill" in request.POST
    initial = {"imitated": Imitated.HOUSE, "address": request.POST.get("address", "")[:500]}
    form = FakeForm(request.POST if request.method == "POST" and not prefilled else None, initial=initial)
    found_by = FoundBy.LOOKALIKE if prefilled or "lookalike" in request.POST else FoundBy.STAFF
    if form.is_valid():
        made = actions.report_fake(**form.cleaned_data, found_by=found_by, by=person(request))
        if not may_change_fake(person(request), made):
            messages.success(request, _("Noted. The office of that member reads it, and nobody else."))
            return redirect("cases:fakes")
        messages.success(request, _("Noted. Report it to the network now, and enter the day here."))
        return redirect("cases:fake", made.pk)
    context = {"form": form, "is_lookalike": found_by == FoundBy.LOOKALIKE}
    return render(request, "cases/fakes/new.html", context, status=422 if form.errors else 200)


@allow(*FAKES, own=IMITATED)
def fake(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _found(request, number))


@allow(*FAKES, own=IMITATED, only_post=True)
def submit_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "submit", SubmitForm(request.POST), actions.submit_fake)


@allow(*FAKES, own=IMITATED, only_post=True)
def capture_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "capture", CaptureForm(request.POST), actions.note_capture)


@allow(*FAKES, own=IMITATED, only_post=True)
def take_down_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "", Form(request.POST), actions.take_down_fake)


@allow(*FAKES, own=IMITATED, only_post=True)
def dismiss_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "", Form(request.POST), actions.dismiss_fake)


@allow(*FAKES, own=IMITATED, only_post=True)
def reopen_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "", Form(request.POST), actions.reopen_fake)


@allow(*IMITATED, only_post=True)
def hand_over_fake(request: HttpRequest, number: int) -> HttpResponse:
    return _done(request, number, "", Form(request.POST), actions.hand_over_fake)


@allow(*IMITATED, only_post=True)
def share_fakes(request: HttpRequest, number: int) -> HttpResponse:
    """A member's office leaves it to the House to see to all that imitate its member, or ends it."""
    office = get_object_or_404(Office.objects.filter(pk__in=person(request).offices_as(IMITATED)), pk=number)
    if "on" in request.POST:
        actions.share_fakes(office, by=person(request))
        messages.success(request, _("The House sees to them from now on."))
    else:
        actions.stop_sharing_fakes(office, by=person(request))
        messages.success(request, _("What is reported from now on stays in your office."))
    return redirect("cases:fakes")


def _found(request: HttpRequest, number: int) -> ImpersonationReport:
    found: ImpersonationReport = get_object_or_404(fakes_shown_to(person(request)), pk=number)
    return found


def _done(request: HttpRequest, number: int, name: str, form: Form, action: Any) -> HttpResponse:
    found = _found(request, number)
    if not may_change_fake(person(request), found):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, found, {name: form})
    move(request, action, found, **form.cleaned_data, said=_("Saved."))
    return redirect("cases:fake", number)


def _page(request: HttpRequest, found: ImpersonationReport, filled: dict[str, Form] | None = None) -> HttpResponse:
    forms = filled or {}
    context = {
        "fake": found,
        "may_change": may_change_fake(person(request), found),
        "steps": found.steps.select_related("by"),
        "submit": forms.get("submit")
        or SubmitForm(initial={"on": timezone.localdate(), "reference": found.reference}),
        "capture": forms.get("capture") or CaptureForm(initial={"evidence": found.evidence}),
    }
    return render(request, "cases/fakes/fake.html", context, status=422 if filled else 200)
