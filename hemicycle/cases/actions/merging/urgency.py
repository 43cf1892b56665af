"""What cannot wait, when messages go from one case to another: neither case loses it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hemicycle.cases.actions.judging import STAFF
from hemicycle.cases.models import Case, Urgency

Known = tuple[str, dict[str, Any]]
"""`urgency` and `evidence` of a case, without what people dismissed."""
_GRAVEST_FIRST = [*Urgency.values, ""]


def graver(kept: Case, gone: Case) -> Known:
    """What is true of both together: the graver, for what the software found in one case is no less grave because a
    person spoke of the other; of the same gravity what a person said. What was dismissed in either stays so."""
    urgency, words = min(_known(kept), _known(gone), key=_rank)
    return urgency, _evidence(words, _joined(_dismissed(kept), _dismissed(gone)))


def follow(messages: Collection[int], *, out_of: Case, to: Case) -> bool:
    """What was found, said or dismissed in these messages goes with them to the case that has them now; whether that
    which made the first urgent did. What a person said of no message in particular stays. The rows are not saved."""
    known, theirs = _known(out_of), _known(to)
    went = known[1].get("message") in messages
    leaving = [pair for pair in _dismissed(out_of) if pair[0] in messages]
    staying = [pair for pair in _dismissed(out_of) if pair[0] not in messages]
    dismissed = _joined(_dismissed(to), leaving)
    if _is_dismissed(theirs, dismissed):
        theirs = ("", {})
    if went:
        theirs, known = min(known, theirs, key=_rank), ("", {})
    to.urgency, to.evidence = theirs[0], _evidence(theirs[1], dismissed)
    out_of.urgency, out_of.evidence = known[0], _evidence(known[1], staying)
    return went


def restore_urgency(case: Case, urgency: str, evidence: dict[str, Any]) -> None:
    """What it was known for before; what people dismissed since stays dismissed. The row is not saved."""
    words = {name: value for name, value in evidence.items() if name != "dismissed"}
    dismissed = _dismissed(case)
    if not _is_dismissed((urgency, words), dismissed):
        case.urgency, case.evidence = urgency, _evidence(words, dismissed)


def leave_erased(case: Case) -> None:
    """Words that were erased make nothing urgent. The row is not saved."""
    words = _known(case)[1]
    if "message" in words and not case.messages.filter(inbound=words["message"]).exists():
        case.urgency, case.evidence, case.judged_at = "", _evidence({}, _dismissed(case)), None


def _known(case: Case) -> Known:
    return case.urgency, {name: value for name, value in case.evidence.items() if name != "dismissed"}


def _dismissed(case: Case) -> list[list[Any]]:
    return [list(pair) for pair in case.evidence.get("dismissed", [])]


def _is_dismissed(known: Known, dismissed: list[list[Any]]) -> bool:
    return [known[1].get("message"), known[0]] in dismissed


def _joined(some: list[list[Any]], others: list[list[Any]]) -> list[list[Any]]:
    return [*some, *(pair for pair in others if pair not in some)]


def _evidence(words: dict[str, Any], dismissed: list[list[Any]]) -> dict[str, Any]:
    return words | ({"dismissed": dismissed} if dismissed else {})


def _rank(known: Known) -> tuple[int, bool]:
    return _GRAVEST_FIRST.index(known[0]), known[1].get("by") != STAFF
