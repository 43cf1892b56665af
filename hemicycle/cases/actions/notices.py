"""Whom cases notify of what: that people wrote, that a case is theirs, that a colleague answered or mentions them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, User
from hemicycle.cases.models import Case
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ

MESSAGE, ASSIGNED, ANSWERED, MENTIONED = "cases.message", "cases.assigned", "cases.answered", "cases.mentioned"
URGENT = "cases.urgent"


def note_message(case: Case, *, by: Any) -> None:
    """Whoever it is assigned to; of what is nobody's, those of its office who answer and may read it, once for each
    account until they have read it. A letter that staff entered is known to them."""
    if case.account is None:
        return
    roles = [role for role in ANSWERERS if case.is_public or role in MAY_READ]
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user__is_active=True).order_by("pk")
    if case.assignee_id is not None:
        to = to.filter(user=case.assignee_id)
    notify(MESSAGE, to=to, about=case.account, office=case.office, by=by)


def note_assignment(case: Case, *, to: User, by: Any) -> None:
    """One notice for all cases of an office until it is read; it counts them."""
    theirs = Assignment.objects.filter(office=case.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(ASSIGNED, to=theirs.order_by("pk"), about=case.office, office=case.office, by=by)


def note_answer(case: Case, *, by: Any) -> None:
    """Whoever it is assigned to, where somebody else answered it."""
    roles = INBOX if case.is_public else MAY_READ
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user=case.assignee_id)
    notify(ANSWERED, to=to.filter(user__is_active=True).order_by("pk"), about=case, office=case.office, by=by)


def end_answer(case: Case) -> None:
    """It was taken back before it left."""
    end_notices(ANSWERED, about=case)


def note_mention(case: Case, *, to: Iterable[User], by: Any) -> None:
    """Colleagues who may read it."""
    roles = INBOX if case.is_public else MAY_READ
    theirs = Assignment.objects.filter(office=case.office_id, role__in=roles, user__in=list(to), user__is_active=True)
    notify(MENTIONED, to=theirs.order_by("pk"), about=case, office=case.office, by=by)


def note_urgent(case: Case, *, by: Any) -> None:
    """Those of its office who answer and may read it, at once: somebody may be in danger."""
    roles = [role for role in ANSWERERS if case.is_public or role in MAY_READ]
    to = Assignment.objects.filter(office=case.office_id, role__in=roles, user__is_active=True).order_by("pk")
    notify(URGENT, to=to, about=case, office=case.office, by=by)
