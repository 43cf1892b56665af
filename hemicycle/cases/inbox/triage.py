"""The triage guide: what becomes of a message, by what it is; and how often each decision was taken (practice LIS-3).

The policy in force says it, in each language; until it does, the guide is what the software comes with
(rules/parameters/triage.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choose
from django.db.models import Count, Value, When
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import Case, GuidanceText, State, Triage, Urgency
from hemicycle.channels.permissions import INBOX
from hemicycle.rules.parameters import PARAMETERS, Article, article_of, in_force

GUIDE = {
    "triage_answer": Triage.ANSWER,
    "triage_inform": Triage.INFORM,
    "triage_escalate": Triage.ESCALATE,
    "triage_leave": Triage.LEAVE,
}
"""The parameter that says each decision, in the order of the guide."""

# The guide says so of them, whatever day the policy sets.
ANSWERED_TODAY = (Urgency.SELF_HARM, Urgency.DANGER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the guide; `article` of the policy in force says it, None where none does."""

    value: str
    label: str
    text: str
    article: Article | None


@dataclass(frozen=True, slots=True)
class Rates:
    """Of the cases of one office: how many there are, how many nobody triaged that are `open` or `closed`, and of each
    decision its number and its share of those that were triaged, in whole percent; None where none was."""

    office: Office
    cases: int
    open: int
    closed: int
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
    return [
        Outcome(one.value, str(one.label), PARAMETERS[name].said(in_force(name)), article_of(name))
        for name, one in GUIDE.items()
    ]


def written_before(name: str) -> dict[str, str]:
    """By language, what staff had written of a decision when no policy said it: a draft begins with it."""
    topic = GUIDE[name].value if name in GUIDE else ""
    return dict(GuidanceText.objects.filter(topic=topic).values_list("lang", "text"))


def not_adopted() -> list[tuple[str, str, str]]:
    """What staff had written and no policy in force has replaced: label, language, text."""
    found = ((one, written_before(name)) for name, one in GUIDE.items() if article_of(name) is None)
    return [(str(one.label), lang, text) for one, texts in found for lang, text in sorted(texts.items())]


def rates(person: User, *, since: datetime) -> list[Rates]:
    """Of the offices in which this person sees the inbox, by what came since; counts alone, in one query. What was
    answered and not triaged was decided so."""
    offices = [one for one in person.offices if one.pk in person.offices_as(INBOX)]
    rows = Case.objects.filter(office__in=offices, opened_at__gte=since).exclude(
        state__in=(State.MERGED, State.SET_ASIDE)
    )
    answered = When(triage="", answered_at__isnull=False, then=Value(Triage.ANSWER))
    rows = rows.annotate(decision=Choose(answered, default="triage"))
    counted = rows.order_by().values_list("office", "decision", "state").annotate(n=Count("pk"))
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
    closed = sum(n for triage, state, n in rows if not triage and state == State.CLOSED)
    return Rates(office, sum(n for *_known, n in rows), still_open, closed, shares)
