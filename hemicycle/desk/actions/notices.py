"""Whom the desk notifies of what: those who can act now, and those whose announcement it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, User
from hemicycle.desk.actions.separation import who_may_approve, who_may_confirm
from hemicycle.desk.languages import following
from hemicycle.desk.models import APPROVERS, WRITERS, Announcement, DutyLink, Withdrawal

REVIEW, SENT_BACK, APPROVED, NOT_SENT = "desk.review", "desk.sent_back", "desk.approved", "desk.not_sent"
DUTY_REQUEST, WITHDRAWAL = "desk.duty", "desk.withdrawal"
NOT_DELIVERED, PROPOSED = "desk.not_delivered", "desk.proposed"
WITHDRAWAL_CONFIRMED = "desk.withdrawal_confirmed"
# By this name in what people have chosen.
WITHDRAWAL_REFUSED = "desk.withdrawal_cancelled"
WITHDRAWN = "desk.withdrawn"
RELEASED = "desk.released"
ON_HOLD = "desk.on_hold"
LANGUAGES = "desk.languages"
OF_ANNOUNCEMENTS = (REVIEW, SENT_BACK, APPROVED, NOT_SENT, ON_HOLD, WITHDRAWAL)


def ask_for_approval(row: Announcement, *, by: User) -> None:
    """Everybody who may approve it and has not."""
    end_notices(SENT_BACK, NOT_SENT, about=row)
    notify(REVIEW, to=who_may_approve(row), about=row, office=row.office, by=by)


def note_approval(row: Announcement, *, is_approved: bool, by: Any) -> None:
    """Who has approved is asked no more; with the last approval nobody is, and those who wrote it are notified."""
    if not is_approved:
        return end_notices(REVIEW, about=row, of=by)
    end_notices(REVIEW, about=row)
    return _notify_writers(APPROVED, row, by=by)


def note_sent_back(row: Announcement, *, by: User) -> None:
    end_notices(REVIEW, about=row)
    _notify_writers(SENT_BACK, row, by=by)


def note_not_sent(row: Announcement, *, approved_by: Iterable[Any], by: Any) -> None:
    """Those who wrote it and those who had approved it; where none of them is here any more, everybody who writes in
    its office."""
    end_notices(REVIEW, APPROVED, about=row)
    notify(NOT_SENT, to=_answering_for(row, approved_by), about=row, office=row.office, by=by)


def note_on_hold(row: Announcement, *, approved_by: Iterable[Any], by: Any) -> None:
    """It does not go out at its hour: the same people."""
    notify(ON_HOLD, to=_answering_for(row, approved_by), about=row, office=row.office, by=by)


def note_failure(row: Announcement, *, approved_by: Iterable[Any], by: Any) -> None:
    """A channel did not send what was released: the same people."""
    notify(NOT_DELIVERED, to=_answering_for(row, approved_by), about=row, office=row.office, by=by)


def end_failure(row: Announcement) -> None:
    """Somebody has it sent again."""
    end_notices(NOT_DELIVERED, about=row)


def end_refused(row: Announcement) -> None:
    """Somebody has sent what the withdrawal had stopped."""
    end_notices(WITHDRAWAL_REFUSED, about=row)


def note_proposal(row: Announcement, *, by: User) -> None:
    """Those who wrote it accept or decline a change that is proposed."""
    _notify_writers(PROPOSED, row, by=by)


def end_proposals(row: Announcement) -> None:
    """All that was proposed is decided."""
    end_notices(PROPOSED, about=row)


def note_released(row: Announcement, *, by: Any) -> None:
    """Those who wrote it; an approval has ended for its approvers."""
    end_notices(APPROVED, about=row)
    _notify_writers(RELEASED, row, by=by)


def note_languages_to_follow(row: Announcement) -> None:
    """Those who wrote it, be it that they released it; what was said of what it corrects holds no longer."""
    if row.corrects is not None:
        end_notices(LANGUAGES, about=row.corrects)
    if following(row) is not None:
        _notify_writers(LANGUAGES, row, by="policy")


def note_move(row: Announcement) -> None:
    """It was edited, scheduled, released or discarded: what was asked before is asked no more."""
    end_notices(*OF_ANNOUNCEMENTS, about=row)


def ask_for_confirmation(withdrawal: Withdrawal, *, by: User) -> None:
    """Everybody who may confirm a withdrawal."""
    row = withdrawal.announcement
    end_notices(WITHDRAWAL_REFUSED, about=row)
    notify(WITHDRAWAL, to=who_may_confirm(row, withdrawal.asked_by), about=row, office=row.office, by=by)


def note_confirmed(withdrawal: Withdrawal, *, by: User) -> None:
    """Whoever asked for it, and the others who wrote or approved what is withdrawn."""
    _answer(WITHDRAWAL_CONFIRMED, withdrawal, by=by)
    row = withdrawal.announcement
    others = [
        one
        for one in _answering_for(row, row.approvals.current().values("by"))
        if one.user_id != withdrawal.asked_by_id
    ]
    notify(WITHDRAWN, to=others, about=row, office=row.office, by=by)


def note_refused(withdrawal: Withdrawal, *, by: User) -> None:
    _answer(WITHDRAWAL_REFUSED, withdrawal, by=by)


def _answer(kind: str, withdrawal: Withdrawal, *, by: User) -> None:
    """Nobody is asked any more, and whoever asked learns what was decided."""
    row = withdrawal.announcement
    end_notices(WITHDRAWAL, about=row)
    asked = _writing_in(row).filter(user=withdrawal.asked_by_id)
    notify(kind, to=asked, about=row, office=row.office, by=by)


def ask_one_on_duty(link: DutyLink, assigned: Assignment, *, by: User) -> None:
    notify(DUTY_REQUEST, to=[assigned], about=link, office=link.announcement.office, by=by)


def end_duty_request(link: DutyLink) -> None:
    end_notices(DUTY_REQUEST, about=link)


def _notify_writers(kind: str, row: Announcement, *, by: Any) -> None:
    notify(kind, to=_writers(row), about=row, office=row.office, by=by)


def _writers(row: Announcement) -> list[Assignment]:
    """Author and last editor, as long as they write in its office."""
    return list(_writing_in(row).filter(user__in=(row.author_id, row.last_editor_id)))


def _answering_for(row: Announcement, approved_by: Iterable[Any]) -> Iterable[Assignment]:
    """Those who wrote it and those who approved it; without any of them, all who write in its office."""
    approvers = Assignment.objects.filter(user__in=approved_by, role__in=APPROVERS, user__is_active=True)
    return [*_writers(row), *approvers] or _writing_in(row)


def _writing_in(row: Announcement) -> Any:
    held = Assignment.objects.filter(office=row.office_id, role__in=WRITERS, user__is_active=True)
    return held.select_related("office").order_by("pk")
