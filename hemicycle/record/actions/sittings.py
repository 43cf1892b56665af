"""Sittings: what a source says of one, with its agenda, its speeches, its votes and its recordings."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.indexing import note
from hemicycle.record.actions.matching import find, name_it, referred, source
from hemicycle.record.actions.proceedings import Proceedings
from hemicycle.record.actions.recordings import put_recordings
from hemicycle.record.models import Organization, Period, Sitting, Source
from hemicycle.record.papers import FromWhere, SittingPaper
from hemicycle.rules import audit


@transaction.atomic
def put_sitting(paper: SittingPaper, *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    """Add or update a sitting. Its parts are matched by the id they have in the source, else by their place.

    A text that changed gets a new version beside the old one; a speech that a whole source no longer has is withdrawn.
    """
    changes, origin = Changes(), source(where)
    sitting = _sitting(paper)
    said = {
        "organization": referred(Organization, "organization", paper.organization),
        "period": referred(Period, "period", paper.period),
        "number": paper.number,
        "date": paper.date,
        "status": paper.status,
        "opened_at": paper.opened_at,
        "closed_at": paper.closed_at,
        "titles": paper.titles,
    }
    settle(sitting, said, changes)
    name_it(sitting, "sitting", paper.known_as)
    Proceedings(sitting, origin, changes).put(paper.parts, whole=paper.whole)
    put_recordings(sitting, paper.recordings, origin, changes)
    if changes:
        if origin is not None:
            Sitting.objects.filter(pk=sitting.pk).update(source=origin)
        note(sitting)
        audit.record("record.put_sitting", by=by, about=sitting, **changes.facts())
    return changes


def _sitting(paper: SittingPaper) -> Sitting:
    """The sitting by its identifiers, else the one of that body, day and number."""
    found = find(Sitting, "sitting", paper.known_as)
    if found is None:
        body = referred(Organization, "organization", paper.organization)
        found = Sitting.objects.filter(organization=body, date=paper.date, number=paper.number).first()
    return found or Sitting()
