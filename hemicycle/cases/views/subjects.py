"""What a case is about, set and removed by staff: a bill, a committee, a member."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.inbox.thread import clauses_of
from hemicycle.cases.models import Origin, Subject
from hemicycle.cases.views.lookup import inbox_page, person, readable_case
from hemicycle.channels.permissions import INBOX
from hemicycle.desk.presenters.about import chosen, offered

KINDS = ("document", "committee", "member")
LONGEST_SEARCH = 200


@allow(*INBOX)
def about(request: HttpRequest, reference: str) -> HttpResponse:
    """GET: what the words find in the record. POST: the case is about that, too."""
    found = readable_case(request, reference)
    if request.method == "POST":
        value = request.POST.get("about", "")
        try:
            row = chosen(value, to=request.user) if value.partition(":")[0] in KINDS else {}
        except LookupError:
            row = {}
        if not row:
            messages.error(request, _("This is not in the record."))
        for one in row.values():
            actions.add_subject(found, one, origin=Origin.STAFF, by=person(request))
        return redirect(inbox_page(request, found))
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    rows = [one for one in offered(words, to=request.user) if one.value.partition(":")[0] in KINDS]
    subjects = found.subjects.with_names()
    context = {"case": found, "words": words, "offered": rows, "subjects": subjects, "clauses": clauses_of(found)}
    return render(request, "cases/inbox/about.html", context)


@allow(*INBOX, only_post=True)
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = readable_case(request, reference)
    subject = get_object_or_404(Subject.objects.select_related("case__office"), pk=number, case=found)
    actions.remove_subject(subject, by=person(request))
    messages.success(request, _("Removed."))
    return redirect("cases:about", found.reference)
