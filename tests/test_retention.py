"""Every table has a rule, every rule is carried out: what is overdue ends, and nothing else."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from hemicycle.accounts.models import AccountMail, Office
from hemicycle.cases.models import Campaign, ImpersonationReport, ThreatReport
from hemicycle.channels.models import (
    ANSWER_SOURCE,
    Act,
    Activity,
    Answer,
    Attachment,
    Consent,
    Contact,
    Content,
    Dispatch,
    Inbound,
    Measure,
    Original,
    Outbound,
    OutboundPart,
    Subscriber,
)
from hemicycle.conf.worker import Worker
from hemicycle.follow.models import Subscription
from hemicycle.governance.models import ForwardedConversation, ForwardedFile, PersonalDataRequest
from hemicycle.listening.models import Analysis, Collected, Finding, Inquiry, Mention, Theme, Upload
from hemicycle.rules import actions, retention, work
from hemicycle.rules.actions import begin_night
from hemicycle.rules.errors import StopRequested
from hemicycle.rules.models import AuditEntry, LogCheck, ParameterInForce, RetentionRun, WorkerSeen
from tests.rows import row_of

# Tables of names and kinds, without a row about anybody.
OF_THE_FRAMEWORK = {"auth.Permission", "auth.Group", "contenttypes.ContentType"}
KEPT = [
    m for m in apps.get_models() if m._meta.label not in OF_THE_FRAMEWORK and not m.__module__.startswith("tests.")
]
CARRIED_OUT = [rule.key for rule in retention.carried_out()]
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.label)
def test_every_table_says_how_long_it_keeps_what_and_why(model: type[Model]) -> None:
    rule = retention.RULES.get(model._meta.label_lower)
    assert rule is not None or [one for one in retention.RULES.values() if one.table is model]


@pytest.mark.parametrize("model", KEPT, ids=lambda m: m._meta.label)
def test_every_table_has_a_plain_name_in_each_language(model: type[Model]) -> None:
    """Its own, which no two of them share; that no translation is missing, tests/test_catalogues.py says."""
    others = [rule for rule in retention.RULES.values() if rule.table is not model]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            name = retention.name_of(model._meta.label_lower)
            assert re.fullmatch(r"[^._]{4,80}", name)
            assert name not in {str(other.name) for other in others}


@pytest.mark.parametrize("key", sorted(retention.RULES))
def test_every_rule_is_carried_out_or_says_what_ends_its_rows_or_that_nothing_does(key: str) -> None:
    rule = retention.RULES[key]
    assert str(rule.why)
    if rule.keeps is retention.UNTIL_ENDED:
        assert callable(import_string(rule.ended_by))
    assert rule.is_carried_out is (key in CASES)


def test_no_rule_speaks_of_a_table_that_is_gone() -> None:
    assert not {rule.model.lower() for rule in retention.RULES.values()} - retention.tables().keys()


def test_a_rule_that_nothing_could_carry_out_is_refused() -> None:
    with pytest.raises(ValueError, match="counted from nothing"):
        retention.register("workbench.Note", name="Notes", keeps=timedelta(days=1), why="a test")
    with pytest.raises(ValueError, match="ended by nothing"):
        retention.register("workbench.Note", name="Notes", keeps=retention.UNTIL_ENDED, why="a test")


Make = Callable[[datetime], Model]


def counted(key: str) -> Make:
    """Makes a row of the rule's table whose retention period begins at a given time."""

    def make(moment: datetime) -> Model:
        rule = retention.RULES[key]
        row = row_of(rule.table)
        *way, field = rule.counted_from.split("__")
        owner: Any = row
        for name in way:
            owner = getattr(owner, name)
        type(owner)._base_manager.filter(pk=owner.pk).update(**{field: moment})
        return row

    return make


def of_a_day(key: str, *also: str, **given: Any) -> Make:
    """The same for a table that counts whole days and knows no hour: it ends a day later."""

    def make(moment: datetime) -> Model:
        rule = retention.RULES[key]
        is_over = moment < timezone.now() - rule.keeps
        day = moment.date() + timedelta(days=-1 if is_over else 1)
        return row_of(rule.table, **dict.fromkeys((rule.counted_from, *also), day), **given)

    return make


