"""The triage guide: what becomes of a message, by what it is; and how often each decision was taken (practice LIS-3).

The House writes its own in each language (models/guidance.py); until it has, the guide is what stands here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import Case, GuidanceText, State, Triage, Urgency
from hemicycle.channels.permissions import INBOX

DEFAULT: dict[Triage, Promise] = {
    Triage.ANSWER: _(
        "A question, a request for help, or a point on a bill that nothing published answers. For example: When does "
        "the committee hear the public?"
    ),
    Triage.INFORM: _(
        "A view or an experience that asks for nothing: it is read, and counted in what is reported to the committee; "
        "whoever wrote it gets a short message that says so. For example: I am a nurse, and clause 4 would end my "
        "night shifts."
    ),
    Triage.ESCALATE: _(
        "A danger, a threat, a date that passes, a complaint about staff, a matter before a court. For example: My "
        "housing support ends on Friday."
    ),
    Triage.LEAVE: _(
        "Advertising, insults without a matter, the same text again by the same person. For example: Visit our shop."
    ),
}


# The guide says so of them, whatever day the policy sets.
ANSWERED_TODAY = (Urgency.SELF_HARM, Urgency.DANGER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the guide."""

    value: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the cases of one office: how many there are, and of each decision its number and its share of those that were
    triaged, in whole percent; None where none was."""

    office: Office
    cases: int
    open: int
    outcomes: list[tuple[str, int, int | None]]


def looked_at_by(case: Case, readers: Iterable[User]) -> str:
    """Who has looked at what cannot wait of it, by name and day; "" where nobody, or somebody who has left."""
    who = next((one for one in readers if str(one.pk) == case.evidence.get("who")), None)
    at = parse_datetime(case.evidence.get("at", ""))
    if who is None or at is None:
        return ""
    said = gettext("%(name)s looked at it on %(day)s.")
    return said % {"name": who, "day": date_format(timezone.localtime(at), "DATE_FORMAT")}


def guide() -> list[Outcome]:
    """In the language of the page."""
    lang = (translation.get_language() or "").partition("-")[0]
    own = dict(GuidanceText.objects.filter(topic__in=Triage.values, lang=lang).values_list("topic", "text"))
    return [Outcome(one.value, str(one.label), own.get(one.value) or str(DEFAULT[one])) for one in Triage]


def rates(person: User, *, since: datetime) -> list[Rates]:
    """Of the offices in which this person sees the inbox, by what came since; counts alone, in one query."""
    offices = [one for one in person.offices if one.pk in person.offices_as(INBOX)]
    rows = Case.objects.filter(office__in=offices, opened_at__gte=since).exclude(
        state__in=(State.MERGED, State.SET_ASIDE)
    )
    counted = rows.order_by().values_list("office", "triage", "state").annotate(n=Count("pk"))
    found = list(counted)
    return [_rates_of(one, [row[1:] for row in found if row[0] == one.pk]) for one in offices]


def _rates_of(office: Office, rows: list[tuple[str, str, int]]) -> Rates:
    by_outcome = {one.value: sum(n for triage, _state, n in rows if triage == one) for one in Triage}
    triaged = sum(by_outcome.values())
    shares = [
        (str(one.label), by_outcome[one.value], round(100 * by_outcome[one.value] / triaged) if triaged else None)
        for one in Triage
    ]
    still_open = sum(n for triage, state, n in rows if not triage and state == State.OPEN)
    return Rates(office, sum(n for *_known, n in rows), still_open, shares)
