"""Background work: digests are made when they are due, and requests that nobody confirmed are forgotten."""

from collections.abc import Callable

from django.utils import timezone

from hemicycle.follow import actions
from hemicycle.follow.hours import last_due
from hemicycle.follow.models import DigestRun, Frequency
from hemicycle.rules import work


def gather_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many runs are new."""
    now = timezone.now()
    due = [(frequency, last_due(frequency, now)) for frequency in (Frequency.DAILY, Frequency.WEEKLY)]
    return sum(
        actions.start_digests(frequency=frequency, until=until)
        for frequency, until in due
        if not DigestRun.objects.of(frequency, until).exists()
    )


def run_digest(run: DigestRun, tick: work.Tick) -> None:
    actions.gather(run, tick)
    actions.forget_old()


work.register(DigestRun, run_digest)
work.register_round("digests", gather_due)
