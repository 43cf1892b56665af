"""Two cases become one, with what a session keeps of how they stood."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hemicycle.cases import actions
from hemicycle.cases.models import Case

SENDER = "ada@citizen.example"


def stands(case: Case, **fields: Any) -> Case:
    Case.objects.filter(pk=case.pk).update(**fields)
    case.refresh_from_db()
    return case


def found_in(case: Case, kind: str, *, by: str = "software") -> dict[str, Any]:
    """The fields of a case in whose last message this was found, and which was judged."""
    place = {"start": 0, "end": 9, "certainty": 0.9}
    return {"urgency": kind, "evidence": {"message": case.latest_id, "by": by, **place}}


def merge(gone: Case, kept: Case, *, by: Any) -> actions.Before:
    before = json.loads(json.dumps(asdict(actions.before_merging(gone, into=kept))))
    actions.merge(gone, into=kept, by=by)
    for case in (gone, kept):
        case.refresh_from_db()
    one, other = (actions.Stood(**before[name]) for name in ("gone", "kept"))
    return actions.Before(one, other, before["taken"])


def undo(before: actions.Before, *cases: Case, by: Any) -> None:
    actions.undo_merge(before, by=by)
    for case in cases:
        case.refresh_from_db()
