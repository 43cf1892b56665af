"""What an edit of something submitted undoes, who would have to approve it again, and who is asked afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hemicycle.accounts.models import Assignment, User
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, State


@dataclass(frozen=True, slots=True)
class Effects:
    """`approved_by`: whose approvals are void. `able`: who can give those that are `needed` anew. `loses_approval`:
    whoever edits it could have approved it."""

    approved_by: Sequence[User]
    scheduled_for: datetime | None
    needed: int
    able: Sequence[Assignment]
    loses_approval: bool

    @property
    def too_few(self) -> bool:
        return len(self.able) < self.needed


def effects_of_edit(announcement: Announcement, by: User) -> Effects:
    return Effects(
        approved_by=[one.by for one in announcement.approvals.current().select_related("by")],
        scheduled_for=announcement.earliest_release if announcement.state == State.SCHEDULED else None,
        needed=actions.approvals_needed(announcement),
        able=actions.who_may_approve_after_edit(announcement, by),
        loses_approval=actions.may_approve(announcement, by),
    )


def asked_in_words(announcement: Announcement) -> str:
    """Who is asked to approve what was just submitted."""
    names = ", ".join(str(one.user) for one in actions.who_may_approve(announcement))
    return (
        _("Asked to approve it: %(names)s.") % {"names": names}
        if names
        else _("Nobody is left who may approve it here.")
    )
