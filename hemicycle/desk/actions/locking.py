"""What every write to an announcement needs: its row locked, its approvals voided by an edit, an audit entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.desk import workflow
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.separation import record_edit
from hemicycle.desk.errors import EditConflict
from hemicycle.desk.models import Announcement, Edition
from hemicycle.desk.snapshot import Snapshot, take_snapshot, text_in
from hemicycle.rules import audit

# One line of the log for a stretch of writing, not one for each second of it.
ONE_STRETCH = timedelta(minutes=10)


def lock(announcement: Announcement, *, edit: int | None = None) -> Announcement:
    """The row under a lock; raises EditConflict where it is not the one that was read."""
    row: Announcement = (
        Announcement.objects.select_for_update(of=("self",)).select_related("office").get(pk=announcement.pk)
    )
    if edit is not None and row.edit != edit:
        raise EditConflict(str(row.edit))
    return row


def move(announcement: Announcement, verb: str) -> Announcement:
    """The row under a lock, in the state to which `verb` leads; raises IllegalMove."""
    row = lock(announcement)
    row.state = announcement.state = workflow.ANNOUNCEMENT_WORKFLOW.after(row.state, verb)
    if verb == "schedule":
        row.scheduled_at = timezone.now()
    row.save(update_fields=["state", "scheduled_at"])
    return row


@contextmanager
def editing(
    announcement: Announcement, *, by: User, edit: int | None = None, verb: str = "edit"
) -> Iterator[Announcement]:
    """Edit what approvers read: the body changes the locked row; then every approval is void, and `by` is an editor.
    `verb` names the edit in the log; one that has a name of its own is always there.

    Raises IllegalMove where it can no longer be changed.
    """
    row = lock(announcement, edit=edit)
    before, target = row.state, workflow.ANNOUNCEMENT_WORKFLOW.after(row.state, "edit")
    new_stretch = row.last_editor_id != by.pk or before != target or timezone.now() - row.changed_at > ONE_STRETCH
    if row.last_editor_id != by.pk:
        save_edition(row, take_snapshot(row))
    yield row
    row.__dict__.pop("by_language", None)
    voided = row.approvals.current().update(voided_at=timezone.now(), voided_why="changed")
    record_edit(row, by=by)
    row.state, row.last_editor, row.edit, row.changed_at = target, by, row.edit + 1, timezone.now()
    row.digest = take_snapshot(row).digest
    row.save()
    if before != target:
        notices.note_move(row)
    if verb != "edit":
        at = row.release_at.isoformat(timespec="minutes") if row.release_at else ""
        log_action(row, verb, by=by, voided=voided, was=before, at=at)
    elif new_stretch or voided:
        log_action(row, verb, by=by, voided=voided, was=before)
    announcement.__dict__.update({k: v for k, v in row.__dict__.items() if k != "_state"})
    announcement.__dict__.pop("by_language", None)


def save_edition(row: Announcement, snapshot: Snapshot) -> Edition:
    """Save the announcement as an edition, unless its last edition is the same."""
    last: Edition | None = row.editions.last()
    if last is not None and last.digest == snapshot.digest:
        return last
    return Edition.objects.create(
        announcement=row, number=(last.number if last else 0) + 1, digest=snapshot.digest,
        content=snapshot.content,
        editor=row.last_editor,
    )  # fmt: skip


def given(reasons: Mapping[str, str]) -> dict[str, str]:
    """A reason, as a fact of the log, which takes no address and nothing long."""
    text = text_in(dict(reasons), settings.LANGUAGE_CODE)
    if not text or audit.E_MAIL.search(text):
        return {}
    return {"given": text if len(text) <= audit.LONGEST_FACT else f"{text[: audit.LONGEST_FACT - 1]}…"}


def log_action(row: Announcement, verb: str, *, by: Any, **facts: Any) -> None:
    audit.record(f"desk.{verb}", by=by, about=row, office=row.office, **facts)
