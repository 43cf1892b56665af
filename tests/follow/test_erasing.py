"""What is not kept."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Act, Consent, Contact, Inbound
from hemicycle.follow import actions
from hemicycle.follow.models import Follower, Subscription
from hemicycle.rules.models import ParameterInForce

pytestmark = pytest.mark.django_db


def known() -> set[str]:
    return {contact.address[:3] for contact in Contact.objects.exclude(sealed="")}


def forget_old() -> int:
    """What the night does about followers; how many addresses were erased."""
    before = len(known())
    for key in (
        "follow.subscription unconfirmed",
        "channels.contact unconfirmed",
        "channels.contact following nothing",
    ):
        call_command("retention", "--rule", key)
    return before - len(known())


def go_by(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Subscription.objects.pending().update(asked_at=then)
    Consent.objects.update(at=then)


def test_a_request_that_nobody_confirmed_is_forgotten_with_the_address(river, alda, follow):
    follow("ann", river, confirmed=False)
    follow("ben", river)
    ben = follow("ben", alda, confirmed=False)
    assert forget_old() == 0
    go_by(days=8)
    assert forget_old() == 1

    assert known() == {"ben"}
    assert [row.followable for row in Subscription.objects.all()] == [f"bill:{river.address}"]
    assert Subscription.objects.of(ben).confirmed().count() == 1


def test_who_follows_nothing_any_more_is_forgotten_after_a_year(river, follow):
    ann, ben = follow("ann", river), follow("ben", river)
    actions.end(ann, through="page")
    go_by(days=366)
    assert forget_old() == 1

    assert known() == {"ben"}
    assert list(Consent.objects.values_list("contact", flat=True).distinct()) == [ben.pk]


def test_the_ledger_is_kept_as_long_as_somebody_may_complain(river, follow):
    actions.end(follow("ann", river), through="page")
    go_by(days=300)

    assert forget_old() == 0


def test_who_wrote_to_the_house_or_agreed_to_something_else_is_not_forgotten(office, river, follow):
    ann, ben = follow("ann", river, confirmed=False), follow("ben", river, confirmed=False)
    Inbound.objects.create(office=office, channel="email", external_id="1", text="A letter", contact=ann)
    channels.record_consent(ben, act=Act.CONFIRMED, to="consultation:1", words="Yes", through="form")
    go_by(days=400)

    assert forget_old() == 0
    assert not Follower.objects.exists()


def test_whoever_asks_for_it_is_erased_at_once(river, follow):
    ann = follow("ann", river)
    actions.erase(ann)

    assert known() == set()
    assert not Subscription.objects.exists()
    assert not Consent.objects.exists()


def test_a_request_waits_to_be_confirmed_for_as_long_as_the_policy_says(river, follow):
    ParameterInForce.objects.create(name="follow_confirm_days", value=2)
    follow("ann", river, confirmed=False)
    go_by(days=3)
    assert forget_old() == 1


def test_consent_is_kept_for_as_long_as_the_policy_says(river, follow):
    ParameterInForce.objects.create(name="consent_kept_days", value=30)
    actions.end(follow("ann", river), through="page")
    go_by(days=31)
    assert forget_old() == 1
