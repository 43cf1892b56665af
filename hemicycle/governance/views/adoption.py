"""From a draft to what is in force: send it, record what the body decided, activate it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove

from .. import addresses
from ..actions import adopting, drafting, notices
from ..documents import serving
from ..errors import Changed, NothingChanged, NotReady, SecondPersonNeeded
from ..forms.adoption import AdoptionForm, CorrectionForm
from ..models import State, Version
from ..presenters import effects
from ..presenters.cautions import cautions
from ..presenters.readiness import reasons_in_words
from .lookup import person, say_moved, visible_version


@allow(signed_in=True)
def adoption(request: HttpRequest, address: str, number: int) -> HttpResponse:
    return _page(request, visible_version(request, address, number))


def _page(
    request: HttpRequest, version: Version, form: AdoptionForm | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    edits = version.policy.is_edited_by(request.user)
    may_record = version.state == State.SENT or (version.state == State.ADOPTED and not version.policy.is_enforced)
    shown = form or (
        AdoptionForm(initial={"body": version.policy.body.here, "decision": "adopted"}) if may_record else None
    )
    is_draft, language = version.state == State.DRAFT, serving.language_of(version, get_language() or "")
    activates = version.state == State.ADOPTED and version.policy.is_enforced
    context = {
        "policy": version.policy,
        "version": version,
        "edits": edits,
        "form": shown if edits else None,
        "reasons": reasons_in_words(version, adopting.missing(version)) if is_draft else [],
        "cautions": cautions(version, language, person=person(request)) if is_draft or activates else [],
        "activates": activates,
        "needs_another": activates and version.adoption_recorded_by_id == person(request).pk,
        "others": notices.may_activate(version) if activates else [],
        "changes": effects.changes(version) if activates else [],
        "adoptions": version.adoptions.all(),
        "public_url": addresses.public_policy(),
        "formats": serving.FORMATS,
        "language": language,
    }
    return render(request, "governance/adoption.html", context, status=status)


@allow(signed_in=True, only_post=True)
def send(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = _edited(request, address, number)
    try:
        adopting.send(version, by=person(request))
    except NotReady:
        messages.error(request, _("Not sent: something is missing. It is listed below."))
    except IllegalMove:
        say_moved(request, version)
    else:
        messages.success(
            request, _("The text is fixed. Give it to the body that decides, then record its decision here.")
        )
    return _back(version)


@allow(signed_in=True, only_post=True)
def return_to_drafting(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = _edited(request, address, number)
    try:
        adopting.return_to_drafting(version, by=person(request))
    except IllegalMove:
        say_moved(request, version)
    else:
        messages.success(request, _("It is a draft again and can be changed."))
    return _back(version)


@allow(signed_in=True, only_post=True)
def record(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = _edited(request, address, number)
    form = AdoptionForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    given = form.cleaned_data
    try:
        adopting.record_adoption(
            version, digest=version.digest, body=given["body"], on=given["on"], way=given["way"], votes=form.votes,
            is_adopted=given["decision"] == "adopted", reference=given["reference"], by=person(request),
        )  # fmt: skip
    except IntegrityError:
        form.add_error("body", _("The decision of this body is recorded already."))
        return _page(request, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except Changed:
        _say_changed(request)
    except IllegalMove:
        say_moved(request, version)
    else:
        messages.success(request, _("The decision is recorded."))
    return _back(version)


@allow(signed_in=True)
def correct(request: HttpRequest, address: str, number: int, key: int) -> HttpResponse:
    """Day, way, votes and reference of a decision that was recorded wrongly."""
    version = _edited(request, address, number)
    row = get_object_or_404(version.adoptions.select_related("version"), pk=key)
    form = CorrectionForm(request.POST or None, adoption=row)
    if form.is_valid():
        given = form.cleaned_data
        try:
            adopting.correct_adoption(
                row, on=given["on"], way=given["way"], votes=form.votes, reference=given["reference"],
                why=given["why"], by=person(request),
            )  # fmt: skip
        except NothingChanged:
            form.add_error(None, _("Nothing differs from what is recorded."))
        else:
            messages.success(request, _("Corrected. What was recorded before stands in the audit log."))
            return _back(version)
    context = {
        "form": form, "heading": _("Correct the record of the decision"), "submit": _("Save"), "kicker": row.body,
        "back": reverse("governance:adoption", args=[address, number]),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "governance/form.html", context, status=status)


@allow(signed_in=True, only_post=True, step_up="policy")
def activate(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = _edited(request, address, number)
    try:
        changed = adopting.activate(version, digest=request.POST.get("digest", ""), by=person(request))
    except SecondPersonNeeded:
        messages.error(request, _("You recorded the adoption: another person puts the policy in force."))
    except Changed:
        _say_changed(request)
    except IllegalMove:
        say_moved(request, version)
    else:
        words = _("The policy is in force. What changed: %(n)s values.") if changed else _("The policy is in force.")
        messages.success(request, words % {"n": len(changed)} if changed else words)
    return _back(version)


@allow(signed_in=True, only_post=True)
def discard(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = _edited(request, address, number)
    try:
        drafting.discard(version, by=person(request))
    except IllegalMove:
        say_moved(request, version)
    else:
        messages.success(request, _("Version %(n)s is discarded; its record stays.") % {"n": version.number})
    return _back(version)


@allow(signed_in=True)
def document(request: HttpRequest, address: str, number: int, kind: str, form: str) -> HttpResponse:
    """A file of any version, for whoever takes part."""
    version = visible_version(request, address, number)
    asked = request.GET.get("language") or get_language() or ""
    return serving.download(version, kind=kind, form=form, language=asked)


def _edited(request: HttpRequest, address: str, number: int) -> Version:
    version = visible_version(request, address, number)
    if not version.policy.is_edited_by(request.user):
        raise PermissionDenied
    return version


def _say_changed(request: HttpRequest) -> None:
    messages.error(
        request,
        _("The text is not the one that was sent for adoption. Nothing was done: have the audit log checked."),
    )


def _back(version: Version) -> HttpResponse:
    return redirect("governance:adoption", version.policy.address, version.number)
