"""Sittings with their agenda and what was said."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.matching import find, name_it, referred
from hemicycle.record.models import AgendaItem, Contribution, Document, Organization, Person, Sitting
from hemicycle.record.papers import ItemPaper, SittingPaper, SpeechPaper
from hemicycle.rules import audit


@transaction.atomic
def put_sitting(paper: SittingPaper, *, by: Any) -> Changes:
    """Add or update a sitting. Items and speeches are matched by their place."""
    changes = Changes()
    sitting = find(Sitting, "sitting", paper.known_as) or Sitting()
    said = {
        "organization": referred(Organization, "organization", paper.organization),
        "number": paper.number,
        "date": paper.date,
        "opened_at": paper.opened_at,
        "closed_at": paper.closed_at,
        "titles": paper.titles,
    }
    settle(sitting, said, changes)
    name_it(sitting, "sitting", paper.known_as)
    for order, item in enumerate(paper.items, start=1):
        _put_item(sitting, order, item, changes)
    gone, _ = sitting.items.filter(order__gt=len(paper.items)).delete()
    changes.count("agendaitem", removed=gone)
    if changes:
        audit.record("record.put_sitting", by=by, about=sitting, **changes.facts())
    return changes


def _put_item(sitting: Sitting, order: int, paper: ItemPaper, changes: Changes) -> None:
    there = sitting.items.filter(order=order).first()
    item = there or AgendaItem(sitting=sitting, order=order)
    document = referred(Document, "document", paper.document)
    settle(item, {"kind": paper.kind, "titles": paper.titles, "document": document}, changes)
    for place, speech in enumerate(paper.speeches, start=1):
        _put_speech(item, place, speech, changes)
    gone, _ = item.contributions.filter(order__gt=len(paper.speeches)).delete()
    changes.count("contribution", removed=gone)


def _put_speech(item: AgendaItem, order: int, paper: SpeechPaper, changes: Changes) -> None:
    there = item.contributions.filter(order=order).first()
    speech = there or Contribution(item=item, order=order)
    said = {
        "person": referred(Person, "person", paper.person),
        "label": paper.label,
        "language": paper.language,
        "text": paper.text,
    }
    settle(speech, said, changes)
