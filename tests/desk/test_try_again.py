"""Where a channel failed for good or nobody knows, the officer reads which and why, and has one button; it sends once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.board import board_for
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from tests.cast import person
from tests.channels.sink import Sink, lost, refused
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db
REASONS = {"en": "The hour was wrong."}


class Network(Sink):
    """It speaks to everybody who reads it."""

    kind = "network"
    label = "Network"
    addressed = False


@pytest.fixture
def network(monkeypatch) -> Network:
    network = Network()
    monkeypatch.setitem(ADAPTERS, network.kind, network)
    return network


@pytest.fixture
def account(office, network) -> Account:
    return channels.open_account(office=office, kind="network", name="Square", address="@house", by="test")


@pytest.fixture
def release(approved, account, site, officer, network):
    """`release(refused("busy"), …)` is what the network says to each language in turn."""

    def released(*script) -> Announcement:
        network.script = list(script)
        announcement = approved(accounts=[site, account])
        actions.schedule(announcement, by=officer)
        run_rounds()
        announcement.refresh_from_db()
        return announcement

    return released


FOR_GOOD = {"permanent": True}


@pytest.fixture
def failed(release) -> Announcement:
    """English and Spanish were refused for good, French was posted."""
    return release(refused("no-connection", **FOR_GOOD), refused("refused", **FOR_GOOD))


def page(sign_in, by, announcement) -> str:
    return sign_in(by).get(reverse("desk:announcement", args=[announcement.address])).text


def press(sign_in, by, announcement, **data):
    return sign_in(by).post(reverse("desk:try_again", args=[announcement.address]), data, follow=True)


def test_board_and_page_say_what_failed_why_and_how_to_go_on(failed, officer, editor, sign_in):
    for text in (sign_in(officer).get("/desk/").text, page(sign_in, officer, failed)):
        for said in (
            "Not sent: Square (EN, ES)",
            "The server cannot be reached. The server refused it.",
            "It certainly did not arrive there, so it can be sent again.",
            "Try again",
            reverse("desk:try_again", args=[failed.address]),
        ):
            assert said in text
    (one,) = board_for(editor).not_out
    assert (one.action, one.sends) == ("Try again", True)


def test_the_button_sends_what_failed_and_nothing_else_once(failed, officer, sign_in, network):
    assert len(network.got) == 1
    answer = press(sign_in, officer, failed, **{"from": "board"})
    assert "It is being sent again." in answer.text and answer.redirect_chain[-1][0] == "/desk/"
    assert "Not sent" not in answer.text
    run_rounds()
    assert len(network.got) == 3 == len({one.key for one in network.got})
    assert board_for(officer).not_out == []
    answer = press(sign_in, officer, failed)
    assert "Nothing was left to send again" in answer.text
    run_rounds()
    assert len(network.got) == 3


def test_its_history_says_who_tried_again(failed, officer, sign_in):
    press(sign_in, officer, failed)
    text = page(sign_in, officer, failed)
    assert "Tried the channels again that had failed" in text and "To be published: Network." in text
    entry = AuditEntry.objects.get(action="desk.try_again")
    assert (entry.actor, entry.facts) == (officer.audit_label, {"kind": "network", "recipients": 2})


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_press_at_once_send_it_once(failed, officer, editor, network):
    def pressed(by) -> int:
        try:
            return actions.try_again(failed, by=by)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(pressed, (officer, editor))) == [0, 2]
    run_rounds()
    assert len(network.got) == 3
    assert AuditEntry.objects.filter(action="desk.try_again").count() == 1


def test_what_may_have_arrived_has_no_button_and_leads_to_its_outcome(release, officer, sign_in, network):
    announcement = release(lost(network))
    (one,) = board_for(officer).not_out
    post = Outbound.objects.get(state="unknown")
    assert one.reason == f"Unknown whether it was sent: Square ({post.content.lang.upper()})"
    assert one.why == "No answer came from the server."
    assert "not sent again" in one.next_step and not one.sends
    assert one.url == reverse("channels:settle", args=[post.pk])
    text = page(sign_in, officer, announcement)
    assert one.url in text and "Try again" not in text
    assert actions.try_again(announcement, by=officer) == 0
    channels.settle(post, found=channels.SENT, by=officer)
    assert board_for(officer).not_out == []


def test_both_are_separate_where_one_language_failed_and_another_is_unknown(release, officer, network):
    release(lost(network), refused("refused", **FOR_GOOD))
    assert [(one.reason.partition(":")[0], one.sends) for one in board_for(officer).not_out] == [
        ("Not sent", True),
        ("Unknown whether it was sent", False),
    ]


def test_what_the_network_accepted_first_has_no_button(failed, officer, editor):
    Outbound.objects.filter(state="failed").update(sent_at=timezone.now())
    (one,) = board_for(officer).not_out
    assert one.next_step == "It is not sent there again. Look there whether it can be seen." and not one.sends
    assert actions.try_again(failed, by=officer) == 0


def test_what_is_too_late_says_so(failed, officer):
    Outbound.objects.filter(state="failed").update(not_after=timezone.now() - timedelta(hours=1))
    (one,) = board_for(officer).not_out
    assert one.next_step == "Its deadline has passed: it is not sent there any more." and not one.sends


def test_what_keeps_another_attempt_from_leaving_stands_beside_the_button(failed, account, editor):
    until = timezone.now() + timedelta(hours=1)
    Account.objects.filter(pk=account.pk).update(rests_until=until, trouble="not-let-in", failures=3)
    (one,) = board_for(editor).not_out
    assert one.sends and "The user name or the password was not accepted." in one.blockers[0].sentence


def test_what_is_corrected_or_to_be_withdrawn_is_not_sent_again(failed, officer, second_editor):
    actions.ask_withdrawal(failed, reasons=REASONS, by=officer)
    assert board_for(officer).not_out == []
    with pytest.raises(IllegalMove):
        actions.try_again(failed, by=officer)
    actions.drop_withdrawal(failed, by=officer)
    Announcement.objects.filter(pk=failed.pk).update(state="corrected")
    assert board_for(officer).not_out == []
    with pytest.raises(IllegalMove):
        actions.try_again(failed, by=officer)


def test_a_notice_of_withdrawal_that_failed_is_tried_again_and_the_announcement_is_not(
    failed, officer, second_editor, network
):
    actions.ask_withdrawal(failed, reasons=REASONS, by=officer)
    actions.confirm_withdrawal(failed, by=second_editor)
    network.script = [refused("refused", **FOR_GOOD)]
    run_rounds()
    (one,) = board_for(officer).not_out
    assert one.reason.startswith("The withdrawal was not sent: Square") and one.sends
    assert actions.try_again(failed, by=officer) == 1
    run_rounds()
    notice = Outbound.objects.get(key=network.got[-1].key)
    assert notice.content.source == f"{actions.source_of(failed)}:withdrawn"
    assert Outbound.objects.filter(state="failed").count() == 2
    assert board_for(officer).not_out == []


def test_people_whom_a_channel_did_not_reach_are_counted_and_bounces_are_no_failure(failed, officer, office):
    row = Outbound.objects.filter(state="failed").first()
    for number, code in enumerate(["we-are-refused"] * 6 + ["no-such-address"] * 3):
        contact = channels.contact_of(office=office, channel="network", address=f"{number}@valmora.example", lang="en")
        sent = channels.queue(row.content, to=contact, by="test")
        Outbound.objects.filter(pk=sent.pk).update(state="failed", code=code)
    (one,) = board_for(officer).not_out
    assert "6 people" in one.reason and "The server accepts nothing from us." in one.why
    assert "no such address" not in one.why
    assert actions.try_again(failed, by=officer) == 8


def test_nobody_else_sends_it_again(failed, other_office, clerk, other_clerk, outsider, administrator, sign_in):
    stranger = person("Sara Editor", Role.EDITOR, office=other_office)
    found = [press(sign_in, by, failed).status_code for by in (clerk, other_clerk, outsider, administrator, stranger)]
    assert found == [403, 403, 403, 403, 404]
    assert Outbound.objects.filter(state="failed").count() == 2
    assert sign_in(stranger).get(reverse("desk:try_again", args=[failed.address])).status_code == 405


def test_what_is_refused_for_now_is_tried_by_itself_and_is_no_failure(release, officer):
    release(refused("busy"))
    assert board_for(officer).not_out == []
