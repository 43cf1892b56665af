"""What senders of a campaign added of their own: read, answered together, put aside, or taken out of the campaign."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow
from hemicycle.cases import permissions
from hemicycle.cases.actions import campaigns as actions
from hemicycle.cases.campaigns.points import Points
from hemicycle.cases.forms.campaigns import PointForm, ticked
from hemicycle.cases.models import Campaign, Case, CaseQuerySet
from hemicycle.cases.views.campaigns import decidable, show
from hemicycle.cases.views.lookup import person
from hemicycle.channels.permissions import ANSWERERS


@allow(*ANSWERERS, only_post=True)
def points(request: HttpRequest, address: str) -> HttpResponse:
    """What is done with the ticked letters."""
    found = decidable(request, address)
    if not permissions.may_read_letters(person(request), found):
        raise PermissionDenied
    rows = _ticked(request, found)
    if not rows.exists():
        messages.error(request, _("Tick letters first."))
        return redirect("cases:campaign", found.address)
    if request.POST.get("do") == "answer":
        if found.is_of_a_member:
            # It would be sent with an answer that a member's office does not give.
            raise PermissionDenied
        return _answer(request, found, rows)
    if request.POST.get("do") == "leave":
        done = actions.leave(rows, by=person(request))
        said = ngettext("%(n)d letter removed.", "%(n)d letters removed.", done)
    else:
        is_one = request.POST.get("do") == "point"
        done = actions.set_point(rows, found, is_one=is_one, by=person(request))
        said = ngettext("%(n)d letter changed.", "%(n)d letters changed.", done)
    messages.success(request, said % {"n": done})
    return redirect("cases:campaign", found.address)


def _answer(request: HttpRequest, found: Campaign, rows: CaseQuerySet) -> HttpResponse:
    form = PointForm(request.POST, auto_id="id_point_%s")
    if not form.is_valid():
        return show(request, found, point=form, status=422)
    said = form.cleaned_data
    written = actions.answer_points(rows, found, text=said["text"], lang=said["lang"], by=person(request))
    done, asked = written.cases.count(), rows.count()
    if done < asked:
        messages.warning(request, _some_have_the_answer(asked - done))
        if not done:
            return redirect("cases:campaign", found.address)
    answered = ngettext("Saved for %(n)d letter.", "Saved for %(n)d letters.", done)
    messages.success(request, answered % {"n": done})
    return redirect("cases:campaign", found.address)


def _some_have_the_answer(n: int) -> str:
    said = ngettext(
        "%(n)d letter has its answer already. Open it and answer the point there.",
        "%(n)d letters have their answer already. Open them and answer the point there.",
        n,
    )
    return said % {"n": n}


def _ticked(request: HttpRequest, found: Campaign) -> CaseQuerySet:
    if request.POST.get("every"):
        keys = list(Points(found, request.POST.get("q", "")).rows().values_list("pk", flat=True))
    else:
        keys = ticked(request.POST.getlist("rows"))
    rows: CaseQuerySet = Case.objects.of_campaign(found).filter(pk__in=keys)
    return rows
