from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.governance.actions import overriding
from hemicycle.governance.errors import NoReason, NotEditor, SecondPersonNeeded
from hemicycle.governance.models import Override
from hemicycle.rules.errors import BadParameter, IllegalMove, NotDecidedByPolicy
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.parameters import in_force

ALL_NIGHT = {"quiet_from": "03:00", "quiet_until": "03:00"}
REASON = "A dam may break; people below it are warned at night."


def ask(by: User, *, hours: float = 6, values=ALL_NIGHT, reason: str = REASON) -> Override:
    return overriding.ask_for_override(values, reason=reason, until=timezone.now() + timedelta(hours=hours), by=by)


def test_it_holds_once_a_second_person_confirmed_it(secretary: User, second_secretary: User) -> None:
    override = ask(secretary)
    assert in_force("quiet_until") == "08:00"
    overriding.confirm_override(override, by=second_secretary)
    assert in_force("quiet_until") == "03:00"


def test_it_ends_by_the_clock_without_anybody(secretary: User, second_secretary: User) -> None:
    ParameterInForce.objects.create(name="quiet_until", value="07:00")
    overriding.confirm_override(ask(secretary), by=second_secretary)
    ParameterInForce.objects.update(override_until=timezone.now() - timedelta(seconds=1))
    assert in_force("quiet_until") == "07:00"


def test_nobody_confirms_their_own(secretary: User) -> None:
    override = ask(secretary)
    with pytest.raises(SecondPersonNeeded):
        overriding.confirm_override(override, by=secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.update(confirmed_by=secretary)
    assert in_force("quiet_until") == "08:00"


def test_it_is_ended_before_its_time(secretary: User, second_secretary: User) -> None:
    override = overriding.confirm_override(ask(secretary), by=second_secretary)
    overriding.end_override(override, by=secretary)
    assert in_force("quiet_until") == "08:00"
    with pytest.raises(IllegalMove):
        overriding.end_override(override, by=secretary)


def test_it_lasts_no_longer_than_the_policy_allows(secretary: User) -> None:
    ParameterInForce.objects.create(name="override_hours", value=4)
    with pytest.raises(IllegalMove):
        ask(secretary, hours=5)
    assert ask(secretary, hours=3).pk


@pytest.mark.parametrize(
    ("asked", "refused"),
    [({"reason": " "}, NoReason), ({"values": {}}, NoReason), ({"hours": -1}, IllegalMove),
     ({"values": {"quiet_until": "3 o'clock"}}, BadParameter), ({"values": {"lease_seconds": 5}}, NotDecidedByPolicy)],
)  # fmt: skip
def test_what_makes_no_sense_is_not_asked_for(secretary: User, asked, refused) -> None:
    with pytest.raises(refused):
        ask(secretary, **asked)
    assert not Override.objects.exists()


def test_only_who_leads_the_policy_asks_or_confirms(secretary: User, administrator: User, clerk: User) -> None:
    with pytest.raises(NotEditor):
        ask(administrator)
    with pytest.raises(NotEditor):
        overriding.confirm_override(ask(secretary), by=clerk)


def test_two_at_once_for_the_same_value_are_refused(secretary: User, second_secretary: User) -> None:
    overriding.confirm_override(ask(secretary), by=second_secretary)
    with pytest.raises(IllegalMove):
        overriding.confirm_override(ask(secretary, hours=2), by=second_secretary)


def test_the_round_of_a_worker_notes_the_end_once(secretary: User, second_secretary: User) -> None:
    override = overriding.confirm_override(ask(secretary), by=second_secretary)
    assert overriding.end_by_the_clock(now=override.until - timedelta(seconds=1), by="worker") == 0
    assert overriding.end_by_the_clock(now=override.until, by="worker") == 1
    assert overriding.end_by_the_clock(now=override.until, by="worker") == 0
