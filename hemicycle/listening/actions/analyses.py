"""A run of the engine: started, stored beside what is shown, and shown in its place once it is whole."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemicycle.rules import audit, work
from hemicycle.rules.models import Work

from ..errors import AlreadyRunning, NothingToAnalyse
from ..models import Analysis, Campaign, Finding, Inquiry, Intake, Link, Mention, Stratum, Theme
from ..models.guarded import reported_to
from . import BATCH
from .forgetting import forget_findings
from .inquiries import locked, locked_open
from .replay import replay


@transaction.atomic
def start_analysis(inquiry: Inquiry, *, by: Any) -> Analysis:
    """Ask for a run over all messages of the inquiry.

    Raises NothingToAnalyse, AlreadyRunning (an analysis or an import is under way), InquiryClosed.
    """
    found = locked_open(inquiry)
    if Intake.objects.filter(inquiry=found).unfinished().exists():
        raise AlreadyRunning(_("A file is still being imported; the analysis starts by itself when it is done."))
    return _start(found, by=by)


@transaction.atomic
def analyse_when_all_is_in(intake: Intake) -> Analysis | None:
    """After an import: start the analysis, unless another file is still on its way or a run is waiting already."""
    inquiry = locked(intake.inquiry)
    if Intake.objects.filter(inquiry=inquiry).exclude(pk=intake.pk).unfinished().exists():
        return None
    if not inquiry.is_open or Analysis.objects.filter(inquiry=inquiry).unfinished().exists():
        return None
    return _start(inquiry, by=intake.started_by)


@transaction.atomic
def analyse_if_idle(inquiry: Inquiry, *, by: Any) -> Analysis | None:
    """After messages came in or went: start the analysis, unless something is under way or nothing is left."""
    found = locked(inquiry)
    busy = found.intakes.unfinished().exists() or found.analyses.unfinished().exists()
    return None if busy or not found.is_open or not found.to_read().exists() else _start(found, by=by)


def _start(inquiry: Inquiry, *, by: Any) -> Analysis:
    if not inquiry.to_read().exists():
        raise NothingToAnalyse(_("Import messages first."))
    if Analysis.objects.filter(inquiry=inquiry).unfinished().exists():
        raise AlreadyRunning(_("An analysis is under way already."))
    analysis = Analysis.objects.create(inquiry=inquiry, started_by=audit.actor_of(by))
    audit.record("listening.analyse", by=by, about=analysis, office=inquiry.office, inquiry=inquiry.address)
    work.wake()
    return analysis


@transaction.atomic
def cancel(job: Intake | Analysis, *, by: Any) -> bool:
    """Stop a job that waits or runs. What it has read stays; what was shown before stays shown."""
    stopped = work.cancel(job)
    if stopped:
        _audit_job("listening.cancel", job, by=by)
    return stopped


def _audit_job(action: str, job: Work, *, by: Any) -> None:
    inquiry = Inquiry.objects.select_related("office").get(pk=job.inquiry_id)  # type: ignore[attr-defined]
    audit.record(action, by=by, about=job, office=inquiry.office, inquiry=inquiry.address)


def describe(analysis: Analysis, *, engine: str, settings: Any) -> None:
    """With what the run is made, for whoever asks later how a number came about."""
    analysis.engine_version, analysis.settings = engine, asdict(settings)
    analysis.save(update_fields=["engine_version", "settings"])


def clear(inquiry: Inquiry) -> None:
    """Remove the findings of every run that is not shown: of one that was killed, and of those before."""
    shown = Inquiry.objects.values_list("shown", flat=True).get(pk=inquiry.pk)
    others = Analysis.objects.filter(inquiry=inquiry).exclude(pk=shown or 0)
    _clear_rows(others.values_list("pk", flat=True))


def clear_attempt(analysis: Analysis) -> None:
    """Remove what an earlier attempt at this run had written when its worker died."""
    _clear_rows([analysis.pk])


def _clear_rows(analyses: Any) -> None:
    for analysis in list(analyses):
        for model in (Mention, Link, Finding):
            rows = model.objects.filter(analysis=analysis)
            while keys := list(rows.values_list("pk", flat=True)[:BATCH]):
                model.objects.filter(pk__in=keys).delete()
        Theme.objects.filter(analysis=analysis).update(merged_into=None, parent=None, engine_parent=None)
        Theme.objects.filter(analysis=analysis).delete()
        Campaign.objects.filter(analysis=analysis).update(merged_into=None)
        Campaign.objects.filter(analysis=analysis).delete()
        Stratum.objects.filter(analysis=analysis).delete()


@transaction.atomic
def show(analysis: Analysis, *, by: Any) -> None:
    """Put a whole analysis in the place of the one before, with every correction in force repeated on it."""
    inquiry = locked(analysis.inquiry)
    analysis.inquiry = inquiry
    # Whoever reported a threat meanwhile did not wait for the run.
    forget_findings(reported_to(inquiry.office), [inquiry])
    replay(analysis)
    inquiry.shown = analysis
    inquiry.save(update_fields=["shown"])
    audit.record(
        "listening.analysed",
        by=by,
        about=analysis,
        office=inquiry.office,
        engine=analysis.engine_version,
        messages=analysis.messages,
        campaigns=analysis.campaigns_shown,
        themes=analysis.themes_shown,
    )
