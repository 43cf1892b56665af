from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.conf import health
from hemicycle.rules.models import WorkerSeen


def test_a_well_installation_says_so_and_how_long_ago_a_worker_was_seen(client: Client, db: None) -> None:
    WorkerSeen.objects.create(worker="anna", at=timezone.now() - timedelta(seconds=5))
    answer = client.get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": True,
        "migrations": True,
        "worker": True,
        "worker_seen_seconds_ago": 5,
        "paused": False,
        "on_time": True,
        "oldest_message_due_seconds_ago": None,
        "oldest_announcement_due_seconds_ago": None,
        "account_mail": True,
    }


@pytest.mark.parametrize("silent", [None, timedelta(minutes=3)])
def test_a_dead_worker_is_told_and_does_not_take_the_web_side_down(
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
