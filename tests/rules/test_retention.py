"""What a rule of retention ends, and what a nightly run reports."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from hemicycle.rules import jobs, retention
from hemicycle.rules.models import ParameterInForce, RetentionRun, WorkerSeen, WorkState
from tests.rows import row_of

pytestmark = pytest.mark.django_db


def run(rule: str, *, failed: bool = False) -> RetentionRun:
    state = WorkState.FAILED if failed else WorkState.DONE
    return RetentionRun.objects.create(rule=rule, state=state, finished_at=timezone.now())


def test_what_is_kept_for_good_is_never_overdue() -> None:
    row_of(retention.tables()["rules.auditentry"], sequence=1, hash="ff")
    assert not retention.RULES["rules.auditentry"].overdue(timezone.now() + timedelta(days=36_500)).exists()


def test_a_rule_fails_as_long_as_its_last_run_failed() -> None:
    run("a.one"), run("a.two", failed=True)
    last = run("a.one", failed=True)
    mended = run("a.two")
    RetentionRun.objects.create(rule="a.two")
    assert list(RetentionRun.objects.failing()) == [last]
    assert RetentionRun.objects.latest() == {"a.one": last, "a.two": mended}


def test_one_rule_at_a_time_is_carried_out() -> None:
    first, second = RetentionRun.objects.create(rule="a.one"), RetentionRun.objects.create(rule="a.two")
    minute = timedelta(minutes=1)
    assert RetentionRun.objects.all().claim(worker="anna", lease=minute) == first
    assert RetentionRun.objects.all().claim(worker="bela", lease=minute) is None
    RetentionRun.objects.filter(pk=first.pk).move("finish")
    assert RetentionRun.objects.all().claim(worker="bela", lease=minute) == second


def test_the_clock_is_looked_at_once_a_minute_by_whichever_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(jobs, "begin_night", lambda *, now: asked.append(now) or len(asked))
    assert [jobs.begin_when_due(worker, lambda: False) for worker in ("anna", "bela")] == [1, 0]
    cache.clear()
    assert jobs.begin_when_due("bela", lambda: False) == 2


@pytest.mark.skipif("sqlite" not in connection.vendor, reason="PostgreSQL looks by itself")
def test_once_a_night_sqlite_learns_how_large_its_tables_are() -> None:
    ParameterInForce.objects.create(name="retention_at", value="00:00")
    assert jobs.begin_when_due("anna", lambda: False) > 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'rules_retentionrun'")
        assert cursor.fetchall()
        cursor.execute("DELETE FROM sqlite_stat1")
        cache.clear()
        assert jobs.begin_when_due("bela", lambda: False) == 0
        cursor.execute("SELECT stat FROM sqlite_stat1")
        assert not cursor.fetchall()


def test_what_points_to_other_rows_ends_before_them() -> None:
    order = [rule.key for rule in retention.carried_out()]
    assert order.index("channels.attachment") < order.index("channels.inbound")
    assert order.index("listening.finding") < order.index("listening.campaign")


def test_the_command_carries_out_one_rule_and_knows_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("retention", "--rule", "rules.workerseen")
    assert capsys.readouterr().out == "rules.workerseen: 0\n"
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("retention", "--rule", "rules.auditentry")


def test_the_command_says_which_rule_failed_and_carries_out_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(rows: object) -> None:
        raise OSError

    rule = retention.RULES["rules.workerseen"]
    row_of(WorkerSeen, at=timezone.now() - timedelta(days=2))
    monkeypatch.setitem(retention.RULES, rule.key, replace(rule, end=fails))
    with pytest.raises(CommandError, match=r"^Not carried out to the end: rules\.workerseen$") as refusal:
        call_command("retention")
    assert refusal.value.returncode == 1
    said = capsys.readouterr()
    assert said.err == "rules.workerseen: OSError\n"
    assert len(said.out.splitlines()) == len(retention.carried_out()) - 1
    assert RetentionRun.objects.get(state=WorkState.FAILED).error == "OSError"
