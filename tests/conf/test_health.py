from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hemicycle.conf import health
from hemicycle.rules.models import HealthProbe, WorkerSeen


def test_a_well_installation_says_so_and_how_long_ago_a_worker_was_seen(client: Client, db: None) -> None:
    WorkerSeen.objects.create(worker="anna", at=timezone.now() - timedelta(seconds=5))
    answer = client.get("/health/")
    assert answer.status_code == 200
    report = answer.json()
    # The first answer of a process reads every page before it looks at the clock.
    assert 5 <= report.pop("worker_seen_seconds_ago") < 60
    assert report == {
        "database": True,
        "migrations": True,
        "database_writable": True,
        "home_writable": True,
        "worker": True,
        "paused": False,
        "on_time": True,
        "oldest_message_due_seconds_ago": None,
        "oldest_announcement_due_seconds_ago": None,
        "account_mail": True,
        "problems": [],
    }


@pytest.mark.parametrize("silent", [None, timedelta(minutes=3)])
def test_a_dead_worker_is_reported_and_does_not_take_the_web_side_down(
    client: Client, db: None, silent: timedelta | None
) -> None:
    if silent:
        WorkerSeen.objects.create(worker="anna", at=timezone.now() - silent)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["worker"]) == (200, False)


def test_a_database_behind_its_migrations_is_unwell(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "pending_migrations", lambda: 2)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()["migrations"]) == (503, False)


def test_a_home_folder_that_cannot_be_written_is_unwell_and_not_on_time(client, db, settings, tmp_path) -> None:
    (tmp_path / "file").touch()
    # Nobody writes below a file, root neither.
    settings.HOME = tmp_path / "file" / "home"
    answer = client.get("/health/")
    report = answer.json()
    assert (answer.status_code, report["home_writable"], report["database_writable"]) == (503, False, True)
    assert report["on_time"] is False
    assert "home folder" in report["problems"][0] and str(tmp_path) not in answer.content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the switch is SQLite's")
def test_a_database_that_can_only_be_read_is_unwell_and_says_which_part(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        answer = client.get("/health/")
        cursor.execute("PRAGMA query_only = OFF")
    report = answer.json()
    assert (answer.status_code, report["home_writable"], report["database_writable"]) == (503, True, False)
    assert report["on_time"] is False
    assert "database cannot be written" in report["problems"][0]


def test_a_check_of_writing_is_cached_for_seconds_so_that_frequent_requests_write_seldom(
    client: Client, db: None
) -> None:
    client.get("/health/")
    first = HealthProbe.objects.get().at
    client.get("/health/")
    assert HealthProbe.objects.get().at == first
    HealthProbe.objects.update(at=first - timedelta(minutes=1))
    client.get("/health/")
    assert HealthProbe.objects.get().at >= first
