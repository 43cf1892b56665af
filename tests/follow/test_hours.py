"""When digests are due, on the clock of the House."""

from datetime import UTC, datetime, timedelta

import pytest

from hemicycle.follow.jobs import last_due
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Paris: an hour ahead of UTC in winter, two in summer; the clock goes forward on 29 March 2026 at 1:00 UTC.
        (datetime(2026, 3, 28, 6, 59, 59, tzinfo=UTC), datetime(2026, 3, 27, 7, tzinfo=UTC)),
        (datetime(2026, 3, 28, 7, 0, tzinfo=UTC), datetime(2026, 3, 28, 7, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (datetime(2026, 10, 25, 6, 59, tzinfo=UTC), datetime(2026, 10, 24, 6, tzinfo=UTC)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 7, tzinfo=UTC)),
    ],
)
def test_every_day_at_its_hour_over_daylight_saving_too(settings, now, due):
    settings.TIME_ZONE = "Europe/Paris"
    assert last_due("daily", now) == due


def test_an_hour_that_the_clock_jumps_over_is_the_one_after_it_and_comes_once(settings):
    settings.TIME_ZONE = "Europe/Paris"
    ParameterInForce.objects.create(name="digest_at", value="02:30")
    night = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)
    due_times = {last_due("daily", night + timedelta(minutes=minute)) for minute in range(0, 24 * 60, 10)}

    assert due_times == {datetime(2026, 3, 28, 1, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 4, 3, 7, 59, tzinfo=UTC), datetime(2026, 3, 27, 8, tzinfo=UTC)),
        (datetime(2026, 4, 3, 8, 0, tzinfo=UTC), datetime(2026, 4, 3, 8, tzinfo=UTC)),
        (datetime(2026, 4, 9, 23, 0, tzinfo=UTC), datetime(2026, 4, 3, 8, tzinfo=UTC)),
    ],
)
def test_every_week_on_its_day(now, due):
    """3 April 2026 is a Friday."""
    assert last_due("weekly", now) == due


def test_the_policy_says_at_what_hour_digests_are_sent():
    ParameterInForce.objects.create(name="digest_at", value="17:00")
    assert last_due("daily", datetime(2026, 4, 3, 18, tzinfo=UTC)) == datetime(2026, 4, 3, 17, tzinfo=UTC)


def test_the_policy_says_on_which_day_weekly_digests_are_sent():
    ParameterInForce.objects.create(name="digest_weekday", value="tuesday")
    assert last_due("weekly", datetime(2026, 4, 3, 9, tzinfo=UTC)) == datetime(2026, 3, 31, 8, tzinfo=UTC)
