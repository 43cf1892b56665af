"""Deadlines in days end with the attended hours of their day, on the clock of the House."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.rules.attended_hours import AttendedHours, attended_hours, said
from hemicycle.rules.models import ParameterInForce

PARIS = ZoneInfo("Europe/Paris")
WORKING = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday"})
HOURS = AttendedHours(time(9), time(17), WORKING, PARIS)


def paris(day: int, hour: int, minute: int = 0) -> datetime:
    """Of June 2026, which begins on a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("came", "days", "due"),
    [
        (paris(1, 8), 10, paris(11, 17)),
        (paris(1, 16, 59), 10, paris(11, 17)),
        # After hours counts as of the next day; a day off moves to the next that is attended.
        (paris(1, 17), 10, paris(12, 17)),
        (paris(4, 12), 10, paris(15, 17)),
        (paris(6, 12), 1, paris(9, 17)),
        (paris(5, 18), 7, paris(15, 17)),
    ],
)
def test_a_deadline_ends_with_the_attended_hours_of_its_day(came: datetime, days: int, due: datetime) -> None:
    assert HOURS.due(came, days) == due


def test_where_no_day_is_attended_every_day_counts() -> None:
    assert AttendedHours(time(9), time(17), frozenset(), PARIS).due(paris(6, 12), 1) == paris(7, 17)


@pytest.mark.parametrize(
    ("now", "before", "end"),
    [
        (paris(10, 8), 0, paris(10, 17)),
        (paris(10, 20), 0, paris(10, 17)),
        # A Saturday: what is over is Friday.
        (paris(6, 12), 0, paris(5, 17)),
        (paris(6, 12), 1, paris(4, 17)),
        (paris(9, 12), 3, paris(4, 17)),
    ],
)
def test_working_days_are_counted_back_from_the_last_that_is_attended(now: datetime, before: int, end: datetime):
    assert HOURS.end_of_day(now, before=before) == end


@pytest.mark.parametrize(
    ("now", "have_begun"),
    [(paris(10, 8, 59), False), (paris(10, 9), True), (paris(10, 20), True), (paris(6, 12), False)],
)
def test_a_day_on_which_messages_are_read_begins_with_its_attended_hours(now: datetime, have_begun: bool):
    assert HOURS.have_begun(now) is have_begun


timestamps = st.timedeltas(timedelta(0), timedelta(days=365)).map(
    lambda since: datetime(2026, 1, 1, tzinfo=UTC) + since
)
week = st.frozensets(st.sampled_from(sorted(WORKING | {"saturday", "sunday"})))


@given(came=timestamps, waited=st.timedeltas(timedelta(0), timedelta(days=60)), days=st.integers(1, 40), attended=week)
def test_what_came_before_the_moment_is_overdue_and_nothing_else(came, waited, days, attended) -> None:
    hours, now = AttendedHours(time(9), time(17), attended, PARIS), came + waited
    assert (came < hours.overdue_before(now, days)) == (hours.due(came, days) <= now)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "due"),
    [
        ("attended_until", "12:00", datetime(2026, 6, 5, 12, tzinfo=UTC)),
        ("attended_days", ["monday", "tuesday"], datetime(2026, 6, 8, 17, tzinfo=UTC)),
    ],
)
def test_the_policy_says_when_deadlines_end(settings, name: str, value: object, due: datetime) -> None:
    settings.TIME_ZONE = "UTC"
    ParameterInForce.objects.create(name=name, value=value)
    assert attended_hours().due(datetime(2026, 6, 2, 11, tzinfo=UTC), 3) == due


@pytest.mark.django_db
def test_it_is_said_when_messages_are_read() -> None:
    assert said() == ("Messages are read from 9:00 to 17:00 (Monday, Tuesday, Wednesday, Thursday and Friday).")
    ParameterInForce.objects.create(name="attended_from", value="10:30")
    ParameterInForce.objects.create(name="attended_days", value=["friday", "monday"])
    assert said() == "Messages are read from 10:30 to 17:00 (Monday and Friday)."
