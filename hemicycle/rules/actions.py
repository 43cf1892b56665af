"""Carrying out the retention rules, and keeping what must not end: every write of the floor beside the log's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from . import audit, holds, work
from .erasure import leave_no_trace
from .errors import (
    DecidedByPolicy,
    HoldRefused,
    NotDecidedByPolicy,
    PeriodRefused,
    SecondPersonNeeded,
    UnknownParameter,
    WorkStopped,
)
from .models import AuditEntry, AuditHead, LegalHold, LogCheck, ParameterInForce, RetentionRun, SensitivePeriod
from .parameters import PARAMETERS, DecidedBy, Parameter, in_force
from .retention import RULES, Rule, carried_out, tables

BY = "retention"


@transaction.atomic
def decide(values: Mapping[str, Any], *, by: Any) -> None:
    """Put these values of settings in force; raises BadParameter, UnknownParameter, DecidedByPolicy."""
    if others := sorted(name for name in values if _parameter(name).decided_by is DecidedBy.POLICY):
        raise DecidedByPolicy(", ".join(others))
    for name, value in values.items():
        ParameterInForce.objects.update_or_create(name=name, defaults={"value": _parameter(name).checked(value)})
    audit.record("rules.decide", by=by, about="parameters", names=sorted(values))


@transaction.atomic
def put_policy_in_force(values: Mapping[str, Any], *, policy: str, by: Any) -> list[str]:
    """The values of an adopted policy, and the default of each parameter that it does not speak of; returns the names
    whose value changed. Raises BadParameter, UnknownParameter, NotDecidedByPolicy."""
    checked = {name: _parameter(name).checked(value) for name, value in values.items()}
    if others := sorted(name for name in checked if PARAMETERS[name].decided_by is not DecidedBy.POLICY):
        raise NotDecidedByPolicy(", ".join(others))
    changed = []
    for name, parameter in sorted(PARAMETERS.items()):
        if parameter.decided_by is DecidedBy.POLICY and _put(name, checked.get(name)):
            changed.append(name)
    audit.record("rules.put_policy_in_force", by=by, about=policy, names=changed)
    return changed


def _put(name: str, value: Any) -> bool:
    """Whether another value is decided now; None is the default."""
    kept = list(value) if isinstance(value, tuple) else value
    row, is_new = ParameterInForce.objects.select_for_update().get_or_create(name=name)
    if row.value == kept:
        if is_new:
            row.delete()
        return False
    row.value, row.since = kept, timezone.now()
    row.save(update_fields=["value", "since"])
    return True


@transaction.atomic
def override(values: Mapping[str, Any], *, until: datetime, about: str, by: Any) -> None:
    """Hold these values in force until a moment, instead of those of the policy; they end by the clock. Raises
    BadParameter, UnknownParameter, NotDecidedByPolicy."""
    for name, value in values.items():
        if _parameter(name).decided_by is not DecidedBy.POLICY:
            raise NotDecidedByPolicy(name)
        changed = {"override": _parameter(name).checked(value), "override_until": until}
        ParameterInForce.objects.update_or_create(name=name, defaults=changed)
    audit.record("rules.override", by=by, about=about, names=sorted(values), until=until.isoformat(timespec="minutes"))


@transaction.atomic
def end_override(names: Iterable[str], *, about: str, by: Any) -> None:
    """What the policy says holds again at once."""
    wanted = sorted(names)
    ParameterInForce.objects.filter(name__in=wanted).update(override=None, override_until=None)
    audit.record("rules.end_override", by=by, about=about, names=wanted)


def _parameter(name: str) -> Parameter:
    if name not in PARAMETERS:
        raise UnknownParameter(name)
    return PARAMETERS[name]


@transaction.atomic
def begin_night(*, now: datetime, by: Any = BY) -> int:
    """Ask for every rule to be carried out and the audit log to be checked, once a night, from the hour that the House
    has decided; returns how many runs are new. A night that no worker was awake for is made up for in the day that
    follows."""
    here = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    if here.time() < time.fromisoformat(in_force("retention_at")):
        return 0
    if not LogCheck.objects.filter(night=here.date()).exists():
        LogCheck.objects.bulk_create([LogCheck(night=here.date())], ignore_conflicts=True)
        work.wake()
    if RetentionRun.objects.filter(night=here.date()).exists():
        return 0
    runs = [RetentionRun(rule=rule.key, night=here.date()) for rule in carried_out()]
    RetentionRun.objects.bulk_create(runs, ignore_conflicts=True)
    work.wake()
    return len(runs)


Alarm = Callable[[LogCheck], object]
_alarms: list[Alarm] = []


def register_alarm(alarm: Alarm) -> None:
    """Called in the transaction that keeps where the audit log was found broken, once while it stays the same."""
    _alarms.append(alarm)


Witness = Callable[[], Iterable[audit.Break]]
_witnesses: list[Witness] = []


def register_witness(witness: Witness) -> None:
    """What knows of entries from elsewhere than the chain, and says where the log has others."""
    _witnesses.append(witness)


def check_log(check: LogCheck, tick: work.Tick) -> None:
    """Compare every entry of the audit log with the chain, and the log with every witness of it, and keep the result;
    running twice gives the same."""
    head = AuditHead.objects.first()
    total = head.sequence if head else 0
    tick(0, total)
    first, breaks = None, 0
    of_witnesses = chain.from_iterable(witness() for witness in _witnesses)
    for broken in chain(audit.verify_chain(lambda last: tick(min(last, total), total)), of_witnesses):
        first, breaks = first or broken, breaks + 1
    _keep_result(check, total, first, breaks)


@transaction.atomic
def _keep_result(check: LogCheck, entries: int, first: audit.Break | None, breaks: int) -> None:
    known = LogCheck.objects.last_done()
    check.entries, check.breaks = entries, breaks
    check.broken_at, check.why = (first.sequence, first.reason) if first else (None, "")
    LogCheck.objects.filter(pk=check.pk).update(
        entries=entries, breaks=breaks, broken_at=check.broken_at, why=check.why
    )
    audit.record("rules.check_log", by="worker", about=check, entries=entries, breaks=breaks)
    is_new = known is None or (known.broken_at, known.breaks) != (check.broken_at, breaks)
    if breaks and is_new:
        for alarm in _alarms:
            alarm(check)


def carry_out(run: RetentionRun, tick: work.Tick) -> None:
    """End what is due by one rule, batch by batch, each in a transaction of its own. What an earlier attempt had ended
    when its worker died is counted already. One entry in the log tells of the run, also of one that fails."""
    rule, now = RULES.get(run.rule), timezone.now()
    if rule is None:
        return
    outcome = "failed"
    try:
        run.held = by_office(holds.held(rule.overdue(now), holds.in_force()))
        RetentionRun.objects.filter(pk=run.pk).update(held=run.held)
        _end(rule, run, tick, now)
        outcome = "done"
    except WorkStopped:
        # This worker later, or another one, goes on with the same run.
        outcome = "interrupted"
        raise
    finally:
        if outcome != "interrupted":
            ended, held = sum(run.ended.values()), sum(run.held.values())
            audit.record("rules.retention", by=BY, about=rule.key, ended=ended, held=held, outcome=outcome)


def to_end(rule: Rule, now: datetime) -> QuerySet[Any]:
    """What the rule would end at this moment."""
    return holds.unreferenced(holds.free(rule.overdue(now), holds.in_force()))


def by_office(rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each office has of these, "" for those of none."""
    named = rows.order_by().annotate(of_office=holds.office_slug(rows.model)).values("of_office")
    return dict(named.annotate(rows=Count("pk", distinct=True)).values_list("of_office", "rows"))


