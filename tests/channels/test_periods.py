"""What a sensitive period stops among what is queued waits, and is never dropped; the rest goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.actions.periods import LOOK_AGAIN, hold_back
from hemicycle.channels.contract import Outcome, Receipt
from hemicycle.channels.jobs.sending import hold_back_due, next_sending, send_account, send_due
from hemicycle.channels.models import Content, Outbound
from hemicycle.channels.models.outbound import HELD
from hemicycle.rules import actions as rules
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.periods import Freezable

pytestmark = pytest.mark.django_db

MASS = Freezable(("mass-messages",))
CORRECTION = Freezable(("mass-messages",), exceptions=("corrections",))
DIGEST = Freezable(("mass-messages",), resumes=True)
HOUR = timedelta(hours=1)


def election(*, begins: timedelta | None = None, lasts: timedelta | None = 24 * HOUR):
    starts = timezone.now() + begins if begins else None
    ends = timezone.now() + lasts if lasts else None
    return rules.plan_period(kind="election", starts_at=starts, ends_at=ends, notices={}, by="ada")


def over(period) -> None:
    rules.ask_to_end_period(period, by="ada")
    rules.end_period(period, by="bob")


@pytest.fixture
def put_what(put):
    """`put_what(MASS, account, "Text", to=2)`: messages that a period may stop."""

    def queued(what: Freezable, account, text="Seven", **how) -> list[Outbound]:
        rows = put(account, text, **how)
        Content.objects.filter(source=text).update(freezable=what.to_json())
        return rows

    return queued


def states() -> list[tuple[str, str]]:
    return list(Outbound.objects.order_by("pk").values_list("state", "code"))


def test_what_is_queued_for_many_waits_and_what_answers_one_person_goes(account, sink, put_what):
    put_what(MASS, account, "To all", to=2)
    put_what(Freezable(), account, "An answer")
    election()
    send_due("w", lambda: False)

    assert [message.content["text"] for message in sink.got] == ["An answer"]
    assert states() == [("cancelled", HELD)] * 2 + [("sent", "")]
    assert AuditEntry.objects.get(action="channels.hold_back").facts == {"rows": 2, "period": "election"}


def test_a_correction_goes_on_unless_the_policy_stops_it_too(account, sink, put_what):
    election()
    put_what(CORRECTION, account, "Wrong")
    send_due("w", lambda: False)
    assert len(sink.got) == 1
    ParameterInForce.objects.create(name="period_exceptions", value=[])
    put_what(CORRECTION, account, "Wrong again")
    send_due("w", lambda: False)
    assert len(sink.got) == 1


def test_it_stops_to_the_minute_by_the_clock(account, sink, put_what, monkeypatch):
    clock = timezone.now
    election(begins=HOUR)
    put_what(MASS, account, "Just in time")
    monkeypatch.setattr(timezone, "now", lambda: clock() + HOUR - timedelta(minutes=1))
    send_due("w", lambda: False)
    assert len(sink.got) == 1

    put_what(MASS, account, "A minute later")
    monkeypatch.setattr(timezone, "now", lambda: clock() + HOUR)
    send_due("w", lambda: False)
    assert len(sink.got) == 1
    assert states()[-1] == ("cancelled", HELD)


def test_one_that_begins_in_the_middle_of_a_list_stops_the_rest(account, sink, put_what, monkeypatch):
    clock = timezone.now
    election(begins=HOUR)
    put_what(MASS, account, to=4)

    def arrive_and_strike(message, mark_in_flight):
        receipt = sink.arrive(message, mark_in_flight)
        monkeypatch.setattr(timezone, "now", lambda: clock() + HOUR)
        return receipt

    sink.script = [sink.arrive, arrive_and_strike]
    send_due("w", lambda: False)

    assert len(sink.got) == 2
    assert [state for state, _code in states()] == ["sent", "sent", "cancelled", "cancelled"]


def test_one_that_begins_while_the_server_is_reached_stops_the_first_byte(account, sink, put_what, monkeypatch):
    clock = timezone.now
    election(begins=HOUR)
    put_what(MASS, account)

    def slow(message, mark_in_flight):
        monkeypatch.setattr(timezone, "now", lambda: clock() + HOUR)
        mark_in_flight()
        sink.got.append(message)
        return Receipt(Outcome.ACCEPTED, ())

    sink.script = [slow]
    send_due("w", lambda: False)
    assert sink.got == []
    assert states() == [("cancelled", HELD)]


def test_at_the_end_nothing_leaves_until_a_person_has_it_sent_once(account, sink, put_what):
    period = election()
    put_what(MASS, account, to=3)
    send_due("w", lambda: False)
    over(period)
    send_due("w", lambda: False)
    assert sink.got == []

    for _ in range(2):
        actions.requeue(Outbound.objects.all(), why=HELD, by="test")
        send_due("w", lambda: False)
    assert len(sink.got) == 3


def test_a_digest_goes_on_by_itself_after_the_end_and_keeps_its_time(account, sink, put_what, monkeypatch):
    clock = timezone.now
    period = election()
    put_what(DIGEST, account, not_after=clock() + 3 * HOUR)
    send_due("w", lambda: False)
    assert states() == [("waiting", "")]
    over(period)
    monkeypatch.setattr(timezone, "now", lambda: clock() + LOOK_AGAIN + timedelta(seconds=5))
    send_due("w", lambda: False)

    assert len(sink.got) == 1
    assert Outbound.objects.get().not_after - clock() > 3 * HOUR + LOOK_AGAIN / 2


def test_posts_that_a_person_was_to_make_are_held_back_too(account, sink, put_what):
    rows = put_what(MASS, account, to=2)
    Outbound.objects.filter(pk=rows[0].pk).update(state="by hand")
    election()

    assert hold_back_due("w", lambda: False) == 2
    assert hold_back_due("w", lambda: False) == 0


def test_two_workers_hold_back_each_message_once(account, sink, put_what):
    put_what(MASS, account, to=2)
    election()
    assert [hold_back(account), hold_back(account)] == [2, 0]
    send_account(account, worker="a")
    send_account(account, worker="b")
    assert sink.got == []
    assert AuditEntry.objects.filter(action="channels.hold_back").count() == 1


def test_the_worker_wakes_when_a_period_begins_and_when_it_is_over(account):
    now = timezone.now()
    period = election(begins=HOUR)
    assert next_sending(now) == period.starts_at
    assert next_sending(period.starts_at) == period.over_at
