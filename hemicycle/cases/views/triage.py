"""The triage guide beside each case, how often each of its decisions was taken, and what else the House tells
its staff."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases import actions
from hemicycle.cases.forms.cases import EscalateForm, InformForm
from hemicycle.cases.inbox.informing import why_nobody
from hemicycle.cases.inbox.triage import guide, not_adopted, rates
from hemicycle.cases.models import WRITTEN_BY_STAFF, Case, GuidanceText, Triage
from hemicycle.cases.permissions import colleagues_who_answer, readers_of
from hemicycle.cases.safety.forms import GuidanceForm
from hemicycle.cases.views.answers import send
from hemicycle.cases.views.drafts import form_to_inform
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import inbox_page, just, person, readable_case
from hemicycle.cases.views.undoing import done
from hemicycle.channels.models import Answer
from hemicycle.channels.permissions import INBOX

# Days; a quarter of a year first, the time between two reports to a committee.
PERIODS = {"": 91, "month": 30, "year": 365}


@allow(*INBOX, only_post=True)
def triage(request: HttpRequest, reference: str) -> HttpResponse:
    """What becomes of one case; undone like everything else that is done about it. `to`: to whom it is escalated;
    `text`: of the message that informs, shown and asked about before it leaves."""
    found, outcome = readable_case(request, reference), request.POST.get("outcome", "")
    if outcome not in Triage.values:
        messages.error(request, _("Choose one of the decisions of the guide."))
        return redirect(inbox_page(request, found))
    if outcome == Triage.ESCALATE:
        return _escalated(request, found)
    if outcome == Triage.INFORM:
        return _informed(request, found)
    before = actions.triage(just(found), outcome=outcome, by=person(request))
    return done(request, before, _("Triaged: %(outcome)s.") % {"outcome": Triage(outcome).label}, found)


def _escalated(request: HttpRequest, found: Case) -> HttpResponse:
    form = EscalateForm(request.POST, people=colleagues_who_answer(readers_of(found), person(request)))
    if not form.is_valid():
        return show(request, found, escalate=form, status=422)
    to = form.cleaned_data["to"]
    before = actions.triage(just(found), outcome=Triage.ESCALATE, to=to, by=person(request))
    return done(request, before, _("Escalated to %(name)s, who is notified.") % {"name": to}, found)


def _informed(request: HttpRequest, found: Case) -> HttpResponse:
    """With a message, or without: where nobody can be written to, or whoever closes it writes to nobody."""
    if Answer.objects.filter(key=request.POST.get("key", ""), inbound=found.latest).exists():
        # The second of two clicks.
        return send(request, found, InformForm(request.POST))
    why = why_nobody(found, person(request))
    if "text" not in request.POST and not why:
        return show(request, found, inform=form_to_inform(found))
    if not why and "write" in request.POST:
        return send(request, found, InformForm(request.POST))
    before = actions.triage(just(found), outcome=Triage.INFORM, by=person(request))
    said = _("Closed as “Inform”. Nobody is written to.")
    return done(request, before, f"{said} {why}".strip(), found)


@allow(*INBOX)
def triage_guide(request: HttpRequest) -> HttpResponse:
    """The whole guide, and the rates of one's offices."""
    periods = (("", _("Last three months")), ("month", _("Last 30 days")), ("year", _("Last twelve months")))
    period = Filter("period", _("Period"), periods).read(request.GET)
    since = timezone.now() - timedelta(days=PERIODS[period.value])
    context = {
        "guide": guide(),
        "rates": rates(person(request), since=since),
        "filters": [period],
        "may_write_it": person(request).has_role([Role.SECRETARY]),
    }
    return render(request, "cases/triage.html", context)


@allow(Role.SECRETARY)
def guidance(request: HttpRequest) -> HttpResponse:
    """Every text on one page; what is not the policy's is saved here, each by itself."""
    topic = request.POST.get("topic", "")
    forms = [
        GuidanceForm(request.POST if topic == one else None, topic=one, texts=_texts(one)) for one in WRITTEN_BY_STAFF
    ]
    changed = next((one for one in forms if one.is_bound), None)
    if changed is not None and changed.is_valid():
        actions.save_guidance(topic, changed.texts(), by=person(request))
        messages.success(request, _("Saved."))
        return redirect("cases:guidance")
    status = 422 if changed is not None else 200
    context = {"forms": forms, "guide": guide(), "not_adopted": not_adopted()}
    return render(request, "cases/safety/guidance.html", context, status=status)


def _texts(topic: str) -> dict[str, str]:
    return dict(GuidanceText.objects.filter(topic=topic).values_list("lang", "text"))
