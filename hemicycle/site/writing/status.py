"""How a letter stands, by its reference. It says when it came, how far it is and by when an answer is due, and nothing
of what or who.

A reference that is none gets the same page after the same look into the table: who guesses learns nothing, and is
counted.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, MINUTE, kept_private, seconds_to_wait
from hemicycle.cases import references
from hemicycle.cases.models import Case
from hemicycle.cases.progress import progress_of

from .forms import StatusForm

DAY = 24 * HOUR
# A person looks at their few letters; of 729 million references a network tries 60 a day.
MOST_AN_HOUR, MOST_A_DAY = 10, 60


# Sent in the body, so that the reference stands in no address and no log; it writes nothing and asks no token.
@csrf_exempt
@allow(public=True)
def status(request: HttpRequest) -> HttpResponse:
    form = StatusForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        answer = render(request, "site/writing/status.html", {"form": form}, status=422 if form.errors else 200)
        return kept_private(answer) if request.method == "POST" else answer
    if wait := _seconds_to_wait(request):
        form.add_error(None, _too_often(wait))
        answer = render(request, "site/writing/status.html", {"form": form}, status=HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(wait)
        return kept_private(answer)
    typed = form.cleaned_data["reference"]
    rows = Case.objects.select_related("office", "merged_into__office")
    case = rows.filter(reference=references.plain(typed) or "-").first()
    looked = case or Case(office=Office(kind=Office.Kind.INSTITUTION), waiting_since=timezone.now())
    context = {
        "form": StatusForm() if case else form, "is_asked": True, "case": case,
        "progress": progress_of(looked), "due_at": (looked.merged_into or looked).answer_due_at,
    }  # fmt: skip
    return kept_private(render(request, "site/writing/status.html", context))


def _too_often(wait: int) -> str:
    minutes = -(-wait // MINUTE)
    again = ngettext(
        "You have asked too often. Try again in %(n)s minute.",
        "You have asked too often. Try again in %(n)s minutes.",
        minutes,
    )
    return " ".join((again % {"n": minutes}, _("The link to the page of your letter always works.")))


def _seconds_to_wait(request: HttpRequest) -> int:
    for what, most, within in (("status-hour", MOST_AN_HOUR, HOUR), ("status-day", MOST_A_DAY, DAY)):
        if wait := seconds_to_wait(request, what=what, most=most, within=within):
            return wait
    return 0
