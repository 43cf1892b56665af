"""From a draft to what is in force: send it, record what the body decided, activate it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove

from .. import addresses
from ..actions import adopting, drafting, notices
from ..documents import serving
from ..documents.consolidated import adoption_line
from ..errors import Changed, NothingChanged, NotReady, SecondPersonNeeded
from ..forms.adoption import AdoptionForm, CorrectionForm
from ..models import LEADERS, Adoption, State, Version
from ..presenters import effects
from ..presenters.cautions import cautions
from ..presenters.steps import missing_steps
from .lookup import edited_version, person, visible_version
from .responses import Words, carry_out, form_page, moved, status_of


@allow(*LEADERS, signed_in=True)
def adoption(request: HttpRequest, address: str, number: int) -> HttpResponse:
    return _page(request, visible_version(request, address, number))


def _page(request: HttpRequest, version: Version, form: AdoptionForm | None = None) -> HttpResponse:
    edits = version.policy.is_edited_by(request.user)
    may_record = version.state == State.SENT or (version.state == State.ADOPTED and not version.policy.is_enforced)
    shown = form or (
        AdoptionForm(initial={"body": version.policy.body.here, "decision": "adopted"}) if may_record else None
    )
    is_draft, language = version.state == State.DRAFT, version.policy.language_for("")
    activates = version.state == State.ADOPTED and version.policy.is_enforced
    context = {
        "policy": version.policy,
        "version": version,
        "edits": edits,
        "form": shown if edits else None,
        "missing": missing_steps(version) if is_draft else [],
        "cautions": cautions(version, language, person=person(request)) if is_draft or activates else [],
        "activates": activates,
        "needs_another": activates and version.adoption_recorded_by_id == person(request).pk,
        "others": notices.may_activate(version) if activates else [],
        "changes": effects.changes(version) if activates else [],
        "adoptions": [(one, adoption_line(one, get_language() or "")) for one in version.adoptions.all()],
        "public_url": addresses.public_policy(),
        "formats": serving.FORMATS,
        "language": language,
    }
    return render(request, "governance/adoption.html", context, status=status_of(form))


@allow(*LEADERS, signed_in=True, only_post=True)
def send(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = edited_version(request, address, number)
    said = _("The text is fixed. Give it to the body that decides, then record its decision here.")
    return _done(request, version, lambda: adopting.send(version, by=person(request)), said)


@allow(*LEADERS, signed_in=True, only_post=True)
def return_to_drafting(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = edited_version(request, address, number)
    said = _("It is a draft again and can be changed.")
    return _done(request, version, lambda: adopting.return_to_drafting(version, by=person(request)), said)


@allow(*LEADERS, signed_in=True, only_post=True)
def record(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = edited_version(request, address, number)
    form = AdoptionForm(request.POST)
    if not form.is_valid():
        return _page(request, version, form)
    try:
        return _done(request, version, lambda: _record(form, version, request), _("The decision is recorded."))
    except IntegrityError:
        form.add_error("body", _("The decision of this body is recorded already."))
        return _page(request, version, form)


@allow(*LEADERS, signed_in=True)
def correct(request: HttpRequest, address: str, number: int, key: int) -> HttpResponse:
    """Day, way, votes and reference of a decision that was recorded wrongly."""
    version = edited_version(request, address, number)
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
        except SecondPersonNeeded:
            form.add_error(
                None, _("The policy is in force by it: somebody else than whoever recorded it corrects it.")
            )
        else:
            messages.success(request, _("Corrected. What was recorded before stands in the audit log."))
            return redirect("governance:adoption", address, number)
    back = reverse("governance:adoption", args=[address, number])
    heading = _("Correct the record of the decision")
    return form_page(request, form, heading=heading, submit=_("Save"), kicker=row.body, back=back)


def _record(form: AdoptionForm, version: Version, request: HttpRequest) -> Adoption:
    given = form.cleaned_data
    return adopting.record_adoption(
        version, digest=version.digest, body=given["body"], on=given["on"], way=given["way"], votes=form.votes,
        is_adopted=given["decision"] == "adopted", reference=given["reference"], by=person(request),
    )  # fmt: skip


@allow(*LEADERS, signed_in=True, only_post=True, step_up="policy")
def activate(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = edited_version(request, address, number)
    digest = request.POST.get("digest", "")
    return _done(request, version, lambda: adopting.activate(version, digest=digest, by=person(request)), _activated)


def _activated(changed: list[str]) -> str:
    if not changed:
        return _("The policy is in force.")
    return _("The policy is in force. What changed: %(n)s values.") % {"n": len(changed)}


@allow(*LEADERS, signed_in=True, only_post=True)
def discard(request: HttpRequest, address: str, number: int) -> HttpResponse:
    version = edited_version(request, address, number)
    said = _("Version %(n)s is discarded; its record stays.") % {"n": version.number}
    return _done(request, version, lambda: drafting.discard(version, by=person(request)), said)


@allow(*LEADERS, signed_in=True)
def document(request: HttpRequest, address: str, number: int, kind: str, form: str) -> HttpResponse:
    """A file of any version, for whoever takes part."""
    version = visible_version(request, address, number)
    return serving.download(version, kind=kind, form=form, language=request.GET.get("language", ""))


def _done(request: HttpRequest, version: Version, act: Callable[[], object], said: Words) -> HttpResponse:
    carry_out(request, act, said, {**_REFUSED, IllegalMove: moved(request, version)})
    return redirect("governance:adoption", version.policy.address, version.number)


_REFUSED: dict[type[Exception], Words] = {
    NotReady: gettext_lazy("Not sent: something is missing. It is listed below."),
    SecondPersonNeeded: gettext_lazy("You recorded the adoption: another person puts the policy in force."),
    Changed: gettext_lazy(
        "The text is not the one that was sent for adoption. Nothing was done: have the audit log checked."
    ),
}
