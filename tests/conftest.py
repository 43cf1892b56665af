import os
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

pytest_plugins = ["tests.cast", "tests.browser"]


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues(django_db_setup: None) -> None:
    call_command("compile_catalogues")


@pytest.fixture(autouse=True)
def _forgotten_attempts() -> None:
    """The cache counts attempts to sign in: one test's guesses are not another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page asked for in another language leaves that active; the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where everything must be there (CI=true), a skipped test is a failed test."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {report.longrepr}"
    return report
