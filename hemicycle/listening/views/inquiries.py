"""The inquiries of a person's offices, and one of them: its numbers and what they open to."""

from collections import Counter
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.errors import IllegalMove

from ..actions import inquiries as actions
from ..actions.counting import senders_by_messages
from ..actions.exporting import note_export
from ..errors import ListeningError
from ..forms import DescriptionForm, InquiryForm
from ..models import Analysis, Inquiry, Intake, RejectedRow
from ..models.inquiry import CORRECTORS, READERS
from ..presenters import exports
from ..presenters.downloads import mark_of
from ..presenters.figures import charts_of, numbers_of
from ..presenters.strata import questions_of
from ..text.words import REDACTED, word
from .lookup import correctable_inquiry, may_correct, page_of, shown_analysis, visible_inquiry

LARGEST = 5
FORMATS = {
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (exports.as_json, "application/json"),
}


@allow(*READERS)
def board(request: HttpRequest) -> HttpResponse:
    state = Filter("state", _("State"), (("", _("All")), *Inquiry.State.choices)).read(request.GET)
    rows = Inquiry.objects.visible_to(request.user).select_related("office", "bill", "shown")
    rows = rows.defer("shown__crosses").newest_first()
    if state.value:
        rows = rows.filter(state=state.value)
    query = request.GET.get("q", "").strip()
    if query:
        rows = rows.filter(title__icontains=query)
    page = page_of(rows, request)
    return render(
        request,
        "listening/inquiries.html",
        {
            "page": page,
            "filters": [state],
            "query": query,
            "under_way": set(rows.under_way().values_list("pk", flat=True)),
            "several_offices": len({inquiry.office_id for inquiry in page}) > 1,
            "may_open": request.user.has_role(CORRECTORS),  # type: ignore[union-attr]
        },
    )


@allow(*CORRECTORS)
def new(request: HttpRequest) -> HttpResponse:
    form = InquiryForm(request.POST or None, user=request.user, initial={"language": get_language()})  # type: ignore[arg-type]
    if form.is_valid():
        inquiry = actions.open_once(**form.cleaned_data, by=request.user)
        messages.success(request, _("The inquiry is open. Now import the messages."))
        return redirect("listening:import", inquiry.address)
    return render(request, "listening/inquiry_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(*READERS)
def inquiry(request: HttpRequest, address: str) -> HttpResponse:
    found = visible_inquiry(request, address)
    context: dict[str, Any] = {
        "inquiry": found,
        "tab": "overview",
        "analysis": found.shown,
        "jobs": _jobs(found),
        "last_failed": _last_failed(found),
        "may_correct": may_correct(request, found),
    }
    if found.shown is not None:
        rejected = RejectedRow.objects.filter(intake__inquiry=found).count()
        context |= {
            "numbers": numbers_of(found, found.shown, rejected=rejected),
            "questions": questions_of(found, found.shown),
            "charts": charts_of(found.shown, language=get_language() or "en"),
            "largest": found.shown.campaigns.shown().largest_first()[:LARGEST],
            "themes": found.shown.themes.shown().tops().named().largest_first()[:LARGEST],
            "redacted": [(word(REDACTED, kind), n) for kind, n in (found.shown.redacted or {}).items()],
            "voices": found.shown.findings.voices().newest_first().defer("evidence")[:3],
        }
    else:
        context["collected"] = found.collected.count()
        context["is_empty"] = Inquiry.objects.filter(pk=found.pk).empty().exists()
    return render(request, "listening/inquiry.html", context)


def _jobs(inquiry: Inquiry) -> list[tuple[str, Intake | Analysis]]:
    intakes = inquiry.intakes.select_related("upload").unfinished()
    return [("intake", job) for job in intakes] + [("analysis", job) for job in inquiry.analyses.unfinished()]


def _last_failed(inquiry: Inquiry) -> Analysis | None:
    """The latest run, if it failed and so what is shown is older than it seems."""
    last = inquiry.analyses.order_by("-pk").first()
    return last if last is not None and last.state == "failed" else None


@allow(*CORRECTORS, only_post=True)
def move(request: HttpRequest, address: str, verb: str) -> HttpResponse:
    """Close the inquiry, or open it again."""
    found = correctable_inquiry(request, address)
    # After a second click, or a colleague's, it is so already.
    with suppress(IllegalMove):
        (actions.close_inquiry if verb == "close" else actions.reopen_inquiry)(found, by=request.user)
    if verb == "close":
        messages.success(request, _("The inquiry is closed. It can still be read."))
    else:
        messages.success(request, _("The inquiry is open again."))
    return redirect("listening:inquiry", found.address)


@allow(*CORRECTORS)
def edit(request: HttpRequest, address: str) -> HttpResponse:
    """Change the title and the question. Released dossiers keep what they said."""
    found = correctable_inquiry(request, address)
    form = DescriptionForm(request.POST or None, initial={"title": found.title, "question": found.question})
    if form.is_valid():
        try:
            actions.describe_inquiry(found, **form.cleaned_data, by=request.user)
        except ListeningError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect("listening:inquiry", found.address)
    context = {"inquiry": found, "form": form}
    return render(request, "listening/inquiry_edit.html", context, status=422 if form.errors else 200)


@allow(*CORRECTORS)
def delete(request: HttpRequest, address: str) -> HttpResponse:
    """Ask whether to delete an inquiry that holds nothing, and delete it."""
    found = correctable_inquiry(request, address)
    if request.method != "POST":
        return render(request, "listening/inquiry_delete.html", {"inquiry": found})
    try:
        actions.delete_empty(found, by=request.user)
    except ListeningError as error:
        messages.error(request, str(error))
        return redirect("listening:inquiry", found.address)
    messages.success(request, _("The inquiry is deleted."))
    return redirect("listening:inquiries")


@allow(*READERS)
def senders(request: HttpRequest, address: str) -> HttpResponse:
    """How the senders were counted: how many sent one message, two, three. Nobody is listed."""
    found = visible_inquiry(request, address)
    analysis = shown_analysis(found)
    # An analysis of an earlier version did not keep it.
    counted = analysis.tally.get("senders") or senders_by_messages(analysis.findings.all())
    rows = [(each, senders, each * senders) for each, senders in counted]
    return render(request, "listening/senders.html", {"inquiry": found, "analysis": analysis, "rows": rows})


@allow(*READERS)
def rejected(request: HttpRequest, address: str) -> HttpResponse:
    """Every row of every file that is no message, with its reason."""
    found = visible_inquiry(request, address)
    rows = RejectedRow.objects.filter(intake__inquiry=found).select_related("intake__upload")
    reasons = Counter(dict(rows.order_by().values_list("reason").annotate(n=Count("pk"))))
    return render(
        request,
        "listening/upload/rejected.html",
        {
            "inquiry": found,
            "page": page_of(rows.order_by("intake", "number"), request),
            "reasons": reasons.most_common(),
        },
    )


@allow(*READERS, step_up="export")
def export(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    """The export is logged before the first line is sent, and bears who took it."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    gate.release(inquiry, via=EgressPoint.EXPORT, to=request.user)
    note_export(analysis, kind=kind, by=request.user)
    write, content_type = FORMATS[kind]
    response = StreamingHttpResponse(write(analysis, mark=mark_of(request.user)), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="findings-{inquiry.address}.{kind}"'
    return response
