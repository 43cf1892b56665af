"""Background work: digests are made when they are due, and programs that subscribed to the record are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.channels.models.tally import COUNTED_EVERY
from hemicycle.channels.registry import ADAPTERS, adapter_of
from hemicycle.follow import actions
from hemicycle.follow.models import DigestRun, Follower, Frequency
from hemicycle.record.feeds import topics
from hemicycle.record.models import Indexing
from hemicycle.rules import periods, work
from hemicycle.rules.parameters import in_force
from hemicycle.rules.periods import MASS_MESSAGES


def gather_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many runs are new. While a sensitive period stops messages to many none is made; the first after it tells of
    everything that was announced meanwhile."""
    now = timezone.now()
    if periods.stops(MASS_MESSAGES, now):
        return 0
    due = [(frequency, last_due(frequency, now)) for frequency in (Frequency.DAILY, Frequency.WEEKLY)]
    return sum(
        actions.start_digests(frequency=frequency, until=until)
        for frequency, until in due
        if not DigestRun.objects.of(frequency, until).exists()
    )


def run_digest(run: DigestRun, tick: work.Tick) -> None:
    actions.gather(run, tick)


def tell_of_record(worker: str, stopping: Callable[[], bool]) -> int:
    """Each change of the record is followed by a job for the search: once that has ended, what programs subscribed to
    is looked at, and told where it changed. How many feeds."""
    looked_at = 0
    if since := Indexing.objects.last_ended():
        while not stopping() and (more := channels.publish_changed(below=topics.below(), since=since, by="worker")):
            looked_at += more
    return looked_at


def count_list_followers(worker: str, stopping: Callable[[], bool]) -> int:
    """Once an hour, by whichever worker: whom each account that writes to people may write to. How many accounts."""
    if not cache.add("follow.followers", worker, COUNTED_EVERY.total_seconds()):
        return 0
    addressed = [kind for kind, adapter in ADAPTERS.items() if adapter.addressed]
    accounts = list(Account.objects.open().filter(kind__in=addressed).select_related("office"))
    for account in accounts:
        followers = Follower.objects.of_office(account.office, adapter_of(account.kind).medium)
        channels.store_followers(account, followers.reachable().confirmed().count())
    return len(accounts)


work.register(DigestRun, run_digest)
work.register_round("digests", gather_due)
work.register_round("feeds of the record", tell_of_record)
work.register_round("followers of lists", count_list_followers)


_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def last_due(frequency: str, now: datetime) -> datetime:
    """The last moment, up to this one, at which the digests of a day or a week were due.

    Where the clock jumps over the hour in spring, it is the moment after the jump; where an hour comes twice in
    autumn, the first.
    """
    zone, at = ZoneInfo(settings.TIME_ZONE), time.fromisoformat(in_force("digest_at"))
    day = now.astimezone(zone).date()
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - _WEEK.index(in_force("digest_weekday"))) % 7)
    step = timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    due = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    return due if due <= now else datetime.combine(day - step, at, tzinfo=zone).astimezone(UTC)
