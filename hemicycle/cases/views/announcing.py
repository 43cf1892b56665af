"""What the pages of an outcome and of what we heard have in common: the committee's agreement, and the draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import formats
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.cases.actions.agreeing import record_agreement, withdraw_agreement
from hemicycle.cases.agreement import agreement_of, recorded_by
from hemicycle.cases.campaigns.approving import approving_in
from hemicycle.cases.errors import AlreadyAnnounced, NothingToAgree
from hemicycle.cases.forms.agreement import AgreementForm
from hemicycle.cases.forms.clause_texts import ClauseTextsForm
from hemicycle.cases.models import Announced
from hemicycle.cases.views.lookup import person
from hemicycle.desk.models import WRITERS


def drafting(row: Announced, user: User, agreement: AgreementForm | None = None) -> dict[str, Any]:
    """Whether this person may draft its announcement, and who can approve that then; who may look after what is at
    the desk already; what the committee agreed to, or the form that records it."""
    writes = row.office_id in user.offices_as(WRITERS)
    agreed: dict[str, Any] = {"agreed": agreement_of(row), "recorded_by": recorded_by(row)}
    if row.is_fixed:
        return {"may_draft": False, "writes": writes, **agreed}
    if row.speaks_for_a_committee and not row.is_agreed:
        agreed["agreement_form"] = agreement or AgreementForm(row=row, reader=user)
        agreed["agreement_missing"] = not_agreed(row) if row.needs_agreement else ""
    approving = approving_in(row.office, user, editors=row.editors)
    return {"may_draft": writes, "writes": writes, "approving": approving, **agreed}


def agree(
    request: HttpRequest, found: Announced, form: ClauseTextsForm, save: Callable[[], Announced]
) -> AgreementForm | None:
    """Record the agreement to the words as they stand in the form, which `save` saves, or withdraw it; the form to
    show again where something is missing."""
    withdraws, by = "withdraw" in request.POST, person(request)
    agreement = AgreementForm(request.POST, row=found, reader=by)
    is_ready = form.is_valid() and (withdraws or form.is_in_every_language())
    if not is_ready or not (withdraws or agreement.is_valid()):
        return agreement
    try:
        row = save()
        if withdraws:
            withdraw_agreement(row, by=by)
            messages.success(request, _("The agreement of the committee is withdrawn."))
        else:
            record_agreement(row, on=agreement.day, minutes=agreement.cleaned_data["minutes"], by=by)
            messages.success(request, _("Recorded: the committee agreed to these words on %(day)s.") % _day(agreement))
    except AlreadyAnnounced:
        messages.error(request, already_drafted())
    except NothingToAgree:
        messages.error(request, _("Write what the committee says first; then record that it agreed to that."))
    return None


def say_saved(request: HttpRequest, row: Announced, said: str) -> None:
    """And that the committee agreed to other words, where it did."""
    messages.success(request, said)
    if row.is_agreement_void and row.needs_agreement:
        messages.warning(request, not_agreed(row))


def not_agreed(row: Announced) -> str:
    """What is to be done before an announcement can be drafted."""
    if row.agreed_on is None:
        return _("Record the committee’s agreement first: the day on which it agreed to these words.")
    day = {"day": formats.date_format(row.agreed_on, "DATE_FORMAT")}
    said = _(
        "The committee agreed on %(day)s to other words than these. Put those back, or record its agreement to these."
    )
    return said % day


def already_drafted() -> str:
    return _("Its announcement is drafted already. Change that at the desk, or discard it there first.")


def _day(agreement: AgreementForm) -> dict[str, str]:
    return {"day": formats.date_format(agreement.day, "DATE_FORMAT")}
