"""An answer closes its case; one that was taken back, or did not arrive, opens it again.

Channels send it (channels/actions/replying.py) and call these, in the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hemicycle.cases.actions import handling, judging, notices
from hemicycle.cases.models import Case, CaseQuerySet
from hemicycle.channels.models import Answer


def answered(answer: Answer, by: Any) -> None:
    rows = _cases(answer)
    for case in rows:
        notices.note_answer(case, by=by)
        judging.note_looked_at(case, by=by)
    Case.objects.filter(pk__in=rows.values("pk"), answered_at=None).update(answered_at=timezone.now())
    handling.close(_cases(answer), by=by)


def not_answered(answer: Answer, by: Any) -> None:
    """What was answered before stays so: only the case is open again."""
    for case in _cases(answer):
        notices.end_answer(case)
    handling.reopen(_cases(answer), by=by)


def _cases(answer: Answer) -> CaseQuerySet:
    rows: CaseQuerySet = Case.objects.filter(messages__inbound=answer.inbound_id)
    return rows
