"""Whom the channels notify of what: that people wrote, that a message is theirs, that a colleague answered it, and
that somebody appeals."""

from __future__ import annotations

from typing import Any

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.channels.models import Appeal, Inbound
from hemicycle.channels.models.moderation import is_public
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ, MODERATORS

MESSAGE, ASSIGNED = "channels.message", "channels.assigned"
ANSWERED, APPEAL = "channels.answered", "channels.appeal"


def note_message(message: Inbound, *, by: Any) -> None:
    """Those of its office who answer and may read it, once for each account until they have read it. What a machine
    wrote, and what only asks ours for something, awaits nobody."""
    if message.account is None or message.automatic or message.keyword:
        return
    roles = [role for role in ANSWERERS if is_public(message) or role in MAY_READ]
    to = Assignment.objects.filter(office=message.office_id, role__in=roles, user__is_active=True).order_by("pk")
    notify(MESSAGE, to=to, about=message.account, office=message.office, by=by)


def note_assignment(message: Inbound, *, to: User, by: Any) -> None:
    """One notice for all messages of an office until it is read; it counts them."""
    theirs = Assignment.objects.filter(office=message.office_id, role__in=INBOX, user=to, user__is_active=True)
    notify(ASSIGNED, to=theirs.order_by("pk"), about=message.office, office=message.office, by=by)


def note_answer(message: Inbound, *, by: Any) -> None:
    """Whoever it is assigned to, where somebody else answered it."""
    roles = INBOX if is_public(message) else MAY_READ
    to = Assignment.objects.filter(office=message.office_id, role__in=roles, user=message.assignee_id)
    notify(ANSWERED, to=to.filter(user__is_active=True).order_by("pk"), about=message, office=message.office, by=by)


def end_answer(message: Inbound) -> None:
    """It was taken back before it left."""
    end_notices(ANSWERED, about=message)


def note_appeal(appeal: Appeal, *, by: Any) -> None:
    """Those who moderate in its office and had no part in the measure; in a member's office, where there may be nobody
    else, all."""
    measure = appeal.measure
    to = Assignment.objects.filter(office=measure.office_id, role__in=MODERATORS, user__is_active=True).order_by("pk")
    if measure.office.kind != Office.Kind.MEMBER:
        parts = [key for key in (measure.asked_by_id, measure.confirmed_by_id) if key]
        to = to.exclude(user__in=parts)
    notify(APPEAL, to=to, about=measure, office=measure.office, by=by)


def end_appeal(appeal: Appeal) -> None:
    end_notices(APPEAL, about=appeal.measure)
