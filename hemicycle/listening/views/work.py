"""Background work of an inquiry: started, watched, stopped."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import analyses as actions
from ..errors import ListeningError
from ..models import Analysis, Inquiry, Intake
from ..models.inquiry import CORRECTORS, READERS
from .lookup import correctable_inquiry, may_correct, visible_inquiry

KINDS: dict[str, Any] = {"intake": Intake, "analysis": Analysis}


@allow(*READERS)
def job(request: HttpRequest, address: str, kind: str, number: int) -> HttpResponse:
    """How far a job is; the same page answers the polling of the progress pattern."""
    inquiry = visible_inquiry(request, address)
    found = _job(inquiry, kind, number)
    context = {"inquiry": inquiry, "job": found, "kind": kind, "may_correct": may_correct(request, inquiry)}
    return render(request, "listening/job.html", context)


@allow(*CORRECTORS, only_post=True)
def analyse(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    try:
        started = actions.start_analysis(inquiry, by=request.user)
    except ListeningError as error:
        messages.error(request, str(error))
        return redirect("listening:inquiry", inquiry.address)
    return redirect("listening:job", inquiry.address, "analysis", started.pk)


@allow(*CORRECTORS, only_post=True)
def cancel(request: HttpRequest, address: str, kind: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    found = _job(inquiry, kind, number)
    if actions.cancel(found, by=request.user):
        messages.success(request, _("Stopped. What was there before is still shown."))
    else:
        messages.info(request, _("It had ended already."))
    return redirect("listening:job", inquiry.address, kind, number)


def _job(inquiry: Inquiry, kind: str, number: int) -> Intake | Analysis:
    if kind not in KINDS:
        raise Http404
    job: Intake | Analysis = get_object_or_404(KINDS[kind]._default_manager.filter(inquiry=inquiry), pk=number)
    return job
