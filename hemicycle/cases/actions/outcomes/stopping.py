"""What does not leave of an outcome: that of which the announcement is being withdrawn or was corrected, and what
whoever is named in it says they never wrote."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from hemicycle.cases.actions.opening import OUTCOME_SOURCE
from hemicycle.cases.models import Outcome, State
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound, Pause
from hemicycle.channels.models import State as Delivery
from hemicycle.desk.corrected import is_being_withdrawn
from hemicycle.desk.workflow import WITHDRAWN
from hemicycle.rules import periods
from hemicycle.rules.periods import MASS_MESSAGES, Freezable

TO_ALL_WHO_WROTE = Freezable((MASS_MESSAGES,), resumes=True)
"""One message to each goes on by itself after a sensitive period."""
STOPPED, CORRECTED = "outcome-stopped", "outcome-corrected"
"""The code of what had not left when its announcement was withdrawn, or its recipient said that they never wrote; and
when its announcement was corrected."""
# Notices in one transaction, as those that are sent.
CHUNK = 1_000
_WAITS = Q(outbound__state__in=(Delivery.WAITING, Delivery.BY_HAND))


def source_to_many(outcome: Outcome) -> str:
    """What the sources begin with of all that says what became of it, as it is said now, to many."""
    return f"{OUTCOME_SOURCE}{outcome.pk}:{f'{outcome.correction.pk}:' if outcome.correction is not None else ''}"


def own_source(outcome: Outcome) -> str:
    """What they end with where one person gets words of their own."""
    return f"outcome:{outcome.pk}{f':{outcome.correction.pk}' if outcome.correction is not None else ''}"


def is_stopped(outcome: Outcome) -> bool:
    """Whether nothing of it is to leave now: a pause, a sensitive period, an announcement that is withdrawn."""
    return _is_withdrawn(outcome) or Pause.objects.in_force().exists() or periods.stops(TO_ALL_WHO_WROTE) is not None


def withdrawal_is_open(outcome: Outcome) -> bool:
    """Somebody asked for it, and it may still be refused or taken back."""
    found = outcome.announcement
    return found is not None and found.state != WITHDRAWN and is_being_withdrawn(found)


@transaction.atomic
def stop_messages(outcome: Outcome, *, by: Any) -> int:
    """Cancel what has not left of what was withdrawn, and for whoever says that they never wrote; how many."""
    rows = Outbound.objects.not_left().filter(pk__in=_to_cancel(outcome).values("outbound"))
    return channels.cancel(rows, why=STOPPED, about=outcome, office=outcome.office, by=by) if rows.exists() else 0


def renew_messages(outcome: Outcome, *, by: Any) -> int:
    """Of what waits in words that were corrected since nothing leaves, and who was to get it is to be notified anew;
    how many of their cases."""
    if outcome.correction is None or _is_withdrawn(outcome):
        return 0
    stopped = Q(outbound__state=Delivery.CANCELLED, outbound__code=STOPPED)
    rows = outcome.notices.filter(_WAITS | stopped, case__disputed_at=None).exclude(
        Q(outbound__content__source__startswith=source_to_many(outcome))
        | Q(outbound__content__source__endswith=f":{own_source(outcome)}")
    )
    done = 0
    while (chunk := set(rows.values_list("outbound", flat=True)[:CHUNK])) and (some := _renew(outcome, chunk, by=by)):
        done += some
    return done


@transaction.atomic
def _renew(outcome: Outcome, waiting: set[int], *, by: Any) -> int:
    """Of some messages. What is being sent at this moment is left as it is; of the others nothing is kept."""
    Outcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
    rows = Outbound.objects.filter(pk__in=waiting).not_left()
    channels.cancel(rows, why=CORRECTED, about=outcome, office=outcome.office, by=by)
    notices = outcome.notices.filter(outbound__in=waiting)
    renewed, _each = notices.filter(case__disputed_at=None, outbound__state=Delivery.CANCELLED).delete()
    Outbound.objects.in_state(Delivery.CANCELLED).filter(pk__in=waiting).exclude(
        pk__in=notices.values("outbound")
    ).delete()
    return renewed


@transaction.atomic
def resume_messages(outcome: Outcome, *, by: Any) -> int:
    """What was stopped for a withdrawal that was refused or taken back waits again; how many."""
    if _is_withdrawn(outcome):
        return 0
    named = outcome.notices.filter(outbound__isnull=False)
    theirs = named.exclude(case__state=State.SET_ASIDE).values("outbound")
    never_wrote = named.filter(case__disputed_at__isnull=False).values("outbound")
    rows = Outbound.objects.stopped(STOPPED).filter(pk__in=theirs).exclude(pk__in=never_wrote)
    return channels.requeue(rows, why=STOPPED, about=outcome, office=outcome.office, by=by) if rows.exists() else 0


def _is_withdrawn(outcome: Outcome) -> bool:
    """Or about to be. What a member's office sends is its own, and no announcement."""
    return outcome.announcement is not None and is_being_withdrawn(outcome.announcement)


def _to_cancel(outcome: Outcome) -> Any:
    notices = outcome.notices.filter(outbound__isnull=False)
    return notices if _is_withdrawn(outcome) else notices.filter(case__disputed_at__isnull=False)
