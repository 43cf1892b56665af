import os
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation

from hemicycle.rules.parameters import PARAMETERS

pytest_plugins = [
    "tests.cast",
    "tests.browser",
    "tests.verification.peers",
    "tests.verification.networks",
    "tests.verification.fediverse",
]


def pytest_configure() -> None:
    """Invented letters are new in each run; workers begin with the seed that was drawn before them."""
    os.environ.setdefault("HEMICYCLE_DEMO_SEED", str(secrets.randbelow(1_000_000)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"Letters of HEMICYCLE_DEMO_SEED={os.environ['HEMICYCLE_DEMO_SEED']}")


@pytest.fixture(scope="session")
def seed() -> int:
    """A fresh one each time, printed at the end; HEMICYCLE_DEMO_SEED brings a run back."""
    return int(os.environ["HEMICYCLE_DEMO_SEED"])


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


@pytest.fixture(autouse=True)
def _phones_do_not_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test sends arrives at whatever hour it runs; a test of the night puts its hours in force."""
    always = replace(PARAMETERS["quiet_from"], default=PARAMETERS["quiet_until"].default)
    monkeypatch.setitem(PARAMETERS, "quiet_from", always)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few tests that take minutes begin first, then those of many: no core waits for the last one in the end."""
    count = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.get_closest_marker("long") is None, -count[item.path]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where everything must be there (CI=true), a skipped test is a failed test."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {report.longrepr}"
    return report
