"""Somebody has a case open."""

from __future__ import annotations

from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models import Case, Presence


def mark_present(case: Case, *, by: User, is_writing: bool = False) -> None:
    """Called by the page every few seconds, not audited."""
    said = {"seen_at": timezone.now(), "is_writing": is_writing}
    Presence.objects.update_or_create(case=case, user=by, defaults=said)


def mark_gone(case: Case, *, by: User) -> None:
    """They have answered it, and go on to another."""
    Presence.objects.filter(case=case, user=by).delete()
