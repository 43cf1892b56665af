"""Dates in the forms that people and programs write them."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hearhear.sources import dates
from hypothesis import given, settings
from hypothesis import strategies as st


def parse(*values):
    return dates.parse(pa.chunked_array([pa.array(values, pa.string())])).to_pylist()


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-01T10:15:30Z", datetime(2026, 3, 1, 10, 15, 30, tzinfo=UTC)),
        ("2026-03-01T10:15:30.250Z", datetime(2026, 3, 1, 10, 15, 30, 250_000, tzinfo=UTC)),
        ("2026-03-01 10:15:30 +0100", datetime(2026, 3, 1, 9, 15, 30, tzinfo=UTC)),
        ("2026-03-01T10:15:30-05:30", datetime(2026, 3, 1, 15, 45, 30, tzinfo=UTC)),
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("31/12/2025 23:59", datetime(2025, 12, 31, 23, 59, tzinfo=UTC)),
        ("1.2.2026", datetime(2026, 2, 1, tzinfo=UTC)),
        ("2026-03-01 0 days 10:15:30", datetime(2026, 3, 1, 10, 15, 30, tzinfo=UTC)),
        ("1772359200", datetime(2026, 3, 1, 10, 0, tzinfo=UTC)),
        ("1772359200000", datetime(2026, 3, 1, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_date_is_read_as_the_time_it_names(written, moment):
    assert parse(written) == [moment]


@pytest.mark.parametrize(
    "written", ["2026-02-30", "2026-13-01", "31/31/2025", "soon", "", "2026-03-01 25:00", "0000-01-01"]
)
def test_what_names_no_time_is_null(written):
    assert parse(written) == [None]


def test_the_month_stands_first_where_the_column_shows_it():
    assert parse("03/01/2026", "02/28/2026") == [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 2, 28, tzinfo=UTC)]
    assert parse("03/01/2026") == [datetime(2026, 1, 3, tzinfo=UTC)]


@settings(deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))
def test_what_python_writes_in_iso_form_is_read_back(moment):
    written = moment.isoformat()
    if len(written.rsplit("+", 1)[-1].rsplit("-", 1)[-1]) == 5:  # Zones before 1920 have seconds.
        assert parse(written) == [moment.astimezone(UTC)]
