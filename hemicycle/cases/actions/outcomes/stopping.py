"""What does not leave of an outcome: that of which the announcement is being withdrawn, and what whoever is named in it
says they never wrote."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.cases.models import Outcome, State
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound, Pause
from hemicycle.desk import workflow as desk
from hemicycle.desk.models import Withdrawal
from hemicycle.rules import periods
from hemicycle.rules.periods import MASS_MESSAGES, Freezable

TO_ALL_WHO_WROTE = Freezable((MASS_MESSAGES,), resumes=True)
"""One message to each goes on by itself after a sensitive period."""
STOPPED = "outcome-stopped"
"""The code of what had not left when its announcement was withdrawn, or its recipient said that they never wrote."""


def is_stopped(outcome: Outcome) -> bool:
    """Whether nothing of it is to leave now: a pause, a sensitive period, an announcement that is withdrawn."""
    return _is_withdrawn(outcome) or Pause.objects.in_force().exists() or periods.stops(TO_ALL_WHO_WROTE) is not None


@transaction.atomic
def stop_messages(outcome: Outcome, *, by: Any) -> int:
    """Cancel what has not left of what was withdrawn, and for whoever says that they never wrote; how many."""
    rows = Outbound.objects.not_left().filter(pk__in=_to_cancel(outcome).values("outbound"))
    return channels.cancel(rows, why=STOPPED, about=outcome, office=outcome.office, by=by) if rows.exists() else 0


@transaction.atomic
def resume_messages(outcome: Outcome, *, by: Any) -> int:
    """What was stopped for a withdrawal that was refused or taken back waits again; how many."""
    if _is_withdrawn(outcome):
        return 0
    named = outcome.notices.filter(outbound__isnull=False)
    never_wrote = named.filter(case__disputed_at__isnull=False).values("outbound")
    rows = Outbound.objects.stopped(STOPPED).filter(pk__in=named.exclude(case__state=State.SET_ASIDE).values("outbound"))
    rows = rows.exclude(pk__in=never_wrote)
    return channels.requeue(rows, why=STOPPED, about=outcome, office=outcome.office, by=by) if rows.exists() else 0


def _is_withdrawn(outcome: Outcome) -> bool:
    """Or about to be. What a member's office sends is its own, and no announcement."""
    announcement = outcome.announcement
    if announcement is None:
        return False
    return announcement.state == desk.WITHDRAWN or Withdrawal.objects.filter(announcement=announcement).exists()


def _to_cancel(outcome: Outcome) -> Any:
    notices = outcome.notices.filter(outbound__isnull=False)
    return notices if _is_withdrawn(outcome) else notices.filter(case__disputed_at__isnull=False)
