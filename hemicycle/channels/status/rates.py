"""How often the House took measures: by rule and quarter, with appeals; nothing that leads to a person or a message.

Where there were fewer than five of anything, it is counted with others, or not said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Appeal, Measure, Outcome
from hemicycle.channels.moderation.house_rules import title_of

# Below five, statistical offices say nothing more exact of persons (UK Government Statistical Service, disclosure
# control for tables).
SMALLEST = 5
# A year, and the quarter that is under way.
QUARTERS = 5


@dataclass(frozen=True, slots=True)
class Quarter:
    """`rules`: each with how many measures there were by it, those of which there were few as one, which is left out
    where these are few together. `appeals` and `granted`; None: fewer than five, or none."""

    year: int
    number: int
    rules: list[tuple[str, int]]
    appeals: int | None
    granted: int | None

    def __str__(self) -> str:
        named = [
            _("First quarter of %(year)s"), _("Second quarter of %(year)s"), _("Third quarter of %(year)s"),
            _("Fourth quarter of %(year)s"),
        ]  # fmt: skip
        return named[self.number - 1] % {"year": self.year}


def shown(number: int) -> int | None:
    return number if number >= SMALLEST else None


def quarters(*, now: datetime) -> list[Quarter]:
    """The newest first."""
    bounds = _bounds(timezone.localtime(now))
    taken = Measure.objects.filter(office__kind=Office.Kind.INSTITUTION, confirmed_at__gte=bounds[-1])
    by_rule = Counter((_of(at), rule) for at, rule in taken.values_list("confirmed_at", "rule"))
    appeals = _appeals(bounds[-1])
    return [_quarter(_of(since), by_rule, appeals) for since in bounds]


def _quarter(
    of: tuple[int, int], by_rule: Mapping[tuple[tuple[int, int], str], int],
    appeals: Mapping[tuple[int, int], tuple[int, int]],
) -> Quarter:  # fmt: skip
    rules = {rule: n for (quarter, rule), n in by_rule.items() if quarter == of}
    made, granted = appeals.get(of, (0, 0))
    return Quarter(*of, rules=grouped(rules), appeals=shown(made), granted=shown(granted))


def grouped(rules: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those with five or more by name, the others together. Whether a rule was used once or never is not said."""
    rows = [(title_of(rule), n) for rule, n in sorted(rules.items()) if n >= SMALLEST]
    few = sum(n for n in rules.values() if n < SMALLEST)
    return [*rows, (_("Other rules"), few)] if few >= SMALLEST else rows


def _appeals(since: datetime) -> dict[tuple[int, int], tuple[int, int]]:
    rows = Appeal.objects.filter(measure__office__kind=Office.Kind.INSTITUTION, came_at__gte=since)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for at, outcome in rows.values_list("came_at", "outcome"):
        made, granted = found.get(_of(at), (0, 0))
        found[_of(at)] = (made + 1, granted + (outcome == Outcome.UPHELD))
    return found


def _of(at: datetime) -> tuple[int, int]:
    """Year and quarter in the House's zone."""
    local = timezone.localtime(at)
    return local.year, (local.month - 1) // 3 + 1


def _bounds(now: datetime) -> list[datetime]:
    """The first moments of the quarters, the newest first."""
    months = now.year * 12 + (now.month - 1) // 3 * 3
    starts: Iterable[int] = (months - 3 * back for back in range(QUARTERS))
    return [
        now.replace(year=m // 12, month=m % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0) for m in starts
    ]
