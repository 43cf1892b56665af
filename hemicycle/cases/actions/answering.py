"""An answer closes its case; one that was taken back, or did not arrive, opens it again.

Channels send it (channels/actions/replying.py) and call these, in the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from hemicycle.cases.actions import handling, judging, notices
from hemicycle.cases.models import Case, CaseMessage, CaseQuerySet
from hemicycle.channels.models import TAKEN_BACK, Answer


def answered(answer: Answer, by: Any) -> None:
    rows = _cases(answer)
    for case in rows:
        notices.note_answer(case, by=by)
        judging.note_looked_at(case, by=by)
    Case.objects.filter(pk__in=rows.values("pk"), answered_at=None).update(answered_at=timezone.now())
    handling.close(_cases(answer), by=by)


def not_answered(answer: Answer, by: Any) -> None:
    """The case is open again; what was answered before stays so, and what has no other answer was never answered."""
    for case in _cases(answer):
        notices.end_answer(case)
    others = Answer.objects.exclude(pk=answer.pk).exclude(outbound__code=TAKEN_BACK)
    theirs = others.filter(inbound__in=CaseMessage.objects.filter(case=OuterRef("pk")).values("inbound"))
    never = _cases(answer).filter(~Exists(theirs), campaign_reply=None)
    if Answer.objects.filter(pk=answer.pk, outbound__code=TAKEN_BACK).exists():
        Case.objects.filter(pk__in=list(never.values_list("pk", flat=True))).update(answered_at=None)
    handling.reopen(_cases(answer), by=by)


def _cases(answer: Answer) -> CaseQuerySet:
    rows: CaseQuerySet = Case.objects.filter(messages__inbound=answer.inbound_id)
    return rows
