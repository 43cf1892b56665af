"""At night phones rest: what is due waits until morning, what a person has just asked for does not."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.rules.models import ParameterInForce

from .sink import Sink

pytestmark = pytest.mark.django_db


class Phone(Sink):
    kind, medium = "phone", "sms"


@pytest.fixture
def phone(monkeypatch: pytest.MonkeyPatch) -> Phone:
    phone = Phone()
    monkeypatch.setitem(ADAPTERS, phone.kind, phone)
    return phone


@pytest.fixture
def by_phone(office, phone) -> Account:
    return actions.open_account(office=office, kind="phone", name="Phone", by="test")


def quiet(since: timedelta, until: timedelta) -> None:
    """From so long before now until so long after it."""
    for name, moment in (("quiet_from", timezone.now() + since), ("quiet_until", timezone.now() + until)):
        ParameterInForce.objects.update_or_create(name=name, defaults={"value": f"{moment:%H:%M}"})


def test_what_is_due_at_night_waits_until_morning(by_phone, phone, put):
    (row,) = put(by_phone)
    quiet(timedelta(hours=-1), timedelta(hours=1))
    send_account(by_phone, worker="w")
    row.refresh_from_db()

    assert phone.got == []
    assert (row.state, row.attempts) == ("waiting", 0)
    assert timedelta(minutes=58) < row.due_at - timezone.now() <= timedelta(hours=1)


@pytest.mark.parametrize(("name", "value", "hour"), [("quiet_from", "15:00", 16), ("quiet_until", "11:00", 10)])
def test_the_policy_says_when_the_night_begins_and_ends(by_phone, phone, put, monkeypatch, name, value, hour):
    """By default phones rest from 20:00 until 08:00."""
    (row,) = put(by_phone)
    now = datetime.combine(timezone.localdate() + timedelta(days=1), time(hour), UTC)
    ParameterInForce.objects.create(name="quiet_from", value="20:00")
    ParameterInForce.objects.update_or_create(name=name, defaults={"value": value})
    monkeypatch.setattr(timezone, "now", lambda: now)
    send_account(by_phone, worker="w")

    assert phone.got == []
    row.refresh_from_db()
    assert row.due_at > now


def test_what_a_person_has_just_asked_for_is_answered_at_night(by_phone, phone, put):
    rows = put(by_phone, to=2)
    Outbound.objects.filter(pk=rows[0].pk).update(asked_for=True)
    quiet(timedelta(hours=-1), timedelta(hours=1))
    send_account(by_phone, worker="w")

    assert [message.key for message in phone.got] == [rows[0].key]


def test_when_night_falls_while_many_are_sent_the_rest_stays(by_phone, phone, put, monkeypatch):
    put(by_phone, to=3)
    quiet(timedelta(hours=2), timedelta(hours=3))
    now = timezone.now

    def dusk(message, mark_in_flight):
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(hours=2, minutes=1))
        return phone.arrive(message, mark_in_flight)

    phone.script = [dusk]
    send_account(by_phone, worker="w")

    assert len(phone.got) == 1
    assert Outbound.objects.waiting().count() == 2


def test_mail_knows_no_night(account, sink, put):
    put(account)
    quiet(timedelta(hours=-1), timedelta(hours=1))
    send_account(account, worker="w")

    assert len(sink.got) == 1
