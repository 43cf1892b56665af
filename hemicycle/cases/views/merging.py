"""Two cases of one person become one, and a message becomes a case of its own; both with undo."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.errors import CannotMerge, NotConfirmed, OnlyMessage
from hemicycle.cases.inbox.rows import Row, rows_of, sources_of, whole
from hemicycle.cases.inbox.thread import others_of
from hemicycle.cases.models import Case, CaseMessage
from hemicycle.cases.views.lookup import inbox_page, person, readable_case
from hemicycle.cases.views.undoing import say
from hemicycle.channels.permissions import INBOX

# Of somebody who wrote more often, the latest are meant.
MOST_OFFERED = 20


@allow(*INBOX)
def merge(request: HttpRequest, reference: str) -> HttpResponse:
    """Into another case of the same person, which is chosen on this page."""
    found = readable_case(request, reference)
    known = [one for one in others_of(found, most=MOST_OFFERED) if one.is_public == found.is_public]
    apart = actions.why_apart([found, *known])
    others = [] if found.pk in apart else [one for one in known if one.pk not in apart]
    into = next((one for one in others if one.reference == request.POST.get("into")), None)
    if request.method != "POST" or into is None:
        problem = _("Choose the case that stays.") if request.method == "POST" else ""
        context = {
            "case": found, "rows": _rows(request, others), "problem": problem, "query": request.GET.urlencode(),
            "why": apart.get(found.pk, ""), "back": inbox_page(request, found),
            "apart": [(one, apart[one.pk]) for one in known if one.pk in apart],
        }  # fmt: skip
        return render(request, "cases/inbox/merge.html", context, status=422 if problem else 200)
    before = actions.before_merging(found, into=into)
    try:
        kept = actions.merge(found, into=into, by=person(request))
    except CannotMerge:
        messages.error(request, _("These two cannot be merged any more."))
        return redirect(inbox_page(request, found))
    said = _("%(reference)s is part of this case now.") % {"reference": found}
    say(request, said, "merge", {"before": asdict(before)}, back=inbox_page(request, found))
    return redirect(inbox_page(request, kept))


def _rows(request: HttpRequest, cases: list[Case]) -> list[Row]:
    """With the first words, as the list of the inbox shows them; the newest first."""
    found = whole(Case.objects.filter(pk__in=[one.pk for one in cases]).order_by("-heard_at", "-pk"))
    return rows_of(found, reader=person(request), sources=sources_of(found))


@allow(*INBOX, only_post=True)
def split(request: HttpRequest, number: int) -> HttpResponse:
    """A message that is about something else."""
    rows = CaseMessage.objects.filter(inbound=number, case__in=Case.objects.visible_to(request.user))
    held = get_object_or_404(rows.select_related("case", "inbound__office"))
    old = readable_case(request, held.case.reference)
    try:
        new = actions.split(held.inbound, by=person(request))
    except OnlyMessage:
        messages.error(request, _("It is the only message of its case."))
        return redirect(inbox_page(request, old))
    except NotConfirmed:
        messages.error(request, _("Its address is not confirmed yet. It can be made two cases once it is."))
        return redirect(inbox_page(request, old))
    said = _("The message is a case of its own now: %(reference)s.") % {"reference": new}
    facts = {"message": number, "old": old.pk, "state": old.state}
    say(request, said, "split", facts, back=reverse("cases:case", args=[old.reference]))
    return redirect(inbox_page(request, new))