def _end(rule: Rule, run: RetentionRun, tick: work.Tick, now: datetime) -> None:
    done, last, left = 0, None, sum(by_office(to_end(rule, now)).values())
    tick(done, left)
    while (batch := _end_batch(rule, run, now, last)) is not None:
        done, last = done + batch[0], batch[1]
        tick(done, max(done, left))


@transaction.atomic
def _end_batch(rule: Rule, run: RetentionRun, now: datetime, after: Any) -> tuple[int, Any] | None:
    """How many rows ended, and the key of the last; None where none was left. They end and are counted together."""
    rows = to_end(rule, now)
    rest = rows if after is None else rows.filter(pk__gt=after)
    slugs = holds.office_slug(rows.model)
    found = list(rest.order_by("pk").annotate(of_office=slugs).values_list("pk", "of_office")[: rule.batch])
    if not found:
        return None
    rule.end(rows.filter(pk__in=[key for key, _slug in found]))
    leave_no_trace()
    counted = Counter(run.ended) + Counter(slug for _key, slug in found)
    RetentionRun.objects.filter(pk=run.pk).update(ended=counted)
    run.ended = dict(counted)
    return len(found), found[-1][0]


@transaction.atomic
def place_hold(*, office: str, about: str = "", why: str, by: Any) -> LegalHold:
    """From now on no rule ends these rows. Raises HoldRefused; a row of another office is none that is there."""
    about, why = about.strip(), why.strip()
    if not why:
        raise HoldRefused("no-reason")
    if about:
        refuse_unless_there(office, about)
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(office=office, about=about, why=why, placed_by=audit.actor_of(by))
    except IntegrityError as error:
        raise HoldRefused("held-already") from error
    audit.record("rules.place_hold", by=by, about=hold, office=office, on=about)
    return hold


