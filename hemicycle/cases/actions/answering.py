"""An answer closes its case where they did not write again since, and answers what its sender added to the words of a
campaign; one that was taken back, or did not arrive, opens it again. To a letter by post it is the answer to its
campaign too. What only informs closes the case as the decision *Inform* of the guide, and counts nowhere as an answer;
nor does the notice of a measure under the house rules, which closes it as long as the measure stands.

Channels send it (channels/actions/replying.py) and call these, in the same transaction.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hemicycle.cases.actions import handling, judging, notices, proposing
from hemicycle.cases.models import Case, CaseMessage, CaseQuerySet, OwnPoint, Triage
from hemicycle.cases.models.campaign_reply import BY_POST
from hemicycle.channels.actions import is_notice
from hemicycle.channels.models import FROM_PEOPLE, INFORM_KEY, NOTICE_KEY, TAKEN_BACK, Answer, Inbound


def answered(answer: Answer, by: Any) -> None:
    rows = _cases(answer)
    for case in rows:
        proposing.end_returned(case, of=answer.written_by)
        notices.note_answer(case, by=by)
        judging.note_looked_at(case, by=by)
    if answer.informs:
        _close(answer, triage=Triage.INFORM, by=by)
        return
    if is_notice(answer):
        _close(answer, by=by)
        return
    Case.objects.filter(pk__in=rows.values("pk"), answered_at=None).update(answered_at=timezone.now())
    made = Case.objects.filter(pk__in=rows.values("pk")).exclude(own_point=OwnPoint.NONE)
    made.update(own_point=OwnPoint.ANSWERED)
    _close(answer, by=by)


def _close(answer: Answer, *, by: Any, triage: str = "") -> None:
    """Unless they wrote again after what it answers: then that waits. An answer may have waited itself, to be approved
    or posted, or for its letter to be confirmed."""
    for case in list(_cases(answer)):
        again = Inbound.objects.filter(FROM_PEOPLE, pk__gt=answer.inbound_id, pk__in=case.messages.values("inbound"))
        first = again.order_by("pk").first()
        if first is None:
            handling.close(Case.objects.filter(pk=case.pk), triage=triage, by=by)
        elif case.waiting_since is not None and case.waiting_since < first.received_at:
            Case.objects.filter(pk=case.pk).update(waiting_since=first.received_at)


def not_answered(answer: Answer, by: Any) -> None:
    """The case is open again; what was answered before stays so, and what has no other answer was never answered."""
    # What was marked as posted by mistake lies there still.
    is_taken_back = answer.is_to_print or Answer.objects.filter(pk=answer.pk, outbound__code=TAKEN_BACK).exists()
    for case in _cases(answer):
        notices.end_answer(case)
        if is_taken_back:
            judging.forget_look(case, answer)
    if answer.informs:
        _cases(answer).filter(triage=Triage.INFORM).update(triage="")
    elif is_taken_back and not is_notice(answer):
        _owe_again(answer)
    handling.reopen(_cases(answer), by=by)


def _owe_again(answer: Answer) -> None:
    others = Answer.objects.exclude(pk=answer.pk).exclude(outbound__code=TAKEN_BACK)
    others = others.exclude(key__startswith=INFORM_KEY).exclude(key__startswith=NOTICE_KEY)
    theirs = others.filter(inbound__in=CaseMessage.objects.filter(case=OuterRef(OuterRef("pk"))).values("inbound"))
    without = Q(campaign_reply=None) | Q(campaign_reply__why_not=BY_POST)
    alone = _cases(answer).filter(~Exists(theirs))
    never = list(alone.filter(without).values_list("pk", flat=True))
    # The point of one that has the answer to its campaign may have been answered with that.
    owed = list(alone.filter(without | Q(point_answer=None)).values_list("pk", flat=True))
    Case.objects.filter(pk__in=never).update(answered_at=None)
    Case.objects.filter(pk__in=owed, own_point=OwnPoint.ANSWERED).update(own_point=OwnPoint.CONFIRMED)


def _cases(answer: Answer) -> CaseQuerySet:
    rows: CaseQuerySet = Case.objects.filter(messages__inbound=answer.inbound_id)
    return rows