def contact(moment: datetime, *acts: str) -> Contact:
    row = row_of(Contact, sealed="an address")
    for act in acts:
        row_of(Consent, contact=row, act=act, to="bill:1", at=moment)
    return row


def sent(moment: datetime) -> Outbound:
    return row_of(Outbound, contact=row_of(Contact), due_at=moment, state="failed")


def answered(moment: datetime) -> Activity:
    return row_of(Activity, made_at=moment, kind="accept")


_nights = count()


def checked(moment: datetime) -> LogCheck:
    night = date(2020, 1, 1) + timedelta(days=next(_nights))
    return row_of(LogCheck, night=night, state="done", finished_at=moment)


def mention(moment: datetime) -> Mention:
    theme = row_of(Theme)
    Analysis.objects.filter(pk=theme.analysis_id).update(created_at=moment)
    return row_of(Mention, analysis=theme.analysis, theme=theme)


def forwarded(moment: datetime) -> Model:
    days = {"began_on": moment.date(), "ended_on": moment.date()}
    return row_of(ForwardedConversation, forwarded_at=moment, classification="internal", **days)


BY_A_FIELD = (
    "accounts.notice", "cases.campaignsearch", "cases.confirmation", "cases.hearingreminder", "cases.internalnote", "cases.pointanswer", "channels.answer", "channels.appeal", "channels.attachment",
    "channels.earlyreport", "channels.heardactivity", "channels.inbound",
    "channels.inboundpart", "channels.measure", "channels.original", "channels.peer",
    "cases.presence", "channels.tally", "desk.presence", "django_tasks_database.dbtaskresult", "follow.digestrun", "follow.news",
    "follow.newsabout", "governance.comment", "governance.earliertext", "listening.campaign", "listening.finding", "listening.link", "listening.quotereview",
    "listening.rejectedrow", "listening.stratum", "listening.theme", "record.indexing",
    "rules.retentionrun", "rules.workerseen", "sessions.session",
)  # fmt: skip
CASES: dict[str, Make] = {
    **{key: counted(key) for key in BY_A_FIELD},
    "cases.impersonationreport": lambda moment: row_of(ImpersonationReport, state="down", ended_at=moment),
    "cases.threatreport": lambda moment: row_of(ThreatReport, state="closed", closed_at=moment),
    "channels.clickcount": of_a_day("channels.clickcount"),
    "channels.followercount": of_a_day("channels.followercount"),
    "governance.forwardedconversation": forwarded,
    "governance.forwardedfile": lambda moment: row_of(ForwardedFile, conversation=forwarded(moment)),
    "governance.leave": of_a_day("governance.leave", "starts_on"),
    "governance.recoverytest": of_a_day("governance.recoverytest", works=True),
    "governance.training": of_a_day("governance.training"),
    "accounts.accountmail": lambda moment: row_of(AccountMail, created_at=moment, state="failed"),
    "cases.campaign never confirmed": lambda moment: row_of(
        Campaign, origin="organiser", state="proposed", opened_at=moment
    ),
    "cases.campaign not accepted": lambda moment: row_of(
        Campaign, origin="software", state="proposed", opened_at=moment
    ),
    "listening.collected": lambda moment: row_of(Collected, inquiry=row_of(Inquiry, opened_at=moment)),
    "listening.mention": mention,
    "listening.upload never imported": lambda moment: row_of(Upload, uploaded_at=moment),
    "channels.content answers to one person": lambda moment: row_of(
        Content, source=f"{ANSWER_SOURCE}1", made_at=moment
    ),
    "channels.outbound to one person": sent,
    "channels.outboundpart to one person": lambda moment: row_of(OutboundPart, outbound=sent(moment)),
    "channels.activity about no note": answered,
    "channels.dispatch about no note": lambda moment: row_of(Dispatch, activity=answered(moment)),
    "channels.subscriber": lambda moment: row_of(Subscriber, until=moment),
    "channels.contact unconfirmed": lambda moment: contact(moment, Act.ASKED),
    "channels.contact following nothing": lambda moment: contact(moment, Act.ASKED, Act.CONFIRMED),
    "channels.contact wrote long ago": lambda moment: row_of(Contact, sealed="an address", since=moment),
    "rules.logcheck": checked,
    "governance.personaldatarequest unproved": lambda moment: row_of(
        PersonalDataRequest, asked_at=moment, due_at=moment + HOUR
    ),
    "follow.subscription unconfirmed": lambda moment: row_of(Subscription, asked_at=moment),
}


