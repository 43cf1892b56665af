"""The page of retention, and the question before a legal hold is lifted."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.rules.actions import lift_hold
from hemicycle.rules.models import LegalHold
from hemicycle.rules.parameters import in_force

from ..governed import governed
from ..models import User
from ..permissions import allow
from ..roles import KEEPERS, Role
from . import report
from .forms import HoldForm


@allow(*KEEPERS)
def retention(request: HttpRequest) -> HttpResponse:
    """Every rule with what it ended last and ends next, what is held, and the form that holds more."""
    assert isinstance(request.user, User)
    form = HoldForm(request.POST or None, keeper=request.user)
    if request.method == "POST" and form.is_valid() and (placed := form.place()):
        said = _("On hold: %(what)s. None of it is deleted until the hold is lifted.")
        messages.success(request, said % {"what": report.named(placed, request.user)})
        return redirect("retention")
    rules = report.lines(request.user)
    shown = {
        "form": form,
        "lines": rules,
        "kept": report.kept(),
        "holds": report.holds(request.user, rules),
        "hour": in_force("retention_at"),
        "of_the_house": request.user.has_role([Role.ADMINISTRATOR]),
    }
    return render(request, "accounts/retention.html", shown)


@allow(*KEEPERS)
def lift(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether to lift a legal hold on data of the House, or of one's own office, and lift it."""
    assert isinstance(request.user, User)
    mine = LegalHold.objects.in_force().of_offices(governed(request.user))
    held = get_object_or_404(mine, pk=key)
    what = report.named(held, request.user)
    if request.method != "POST":
        shown = {"hold": held, "what": what, "hour": in_force("retention_at")}
        return render(request, "accounts/lift_hold.html", shown)
    lift_hold(held, by=request.user)
    said = _("Hold lifted: %(what)s. What is overdue, and under no other hold, is deleted in the coming night.")
    messages.success(request, said % {"what": what})
    return redirect("retention")
