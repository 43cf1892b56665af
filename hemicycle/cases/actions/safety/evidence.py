"""Evidence is looked at part by part, and leaves as a whole: each time is noted."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.actions.safety.reporting import keep_evidence
from hemicycle.cases.models import Evidence, ThreatReport, ThreatStep
from hemicycle.cases.safety.pack import pack
from hemicycle.rules import audit


@transaction.atomic
def show_evidence(part: Evidence, *, by: User) -> bytes:
    """Its content, as it came."""
    content = part.content()
    report = part.report
    audit.record("cases.show_evidence", by=by, about=report, office=report.office, part=part.pk)
    return content


@transaction.atomic
def make_pack(report: ThreatReport, *, by: User) -> bytes:
    """The file for the police, as a step of the report, with what came since. The log holds its hash, so that it can
    be told which one was handed over."""
    if added := keep_evidence(report, by=by):
        audit.record("cases.add_evidence", by=by, about=report, office=report.office, parts=added)
    made = pack(report, made_by=str(by), at=timezone.now())
    ThreatStep.objects.create(report=report, move=ThreatStep.PACK, by=by)
    audit.record(
        "cases.make_pack", by=by, about=report, office=report.office, parts=report.evidence.count(),
        sha256=hashlib.sha256(made).hexdigest(),
    )  # fmt: skip
    return made
