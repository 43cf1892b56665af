"""What did not go out, with the reason and what to do next: missed, a draft again, or refused by a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.channels.permissions import ATTENDANTS
from hemicycle.channels.status.blockers import Blocker
from hemicycle.desk.actions import FAILURES_SHOWN_FOR
from hemicycle.desk.models import WRITERS, Announcement, State
from hemicycle.desk.presenters.trail import Trail
from hemicycle.desk.presenters.undelivered import Undelivered, stopped, undelivered, undelivered_since
from hemicycle.desk.workflow import PERIOD, PUBLIC, RIGHTS_REFUSED
from hemicycle.rules.models import AuditEntry

# What is seen at a glance; the list has the rest.
MOST_SHOWN = 6

REVERTED = gettext_lazy("Draft again: the text to be sent was no longer the approved one")
RIGHTS = gettext_lazy("Draft again: the rights of a picture did not allow its release")
WITHDRAWAL_DROPPED = frozenset({"desk.drop_withdrawal", "desk.take_back_withdrawal"})
_WITH_REASON = ("desk.miss", "desk.fall_back")
_MISSED: dict[str, Promise] = {
    "not-approved": gettext_lazy("Missed: its deadline passed before it had all its approvals"),
    "not-scheduled": gettext_lazy("Missed: its deadline passed before anyone released it"),
    "paused": gettext_lazy("Missed: its deadline passed while all sending was paused"),
    PERIOD: gettext_lazy("A sensitive period stopped it, and is over"),
    "not-sent": gettext_lazy("Missed: its deadline passed before the server released it"),
}
_UNTOLD = gettext_lazy("Missed: its deadline passed before it was sent")


@dataclass(frozen=True, slots=True)
class NotOut:
    """`next_step` in a sentence; `url` and `action` are "" where this person can do nothing about it. `sends`: the
    action is done at once, and sends something. `blockers`: what would keep that from leaving, too."""

    announcement: Announcement
    reason: str
    next_step: str
    url: str = ""
    action: str = ""
    deadline: datetime | None = None
    why: str = ""
    sends: bool = False
    blockers: Sequence[Blocker] = ()


def for_person(person: User) -> list[NotOut]:
    """What waits for this person, the latest first; failed posts of the last days."""
    stopped = AuditEntry.objects.filter(about=_key(OuterRef("pk")), action__in=_WITH_REASON).order_by("-sequence")
    rows = Announcement.objects.visible_to(person).not_out_for(person).select_related("office")
    rows = rows.annotate(stopped=Subquery(stopped.values("facts")[:1])).order_by("-changed_at", "-pk")
    return [_not_out(row, person) for row in rows[:MOST_SHOWN]] + _failed(person)


def of_page(trail: Trail, person: User) -> list[NotOut]:
    """The same on the page of one announcement."""
    row = trail.announcement
    if row.state in PUBLIC:
        return [*(_undelivered(one, person) for one in undelivered([row])), *_stopped(trail, person)]
    why = next((entry.facts.get("why", "") for entry in reversed(trail.entries) if entry.action in _WITH_REASON), "")
    if row.state == State.MISSED:
        return [_missed(row, person, why)]
    return [_reverted(row, person, why)] if trail.is_reverted else []


def _not_out(row: Announcement, person: User) -> NotOut:
    # Annotated above.
    facts: dict[str, str] = row.stopped or {}  # type: ignore[attr-defined]
    if row.state == State.MISSED:
        return _missed(row, person, facts.get("why", ""))
    return _reverted(row, person, facts.get("why", ""))


def _key(pk: Any) -> Concat:
    """As the audit log and the channels name an announcement."""
    return Concat(Value("desk.announcement:"), Cast(pk, TextField()), output_field=TextField())


def _missed(row: Announcement, person: User, why: str) -> NotOut:
    said, next_step = str(_MISSED.get(why, _UNTOLD)), _("Nothing was sent. With a new time it is reviewed again.")
    deadline = row.not_after if row.is_past_its_last_time else None
    if person.holds(WRITERS, office=row.office_id):
        url = reverse("desk:new_time", args=[row.address])
        return NotOut(row, said, next_step, url, _("Choose a new time"), deadline)
    return NotOut(row, said, next_step, deadline=deadline)


def _reverted(row: Announcement, person: User, why: str) -> NotOut:
    said, next_step = (
        str(REVERTED),
        _(
            "An account or the address of the site has changed since. Nothing was sent. Read it again, then submit it "
            "for review."
        ),
    )
    if why == RIGHTS_REFUSED:
        said, next_step = str(RIGHTS), _("Nothing was sent. Replace the picture, then submit it for review.")
    if person.holds(WRITERS, office=row.office_id):
        return NotOut(row, said, next_step, reverse("desk:compose", args=[row.address]), _("Read and submit"))
    return NotOut(row, said, next_step)


def _failed(person: User) -> list[NotOut]:
    """What a channel refused, lost or was given too late in the last days."""
    mine = Announcement.objects.visible_to(person).public().concerning(person)
    return [_on_board(one, person) for one in undelivered_since(timezone.now() - FAILURES_SHOWN_FOR, mine)]


def _on_board(one: Undelivered, person: User) -> NotOut:
    """Where this person can do nothing else, they can look."""
    found = _undelivered(one, person)
    page = f"{reverse('desk:announcement', args=[one.announcement.address])}#sent"
    return found if found.url else replace(found, url=page, action=_("See what failed"))


def _undelivered(one: Undelivered, person: User) -> NotOut:
    row, url, action, sends = one.announcement, "", "", False
    if one.unknown and all(person.holds(ATTENDANTS, office=part.account.office_id) for part in one.accounts):
        url, action = _to_settle(one), _("Record the outcome")
    elif one.resendable and person.holds(WRITERS, office=row.office_id):
        url, action, sends = reverse("desk:try_again", args=[row.address]), _("Try again"), True
    return NotOut(row, one.reason, one.next_step, url, action, why=one.why, sends=sends, blockers=one.blockers(person))


def _stopped(trail: Trail, person: User) -> list[NotOut]:
    """What a withdrawal stopped that was refused or taken back since."""
    row = trail.announcement
    if not any(entry.action in WITHDRAWAL_DROPPED for entry in trail.entries) or (one := stopped(row)) is None:
        return []
    found = NotOut(row, one.reason, one.next_step, blockers=one.blockers(person))
    if all(part.late for part in one.accounts) or not person.holds(WRITERS, office=row.office_id):
        return [found]
    url = reverse("desk:send_stopped", args=[row.address])
    return [replace(found, url=url, action=_("Send what was stopped"), sends=True)]


def _to_settle(one: Undelivered) -> str:
    """The page of the message, or the list of several."""
    first, *more = one.accounts
    if not more and first.messages == 1:
        return reverse("channels:settle", args=[first.number])
    return f"{reverse('channels:board')}?state=unknown" + ("" if more else f"&account={first.account.pk}")
