"""Carrying a request out: the package, the note beside what is wrong, the erasure with its proof, the stop."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from hemicycle.cases.actions import case_for, write_note
from hemicycle.channels.personal_data import messages
from hemicycle.rules import personal_data
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject

from ...errors import Blocked, NotErased
from ...models.requests import PersonalDataRequest
from .packaging import store_package

Kind = PersonalDataRequest.Kind


def carry_out(held: PersonalDataRequest, *, by: Any) -> dict[str, Any]:
    """In the transaction of the decision; the facts that the audit log keeps. Raises Blocked, NotErased."""
    refuse_unless_possible(held)
    return _DONE[Kind(held.kind)](held, held.subject(), by)


def refuse_unless_possible(held: PersonalDataRequest) -> None:
    """Raises Blocked, with sentences: a legal hold, a file that was not imported, an analysis under way."""
    if reasons := obstacles(held):
        raise Blocked(reasons)


def obstacles(held: PersonalDataRequest) -> list[str]:
    if held.kind not in (Kind.ERASURE, Kind.OBJECTION):
        return []
    subject = held.subject()
    found = personal_data.blockers(subject)
    if held.kind == Kind.ERASURE and personal_data.holds_on(subject):
        found.append(
            _(
                "A legal hold keeps some of it: a court, an inquiry or an audit needs it. Nothing is erased until the "
                "hold is lifted; refuse the request with this reason, or extend it."
            )
        )
    return found


def _erase(held: PersonalDataRequest, subject: Subject, by: Any) -> dict[str, Any]:
    before = personal_data.count(subject, erasable=True)
    personal_data.erase(subject, by=by)
    left = personal_data.count(subject, erasable=True)
    if left:
        raise NotErased(", ".join(sorted(left)))
    leave_no_trace()
    held.removed = before
    held.proof = proof_of(held)
    return {"removed": [f"{table}: {n}" for table, n in before.items()], "proof": held.proof}


def proof_of(held: PersonalDataRequest) -> str:
    """SHA-256 over what was removed, by table, as canonical JSON: whoever has the row can compare it with the log."""
    said = {"request": held.pk, "office": held.office.slug, "removed": held.removed}
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _give_access(held: PersonalDataRequest, subject: Subject, by: Any) -> dict[str, Any]:
    files = store_package(held, subject)
    return {"files": files}


def _annotate(held: PersonalDataRequest, subject: Subject, by: Any) -> dict[str, Any]:
    """What somebody wrote is not rewritten: what they say about it now stands beside it, for whoever reads it."""
    noted = 0
    for message in messages(subject).select_related("office"):
        write_note(
            case_for(message, by=by), text=_("Correction by the writer: %(words)s") % {"words": held.words}, by=by
        )
        noted += 1
    return {"annotated": noted}


def _stop(held: PersonalDataRequest, subject: Subject, by: Any) -> dict[str, Any]:
    personal_data.object_to_use(subject, by=by)
    return {}


_DONE: dict[Kind, Callable[[PersonalDataRequest, Subject, Any], dict[str, Any]]] = {
    Kind.ACCESS: _give_access,
    Kind.RECTIFICATION: _annotate,
    Kind.ERASURE: _erase,
    Kind.OBJECTION: _stop,
}
