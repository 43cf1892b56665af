"""An announcement like another, one that moves to another office, one that was discarded and is a draft again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.channels.models import Account
from hemicycle.desk import actions
from hemicycle.desk.forms.planning import OfficeForm
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.offices import written_in
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.responses import refused
from hemicycle.desk.words import left_out
from hemicycle.rules.errors import IllegalMove

_FORMER = "desk.former_office"


@allow(*WRITERS, only_post=True)
def duplicate(request: HttpRequest, address: str) -> HttpResponse:
    """A draft that says the same."""
    found = written(request, address)
    copy = actions.duplicate(found, by=person(request))
    messages.success(request, _("This is a copy. It has no time and no approvals yet."))
    if missing := left_out(actions.beginning_of(found).left_out):
        messages.warning(request, missing)
    return redirect("desk:compose", copy.address)


@allow(*WRITERS)
def office(request: HttpRequest, address: str) -> HttpResponse:
    """Choose another office; which channels go is said before."""
    found = written(request, address)
    offices = written_in(person(request)).exclude(pk=found.office_id)
    form = OfficeForm(request.POST or None, offices=offices)
    if request.method == "POST" and form.is_valid():
        return _changed(request, found, form.cleaned_data["office"])
    channels = [target.account.name for target in found.targets.all()]
    context = {"announcement": found, "form": form, "may_choose": offices.exists(), "channels": channels}
    return render(request, "desk/board/office.html", context, status=422 if form.errors else 200)


def _changed(request: HttpRequest, found: Announcement, chosen: Office) -> HttpResponse:
    former = found.office_id
    try:
        removed = actions.change_office(found, office=chosen, by=person(request))
    except IllegalMove as error:
        return refused(request, found, error)
    # Own texts of channels that went are kept with the session, until the next change or the end of it.
    request.session[_FORMER] = {"announcement": found.pk, "office": former, "targets": list(removed.items())}
    message = _("It is now written in the name of %(office)s.") % {"office": chosen}
    if removed:
        names = Account.objects.filter(pk__in=removed).order_by("name").values_list("name", flat=True)
        message += " " + _("Removed: %(channels)s.") % {"channels": ", ".join(names)}
    messages.success(request, message, extra_tags=f"undo:{reverse('desk:undo_office', args=[found.address])}")
    return redirect("desk:compose", found.address)


@allow(*WRITERS, only_post=True)
def undo_office(request: HttpRequest, address: str) -> HttpResponse:
    """Back to the office and the channels that it had."""
    found = written(request, address)
    former: dict[str, Any] = request.session.pop(_FORMER, {})
    if former.get("announcement") != found.pk:
        return refused(request, found, _("This can no longer be undone."))
    offices = written_in(person(request))
    try:
        actions.change_office(
            found, office=get_object_or_404(offices, pk=former["office"]), targets=dict(former["targets"]),
            by=person(request),
        )  # fmt: skip
    except IllegalMove as error:
        return refused(request, found, error)
    messages.success(request, _("Undone."))
    return redirect("desk:compose", address)


@allow(*WRITERS, only_post=True)
def restore(request: HttpRequest, address: str) -> HttpResponse:
    """What was discarded is a draft again."""
    found = written(request, address)
    try:
        actions.restore(found, by=person(request))
    except IllegalMove as error:
        return refused(request, found, error)
    messages.success(request, _("It is a draft again."))
    return redirect("desk:compose", address)
