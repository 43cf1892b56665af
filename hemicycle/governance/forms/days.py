"""Days that people type: the bounds that find a slip of a key, 2206 for 2026.

Every form of governance says from when to when a day may be, by one rule and in the same words.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.forms import DayField

# Nobody who works in a parliament today completed a training, or took over a duty, before.
EARLIEST = date(1950, 1, 1)
# In years. The longest term of an elected House is six; who plans further ahead than that plans for another House, and
# a duty that lasts longer is given anew. A policy that was adopted on paper before that was due for review long ago.
TERM, LONGEST_DUTY, OLDEST_ADOPTION = 6, 10, 10
# Parental leave, the longest that is usual, ends with the second year of the child; recovery tests are kept as long.
LONGEST_LEAVE = OLDEST_TEST = 2


def years_from(start: date, years: int) -> date:
    """The same day so many years later, or earlier; of 29 February the day before."""
    year = start.year + years
    try:
        return start.replace(year=year)
    except ValueError:
        return start.replace(year=year, day=28)


def between(found: date, first: date, last: date) -> date:
    """Raises ValidationError for a day that is not from `first` to `last`."""
    if first <= found <= last:
        return found
    words = _("Choose a day from %(first)s to %(last)s.")
    raise forms.ValidationError(words % {"first": _said(first), "last": _said(last)})


def passed(found: date, first: date = EARLIEST) -> date:
    """A day from `first` to today."""
    return between(found, first, timezone.localdate())


def passed_within(found: datetime, longest: timedelta) -> datetime:
    """A moment that has passed, and not long ago."""
    now = timezone.now()
    if found > now:
        raise forms.ValidationError(_("Enter a moment that has passed."))
    if found < now - longest:
        first = timezone.localdate(now - longest)
        raise forms.ValidationError(_("Choose a day from %(first)s on.") % {"first": _said(first)})
    return found


def _said(found: date) -> str:
    return date_format(found, "DATE_FORMAT")


class PeriodForm(forms.Form):
    """From a day to a day, both included; at most `longest` years, which begin at most that many from now."""

    longest = LONGEST_DUTY

    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))

    def clean_starts_on(self) -> date:
        today = timezone.localdate()
        return between(self.cleaned_data["starts_on"], EARLIEST, years_from(today, self.longest))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on:
            self._refuse(starts_on, ends_on)
        return found

    def _refuse(self, starts_on: date, ends_on: date) -> None:
        if ends_on < starts_on:
            return self.add_error("ends_on", _("The last day comes before the first: choose a later one."))
        try:
            between(ends_on, starts_on, years_from(starts_on, self.longest))
        except forms.ValidationError as error:
            self.add_error("ends_on", error)
        return None
