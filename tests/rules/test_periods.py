"""Sensitive periods hold by the clock, stop what the policy says, and are ended early by two people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hemicycle.rules import actions, periods
from hemicycle.rules.errors import PeriodRefused, SecondPersonNeeded
from hemicycle.rules.models import AuditEntry, ParameterInForce, SensitivePeriod
from hemicycle.rules.one_reading import held_still
from hemicycle.rules.periods import Freezable

pytestmark = pytest.mark.django_db

NOON = datetime(2031, 5, 5, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def plan(kind: str = "election", starts: datetime | None = NOON, ends: datetime | None = NOON + 30 * DAY, by="ada"):
    return actions.plan_period(kind=kind, starts_at=starts, ends_at=ends, notices={"en": "Elections"}, by=by)


def decide(name: str, *words: str) -> None:
    ParameterInForce.objects.update_or_create(name=name, defaults={"value": list(words)})


def test_it_holds_from_its_first_minute_and_is_over_at_its_last():
    period = plan(ends=NOON + DAY)

    assert periods.current(NOON - MINUTE) == []
    assert periods.current(NOON) == [period]
    assert periods.current(NOON + DAY - MINUTE) == [period]
    assert periods.current(NOON + DAY) == []


def test_one_without_an_end_holds_until_somebody_ends_it():
    period = plan("mourning", starts=None, ends=None)
    assert periods.is_current("mourning", NOON)

    actions.end_period(period, by="ada")
    assert not periods.is_current("mourning", NOON)
    assert not periods.is_current("mourning")


def stopped(kind: str, name: str) -> tuple[set[str], set[str]]:
    """What stops by default, and once the policy stops announcements alone."""
    plan(kind)
    before = set(periods.frozen_parts(NOON))
    decide(name, "announcements")
    assert periods.stops("announcements", NOON)
    assert not periods.stops("outreach", NOON)
    return before, set(periods.frozen_parts(NOON))


def test_in_an_election_period_stops_what_the_policy_says():
    assert stopped("election", "election_freezes") == ({"mass-messages", "outreach", "members-kit"}, {"announcements"})


def test_while_the_house_is_dissolved_stops_what_the_policy_says():
    before, after = stopped("dissolution", "dissolution_freezes")
    assert (before, after) == ({"mass-messages", "outreach", "members-kit"}, {"announcements"})


def test_in_mourning_stops_what_the_policy_says():
    assert stopped("mourning", "mourning_freezes") == ({"outreach", "scheduled"}, {"announcements"})


def test_what_the_policy_excepts_goes_on():
    plan()
    vote = Freezable(("outreach",), exceptions=("votes",))
    assert not periods.stops(vote, NOON)
    decide("period_exceptions", "safety")
    assert periods.stops(vote, NOON)
    assert not periods.stops(Freezable(("outreach",), exceptions=("safety",)), NOON)


def test_what_was_scheduled_before_stops_and_what_was_scheduled_since_goes():
    plan("mourning")
    before = Freezable(("scheduled",), scheduled_at=NOON - MINUTE)
    assert periods.stops(before, NOON)
    assert not periods.stops(Freezable(("scheduled",), scheduled_at=NOON), NOON + MINUTE)


def test_what_waited_through_a_period_is_known_after_its_end():
    period = plan(ends=NOON + DAY)
    assert periods.stopped_between("outreach", NOON - MINUTE, NOON + 2 * DAY) == period
    assert periods.stopped_between("outreach", NOON + DAY, NOON + 2 * DAY) is None
    assert periods.stopped_between("announcements", NOON, NOON + 2 * DAY) is None


def test_of_two_periods_the_one_that_lasts_longer_is_named():
    plan("mourning", ends=NOON + DAY)
    election = plan("election")
    assert periods.stops("outreach", NOON) == election
    assert periods.frozen_parts(NOON)["outreach"] == election
    assert periods.next_change(NOON) == NOON + DAY


@pytest.mark.parametrize("ends", [NOON + DAY, None])
def test_no_two_of_a_kind_overlap_not_even_in_the_database(ends):
    plan(ends=ends)
    for starts, until in ((NOON - DAY, NOON + MINUTE), (NOON + MINUTE, NOON + 2 * MINUTE), (NOON - DAY, None)):
        with pytest.raises(PeriodRefused, match="overlaps"):
            plan(starts=starts, ends=until)
        row = SensitivePeriod(kind="election", starts_at=starts, ends_at=until, planned_by="b")
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
    plan("mourning")
    assert plan(starts=NOON - DAY, ends=NOON)


def test_one_that_was_called_off_leaves_its_days_free():
    first = plan()
    actions.ask_to_end_period(first, by="ada")
    assert actions.end_period(first, by="bob").is_called_off

    assert plan()
    assert periods.current(NOON)[0].pk != first.pk


def test_in_the_database_none_moves_over_another():
    plan()
    later = plan(starts=NOON + 40 * DAY, ends=NOON + 50 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitivePeriod.objects.filter(pk=later.pk).update(starts_at=NOON)


@pytest.mark.parametrize("kind", ["election", "dissolution"])
def test_nobody_ends_it_early_alone(kind):
    period = plan(kind, starts=None)
    with pytest.raises(SecondPersonNeeded):
        actions.end_period(period, by="bob")
    actions.ask_to_end_period(period, by="ada")
    with pytest.raises(SecondPersonNeeded):
        actions.end_period(period, by="ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        SensitivePeriod.objects.filter(pk=period.pk).update(ended_at=NOON, ended_by="ada")

    actions.end_period(period, by="bob")
    assert periods.current() == []
    assert AuditEntry.objects.filter(action="rules.end_period", actor="bob").exists()


def test_a_request_to_end_it_can_be_withdrawn():
    period = plan(starts=None)
    actions.ask_to_end_period(period, by="ada")
    actions.keep_period(period, by="ada")
    with pytest.raises(SecondPersonNeeded):
        actions.end_period(period, by="bob")


def test_it_is_extended_and_never_shortened_by_one_person():
    period = plan(starts=None)
    with pytest.raises(PeriodRefused, match="not-longer"):
        actions.move_period_end(period, ends_at=NOON + DAY, by="ada")
    assert actions.move_period_end(period, ends_at=NOON + 60 * DAY, by="ada").ends_at == NOON + 60 * DAY
    assert actions.move_period_end(period, ends_at=None, by="ada").over_at is None
    with pytest.raises(PeriodRefused, match="not-longer"):
        actions.move_period_end(period, ends_at=NOON + 30 * DAY, by="ada")


def test_the_past_stays_as_it_was():
    with pytest.raises(PeriodRefused, match="begins-earlier"):
        plan(starts=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(PeriodRefused, match="ends-earlier"):
        plan(starts=NOON, ends=NOON)
    period = plan("mourning", starts=None)
    actions.end_period(period, by="ada")
    for late in (actions.end_period, actions.ask_to_end_period):
        with pytest.raises(PeriodRefused, match="over"):
            late(period, by="bob")


def test_a_request_reads_the_periods_once():
    plan()
    with held_still(), CaptureQueriesContext(connection) as read:
        for _ in range(3):
            assert periods.stops("outreach", NOON)
    assert sum("sensitiveperiod" in one["sql"] for one in read) == 1
