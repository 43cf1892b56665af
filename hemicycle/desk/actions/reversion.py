"""An approved announcement is a draft again where it would be sent otherwise than it was read, or may not be."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, CHANGED_SINCE_READ

# None of them has left, and somebody has read each as it stood.
READ_AND_NOT_OUT = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)


@transaction.atomic
def revert_to_draft(announcement: Announcement, *, why: str = CHANGED_SINCE_READ, by: Any) -> None:
    """Its approvals are void, `why` says it; author, last editor and those who had approved it are notified."""
    row = lock(announcement)
    row.state = ANNOUNCEMENT_WORKFLOW.after(row.state, "edit")
    row.digest = take_snapshot(row).digest
    row.save(update_fields=["state", "digest"])
    approvals = row.approvals.current()
    concerned = list(approvals.values_list("by", flat=True))
    voided = approvals.update(voided_at=timezone.now(), voided_why=why)
    log_action(row, "fall_back", by=by, voided=voided, **({} if why == CHANGED_SINCE_READ else {"why": why}))
    notices.note_not_sent(row, approved_by=concerned, by=by)


@transaction.atomic
def revert_changed(*, by: Any) -> list[Announcement]:
    """All that would be sent otherwise than they were read, because an account or the site's address changed."""
    rows = Announcement.objects.whole().in_state(*READ_AND_NOT_OUT).order_by("release_at", "pk")
    changed = [row for row in rows if take_snapshot(row).digest != row.digest]
    for row in changed:
        revert_to_draft(row, by=by)
    return changed
