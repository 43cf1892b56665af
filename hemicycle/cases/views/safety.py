"""Threats against members and staff: a queue of their own, which safety officers see, and members' offices theirs.

The words of a report are never on its page: each part of the evidence is shown when somebody asks for it, which is
noted, and is gone when they leave the page.
"""

from __future__ import annotations

import codecs
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office
from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import safety
from hemicycle.cases.models import (
    EvidenceKind,
    Guidance,
    GuidanceText,
    ThreatReport,
    ThreatSharing,
    ThreatState,
)
from hemicycle.cases.permissions import SAFETY, THREAT_COUNTS
from hemicycle.cases.safety.counts import counts_by_type, read_today
from hemicycle.cases.safety.forms import AssessForm, AssigneeForm, PassForm, ReportForm, RequiredNoteForm
from hemicycle.cases.views.lookup import inbox_page, move, page_of, person, readable_case
from hemicycle.channels.permissions import INBOX

A_YEAR = timedelta(days=365)
UNFINISHED, ALL = "", "all"
STATES: tuple[tuple[str, str | Promise], ...] = (
    (UNFINISHED, gettext_lazy("Not closed")),
    *ThreatState.choices,
    (ALL, gettext_lazy("All")),
)
# More would not be read on a page; the file for the police has all of it.
MOST_SHOWN = 20_000


@allow(*INBOX, only_post=True)
def report(request: HttpRequest, reference: str) -> HttpResponse:
    """From the page of a case, by whoever reads it."""
    found, form = readable_case(request, reference), ReportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what it is, and against whom."))
        return redirect(inbox_page(request, found))
    said = form.cleaned_data
    made = safety.report_threat(found, kind=said["kind"], target=said["target"], by=person(request))
    if made.people().exists():
        messages.success(request, _("Reported. The evidence is kept, and those who see to it are notified."))
    else:
        messages.warning(
            request, _("Reported, and the evidence is kept. Nobody is a safety officer yet: tell an administrator.")
        )
    return redirect(inbox_page(request, found))


@allow(*SAFETY)
def queue(request: HttpRequest) -> HttpResponse:
    """The newest first; neither words nor names."""
    user = person(request)
    rows = ThreatReport.objects.open_to(user).select_related("office", "assignee").order_by("-reported_at", "-pk")
    state = Filter("state", gettext_lazy("State"), STATES).read(request.GET)
    if state.value != ALL:
        rows = rows.filter(state=state.value) if state.value else rows.unfinished()
    theirs = Office.objects.filter(pk__in=user.offices_as([Role.MEMBER]))
    shared = set(ThreatSharing.objects.filter(office__in=theirs).values_list("office", flat=True))
    context = {
        "page": page_of(rows, request),
        "filters": [state],
        "care": GuidanceText.objects.said(Guidance.CARE),
        "sharing": [(one, one.pk in shared) for one in theirs],
        "may_see_counts": user.has_role(THREAT_COUNTS),
    }
    return render(request, "cases/safety/queue.html", context)


@allow(*THREAT_COUNTS)
def counts(request: HttpRequest) -> HttpResponse:
    """Of the House in the last twelve months, by kind alone."""
    until = timezone.now()
    since = until - A_YEAR
    rows = counts_by_type(ThreatReport.objects.of_the_house(), since=since, until=until)
    return render(request, "cases/safety/counts.html", {"rows": rows, "since": since, "until": until})


@allow(*SAFETY)
def threat(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _found(request, number))


