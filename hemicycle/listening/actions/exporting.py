"""Exports are logged."""

from typing import Any

from django.db import transaction

from hemicycle.rules import audit

from ..models import Analysis, Dossier, Upload


@transaction.atomic
def note_export(analysis: Analysis, *, kind: str, by: Any) -> None:
    """One audit row for findings that leave as an export."""
    audit.record(
        "listening.export",
        by=by,
        about=analysis,
        office=analysis.inquiry.office,
        kind=kind,
        messages=analysis.messages,
    )


@transaction.atomic
def note_dossier_export(dossier: Dossier, *, kind: str, by: Any) -> None:
    audit.record(
        "listening.dossier_export",
        by=by,
        about=dossier,
        office=dossier.inquiry.office,
        kind=kind,
        language=dossier.language,
        version=dossier.version,
    )


@transaction.atomic
def note_rejected(upload: Upload, *, by: Any) -> None:
    """Rows that are no messages leave as they came, personal data and all."""
    audit.record("listening.export", by=by, about=upload, office=upload.inquiry.office, kind="rejected", messages=0)
