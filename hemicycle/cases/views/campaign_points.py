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
    do = request.POST.get("do", "")
    if do == "answer" and found.is_of_a_member:
        # It would be sent with an answer that a member's office does not give.
        raise PermissionDenied
    if "change" in request.POST:
        return _change(request, found)
    rows = _ticked(request, found)
    if not rows.exists():
        messages.error(request, _("Tick letters first."))
        return show(request, found, point=_as_typed(request), status=422)
    if do == "answer":
        return _answer(request, found, rows)
    if do == "leave":
        done = actions.leave(rows, by=person(request))
        said = ngettext("%(n)d letter removed.", "%(n)d letters removed.", done)
    elif "delete" in request.POST:
        done = actions.set_point(rows, found, is_one=True, by=person(request))
        said = _("The answer is deleted. The point is still to be answered.")
    else:
        done = actions.set_point(rows, found, is_one=do == "point", by=person(request))
        said = ngettext("%(n)d letter changed.", "%(n)d letters changed.", done)
    messages.success(request, said % {"n": done})
    return redirect("cases:campaign", found.address)


def _change(request: HttpRequest, found: Campaign) -> HttpResponse:
    """The answer that is saved for a letter stands in the form again, with all letters ticked that get it."""
    case = Case.objects.of_campaign(found).filter(pk__in=ticked([request.POST["change"]])).first()
    saved = case.point_answer if case is not None else None
    if saved is None or found.is_of_a_member:
        messages.info(request, _("Somebody was quicker: this is how it stands now."))
        return redirect("cases:campaign", found.address)
    form = PointForm(initial={"text": saved.text, "lang": saved.lang}, auto_id="id_point_%s")
    return show(request, found, point=form, ticked=set(saved.cases.values_list("pk", flat=True)))


def _as_typed(request: HttpRequest) -> PointForm:
    """What is written is not lost where something else is missing."""
    typed = {name: request.POST[name] for name in ("text", "lang") if name in request.POST}
    return PointForm(initial=typed, auto_id="id_point_%s")


def _answer(request: HttpRequest, found: Campaign, rows: CaseQuerySet) -> HttpResponse:
    form = PointForm(request.POST, auto_id="id_point_%s")
    if not form.is_valid():
        return show(request, found, point=form, ticked=set(rows.values_list("pk", flat=True)), status=422)
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
    if "delete" in request.POST:
        keys = ticked([request.POST["delete"]])
    elif request.POST.get("every"):
        keys = list(Points(found, request.POST.get("q", "")).rows().values_list("pk", flat=True))
    else:
        keys = ticked(request.POST.getlist("rows"))
    rows: CaseQuerySet = Case.objects.of_campaign(found).filter(pk__in=keys)
    return rows