@transaction.atomic
def lift_hold(hold: LegalHold, *, by: Any) -> bool:
    """What it kept ends in the next night, if its time has run out. Whether it was in force."""
    held = LegalHold.objects.in_force().filter(pk=hold.pk)
    lifted = held.update(lifted_at=timezone.now(), lifted_by=audit.actor_of(by))
    if lifted:
        audit.record("rules.lift_hold", by=by, about=hold, office=hold.office, on=hold.about)
    return bool(lifted)


def refuse_unless_there(office: str, about: str) -> None:
    """Raises HoldRefused where this office has no such table, or no such row in it."""
    table, _, word = about.partition(":")
    model = tables().get(table)
    theirs = holds.of_office(model, office) if model else None
    if model is None or theirs is None:
        raise HoldRefused("no-table")
    if ":" in about:
        key = holds.key_of(model, word) if word else None
        if key is None or not model._base_manager.filter(theirs, pk=key).exists():
            raise HoldRefused("no-row")


@transaction.atomic
def plan_period(
    *, kind: str, starts_at: datetime | None, ends_at: datetime | None, notices: Mapping[str, str], by: Any
) -> SensitivePeriod:  # fmt: skip
    """One begins at `starts_at` (None: at once) and ends by the clock. Raises PeriodRefused: the past stays as it was,
    and no two of one kind overlap."""
    now = timezone.now()
    starts = starts_at or now
    if starts < now.replace(second=0, microsecond=0):
        raise PeriodRefused("begins-earlier")
    _refuse_bad_end(starts, ends_at, now)
    period = SensitivePeriod(
        kind=kind, starts_at=starts, ends_at=ends_at, notices=dict(notices), planned_by=audit.actor_of(by)
    )
    _save_period(period)
    audit.record("rules.plan_period", by=by, about=period, kind=kind, **_hours(period))
    return period


@transaction.atomic
def move_period_end(period: SensitivePeriod, *, ends_at: datetime | None, by: Any) -> SensitivePeriod:
    """Let it last longer, None: until somebody ends it; or give one an end that has none. Raises PeriodRefused where
    it is over, or would be shorter, or "too-soon" for an end that one person cannot set alone."""
    row, now = _lock_period(period), timezone.now()
    if row.is_over(now):
        raise PeriodRefused("over")
    _refuse_bad_end(row.starts_at, ends_at, now)
    if row.ends_at is None:
        _refuse_early_end(row, ends_at, now)
    elif ends_at is not None and ends_at <= row.ends_at:
        raise PeriodRefused("not-longer")
    row.ends_at = ends_at
    _save_period(row)
    audit.record("rules.extend_period", by=by, about=row, kind=row.kind, **_hours(row))
    return row


