"""Quiet hours on the clock of the House, through its changes."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from hemicycle.rules.quiet_hours import QuietHours

PARIS = ZoneInfo("Europe/Paris")
NIGHT = QuietHours(time(20), time(8), PARIS)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        # Paris: UTC+1 until 29 March 2026, 02:00, then UTC+2; back on 25 October.
        (datetime(2026, 3, 28, 18, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 28, 19, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 18, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 29, 6, 0, tzinfo=UTC), False),
        (datetime(2026, 10, 25, 6, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 25, 7, 0, tzinfo=UTC), False),
    ],
)
def test_phones_rest_by_the_clock_of_the_house(moment: datetime, quiet: bool) -> None:
    assert NIGHT.cover(moment) is quiet
    assert NIGHT.over(moment) >= moment
    assert not NIGHT.cover(NIGHT.over(moment))


def test_an_hour_that_the_clock_leaves_out_is_the_one_after_it() -> None:
    early = QuietHours(time(20), time(2, 30), PARIS)
    awake = early.over(datetime(2026, 3, 28, 23, 0, tzinfo=UTC))
    assert (awake.astimezone(UTC), awake.hour) == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), 3)


def test_quiet_hours_may_lie_within_a_day() -> None:
    noon = QuietHours(time(12), time(14), PARIS)
    assert noon.cover(datetime(2026, 6, 1, 11, tzinfo=UTC))
    assert not noon.cover(datetime(2026, 6, 1, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        # Los Angeles, UTC-7: half past one at night, nine in the evening, noon.
        (datetime(2026, 7, 1, 8, 30, tzinfo=UTC), datetime(2026, 7, 1, 15, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), datetime(2026, 7, 1, 15, 0, tzinfo=UTC)),
        (datetime(2026, 7, 1, 19, 0, tzinfo=UTC), datetime(2026, 7, 1, 19, 0, tzinfo=UTC)),
    ],
)
def test_the_day_that_begins_is_that_of_the_house(moment: datetime, awake: datetime) -> None:
    assert QuietHours(time(20), time(8), ZoneInfo("America/Los_Angeles")).over(moment) == awake
