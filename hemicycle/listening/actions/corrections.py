"""Corrections by staff: the inquiry is locked, the correction stored, repeated on the engine's answer, and audited."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.rules import audit

from ..errors import NotACorrection
from ..models import Analysis, Correction, Inquiry
from ..models.correction import CORRECTION_LIFE
from . import name_of
from .inquiries import locked_open
from .replay import apply, replay


def correct(analysis: Analysis, kind: Correction.Kind, *, by: Any, **facts: Any) -> Correction:
    """Store the correction, apply it, and put it into the audit log."""
    inquiry = analysis.inquiry
    correction = Correction.objects.create(
        inquiry=inquiry, kind=kind, by=audit.actor_of(by), by_name=name_of(by), **facts
    )
    apply(analysis, correction)
    audit.record(
        f"listening.{kind}",
        by=by,
        about=correction,
        office=inquiry.office,
        inquiry=inquiry.address,
        campaign=correction.campaign,
        theme=correction.theme,
        into=correction.into,
        target=correction.target[: audit.LONGEST_FACT],
        messages=len(correction.messages),
    )
    return correction


@transaction.atomic
def undo_correction(correction: Correction, *, by: Any) -> Correction:
    """Take one correction back; the others stay, and are repeated without it."""
    inquiry = correction.inquiry
    analysis = open_to_corrections(inquiry)
    CORRECTION_LIFE.after(correction.state, "undo")
    correction.undone_at = timezone.now()
    correction.undone_by, correction.undone_by_name = audit.actor_of(by), name_of(by)
    correction.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    replay(analysis)
    audit.record("listening.undo", by=by, about=correction, office=inquiry.office, kind=correction.kind)
    return correction


def open_to_corrections(inquiry: Inquiry) -> Analysis:
    """The analysis that is shown, its inquiry locked so that two corrections follow one another."""
    found = locked_open(inquiry)
    if found.shown is None:
        raise NotACorrection(_("Nothing has been analysed yet."))
    analysis: Analysis = found.shown
    analysis.inquiry = found
    return analysis