@transaction.atomic
def ask_to_end_period(period: SensitivePeriod, *, by: Any) -> SensitivePeriod:
    """Somebody wants it ended early, or called off; another person ends it. Raises PeriodRefused."""
    row = _lock_period(period)
    if row.is_over(timezone.now()):
        raise PeriodRefused("over")
    row.end_asked_by = audit.actor_of(by)
    row.save(update_fields=["end_asked_by"])
    audit.record("rules.ask_to_end_period", by=by, about=row, kind=row.kind)
    return row


@transaction.atomic
def keep_period(period: SensitivePeriod, *, by: Any) -> SensitivePeriod:
    """It goes on as planned: nobody is asked to end it any more."""
    row = _lock_period(period)
    if row.end_asked_by and row.ended_at is None:
        row.end_asked_by = ""
        row.save(update_fields=["end_asked_by"])
        audit.record("rules.keep_period", by=by, about=row, kind=row.kind)
    return row


@transaction.atomic
def end_period(period: SensitivePeriod, *, by: Any) -> SensitivePeriod:
    """End it now; one that has not begun is called off. Raises PeriodRefused where it is over, SecondPersonNeeded
    where nobody else has asked for it and the kind needs two."""
    row, now = _lock_period(period), timezone.now()
    if row.is_over(now):
        raise PeriodRefused("over")
    if row.needs_two and row.end_asked_by in ("", audit.actor_of(by)):
        raise SecondPersonNeeded(str(row))
    row.ended_at, row.ended_by = now, audit.actor_of(by)
    row.save(update_fields=["ended_at", "ended_by"])
    audit.record("rules.end_period", by=by, about=row, kind=row.kind, called_off=row.is_called_off)
    return row


# Whoever shares the duty sees it on their next working day at the latest, and can object.
ALONE_AHEAD = timedelta(days=1)


def _refuse_early_end(period: SensitivePeriod, ends_at: datetime | None, now: datetime) -> None:
    """Of one without an end: to end at once what takes two people is not done by setting an end."""
    if ends_at is None:
        raise PeriodRefused("not-longer")
    if not period.needs_two:
        return
    if ends_at < now + ALONE_AHEAD:
        raise PeriodRefused("too-soon")
    # It had an end once: taking that out and setting a sooner one would shorten it, step by step.
    said = AuditEntry.objects.about(period).filter(action__in=("rules.plan_period", "rules.extend_period"))
    earlier = [one.facts["ends"] for one in said if one.facts.get("ends")]
    if any(ends_at < datetime.fromisoformat(end) for end in earlier):
        raise PeriodRefused("not-longer")


def _refuse_bad_end(starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    if ends_at is not None and ends_at <= max(starts_at, now):
        raise PeriodRefused("ends-earlier")


def _save_period(period: SensitivePeriod) -> None:
    others = SensitivePeriod.objects.overlapping(period.starts_at, period.ends_at).filter(kind=period.kind)
    if others.exclude(pk=period.pk).exists():
        raise PeriodRefused("overlaps")
    try:
        with transaction.atomic():
            period.save()
    except IntegrityError as error:
        # Somebody else has planned one at the same moment: the database keeps them apart.
        raise PeriodRefused("overlaps") from error


def _lock_period(period: SensitivePeriod) -> SensitivePeriod:
    row: SensitivePeriod = SensitivePeriod.objects.select_for_update().get(pk=period.pk)
    return row


def _hours(period: SensitivePeriod) -> dict[str, str]:
    ends = period.ends_at.isoformat(timespec="minutes") if period.ends_at else ""
    return {"starts": period.starts_at.isoformat(timespec="minutes"), "ends": ends}
