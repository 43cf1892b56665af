"""What certainly did not arrive is sent once more when a person asks for it; what may have arrived never is."""

from datetime import UTC, datetime

import pytest

from hemicycle.channels import actions
from hemicycle.channels.contract import DeliveryStatus, OutgoingText, Report
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Outbound
from hemicycle.channels.status.labels import reason
from hemicycle.rules.models import AuditEntry

from .sink import lost, refused

pytestmark = pytest.mark.django_db


def again(by: object = "test") -> int:
    return actions.resend(Outbound.objects.all(), by=by)


def state() -> str:
    return Outbound.objects.get().state


@pytest.fixture
def failed(account, sink, put) -> Outbound:
    """Refused for good."""
    (row,) = put(account)
    sink.script = [refused("refused", permanent=True)]
    send_due("w", lambda: False)
    assert state() == "failed"
    return row


def test_what_was_refused_is_sent_once_more_under_its_own_key_as_a_further_attempt(failed, sink):
    assert again() == 1
    send_due("w", lambda: False)
    assert [(one.key, one.attempt) for one in sink.got] == [(failed.key, 2)]
    assert state() == "sent"
    assert again() == 0


def test_asked_for_twice_it_is_due_once_and_noted_once(failed, officer, sink):
    assert (again(officer), again(officer)) == (1, 0)
    send_due("w", lambda: False)
    assert len(sink.got) == 1
    entry = AuditEntry.objects.get(action="channels.resend")
    assert (entry.actor, entry.facts) == (officer.audit_label, {"rows": 1})


def test_after_a_last_attempt_it_has_as_many_attempts_again_and_says_why_it_failed(account, sink, put):
    put(account)
    Outbound.objects.update(attempts=11)
    sink.script = [refused("busy"), refused("busy")]
    send_due("w", lambda: False)
    said = "It was tried as many times as allowed. The server could not accept it for now."
    assert reason(Outbound.objects.get().code) == said
    assert again() == 1
    send_due("w", lambda: False)
    assert state() == "waiting"


def test_what_may_have_arrived_is_never_sent_again(account, sink, put):
    put(account)
    sink.script = [lost(sink)]
    send_due("w", lambda: False)
    assert (state(), again()) == ("unknown", 0)


def test_what_was_accepted_and_reported_as_failed_later_is_not_sent_again(account, sink, put):
    (row,) = put(account)
    send_due("w", lambda: False)
    actions.store_incoming(
        Report(DeliveryStatus.FAILED, key=row.key, code="undeliverable"), account=account, by="test"
    )
    assert (state(), again()) == ("failed", 0)


@pytest.mark.parametrize(
    "changed",
    [
        {"code": "settled"},
        {"code": "not-wanted"},
        {"code": "no-such-address"},
        {"code": "given-up:mailbox-full"},
        {"not_after": datetime(2026, 1, 1, tzinfo=UTC)},
        {"state": "expired"},
        {"state": "cancelled"},
    ],
    ids=str,
)
def test_what_somebody_decided_what_an_address_refuses_and_what_is_too_late_stays(failed, changed):
    Outbound.objects.update(**changed)
    assert again() == 0


def test_through_a_closed_account_nothing_is_sent_again(failed, account):
    actions.close_account(account, by="test")
    assert again() == 0


def test_who_said_stop_meanwhile_gets_nothing(failed, account, sink):
    actions.suppress(failed.contact, why="stop", by="test")
    again()
    send_due("w", lambda: False)
    assert sink.got == []


def test_a_pack_that_could_not_be_posted_by_hand_waits_for_a_person_again(office):
    account = actions.open_account(office=office, kind="x", name="X", address="@house", by="test")
    rendered = actions.render(account, OutgoingText("Vote", "At seven", "en", link="https://parliament.example/a/"))
    row = actions.queue(actions.prepare(account, source="a", lang="en", rendered=rendered), by="test")
    send_due("w", lambda: False)
    row.refresh_from_db()
    actions.skip(row, why="network-down", by="test")
    assert again() == 1
    send_due("w", lambda: False)
    assert state() == "by hand"