@allow(*SAFETY, only_post=True, step_up="unredacted")
def show_evidence(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """One part, in the answer to a form: it stands in no address."""
    found = _found(request, number)
    chosen = get_object_or_404(found.evidence.exclude(kind=EvidenceKind.FILE), pk=part)
    content = safety.show_evidence(chosen, by=person(request))
    shown = _readable(content)[:MOST_SHOWN]
    answer = _page(request, found, shown={chosen.pk: shown})
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _readable(content: bytes) -> str:
    """An original as text. That of gammu-smsd is in UTF-16 with its mark; behind a zero stands what was in memory."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").partition("\0")[0]
    return content.decode("utf-8", "replace")


@allow(*SAFETY, only_post=True, step_up="export")
def make_pack(request: HttpRequest, number: int) -> HttpResponse:
    """The file for the police."""
    found = _found(request, number)
    answer = HttpResponse(safety.make_pack(found, by=person(request)), content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="evidence-{found}.zip"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


@allow(*SAFETY, only_post=True)
def assess(request: HttpRequest, number: int) -> HttpResponse:
    return _moved(request, number, "assess", AssessForm(request.POST), safety.assess)


@allow(*SAFETY, only_post=True)
def pass_on(request: HttpRequest, number: int) -> HttpResponse:
    return _moved(request, number, "pass", PassForm(request.POST), safety.pass_on)


@allow(*SAFETY, only_post=True)
def close(request: HttpRequest, number: int) -> HttpResponse:
    return _moved(request, number, "close", _close_form(request.POST), safety.close_report)


@allow(*SAFETY, only_post=True)
def reopen(request: HttpRequest, number: int) -> HttpResponse:
    return _moved(request, number, "reopen", Form(request.POST), safety.reopen_report)


@allow(*SAFETY, only_post=True)
def note(request: HttpRequest, number: int) -> HttpResponse:
    return _moved(request, number, "note", _note_form(request.POST), safety.note_step)


@allow(*SAFETY, only_post=True)
def assign(request: HttpRequest, number: int) -> HttpResponse:
    found = _found(request, number)
    form = AssigneeForm(request.POST, people=found.people())
    if not form.is_valid():
        return _page(request, found, forms={"assign": form})
    to = person(request) if "mine" in request.POST else form.cleaned_data["to"]
    safety.assign_report(found, to=to, by=person(request))
    said = _("The report is assigned to %(name)s.") % {"name": to} if to else _("The report is assigned to nobody.")
    messages.success(request, said)
    return redirect("cases:threat", number)


@allow(Role.MEMBER, only_post=True)
def share(request: HttpRequest, number: int) -> HttpResponse:
    """A member's office lets the House's safety officers see its reports, or ends it."""
    offices = Office.objects.filter(pk__in=person(request).offices_as([Role.MEMBER]))
    office = get_object_or_404(offices, pk=number)
    if "on" in request.POST:
        safety.share_threats(office, by=person(request))
        messages.success(request, _("The House’s safety officers see this office’s reports of threats from now on."))
    else:
        safety.stop_sharing_threats(office, by=person(request))
        messages.success(request, _("Your reports stay in your office from now on."))
    return redirect("cases:threats")


def _found(request: HttpRequest, number: int) -> ThreatReport:
    rows = ThreatReport.objects.open_to(person(request)).select_related("office", "assignee", "reported_by", "case")
    return get_object_or_404(rows, pk=number)


def _moved(request: HttpRequest, number: int, name: str, form: Form, action: Any) -> HttpResponse:
    found = _found(request, number)
    if not form.is_valid():
        return _page(request, found, forms={name: form})
    move(request, action, found, **form.cleaned_data, said=_("Saved."))
    return redirect("cases:threat", number)


def _close_form(said: Any = None) -> RequiredNoteForm:
    return RequiredNoteForm(said, required=_("Say what came of it."), auto_id="id_close_%s")


def _note_form(said: Any = None) -> RequiredNoteForm:
    return RequiredNoteForm(said, required=_("Write a note."), auto_id="id_note_%s")


def _page(
    request: HttpRequest, found: ThreatReport, *, shown: dict[int, str] | None = None,
    forms: dict[str, Form] | None = None,
) -> HttpResponse:  # fmt: skip
    user, filled = person(request), forms or {}
    if not found.evidence.exists():
        raise Http404
    people = found.people()
    context = {
        "report": found,
        "evidence": [(one, (shown or {}).get(one.pk)) for one in found.evidence.defer("sealed")],
        "steps": found.steps.select_related("by"),
        "care": GuidanceText.objects.said(Guidance.CARE),
        "read": read_today(user),
        "is_mine": found.assignee_id == user.pk,
        "assign": filled.get("assign") or AssigneeForm(people=people, initial={"to": found.assignee_id}),
        "assess": filled.get("assess") or AssessForm(initial={"kind": found.kind, "target": found.target}),
        "pass": filled.get("pass") or PassForm(initial={"reference": found.external_reference}),
        "close": filled.get("close") or _close_form(),
        "note": filled.get("note") or _note_form(),
    }
    return render(request, "cases/safety/report.html", context, status=422 if filled else 200)
