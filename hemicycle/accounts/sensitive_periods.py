"""Sensitive periods in words, as every app says them: their name, until when they last, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.rules import periods
from hemicycle.rules.models import PeriodKind, SensitivePeriod
from hemicycle.rules.parameters.periods import FREEZABLE
from hemicycle.rules.parameters.units import listed

READY_NOTICES = {
    PeriodKind.ELECTION: gettext_lazy(
        "An election is being held. Until the polls close, the House limits what it sends; the record of its work "
        "stays complete and open to everyone."
    ),
    PeriodKind.DISSOLUTION: gettext_lazy(
        "The House is dissolved. Until the next House meets, nobody holds a seat in it; its services and its record "
        "remain at your disposal."
    ),
    PeriodKind.MOURNING: gettext_lazy("The House is in mourning and limits what it publishes to what is necessary."),
}
"""With which a notice begins; whoever plans the period may change every word."""

_WAITS = {
    PeriodKind.ELECTION: gettext_lazy("Waits for the end of the election period (%(until)s)"),
    PeriodKind.DISSOLUTION: gettext_lazy("Waits for the end of the dissolution (%(until)s)"),
    PeriodKind.MOURNING: gettext_lazy("Waits for the end of the time of mourning (%(until)s)"),
}
_TITLES = {
    PeriodKind.ELECTION: gettext_lazy("Election period, %(until)s"),
    PeriodKind.DISSOLUTION: gettext_lazy("The House is dissolved, %(until)s"),
    PeriodKind.MOURNING: gettext_lazy("Mourning, %(until)s"),
}


def until(period: SensitivePeriod) -> str:
    if period.over_at is None:
        return _("until further notice")
    return _("until %(moment)s") % {"moment": moment(period.over_at)}


def moment(at: datetime) -> str:
    """On the clock of the House."""
    return date_format(timezone.localtime(at), "DATETIME_FORMAT")


def title(period: SensitivePeriod) -> str:
    return str(_TITLES[PeriodKind(period.kind)]) % {"until": until(period)}


def waits_for(period: SensitivePeriod) -> str:
    """Of something that is stopped: for what it waits, and when it goes on."""
    return str(_WAITS[PeriodKind(period.kind)]) % {"until": until(period)}


def notice(period: SensitivePeriod) -> str:
    """In the language of the page, else in another in which it was written."""
    notices = {lang: text for lang, text in period.notices.items() if text}
    language = get_language() or ""
    mine = notices.get(language) or notices.get(language.partition("-")[0])
    return str(mine or next(iter(notices.values()), ""))


def parts_in_words(parts: Iterable[str]) -> str:
    return listed([str(FREEZABLE[part]) for part in FREEZABLE if part in set(parts)])


def stopped(period: SensitivePeriod, *parts: str) -> str:
    """What it stops, or, of these parts, which; "" for none of them."""
    freezes = [part for part in periods.FREEZES[period.kind]() if not parts or part in parts]
    return _("These wait: %(parts)s.") % {"parts": parts_in_words(freezes)} if freezes else ""


def lines(*parts: str) -> list[tuple[str, str]]:
    """For a page of the staff: each period that stops one of these now, and what."""
    found = ((title(period), stopped(period, *parts)) for period in periods.current())
    return [(name, said) for name, said in found if said]
