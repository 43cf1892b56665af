"""What is due goes out: each message once, nothing stale, nobody who said STOP; what nobody can tell about is not
sent again."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import CannotConnect, DeliveryStatus, NotAuthorised, Outcome, Receipt, Report
from hemicycle.channels.errors import AlreadyPaused, NotSettled
from hemicycle.channels.jobs.sending import next_sending, send_account, send_due
from hemicycle.channels.models import Account, Outbound, Pause
from hemicycle.rules.models import AuditEntry

from .sink import Killed, killed_after, killed_before, lost, refused

pytestmark = pytest.mark.django_db


def states(account: Account) -> list[str]:
    return list(Outbound.objects.filter(account=account).order_by("pk").values_list("state", flat=True))


def later(account: Account, hours: float = 2) -> None:
    """Time goes by: what waits is due, and nobody rests or holds anything."""
    then = timezone.now() - timedelta(hours=hours)
    Outbound.objects.filter(account=account).update(due_at=then)
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)


NAMES = pytest.mark.parametrize("names", ["{}", "x-{}"], ids=["our key", "a name of its own"])


@NAMES
def test_each_message_goes_to_its_recipient_once(account, sink, put, names):
    sink.names = names
    rows = put(account, "Seven o’clock", to=3)

    assert send_due("w", lambda: False) == 3
    assert send_due("w", lambda: False) == 0
    assert sorted(message.to for message in sink.got) == [f"citizen{n}@valmora.example" for n in range(3)]
    assert states(account) == ["sent"] * 3
    assert {(row.external_id, row.attempts, row.code) for row in Outbound.objects.all()} == {
        ("" if names == "{}" else names.format(row.key), 1, "") for row in rows
    }
    assert sink.lines == 1


def test_put_out_twice_there_is_one_row_for_each(account, sink, put):
    put(account, "Seven", to=3)
    put(account, "Seven", to=4)
    send_due("w", lambda: False)

    assert len(sink.got) == 4


def test_what_is_not_due_yet_stays(account, sink, put):
    put(account, due_at=timezone.now() + timedelta(minutes=5))

    assert send_due("w", lambda: False) == 0
    assert sink.got == []


def test_nothing_stale_is_sent(account, sink, put):
    put(account, not_after=timezone.now() - timedelta(minutes=1))
    send_due("w", lambda: False)

    assert sink.got == []
    assert states(account) == ["expired"]


def test_what_becomes_too_old_while_another_is_being_sent_is_not_sent(account, sink, put, monkeypatch):
    put(account, to=2, not_after=timezone.now() + timedelta(hours=1))
    clock = timezone.now

    def slowly(message, mark_in_flight):
        receipt = sink.arrive(message, mark_in_flight)
        monkeypatch.setattr(timezone, "now", lambda: clock() + timedelta(hours=2))
        return receipt

    sink.script = [slowly]
    send_account(account, worker="w")

    assert states(account) == ["sent", "expired"]
    assert len(sink.got) == 1


def test_refused_for_now_is_tried_again_when_the_other_side_says(account, sink, put):
    (row,) = put(account)
    sink.script = [refused("busy", retry_after=100)]
    send_due("w", lambda: False)

    row.refresh_from_db()
    assert (row.state, row.code, row.attempts) == ("waiting", "busy", 1)
    assert next_sending(timezone.now()) == row.due_at
    assert timedelta(seconds=99) < row.due_at - timezone.now() < timedelta(seconds=121)
    later(account)
    send_due("w", lambda: False)
    assert states(account) == ["sent"]
    assert len(sink.got) == 1


def test_refused_for_good_fails_and_is_not_tried_again(account, sink, put):
    put(account)
    sink.script = [refused("no-such-number", permanent=True)]
    send_due("w", lambda: False)
    later(account)
    send_due("w", lambda: False)

    assert states(account) == ["failed"]
    assert sink.got == []


def test_what_is_refused_before_it_is_handed_over_fails_or_waits_like_another(account, sink, put):
    put(account, to=2)
    never = Receipt(Outcome.REFUSED, code="cannot-be-written", permanent=True)
    later_perhaps = Receipt(Outcome.REFUSED, code="busy")
    sink.script = [lambda m, h: never, lambda m, h: later_perhaps]
    send_due("w", lambda: False)

    assert sorted(states(account)) == ["failed", "waiting"]
    assert Outbound.objects.get(state="waiting").attempts == 1


def broken_in_the_middle(message, mark_in_flight):
    mark_in_flight()
    raise ValueError("a fault of ours")


def test_a_message_that_fails_for_a_fault_of_ours_holds_up_none_behind_it(account, sink, put):
    put(account, to=3)
    sink.script = [UnicodeError("a fault of ours"), broken_in_the_middle]
    send_due("w", lambda: False)

    assert states(account) == ["waiting", "unknown", "sent"]
    assert list(Outbound.objects.order_by("pk").values_list("code", flat=True)) == ["UnicodeError", "ValueError", ""]
    assert Outbound.objects.filter(due_at__gt=timezone.now()).count() == 2


def test_an_account_that_connects_to_nothing_for_a_fault_of_ours_rests(account, sink, put):
    put(account)
    sink.refuses_lines = [ValueError("a port that is no number")]
    send_due("w", lambda: False)

    account.refresh_from_db()
    assert (account.trouble, account.is_resting) == ("ValueError", True)
    assert states(account) == ["waiting"]


def test_an_account_that_does_not_answer_rests_before_it_swallows_everything(account, sink, put):
    put(account, to=9)
    sink.script = [lost(sink) for _ in range(9)]
    send_due("w", lambda: False)
    account.refresh_from_db()

    assert states(account).count("unknown") == 3
    assert account.is_resting


def test_what_waits_to_be_sent_again_does_not_go_when_the_other_side_has_it(account, sink, put):
    (row,) = put(account)
    sink.script = [refused("busy")]
    send_due("w", lambda: False)
    actions.store_incoming(Report(DeliveryStatus.SENT, key=row.key), account=account, by="test")
    later(account)
    send_due("w", lambda: False)

    assert states(account) == ["sent"]
    assert sink.got == []


def test_after_the_last_attempt_it_is_given_up(account, sink, put):
    (row,) = put(account)
    Outbound.objects.filter(pk=row.pk).update(attempts=11)
    sink.script = [refused("busy")]
    send_due("w", lambda: False)

    row.refresh_from_db()
    assert (row.state, row.code) == ("failed", "given-up:busy")


def test_an_answer_that_is_lost_is_unknown_and_never_sent_again(account, sink, put):
    put(account)
    sink.script = [lost(sink)]
    send_due("w", lambda: False)
    for _ in range(3):
        later(account)
        send_due("w", lambda: False)

    assert states(account) == ["unknown"]
    assert len(sink.got) == 1


def test_an_unknown_is_looked_for_where_the_other_side_can_be_asked(office, asked, put):
    account = actions.open_account(office=office, kind="asked", name="Asked", by="test")
    put(account, to=2)
    asked.script = [lost(asked), killed_after]
    with pytest.raises(Killed):
        send_due("w", lambda: False)
    later(account)
    send_due("w", lambda: False)
    later(account)
    send_due("w", lambda: False)

    assert states(account) == ["sent", "sent"]
    assert sorted(m.to for m in asked.got) == ["citizen0@valmora.example", "citizen1@valmora.example"]


def test_what_may_still_be_under_way_is_looked_for_later(office, asked, put):
    """The answer was lost, or the worker died, before the message arrived there: it is no proof that it is not there."""
    asked.in_doubt_seconds, began = 60.0, timezone.now()
    account = actions.open_account(office=office, kind="asked", name="Asked", by="test")
    put(account, to=2)
    waits = Receipt(Outcome.UNKNOWN, code="no-answer")
    asked.script = [lambda m, h: (h(), waits)[1], killed_after]
    with pytest.raises(Killed):
        send_due("w", lambda: False)
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)
    send_due("w2", lambda: False)

    assert states(account) == ["unknown", "unknown"]
    assert all(row.due_at > began + timedelta(seconds=60) for row in Outbound.objects.all())
    later(account)
    send_due("w2", lambda: False)
    assert states(account) == ["waiting", "waiting"]


def test_the_account_says_how_long_a_message_may_be_under_way(office, asked, put):
    settings, began = {"settle_seconds": "300"}, timezone.now()
    account = actions.open_account(office=office, kind="asked", name="Asked", settings=settings, by="test")
    put(account)
    asked.script = [killed_after]
    with pytest.raises(Killed):
        send_due("w", lambda: False)
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)
    send_due("w2", lambda: False)

    assert Outbound.objects.get().due_at > began + timedelta(seconds=300)


def test_an_unknown_that_the_other_side_cannot_tell_of_either_stays_one(office, asked, put, monkeypatch):
    (row,) = put(actions.open_account(office=office, kind="asked", name="Asked", by="test"))
    asked.script = [lost(asked)]
    send_due("w", lambda: False)
    monkeypatch.setattr(asked, "look_up", lambda access, message: None)
    later(row.account)
    send_due("w", lambda: False)

    row.refresh_from_db()
    assert (row.state, row.code, len(asked.got)) == ("unknown", "no-answer", 1)


@pytest.mark.parametrize(("step", "state", "arrived"), [(killed_before, "sent", 1), (killed_after, "unknown", 0)])
def test_a_worker_that_dies_repeats_nothing_and_loses_nothing(account, sink, put, step, state, arrived):
    put(account)
    sink.script = [step]
    with pytest.raises(Killed):
        send_account(account, worker="dead")
    later(account)
    send_due("alive", lambda: False)

    assert states(account) == [state]
    assert len(sink.got) == arrived


@NAMES
def test_what_a_dead_worker_sent_and_did_not_write_down_is_unknown_and_the_rest_goes_on(account, sink, put, names):
    sink.names = names
    put(account, to=4)
    sink.script = [sink.arrive, lambda m, h: (sink.arrive(m, h), (_ for _ in ()).throw(Killed()))[0]]
    with pytest.raises(Killed):
        send_account(account, worker="dead")
    later(account)
    send_due("alive", lambda: False)

    assert sorted(states(account)) == ["sent", "sent", "sent", "unknown"]
    assert len(sink.got) == len({m.key for m in sink.got}) == 4


def test_an_account_that_a_living_worker_holds_is_left_to_it(account, sink, put):
    put(account)
    assert Account.objects.acquire(account.pk, worker="first", lease=timedelta(seconds=60))

    assert send_account(account, worker="second") == 0
    assert send_due("second", lambda: False) == 0
    assert sink.got == []


@NAMES
def test_two_workers_that_both_believe_they_hold_it_send_once(account, sink, put, names):
    sink.names = names
    (row,) = put(account)

    def race(message, mark_in_flight):
        Outbound.objects.filter(pk=row.pk).move("begin", attempts=1)
        return sink.arrive(message, mark_in_flight)

    sink.script = [race]
    send_account(account, worker="slow")

    assert sink.got == []


def test_an_account_that_cannot_be_reached_rests_and_its_messages_wait(account, sink, put):
    put(account, to=2)
    sink.refuses_lines = [CannotConnect("no-connection")]
    send_due("w", lambda: False)
    account.refresh_from_db()

    assert account.is_resting and account.trouble == "no-connection"
    assert send_due("w", lambda: False) == 0
    assert states(account) == ["waiting", "waiting"]
    later(account)
    send_due("w", lambda: False)
    account.refresh_from_db()
    assert states(account) == ["sent", "sent"]
    assert (account.failures, account.trouble) == (0, "")


def test_an_account_that_is_not_let_in_rests_for_an_hour(account, sink, put):
    put(account)
    sink.refuses_lines = [NotAuthorised("not-authorised")]
    send_due("w", lambda: False)
    account.refresh_from_db()

    assert account.rests_until > timezone.now() + timedelta(minutes=55)


def test_a_message_that_breaks_the_line_does_not_hold_up_the_others(account, sink, put):
    put(account, to=3)
    sink.script = [CannotConnect("broken-line")]
    send_due("w", lambda: False)

    assert sorted(states(account)) == ["sent", "sent", "waiting"]
    assert sink.lines == 2


def test_an_account_through_which_nothing_passes_rests_after_three_failures(account, sink, put):
    put(account, to=9)
    sink.script = [CannotConnect("broken-line") for _ in range(9)]
    send_due("w", lambda: False)
    account.refresh_from_db()

    assert (account.failures, account.is_resting) == (3, True)
    assert len(sink.script) == 6


def test_who_said_stop_is_not_written_to(account, sink, put):
    rows = put(account, to=2)
    actions.suppress(rows[0].contact, why="stop", by="test")
    send_due("w", lambda: False)

    assert states(account) == ["cancelled", "sent"]
    assert [m.to for m in sink.got] == ["citizen1@valmora.example"]


@NAMES
def test_stop_counts_up_to_the_last_moment(account, sink, put, names):
    sink.names = names
    rows = put(account, to=2)

    def stop_meanwhile(message, mark_in_flight):
        actions.suppress(rows[1].contact, why="stop", by="test")
        return sink.arrive(message, mark_in_flight)

    sink.script = [stop_meanwhile]
    send_due("w", lambda: False)

    assert states(account) == ["sent", "cancelled"]
    assert len(sink.got) == 1


def test_whoever_was_suppressed_before_the_message_was_put_out_is_left_alone(account, sink, put, office):
    person = actions.contact_of(office=office, channel="sink", address="citizen0@valmora.example")
    actions.suppress(person, why="stop", by="test")
    put(account)
    send_due("w", lambda: False)

    assert states(account) == ["cancelled"]
    assert sink.got == []


@NAMES
def test_a_pause_stops_everything_and_its_end_lets_it_go_on(account, sink, put, names):
    sink.names = names
    put(account, to=3)
    sink.script = [
        sink.arrive,
        lambda m, h: (actions.pause(reason="A fake is about", by="test"), sink.arrive(m, h))[1],
    ]
    send_due("w", lambda: False)
    assert len(sink.got) == 1
    assert send_due("w", lambda: False) == 0
    with pytest.raises(AlreadyPaused):
        actions.pause(reason="again", by="test")

    assert actions.resume(by="test")
    assert not actions.resume(by="test")
    send_due("w", lambda: False)
    assert states(account) == ["sent"] * 3
    assert {e.action for e in AuditEntry.objects.all()} >= {"channels.pause", "channels.resume"}


def test_only_one_pause_is_in_force():
    Pause.objects.create(reason="one", began_by="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Pause.objects.create(reason="two", began_by="b")


def test_a_person_settles_what_nobody_can_tell(account, sink, put, officer):
    rows = put(account, to=3)
    sink.script = [lost(sink) for _ in range(3)]
    send_due("w", lambda: False)
    for row, found in zip(rows, (actions.SENT, actions.NOT_SENT, actions.RETRY), strict=True):
        actions.settle(row, found=found, by=officer)

    assert states(account) == ["sent", "failed", "waiting"]
    assert {row.settled_by for row in Outbound.objects.all()} == {officer.audit_label}
    with pytest.raises(NotSettled):
        actions.settle(rows[0], found=actions.RETRY, by=officer)


def test_asked_to_stop_a_worker_leaves_the_rest_as_it_is(account, sink, put):
    put(account, to=5)
    send_due("w", lambda: len(sink.got) >= 2)

    assert states(account) == ["sent", "sent", "waiting", "waiting", "waiting"]
    account.refresh_from_db()
    assert account.sender == ""


def test_an_account_keeps_to_its_rate(account, sink, put):
    actions.change_account(account, settings={"per_second": 50}, by="test")
    put(account, to=4)
    began = timezone.now()
    send_due("w", lambda: False)

    assert timezone.now() - began >= timedelta(seconds=3 / 50)


def test_no_address_is_readable_in_the_database(account, put):
    (row,) = put(account)

    assert row.contact.address == "citizen0@valmora.example"
    assert "citizen0" not in row.contact.sealed + row.contact.digest + row.contact.key


def test_however_much_was_sent_what_is_due_is_found_by_an_index_of_its_own(account, sink, put):
    put(account, to=2)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # With two rows it would read the table whole, and with few it would sort what it read.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    rows = Outbound.objects.filter(account=account)
    due = rows.due().order_by("due_at", "pk").explain()

    assert "channels_outbound_due" in due and "TEMP B-TREE" not in due
    assert "channels_outbound_sending" in rows.in_state("sending").explain()
    # That of one account, or that of all.
    unsettled = rows.unsettled().filter(due_at__lte=timezone.now()).explain()
    assert re.search("channels_outbound_(unknown|in_doubt)", unsettled)