def is_there(row: Model) -> bool:
    """Of a contact an empty row stays, to which what was sent points."""
    found = type(row)._base_manager.filter(pk=row.pk)
    return found.exclude(sealed="").exists() if isinstance(row, Contact) else found.exists()


def overdue_and_not(key: str) -> tuple[Model, Model]:
    lasts = retention.RULES[key].lasts
    assert lasts is not None
    now = timezone.now()
    return CASES[key](now - lasts - HOUR), CASES[key](now - lasts + HOUR)


def taken(run: RetentionRun) -> RetentionRun:
    """By a worker called Anna."""
    claimed = RetentionRun.objects.filter(pk=run.pk).claim(worker="anna", lease=HOUR)
    assert claimed is not None
    return claimed


def carried(key: str) -> RetentionRun:
    """The run of one rule, as a worker makes it."""
    run = taken(RetentionRun.objects.create(rule=key))
    actions.carry_out(run, work.Tick(run, worker="anna"))
    work.finish(run, worker="anna")
    run.refresh_from_db()
    return run


@pytest.mark.django_db
@pytest.mark.parametrize("key", CARRIED_OUT)
def test_what_is_overdue_ends_and_nothing_else(key: str) -> None:
    overdue, fresh = overdue_and_not(key)
    run = carried(key)
    assert (is_there(overdue), is_there(fresh)) == (False, True)
    assert (run.state, sum(run.ended.values())) == ("done", 1)
    assert AuditEntry.objects.filter(action="rules.retention", about=key).get().facts == {
        "ended": 1, "held": 0, "outcome": "done",
    }  # fmt: skip


@pytest.mark.django_db
def test_one_night_carries_out_every_rule_once() -> None:
    rows = {key: overdue_and_not(key) for key in CARRIED_OUT}
    nine = timezone.now().replace(hour=9)
    assert begin_night(now=nine) == len(CARRIED_OUT)
    assert begin_night(now=nine) == 0
    Worker().drain()

    assert {(run.rule, run.state) for run in RetentionRun.objects.exclude(night=None)} == {
        (key, "done") for key in CARRIED_OUT
    }
    assert [key for key, (overdue, fresh) in rows.items() if is_there(overdue) or not is_there(fresh)] == []
    assert AuditEntry.objects.filter(action="rules.retention").count() == len(CARRIED_OUT)


@pytest.mark.django_db
def test_the_night_begins_at_the_hour_of_the_house(settings) -> None:
    settings.TIME_ZONE = "Pacific/Auckland"
    noon = datetime(2026, 6, 30, 14, 30, tzinfo=UTC)
    assert begin_night(now=noon) == 0
    assert begin_night(now=noon + HOUR) == len(CARRIED_OUT)
    assert {run.night.isoformat() for run in RetentionRun.objects.all()} == {"2026-07-01"}


@pytest.mark.django_db
def test_a_rule_that_fails_is_recorded_and_stops_no_other(monkeypatch: pytest.MonkeyPatch, office: Office) -> None:
    rule = retention.RULES["rules.workerseen"]
    overdue, _fresh = overdue_and_not("follow.news")
    row_of(WorkerSeen, at=timezone.now() - timedelta(days=2))
    monkeypatch.setitem(retention.RULES, rule.key, replace(rule, end=lambda rows: 1 / 0))
    begin_night(now=timezone.now().replace(hour=9))
    Worker().drain()

    failed = RetentionRun.objects.get(state="failed")
    assert (failed.rule, failed.error, failed.ended) == (rule.key, "ZeroDivisionError", {})
    assert AuditEntry.objects.get(about=rule.key).facts["outcome"] == "failed"
    assert not is_there(overdue)
    assert RetentionRun.objects.filter(state="done").count() == len(CARRIED_OUT) - 1


