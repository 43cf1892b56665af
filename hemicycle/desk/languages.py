"""The languages in which an announcement has to be written, and those that follow one that could not wait.

A language that is missing is a remark of the checks and keeps it from being submitted. An announcement that cannot
wait goes out in those it has; a correction that has the others is how they follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from hemicycle.desk.models import Announcement, AnnouncementQuerySet, State
from hemicycle.rules.parameters import in_force


@dataclass(frozen=True, slots=True)
class Following:
    """Languages that are to follow, by a time."""

    languages: tuple[str, ...]
    due_at: datetime

    @property
    def is_overdue(self) -> bool:
        return self.due_at <= timezone.now()


def required_languages() -> tuple[str, ...]:
    """Those that the policy names, else all of the site."""
    return in_force("required_languages") or tuple(code for code, _name in settings.LANGUAGES)


def missing_languages(announcement: Announcement) -> tuple[str, ...]:
    written = {lang for lang, text in announcement.by_language.items() if text.body.strip()}
    return tuple(lang for lang in required_languages() if lang not in written)


def following(announcement: Announcement) -> Following | None:
    """What is to follow a released announcement, counted from the first release of what it says; None for nothing."""
    if not announcement.cannot_wait or announcement.state != State.RELEASED:
        return None
    first = announcement.corrects.released_at if announcement.corrects is not None else announcement.released_at
    missing = missing_languages(announcement)
    return Following(missing, first + _delay()) if missing and first is not None else None


def overdue(rows: AnnouncementQuerySet) -> AnnouncementQuerySet:
    """Those whose other languages should have followed by now."""
    required = required_languages()
    found: AnnouncementQuerySet = rows.in_state(State.RELEASED).filter(cannot_wait=True)
    texts = Q(texts__lang__in=required) & ~Q(texts__body="")
    counted = found.annotate(
        first=Coalesce("corrects__released_at", "released_at"), written_in=Count("texts", filter=texts, distinct=True)
    )
    late: AnnouncementQuerySet = counted.filter(written_in__lt=len(required), first__lte=timezone.now() - _delay())
    return late


def _delay() -> timedelta:
    return timedelta(hours=in_force("language_delay_hours"))
