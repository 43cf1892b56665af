"""Bills and acts, with their way through the House and their texts."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.indexing import note, withhold_dataset
from hemicycle.record.actions.matching import find, name_it, referred, source
from hemicycle.record.actions.texts import put_versions
from hemicycle.record.models import Document, Organization, Person, ProcedureStep, Source
from hemicycle.record.papers import BillPaper, FromWhere, StepPaper
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification


@transaction.atomic
def put_bill(
    paper: BillPaper,
    *,
    by: Any,
    where: FromWhere | Source | None = None,
    classification: Classification = Classification.PUBLIC,
) -> Changes:
    """Add or update a bill with every version this source has. `classification` is that of what is new."""
    changes = Changes()
    bill = find(Document, "document", paper.known_as) or Document(classification=classification)
    settle(bill, _values(paper), changes)
    name_it(bill, "document", paper.known_as)
    _put_steps(bill, paper.steps, changes)
    put_versions(bill, paper.versions, changes)
    if changes:
        _note_source(bill, source(where))
        note(bill)
        audit.record("record.put_bill", by=by, about=bill, number=bill.number, **changes.facts())
    return changes


@transaction.atomic
def classify(bill: Document, *, classification: Classification, by: Any) -> None:
    """Say how far a bill and its texts may go."""
    bill.classification = classification
    bill.save(update_fields=["classification"])
    bill.versions.update(classification=classification)
    note(bill)
    if classification != Classification.PUBLIC:
        withhold_dataset()
    audit.record("record.classify", by=by, about=bill, classification=str(classification))


def _values(paper: BillPaper) -> dict[str, Any]:
    return {
        "kind": paper.kind,
        "number": paper.number,
        "session": paper.session,
        "titles": paper.titles,
        "long_titles": paper.long_titles,
        "popular_names": paper.popular_names,
        "summaries": paper.summaries,
        "hashtags": paper.hashtags,
        "origin": paper.origin,
        "introduced_on": paper.introduced_on,
        "chamber": referred(Organization, "organization", paper.chamber),
        "committee": referred(Organization, "organization", paper.committee),
        "sponsor": referred(Person, "person", paper.sponsor),
    }


def _put_steps(bill: Document, steps: tuple[StepPaper, ...], changes: Changes) -> None:
    """A source that has steps has all of them."""
    existing = {step.order: step for step in bill.steps.all()}
    for order, paper in enumerate(steps, start=1):
        step = existing.get(order) or ProcedureStep(document=bill, order=order)
        settle(step, {"stage": paper.stage, "date": paper.date, "notes": paper.notes}, changes)
    if steps:
        gone, _ = bill.steps.filter(order__gt=len(steps)).delete()
        changes.count("procedurestep", removed=gone)


def _note_source(bill: Document, row: Source | None) -> None:
    if row is not None:
        Document.objects.filter(pk=bill.pk).update(source=row)
        bill.versions.filter(source__isnull=True).update(source=row)
