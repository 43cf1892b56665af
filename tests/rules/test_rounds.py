"""A row that fails in a round does not stop the others."""

import pytest
from django.core.cache import cache
from django.db import OperationalError
from structlog.testing import capture_logs

from hemicycle.rules.errors import StopRequested
from hemicycle.rules.work import attempt
from tests.workbench.models import Count

ROW = Count(pk=7)


def fails(error: Exception):
    def do() -> None:
        raise error

    return do


def test_what_a_row_gives_is_given_back():
    assert attempt(ROW, lambda: 3) == 3


@pytest.mark.parametrize("error", [ValueError("a"), UnicodeError("b"), KeyError("c"), AssertionError()])
def test_a_row_that_fails_ends_nothing_and_gets_the_reason(error):
    reasons: list[str] = []
    assert attempt(ROW, fails(error), failed=reasons.append) is None
    assert reasons == [type(error).__name__]


@pytest.mark.parametrize("error", [OperationalError(), StopRequested()])
def test_what_concerns_every_row_ends_the_round(error):
    with pytest.raises(type(error)):
        attempt(ROW, fails(error), failed=pytest.fail)


def test_a_row_without_a_place_for_its_reason_is_left_alone_for_a_while_and_the_next_one_is_not():
    attempt(ROW, fails(ValueError()))
    assert attempt(ROW, lambda: "done") is None
    assert attempt(Count(pk=8), lambda: "done") == "done"
    cache.clear()
    assert attempt(ROW, lambda: "done") == "done"


def test_the_log_says_which_row_failed_and_how():
    with capture_logs() as written:
        attempt(ROW, fails(ValueError("what a stranger wrote")))
    (entry,) = written
    assert (entry["event"], entry["row"], entry["key"], entry["error"]) == (
        "row failed", "workbench.Count", "7", "ValueError",
    )  # fmt: skip
    assert isinstance(entry["exc_info"], ValueError)
