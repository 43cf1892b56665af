import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from hemicycle.accounts import visitors
from hemicycle.accounts.visitors import HOUR
from hemicycle.rules import house_name
from hemicycle.rules.parameters import PARAMETERS
from tests import migrated

# No test that counts who asks takes as long; it would be ended before.
LONGEST_COUNT = 1_200

pytest_plugins = [
    "tests.cast",
    "tests.browser",
    "tests.verification.peers",
    "tests.verification.networks",
    "tests.verification.fediverse",
]


@pytest.fixture(scope="session")
def seed() -> int:
    """What the invented letters begin with: fixed in the gate, drawn by `make explore`."""
    return int(os.environ["HEMICYCLE_DEMO_SEED"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Tests on SQLite begin with a copy of a database that is migrated."""
    if connection.vendor == "sqlite":
        migrated.copy_to(Path(settings.DATABASES["default"]["TEST"]["NAME"]), settings="tests.settings")


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    return connection.vendor == "sqlite" or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues(django_db_setup: None) -> None:
    call_command("compile_catalogues")


@pytest.fixture(autouse=True)
def _no_hour_ends_while_a_test_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """How often somebody asks is counted by the hour and the day: in its last minutes a test counts in the next."""
    began = time.time()
    early = 0 if began % HOUR < HOUR - LONGEST_COUNT else LONGEST_COUNT
    # A moment that a test sets itself stays what it is.
    monkeypatch.setattr(visitors, "_now", lambda: (now := time.time()) + (early if abs(now - began) < HOUR else 0))


@pytest.fixture(autouse=True)
def _forgotten_attempts() -> None:
    """The cache counts attempts to sign in: one test's guesses are not another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _no_remembered_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process read last of the House's name outlives the test that gave it."""
    monkeypatch.setattr(house_name, "_read", [])


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where everything must be there (CI=true), a skipped test is a failed test."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {report.longrepr}"
    return report
