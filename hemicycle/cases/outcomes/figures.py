"""How many who wrote were notified of what became of it, and how soon: of an office, and of the House."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import DurationField, Exists, ExpressionWrapper, F, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.cases.models import (
    Case,
    CaseQuerySet,
    Obstacle,
    Outcome,
    OutcomeNotice,
    OutcomeState,
    State,
    Subject,
)
from hemicycle.channels.models import LEFT
from hemicycle.channels.models import State as Delivery

# A year is what a House reports on.
LAST = timedelta(days=365)
# Below ten a single case moves a share by more than ten points, and a date may name a person.
FEWEST = 10
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """`cases` of the last year about a bill, without those of which only the software suggested that; `notified` of
    them were sent an outcome. Days are medians; None where fewer than FEWEST are known."""

    cases: int
    notified: int
    days_to_answer: int | None
    days_to_outcome: int | None

    @property
    def share(self) -> int | None:
        """Of a hundred."""
        return None if self.cases < FEWEST else round(100 * self.notified / self.cases)

    @property
    def has_any(self) -> bool:
        return self.share is not None or self.days_to_answer is not None


def figures_of(offices: Iterable[Office] | QuerySet[Office]) -> Figures:
    since = timezone.now() - LAST
    cases = Case.objects.filter(office__in=offices, opened_at__gte=since)
    cases = cases.exclude(state__in=(State.MERGED, State.SET_ASIDE))
    bills = Subject.objects.sure().filter(case=OuterRef("pk"), bill__isnull=False)
    about = cases.filter(Exists(bills))
    left = Q(outcomes__outbound=None) | Q(outcomes__outbound__state__in=LEFT)
    # What left is erased before the letter that it was about; of what was said on paper there is no message.
    at = Coalesce("outcomes__outbound__sent_at", "outcomes__at")
    notified = about.filter(left, outcomes__obstacle="").annotate(notified_at=Min(at))
    answered = cases.filter(answered_at__isnull=False)
    return Figures(
        about.count(),
        notified.count(),
        _days(answered, "answered_at"),
        _days(notified, "notified_at"),
    )


def of_the_house() -> Figures:
    """Without members' offices, each of which is its own."""
    return kept_figures(Office.objects.filter(kind=Office.Kind.INSTITUTION))


def kept_figures(offices: Iterable[Office]) -> Figures:
    """As they were within the hour: everybody may ask for them, and each time all cases of a year are counted."""
    listed = list(offices)
    key = "cases.figures." + "-".join(str(one.pk) for one in sorted(listed, key=lambda one: one.pk))
    found: Figures | None = cache.get(key)
    if found is None:
        found = figures_of(listed)
        cache.set(key, found, KEPT.total_seconds())
    return found


def _days(rows: CaseQuerySet, end: str) -> int | None:
    """The median of whole days from the first message until `end`."""
    waits = ExpressionWrapper(F(end) - F("opened_at"), output_field=DurationField())
    known = rows.annotate(wait=waits).order_by("wait").values_list("wait", flat=True)
    count = known.count()
    return round(known[count // 2] / timedelta(days=1)) if count >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an outcome has got: `left` are still to be written to, `why` the others by what stood in the way."""

    notified: int
    left: int
    why: list[tuple[str, int]]


def reach_of(outcome: Outcome, to_notify: QuerySet[Case]) -> Reach:
    notices = OutcomeNotice.objects.filter(outcome=outcome)
    notified, everybody = notices.notified().count(), notices.count()
    left = 0 if outcome.state == OutcomeState.SENT else max(to_notify.count() - everybody, 0)
    left += notices.waiting().count()
    why = [(str(one.label), n) for one in Obstacle if (n := notices.filter(obstacle=one).count())]
    if lost := notices.filter(outbound__state__in=(Delivery.FAILED, Delivery.EXPIRED, Delivery.CANCELLED)).count():
        why.append((_("Message that did not arrive, or was not sent"), lost))
    return Reach(notified, left, why)
