"""Somebody has a case open."""

from __future__ import annotations

from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models import Case, Presence


def mark_present(case: Case, *, by: User, is_writing: bool = False) -> None:
    """Called by the page every few seconds, not audited."""
    said = {"seen_at": timezone.now(), "is_writing": is_writing}
    if not Presence.objects.filter(case=case, user=by).update(**said):
        # Two pages of one person may come first at once.
        Presence.objects.bulk_create([Presence(case=case, user=by, **said)], ignore_conflicts=True)
