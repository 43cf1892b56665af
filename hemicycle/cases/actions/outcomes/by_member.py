"""What became of a bill, sent by a member's office to those who wrote to it: no desk approves what a member says."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.actions.outcomes.preparing import lock, written
from hemicycle.cases.errors import NotInRecord
from hemicycle.cases.models import Outcome, OutcomeState
from hemicycle.cases.workflow import OUTCOME_WORKFLOW
from hemicycle.rules import audit


@transaction.atomic
def send_by_member(outcome: Outcome, *, words: Mapping[str, str], by: User) -> Outcome:
    """A member's office notifies those who wrote to it, in its own name and with its own words by language; what the
    committee gave as reasons stands in what the House announced. Raises AlreadyAnnounced, NotInRecord."""
    row = lock(Outcome, outcome.pk)
    if not row.is_of_a_member:
        raise PermissionError("what the House says is approved and released at the desk")
    if not row.is_in_record:
        raise NotInRecord(str(row.pk))
    if row.of_the_house is not None:
        row.reasons = row.of_the_house.reasons
    row.words, row.sent_by = written({"": words}).get("", {}), str(by.pk)
    row.state, row.released_at = OUTCOME_WORKFLOW.after(row.state, "release"), timezone.now()
    row.save(update_fields=["reasons", "words", "sent_by", "state", "released_at"])
    audit.record("cases.release_outcome", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def take_outcome_back(outcome: Outcome, *, by: User) -> bool:
    """As if that office had not sent it; its words are kept. Whether nothing had left."""
    row = Outcome.objects.select_for_update(of=("self",)).select_related("office").get(pk=outcome.pk)
    if row.state != OutcomeState.RELEASED or not row.sent_by or row.notices.exists():
        return False
    row.state, row.released_at = OUTCOME_WORKFLOW.after(row.state, "take_back"), None
    row.sent_by = ""
    row.save(update_fields=["state", "released_at", "sent_by"])
    audit.record("cases.take_outcome_back", by=by, about=row, office=row.office)
    return True
