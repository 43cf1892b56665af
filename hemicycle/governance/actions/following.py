"""What waits in other parts follows the policy that has just come into force."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hemicycle.desk.actions import recount_approvals

APPROVALS = frozenset({"approvals_needed", "approvals_sensitive"})


def follow_changes(changed: Collection[str], *, by: Any) -> None:
    """In the transaction that puts it in force: what has the approvals now asked for is approved, and waits for
    nobody who cannot come."""
    if not APPROVALS.isdisjoint(changed):
        recount_approvals(by=by)
