"""Ending a sensitive period early: asked for by one, confirmed by another, who is notified."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.rules import actions as rules
from hemicycle.rules.models import SensitivePeriod

from .notices import note_end_asked, note_end_settled


@transaction.atomic
def ask_to_end(period: SensitivePeriod, *, by: User) -> SensitivePeriod:
    """Raises PeriodRefused."""
    row = rules.ask_to_end_period(period, by=by)
    note_end_asked(row, by=by)
    return row


@transaction.atomic
def keep(period: SensitivePeriod, *, by: User) -> SensitivePeriod:
    row = rules.keep_period(period, by=by)
    note_end_settled(row)
    return row


@transaction.atomic
def end(period: SensitivePeriod, *, by: User) -> SensitivePeriod:
    """Raises PeriodRefused, SecondPersonNeeded."""
    row = rules.end_period(period, by=by)
    note_end_settled(row)
    return row
