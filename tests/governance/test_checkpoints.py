"""Each day the House signs where its audit log ends, for whoever keeps it elsewhere."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Notice, User
from hemicycle.governance import jobs
from hemicycle.governance.actions import checkpoints as actions
from hemicycle.governance.models import AuditCheckpoint, SigningKey, published_keys
from hemicycle.rules import audit, checkpoints
from hemicycle.rules.actions import check_log
from hemicycle.rules.models import AuditEntry, AuditHead, LogCheck
from hemicycle.rules.work import Tick

pytestmark = pytest.mark.django_db


def note() -> AuditEntry:
    return audit.record("workbench.note", by="test", about="a desk")


def written_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM rules_auditentry")
    AuditHead.objects.update(sequence=0, hash="")
    for _ in range(5):
        note()


def test_a_checkpoint_names_the_last_entry_and_is_itself_in_the_log() -> None:
    last = note()
    made = actions.make_checkpoint(by="test")
    key_was_made = AuditEntry.objects.get(sequence=last.sequence + 1)
    assert (made.sequence, made.signed.hash) == (key_was_made.sequence, key_was_made.hash)
    told = AuditEntry.objects.get(sequence=made.sequence + 1)
    assert told.action == "governance.make_checkpoint" and told.facts == {
        "sequence": made.sequence,
        "hash": made.signed.hash,
    }
    assert list(checkpoints.compare([made.signed], published_keys())) == []


def test_the_key_is_made_once_and_its_private_half_is_nowhere_to_be_read() -> None:
    for _ in range(2):
        actions.make_checkpoint(by="test")
    key = SigningKey.objects.get()
    assert "PRIVATE" not in key.sealed and "BEGIN PUBLIC KEY" in key.public
    assert checkpoints.fingerprint(key.private.public_key()) == key.fingerprint


def test_another_secret_of_the_installation_brings_another_key_and_the_former_still_verifies(
    settings: Any,
) -> None:
    first = actions.make_checkpoint(by="test")
    settings.SECRET_KEY = "another"
    second = actions.make_checkpoint(by="test")
    assert first.signed.key != second.signed.key
    assert list(checkpoints.compare([first.signed, second.signed], published_keys())) == []


def test_one_a_day_from_the_hour_of_the_night_s_work() -> None:
    now = timezone.now().replace(hour=3, minute=0, second=0)
    assert actions.make_daily(now=now - timedelta(minutes=1)) is None
    assert actions.make_daily(now=now) is not None
    assert actions.make_daily(now=now + timedelta(minutes=1)) is None
    AuditCheckpoint.objects.update(made_at=now - timedelta(days=1))
    assert actions.make_daily(now=now + timedelta(minutes=2)) is not None


def test_the_worker_writes_the_file_and_its_key_into_the_folder_once(tmp_path: Path, settings: Any) -> None:
    settings.AUDIT_CHECKPOINTS = str(tmp_path)
    actions.make_checkpoint(by="test")
    for _ in range(2):
        cache.clear()
        jobs.sign_when_due("worker", lambda: False)
    key, file = sorted(tmp_path.iterdir(), key=lambda path: path.suffix, reverse=True)
    assert checkpoints.read(file.read_text())[0].is_signed_with(checkpoints.read_key(key.read_text()))


def test_a_folder_that_is_not_there_is_tried_again(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "mounted"
    settings.AUDIT_CHECKPOINTS = str(folder)
    actions.make_checkpoint(by="test")
    jobs.sign_when_due("worker", lambda: False)
    folder.mkdir()
    cache.clear()
    jobs.sign_when_due("worker", lambda: False)
    assert len(list(folder.iterdir())) == 2


def test_everybody_can_take_the_checkpoints_and_the_key_away(client: Client) -> None:
    made = actions.make_checkpoint(by="test")
    answer = client.get("/policy/audit-checkpoints.json")
    (read,) = checkpoints.read(answer.content.decode())
    key = checkpoints.read_key(answer.json()["keys"][0]["pem"])
    assert read == made.signed and read.is_signed_with(key)
    assert answer.json()["earlier"] is None and "sealed" not in answer.content.decode()


def test_those_of_earlier_years_are_a_page_further(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hemicycle.governance.views.checkpoints.AT_ONCE", 1)
    first, second = (actions.make_checkpoint(by="test") for _ in range(2))
    newest = client.get("/policy/audit-checkpoints.json").json()
    earlier = client.get(newest["earlier"]).json()
    assert [newest["checkpoints"], earlier["checkpoints"]] == [[second.content], [first.content]]
    assert client.get("/policy/audit-checkpoints.json?before=x").status_code == 200


def test_the_nightly_check_finds_a_log_that_was_written_anew_and_notifies_administrators(
    administrator: User, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    made = actions.make_checkpoint(by="test")
    written_anew()
    assert list(audit.verify_chain()) == []
    check = LogCheck.objects.create(night=datetime(2026, 3, 1, tzinfo=UTC).date())
    LogCheck.objects.claim(worker="anna", lease=timedelta(minutes=1))
    check.refresh_from_db()
    check_log(check, Tick(check, worker="anna"))
    check.refresh_from_db()
    assert check.broken_at == made.sequence and check.breaks == 1
    assert Notice.objects.of(administrator).unread().exists()


def test_a_checkpoint_that_was_changed_in_the_database_is_found() -> None:
    made = actions.make_checkpoint(by="test")
    AuditCheckpoint.objects.filter(pk=made.pk).update(content={})
    assert [place.reason for place in actions.disproved()] == [audit.NOT_SIGNED]
