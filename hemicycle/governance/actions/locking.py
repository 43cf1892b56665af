"""What every write of governance begins with: the version as it is now, and whether this person may change it."""

from __future__ import annotations

from typing import Any

from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

from ..errors import NotEditor
from ..models import Policy, State, Version
from ..workflow import VERSION_WORKFLOW


def lock(version: Version) -> Version:
    """The row as it is now, until the transaction ends."""
    return Version.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)


def lock_draft(version: Version, *, by: Any) -> Version:
    """The same, to change its text. Raises NotEditor, and IllegalMove where it is no draft any more."""
    row = lock(version)
    refuse_unless_editor(row.policy, by=by)
    if row.state != State.DRAFT:
        raise IllegalMove(f"a version that is {row.state} does not change")
    return row


def refuse_unless_editor(policy: Policy, *, by: Any) -> None:
    """A part of the system, by its name, edits what it prepares."""
    if not isinstance(by, str) and not policy.is_edited_by(by):
        raise NotEditor(f"{audit.actor_of(by)} edits nothing in {policy.address}")


def move(row: Version, verb: str) -> None:
    row.state = VERSION_WORKFLOW.after(row.state, verb)


def log(action: str, row: Version, *, by: Any, **facts: Any) -> None:
    audit.record(f"governance.{action}", by=by, about=row, version=row.number, **facts)
