"""How the values of parameters are said in a sentence, in each language: numbers with their unit, lists of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext


@dataclass(frozen=True)
class Unit:
    """`words` is a plural with %(n)s for the number."""

    words: str | Promise

    def said(self, value: Any) -> str:
        return str(self.words % {"n": value})


@dataclass(frozen=True)
class Days(Unit):
    """Whole years are said as such: nobody counts the days of five years."""

    def said(self, value: Any) -> str:
        years, days = divmod(value, DAYS_OF_A_YEAR)
        if days or not years:
            return super().said(value)
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


DAYS_OF_A_YEAR = 365
PEOPLE = Unit(ngettext_lazy("%(n)s person", "%(n)s people", "n"))
MESSAGES = Unit(ngettext_lazy("%(n)s message", "%(n)s messages", "n"))
REQUESTS = Unit(ngettext_lazy("%(n)s request", "%(n)s requests", "n"))
MENTIONS = Unit(ngettext_lazy("%(n)s mention", "%(n)s mentions", "n"))
POINTS = Unit(ngettext_lazy("%(n)s percentage point", "%(n)s percentage points", "n"))
SECONDS = Unit(ngettext_lazy("%(n)s second", "%(n)s seconds", "n"))
MINUTES = Unit(ngettext_lazy("%(n)s minute", "%(n)s minutes", "n"))
HOURS = Unit(ngettext_lazy("%(n)s hour", "%(n)s hours", "n"))
DAYS = Days(ngettext_lazy("%(n)s day", "%(n)s days", "n"))
WORKING_DAYS = Unit(ngettext_lazy("%(n)s working day", "%(n)s working days", "n"))
MONTHS = Unit(ngettext_lazy("%(n)s month", "%(n)s months", "n"))
MEGABYTES = Unit(ngettext_lazy("%(n)s megabyte", "%(n)s megabytes", "n"))
TIMES = Unit(ngettext_lazy("%(n)s time", "%(n)s times", "n"))


HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


def hour(value: str) -> str:
    """“08:30” as the language of the page writes an hour of the day: 8 h 30 in French."""
    found = HOUR.fullmatch(value)
    if found is None:
        return value
    known = {"hour": str(int(found[1])), "minute": found[2]}
    if known["minute"] == "00":
        return pgettext("hour of the day", "%(hour)s:00") % known
    return pgettext("hour of the day", "%(hour)s:%(minute)s") % known


def listed(words: Sequence[str]) -> str:
    """“A”, “A and B”, “A, B and C”; none where there is none."""
    if not words:
        return _("none")
    *first, last = words
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last
