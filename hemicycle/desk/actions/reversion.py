"""An approved announcement that would be sent otherwise than it was read is a draft again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.mail import send_notice
from hemicycle.accounts.models import User
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.models import Announcement, State
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW, CHANGED_SINCE_READ

# None of them has left, and somebody has read each as it stood.
READ_AND_NOT_OUT = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED)


@transaction.atomic
def revert_to_draft(announcement: Announcement, *, by: Any) -> None:
    """Its approvals are void; author, last editor and those who had approved it are notified once it is committed."""
    row = lock(announcement)
    row.state = ANNOUNCEMENT_WORKFLOW.after(row.state, "edit")
    row.digest = take_snapshot(row).digest
    row.save(update_fields=["state", "digest"])
    approvals = row.approvals.current()
    concerned = {row.author_id, row.last_editor_id, *approvals.values_list("by", flat=True)}
    voided = approvals.update(voided_at=timezone.now(), voided_why=CHANGED_SINCE_READ)
    log_action(row, "fall_back", by=by, voided=voided)
    for person in User.objects.filter(pk__in=concerned, is_active=True).order_by("pk"):
        # One who cannot be reached keeps no other from it, and the board says it as well.
        transaction.on_commit(_notice(row, person), robust=True)


@transaction.atomic
def revert_changed(*, by: Any) -> list[Announcement]:
    """All that would be sent otherwise than they were read, because an account or the site's address changed."""
    rows = Announcement.objects.whole().in_state(*READ_AND_NOT_OUT).order_by("release_at", "pk")
    changed = [row for row in rows if take_snapshot(row).digest != row.digest]
    for row in changed:
        revert_to_draft(row, by=by)
    return changed


def _notice(row: Announcement, person: User) -> Callable[[], None]:
    """The message to one person; the link is left out where they may not open a draft of others."""
    seen = Announcement.objects.visible_to(person).filter(pk=row.pk).exists()
    path = reverse("desk:announcement", args=[row.address]) if seen else ""

    def send() -> None:
        send_notice(
            person,
            subject=_("An announcement was not sent"),
            lines=[
                _("An announcement that you wrote, changed or approved is a draft again."),
                _(
                    "The text to be sent is no longer the approved one, because an account or the address "
                    "of the site has changed. Nothing was sent."
                ),
                _("Someone must read it, submit it for review and approve it again."),
            ],
            path=path,
        )

    return send
