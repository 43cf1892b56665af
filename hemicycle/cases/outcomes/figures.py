"""How many who wrote were told what became of it, and how soon: of an office, and of the House for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from django.db.models import F, Min, QuerySet
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases.models import Case, Obstacle, Outcome, OutcomeNotice, OutcomeState, State

# A year is what a House reports on.
LAST = timedelta(days=365)
# Below ten a single case moves a share by more than ten points, and a date may name a person.
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Figures:
    """`cases` of the last year about a bill; `told` of them got an outcome. Days are medians; None where FEWEST or
    fewer are known."""

    cases: int
    told: int
    days_to_answer: int | None
    days_to_outcome: int | None

    @property
    def share(self) -> int | None:
        """Of a hundred."""
        return None if self.cases < FEWEST else round(100 * self.told / self.cases)

    @property
    def has_any(self) -> bool:
        return self.share is not None or self.days_to_answer is not None


def figures_of(offices: Iterable[Office] | QuerySet[Office]) -> Figures:
    since = timezone.now() - LAST
    cases = Case.objects.filter(office__in=offices, opened_at__gte=since)
    cases = cases.exclude(state__in=(State.MERGED, State.SET_ASIDE))
    about = cases.filter(subjects__bill__isnull=False).distinct()
    told = about.filter(outcomes__obstacle="").annotate(told_at=Min("outcomes__at"))
    answered = cases.filter(answered_at__isnull=False)
    return Figures(
        about.count(),
        told.count(),
        _days(answered.values_list(F("answered_at") - F("opened_at"), flat=True)),
        _days(told.values_list(F("told_at") - F("opened_at"), flat=True)),
    )


def of_the_house() -> Figures:
    """Without members' offices, each of which is its own."""
    return figures_of(Office.objects.filter(kind=Office.Kind.INSTITUTION))


def _days(waits: Iterable[timedelta]) -> int | None:
    known = [one / timedelta(days=1) for one in waits]
    return round(median(known)) if len(known) >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Told:
    """How far an outcome has got: `left` are still to be written to, `why` the others by obstacle."""

    told: int
    left: int
    why: list[tuple[str, int]]


def told_of(outcome: Outcome, to_tell: QuerySet[Case]) -> Told:
    notices = OutcomeNotice.objects.filter(outcome=outcome)
    told, everybody = notices.told().count(), notices.count()
    left = 0 if outcome.state == OutcomeState.SENT else max(to_tell.count() - everybody, 0)
    why = [(str(one.label), n) for one in Obstacle if (n := notices.filter(obstacle=one).count())]
    return Told(told, left, why)