@pytest.mark.django_db
def test_what_was_interrupted_goes_on_where_it_was(office: Office) -> None:
    long_ago = timezone.now() - timedelta(days=5 * 365 + 1)
    for number in range(60):
        row_of(Inbound, office=office, external_id=str(number), received_at=long_ago)
    run = RetentionRun.objects.create(rule="channels.inbound")
    looks = iter([False, True])
    with pytest.raises(StopRequested):
        actions.carry_out(run, work.Tick(taken(run), worker="anna", stopping=lambda: next(looks)))
    run.refresh_from_db()
    assert (Inbound.objects.count(), run.ended) == (10, {"research": 50})
    assert not AuditEntry.objects.filter(action="rules.retention").exists()

    work.requeue(run, worker="anna")
    Worker().drain()
    run.refresh_from_db()
    assert (Inbound.objects.count(), run.ended, run.state) == (0, {"research": 60}, "done")
    assert AuditEntry.objects.get(action="rules.retention").facts["ended"] == 60


@pytest.mark.django_db
def test_the_command_says_what_would_end_and_then_ends_it(capsys) -> None:
    overdue, fresh = overdue_and_not("follow.news")
    call_command("retention", "--dry-run")
    assert "follow.news: 1" in capsys.readouterr().out.splitlines()
    assert is_there(overdue)
    call_command("retention")
    assert "follow.news: 1" in capsys.readouterr().out.splitlines()
    assert (is_there(overdue), is_there(fresh)) == (False, True)
    assert not RetentionRun.objects.exclude(state="done").exists()


@pytest.mark.django_db
def test_files_end_with_their_rows(settings, tmp_path, django_capture_on_commit_callbacks) -> None:
    settings.HOME = tmp_path
    upload = row_of(Upload, stored="letters.csv", uploaded_at=timezone.now() - timedelta(days=31))
    inquiry = row_of(Inquiry, opened_at=timezone.now() - timedelta(days=731))
    row_of(Collected, inquiry=inquiry)
    for path in (upload.path, inquiry.vectors):
        path.parent.mkdir()
        path.write_text("words of people")
    with django_capture_on_commit_callbacks(execute=True):
        carried("listening.upload never imported")
        carried("listening.collected")
    assert not upload.path.exists() and not inquiry.vectors.exists()


@pytest.mark.django_db
def test_a_message_takes_its_quotes_out_of_the_themes_of_a_later_analysis() -> None:
    letter = row_of(Inbound, text="The ferry is late", received_at=timezone.now() - timedelta(days=1826))
    found = row_of(Finding, inbound=letter)
    theirs, others = ({"id": str(key), "start": 0, "end": 9} for key in (letter.pk, letter.pk + 1))
    theme = row_of(Theme, analysis=found.analysis, quotes=[theirs, others])
    carried("channels.inbound")
    theme.refresh_from_db()
    assert theme.quotes == [others]


@pytest.mark.django_db
def test_what_went_out_to_everybody_stays_so_that_it_can_be_withdrawn() -> None:
    said = row_of(Outbound, due_at=timezone.now() - timedelta(days=4000), state="failed")
    note = row_of(Activity, outbound=said, subject=said.key, kind="create", made_at=said.due_at)
    dispatch = row_of(Dispatch, activity=note)
    waiting = row_of(Outbound, contact=row_of(Contact), due_at=said.due_at, state="waiting")
    for key in CARRIED_OUT:
        carried(key)
    assert all(is_there(row) for row in (said, note, dispatch, waiting))


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Inbound, Original, Attachment, Answer, Measure])
def test_letters_and_what_belongs_to_them_are_kept_for_as_long_as_the_policy_says(model: type[Model]) -> None:
    ParameterInForce.objects.create(name="messages_kept_days", value=30)
    row = row_of(model)
    Inbound.objects.update(received_at=timezone.now() - timedelta(days=31))
    Measure.objects.update(asked_at=timezone.now() - timedelta(days=31))
    carried(model._meta.label_lower)
    assert not is_there(row)
