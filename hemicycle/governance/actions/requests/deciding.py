"""What staff do about a request. An erasure and a refusal are proposed by one and decided by another; in a member's
office, where one person often works alone, by the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import User
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force

from ...errors import NoReason, NotEditor, SecondPersonNeeded
from ...models.requests import OPEN, PROPOSED, REQUEST_LIFE, PersonalDataRequest
from .answering import carry_out, refuse_unless_possible
from .asking import NEW_REQUEST, handlers, may_handle
from .writing import say_answered, say_extended

DECIDE_REQUEST, DUE_REQUEST = "governance.request_decide", "governance.request_due"
ANSWER, REFUSE = "answer", "refuse"
# Regulation (EU) 2016/679, article 12(3): one month, extended by two further months at most.
LONGEST_EXTENSION = 3


def needs_two(request: PersonalDataRequest, wanted: str) -> bool:
    grave = wanted == REFUSE or request.kind == PersonalDataRequest.Kind.ERASURE
    return grave and request.is_of_the_house


@transaction.atomic
def propose(request: PersonalDataRequest, *, wanted: str, reason: str = "", by: User) -> PersonalDataRequest:
    """Answer it, or refuse it with a reason that the person reads; at once where one person may decide.

    Raises NotEditor, NoReason, IllegalMove, Blocked, NotErased.
    """
    held = _locked(request, by)
    if wanted == REFUSE and not reason.strip():
        raise NoReason("a refusal says why")
    if wanted == ANSWER:
        refuse_unless_possible(held)
    held.wanted, held.reason, held.proposed_by = wanted, reason.strip(), by
    if not needs_two(held, wanted):
        return _decide(held, by=by)
    held.state = REQUEST_LIFE.after(held.state, "propose")
    held.save(update_fields=["state", "wanted", "reason", "proposed_by"])
    notify(DECIDE_REQUEST, to=handlers(held), about=held, office=held.office, by=by)
    audit.record("governance.request_propose", by=by, about=held, office=held.office, wanted=wanted)
    return held


@transaction.atomic
def confirm(request: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """The second person's yes: it is carried out. Raises SecondPersonNeeded, NotEditor, IllegalMove, Blocked,
    NotErased."""
    held = _locked(request, by)
    if held.state != PROPOSED:
        raise IllegalMove("nothing is proposed")
    if held.proposed_by_id == by.pk:
        raise SecondPersonNeeded(str(held.pk))
    return _decide(held, by=by)


@transaction.atomic
def withdraw(request: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """What was proposed is not: by whoever proposed it, or by whoever was asked to confirm it."""
    held = _locked(request, by)
    held.state = REQUEST_LIFE.after(held.state, "withdraw")
    held.wanted, held.reason = "", ""
    held.save(update_fields=["state", "wanted", "reason"])
    end_notices(DECIDE_REQUEST, about=held)
    audit.record("governance.request_withdraw", by=by, about=held, office=held.office)
    return held


@transaction.atomic
def extend(request: PersonalDataRequest, *, until: datetime, reason: str, by: User) -> PersonalDataRequest:
    """Once, with a reason that the person is sent. Raises NoReason; IllegalMove for a day that is too late."""
    held = _locked(request, by)
    if not reason.strip():
        raise NoReason("an extension says why")
    latest = held.asked_at + timedelta(days=LONGEST_EXTENSION * in_force("request_within_days"))
    if held.extended_why or not held.due_at < until <= latest:
        raise IllegalMove("extended already, or for too long")
    held.due_at, held.extended_why, held.warned_at = until, reason.strip(), None
    held.save(update_fields=["due_at", "extended_why", "warned_at"])
    end_notices(DUE_REQUEST, about=held)
    say_extended(held)
    audit.record("governance.request_extend", by=by, about=held, office=held.office, days=(until - held.asked_at).days)
    return held


def _decide(held: PersonalDataRequest, *, by: User) -> PersonalDataRequest:
    """Whoever proposed it and whoever confirms it stand in the row and in the log."""
    verb = "answer" if held.wanted == ANSWER else "refuse"
    state, now = REQUEST_LIFE.after(held.state, verb), timezone.now()
    facts: dict[str, Any] = carry_out(held, by=by) if held.wanted == ANSWER else {}
    held.state, held.answered_at, held.decided_by = state, now, by
    held.save()
    end_notices(NEW_REQUEST, DECIDE_REQUEST, DUE_REQUEST, about=held)
    say_answered(held)
    audit.record(f"governance.request_{verb}", by=by, about=held, office=held.office, kind=held.kind, **facts)
    return held


def _locked(request: PersonalDataRequest, by: User) -> PersonalDataRequest:
    held: PersonalDataRequest = (
        PersonalDataRequest.objects.select_for_update().select_related("office").get(pk=request.pk)
    )
    if not may_handle(by, held.office):
        raise NotEditor(str(by.pk))
    if held.state not in (OPEN, PROPOSED):
        raise IllegalMove("it is not to be answered")
    return held
