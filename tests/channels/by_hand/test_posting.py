"""What a network takes from no machine waits for a person, and is sent only when they have said where it stands."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Act
from hemicycle.channels.errors import AccountInUse, BadPost, NotByHand
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Account, Outbound
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

POST = "https://www.facebook.com/TheHouse/posts/pfbid02abc"


def turn() -> None:
    Outbound.objects.filter(state="waiting").update(due_at=timezone.now())
    Account.objects.update(rests_until=None)
    send_due("w", lambda: False)


def test_it_is_not_sent_before_a_person_says_where_it_stands(facebook, mark_in_flight, officer):
    row = mark_in_flight(facebook)
    assert (row.state, row.sent_at, row.external_id) == ("by hand", None, "")
    turn()
    row.refresh_from_db()
    assert row.state == "by hand"

    actions.mark_posted(row, address=POST, by=officer)
    row.refresh_from_db()
    assert (row.state, row.external_id, row.settled_by) == ("sent", POST, officer.audit_label)
    assert AuditEntry.objects.filter(action="channels.mark_posted").count() == 1


def test_it_is_posted_once(facebook, mark_in_flight, officer):
    row = mark_in_flight(facebook)
    actions.mark_posted(row, address=POST, by=officer)
    with pytest.raises(NotByHand):
        actions.mark_posted(row, address=POST, by=officer)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("TheHouse", "not-an-address"),
        ("https://[", "not-an-address"),
        ("javascript:alert(1)", "not-an-address"),
        ("http://www.facebook.com/TheHouse/posts/12345", "not-https"),
        ("https://facebook.com.example/TheHouse/posts/12345", "another-host"),
        ("https://x.com/TheHouse/status/12345", "another-host"),
        ("https://www.facebook.com/TheHouse", "no-post"),
        ("https://www.facebook.com/TheHouse/posts/" + "1" * 100 + "?comment_id=" + "2" * 90, "too-long"),
    ],
)
def test_an_address_that_is_no_post_there_is_refused_and_says_why(facebook, mark_in_flight, officer, address, why):
    row = mark_in_flight(facebook)
    with pytest.raises(BadPost) as refused:
        actions.mark_posted(row, address=address, by=officer)
    assert refused.value.code == why
    row.refresh_from_db()
    assert row.state == "by hand"


def test_two_messages_do_not_stand_at_one_address(facebook, mark_in_flight, officer):
    actions.mark_posted(mark_in_flight(facebook, "One"), address=POST, by=officer)
    with pytest.raises(BadPost, match="used-already"):
        actions.mark_posted(mark_in_flight(facebook, "Two"), address=f"{POST}?fbclid=tracked", by=officer)


def test_a_wrong_address_is_taken_back_and_said_anew(facebook, mark_in_flight, officer):
    row = mark_in_flight(facebook)
    actions.mark_posted(row, address=POST, by=officer)
    actions.unpost(row, by=officer)
    row.refresh_from_db()
    assert (row.state, row.external_id, row.sent_at) == ("by hand", "", None)
    actions.mark_posted(row, address=f"{POST}9", by=officer)
    with pytest.raises(NotByHand):
        actions.skip(row, why="no-way-in", by=officer)


def test_only_what_was_posted_by_hand_is_taken_back(account, put, officer):
    put(account)
    send_due("w", lambda: False)
    with pytest.raises(NotByHand):
        actions.unpost(Outbound.objects.get(), by=officer)


def test_what_cannot_be_posted_has_failed_with_its_reason(facebook, mark_in_flight, officer):
    row = actions.skip(mark_in_flight(facebook), why="no-way-in", by=officer)
    assert (row.state, row.code) == ("failed", "no-way-in")
    with pytest.raises(NotByHand):
        actions.mark_posted(row, address=POST, by=officer)


def test_too_old_to_post_is_too_old(facebook, mark_in_flight, officer):
    row = mark_in_flight(facebook, not_after=timezone.now() + timedelta(hours=1))
    turn()
    row.refresh_from_db()
    assert row.state == "by hand"
    Outbound.objects.update(not_after=timezone.now() - timedelta(seconds=1))
    turn()
    row.refresh_from_db()
    assert row.state == "expired"
    with pytest.raises(NotByHand):
        actions.mark_posted(row, address=POST, by=officer)


def test_while_everything_is_paused_no_pack_is_laid_out(facebook, mark_in_flight, editor):
    actions.pause(reason="A trial", by=editor)
    row = mark_in_flight(facebook)
    turn()
    row.refresh_from_db()
    assert row.state == "waiting"
    actions.resume(by=editor)
    turn()
    row.refresh_from_db()
    assert row.state == "by hand"


def test_a_worker_that_dies_while_it_lays_out_a_pack_loses_nothing(facebook, mark_in_flight):
    row = mark_in_flight(facebook)
    Outbound.objects.update(state="sending")
    turn()
    row.refresh_from_db()
    assert row.state == "by hand"


def test_a_correction_changes_the_post_that_stands_there(facebook, mark_in_flight, officer):
    first = actions.mark_posted(mark_in_flight(facebook, "At ten"), address=POST, by=officer)
    second = mark_in_flight(
        facebook, "At eleven", act=Act.CORRECT, changes="say:At ten", notice="Correction: the hour"
    )
    assert second.stands_at == first
    actions.mark_posted(second, address=POST, by=officer)
    withdrawn = mark_in_flight(
        facebook, "", act=Act.WITHDRAW, changes="correct:At eleven", notice="Withdrawn: all of it"
    )
    assert (withdrawn.state, withdrawn.stands_at) == ("by hand", second)
    actions.mark_posted(withdrawn, by=officer)
    withdrawn.refresh_from_db()
    assert (withdrawn.state, withdrawn.external_id) == ("sent", "")


def test_where_posts_cannot_be_changed_a_correction_stands_at_an_address_of_its_own(
    open_there, mark_in_flight, officer
):
    account, there = open_there("x"), "https://x.com/TheHouse/status/{}"
    actions.mark_posted(mark_in_flight(account, "At ten"), address=there.format(12345), by=officer)
    second = mark_in_flight(account, "At eleven", act=Act.CORRECT, changes="say:At ten")
    with pytest.raises(BadPost, match="used-already"):
        actions.mark_posted(second, address=there.format(12345), by=officer)
    actions.mark_posted(second, address=there.format(12346), by=officer)


def test_what_nobody_has_posted_yet_is_not_posted_once_it_is_corrected(facebook, mark_in_flight, officer):
    first = mark_in_flight(facebook, "At ten")
    second = mark_in_flight(facebook, "At eleven", act=Act.CORRECT, changes="say:At ten")
    first.refresh_from_db()
    assert (first.state, first.code, second.state, second.stands_at) == ("cancelled", "changed", "by hand", None)
    with pytest.raises(NotByHand):
        actions.mark_posted(first, address=POST, by=officer)


def test_what_nobody_has_posted_needs_not_be_removed(facebook, mark_in_flight, officer):
    first = mark_in_flight(facebook, "At ten")
    actions.cancel(Outbound.objects.filter(pk=first.pk).not_left(), why="withdrawn", by=officer)
    assert mark_in_flight(facebook, "", act=Act.WITHDRAW, changes="say:At ten").state == "sent"


def test_an_account_with_a_pack_that_waits_is_not_closed(facebook, mark_in_flight, editor):
    mark_in_flight(facebook)
    with pytest.raises(AccountInUse):
        actions.close_account(facebook, by=editor)
