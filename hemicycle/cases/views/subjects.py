"""What a case is about, set and removed by staff: a bill, a committee, a member."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.clauses import name_clauses, provisions
from hemicycle.cases.models import Case, Origin, Subject
from hemicycle.cases.views.lookup import inbox_page, person, readable_case
from hemicycle.channels.permissions import INBOX
from hemicycle.desk.presenters.about import chosen, offered

KINDS = ("document", "committee", "member")
LONGEST_SEARCH = 200


@allow(*INBOX)
def about(request: HttpRequest, reference: str) -> HttpResponse:
    """GET: what the words find in the record. POST: the case is about that, too, or about a clause of it."""
    found = readable_case(request, reference)
    if request.method == "POST":
        return _add(request, found)
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    rows = [one for one in offered(words, to=request.user) if one.value.partition(":")[0] in KINDS]
    subjects = list(found.subjects.select_related("bill", "committee", "member", "announcement"))
    name_clauses(subjects)
    listed = [(one, provisions(one.bill) if one.bill is not None and not one.eid else []) for one in subjects]
    context = {"case": found, "words": words, "offered": rows, "subjects": listed}
    return render(request, "cases/inbox/about.html", context)


def _add(request: HttpRequest, found: Case) -> HttpResponse:
    value, eid = request.POST.get("about", ""), request.POST.get("clause", "")
    try:
        row = chosen(value, to=request.user) if value.partition(":")[0] in KINDS else {}
    except LookupError:
        row = {}
    bill = row.get("document")
    if not row or (eid and (bill is None or eid not in {one for one, *_named in provisions(bill)})):
        messages.error(request, _("This is not in the record."))
        return redirect(inbox_page(request, found))
    for one in row.values():
        actions.add_subject(found, one, origin=Origin.STAFF, by=person(request), eid=eid)
    return redirect(inbox_page(request, found))


@allow(*INBOX, only_post=True)
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    found = readable_case(request, reference)
    subject = get_object_or_404(Subject.objects.select_related("case__office"), pk=number, case=found)
    actions.remove_subject(subject, by=person(request))
    messages.success(request, _("Removed."))
    return redirect("cases:about", found.reference)
