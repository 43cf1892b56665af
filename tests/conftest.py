import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

pytest_plugins = ["tests.cast"]


def pytest_configure(config: pytest.Config) -> None:
    """What differs from an installation: no manifest of static files, quick passwords, the workbench."""
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "tests.workbench"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True
    settings.WHITENOISE_USE_FINDERS = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _compiled_catalogues(django_db_setup: None) -> None:
    call_command("compile_catalogues")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where everything must be there (CI=true), a skipped test is a failed test."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {report.longrepr}"
    return report
