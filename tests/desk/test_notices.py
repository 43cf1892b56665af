"""Whom the desk notifies of what: those who can act now, and those whose announcement it is; no mail holds its words."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.actions import open_office
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound
from hemicycle.desk import actions
from hemicycle.desk.jobs import note_failures_due, release_due
from hemicycle.desk.models import Announcement, Delivery
from hemicycle.follow import actions as follow
from hemicycle.follow.models import Topic
from tests.cast import person
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db
REASONS = {"en": "The hour was wrong."}


def notified(kind: str) -> set[User]:
    return {one.person for one in Notice.objects.unread().filter(kind=f"desk.{kind}").select_related("person")}


def page_of(sign_in, user: User) -> str:
    return sign_in(user).get("/account/notices/").content.decode()


@pytest.fixture
def submitted(write, officer, editor, second_editor) -> Announcement:
    announcement = write()
    actions.submit(announcement, by=officer)
    return announcement


@pytest.fixture
def missed(approved, officer) -> Announcement:
    announcement = approved()
    actions.schedule(announcement, by=officer)
    Announcement.objects.filter(pk=announcement.pk).update(not_after=timezone.now() - timedelta(minutes=1))
    release_due("worker", lambda: False)
    announcement.refresh_from_db()
    assert announcement.state == "missed"
    return announcement


def test_those_who_may_approve_are_notified_of_what_is_submitted(submitted, editor, second_editor):
    assert notified("review") == {editor, second_editor}


def test_an_editor_who_edited_it_is_not_asked(write, officer, editor, second_editor):
    announcement = write()
    actions.write_text(announcement, lang="en", title="The House", body="At ten.", edit=announcement.edit, by=editor)
    actions.submit(announcement, by=officer)
    assert notified("review") == {second_editor}


def test_who_has_approved_is_asked_no_more_and_with_the_last_approval_nobody_is(
    submitted, officer, editor, second_editor
):
    actions.approve(submitted, digest=submitted.digest, by=editor)
    assert notified("review") == {second_editor} and notified("approved") == set()
    actions.approve(submitted, digest=submitted.digest, by=second_editor)
    assert notified("review") == set() and notified("approved") == {officer}


def test_who_wrote_it_is_notified_that_it_came_back_and_reads_the_note(submitted, officer, editor, sign_in):
    actions.send_back(submitted, note="Say on which floor.", by=editor)
    assert notified("sent_back") == {officer} and notified("review") == set()
    assert "Say on which floor." in page_of(sign_in, officer)
    actions.submit(submitted, by=officer)
    assert notified("sent_back") == set()


def test_an_edit_takes_back_what_was_asked(submitted, officer):
    actions.write_text(submitted, lang="en", title="The House", body="At ten.", edit=submitted.edit, by=officer)
    assert notified("review") == set()


def test_author_and_approvers_are_notified_of_what_was_missed_with_the_reason_and_one_button(
    missed, officer, editor, second_editor, sign_in
):
    assert notified("not_sent") == {officer, editor, second_editor}
    page = page_of(sign_in, officer)
    assert "It was not to be sent after" in page and "Set a new time" in page
    opened = sign_in(officer).get(reverse("open_notice", args=[Notice.objects.unread().get(person=officer).pk]))
    assert opened.headers["Location"] == f"{reverse('desk:compose', args=[missed.address])}#times"


def test_where_author_and_approvers_have_left_all_who_write_there_are_notified(missed, office, officer, editor):
    Notice.objects.all().delete()
    newcomer = person("Nora Officer", Role.OFFICER, office=office)
    User.objects.exclude(pk=newcomer.pk).update(is_active=False)
    Announcement.objects.filter(pk=missed.pk).update(state="approved")
    actions.miss(missed, by="worker")
    assert notified("not_sent") == {newcomer}


def test_a_new_time_ends_the_notice_that_it_was_not_sent(missed, officer):
    later = timezone.now() + timedelta(days=2)
    actions.change(missed, edit=missed.edit, by=officer, release_at=later, not_after=later + timedelta(hours=1))
    assert notified("not_sent") == set()


@pytest.fixture
def released(approved, officer) -> Announcement:
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    announcement.refresh_from_db()
    return announcement


def fail(announcement: Announcement, **how) -> Outbound:
    """One post of it failed for good, and the worker comes round."""
    post = Outbound.objects.of_source(actions.source_of(announcement)).first()
    what = {"state": "failed", "code": "no-folder", "sent_at": None, "delivered_at": None} | how
    Outbound.objects.filter(pk=post.pk).update(due_at=timezone.now(), **what)
    note_failures_due("worker", lambda: False)
    return post


def test_author_and_approvers_are_notified_of_a_channel_that_failed_with_the_reason_and_one_button(
    released, officer, editor, second_editor, sign_in
):
    post = fail(released)
    assert notified("not_delivered") == {officer, editor, second_editor}
    text = page_of(sign_in, officer)
    for said in (f"Not sent: {post.account.name}", "The folder of the account cannot be read", "See what failed"):
        assert said in text
    notice = Notice.objects.unread().get(person=officer, kind="desk.not_delivered")
    opened = sign_in(officer).get(reverse("open_notice", args=[notice.pk]))
    assert opened.headers["Location"] == f"{reverse('desk:announcement', args=[released.address])}#not-out"


def test_a_failure_is_said_once_and_again_when_it_failed_again(released, officer, editor):
    post = fail(released)
    Notice.objects.update(read_at=timezone.now())
    note_failures_due("worker", lambda: False)
    assert notified("not_delivered") == set()
    assert actions.try_again(released, by=officer) == 1
    Outbound.objects.filter(pk=post.pk).update(state="failed", code="refused")
    note_failures_due("worker", lambda: False)
    assert editor in notified("not_delivered")


def test_nobody_is_notified_any_more_once_it_is_sent_again(released, officer, sign_in):
    fail(released)
    actions.try_again(released, by=officer)
    assert notified("not_delivered") == set()


def test_of_what_settles_itself_and_of_what_is_to_be_withdrawn_nobody_is_notified(released, officer):
    fail(released, state="unknown", code="no-answer")
    assert notified("not_delivered") == set(), "the site is asked whether it has it"
    actions.ask_withdrawal(released, reasons=REASONS, by=officer)
    fail(released)
    assert notified("not_delivered") == set()


def test_two_workers_that_find_it_at_once_notify_once(released, officer):
    fail(released)
    Delivery.objects.update(failure_noted_at=None)
    Notice.objects.all().delete()
    ((announcement, deliveries),) = actions.unnoted_failures().items()
    assert [actions.note_failure(announcement, deliveries, by="worker") for _worker in range(2)] == [True, False]
    assert Notice.objects.filter(person=officer).count() == 1


@pytest.fixture
def mailed(approved, site, office, officer) -> Announcement:
    """To three people by e-mail; the account has no server, so that the mails wait."""
    news = channels.open_account(office=office, kind="email", name="News", address="news@valmora.example", by="test")
    topic = Topic.objects.create(address="sittings", names={"en": "Sittings"})
    for name in ("ann", "bea", "cyd"):
        contact = channels.contact_of(office=office, channel="email", address=f"{name}@valmora.example", lang="en")
        follow.ask(contact, to_follow=topic, words="Yes", through="test")
        follow.confirm(contact, words="Yes", through="test")
    announcement = approved(accounts=[site, news], before=lambda draft: draft.topics.set([topic]))
    actions.schedule(announcement, by=officer)
    run_rounds()
    announcement.refresh_from_db()
    return announcement


def lose(announcement: Announcement, count: int, **how) -> None:
    """So many of its mails failed for good, and the worker comes round."""
    what = {"state": "failed", "code": "we-are-refused", "sent_at": None, "due_at": timezone.now()} | how
    mails = Outbound.objects.of_source(actions.source_of(announcement)).filter(contact__isnull=False)
    mails.filter(pk__in=mails.order_by("pk").values("pk")[:count]).update(**what)
    note_failures_due("worker", lambda: False)


def test_author_and_approvers_are_notified_once_where_nobody_of_a_list_was_reached(
    mailed, officer, editor, second_editor, sign_in
):
    lose(mailed, 3)
    assert notified("not_delivered") == {officer, editor, second_editor}
    text = page_of(sign_in, officer)
    assert "Not sent: News (fewer than five people)" in text and "The server accepts nothing from us." in text
    Notice.objects.all().delete()
    note_failures_due("worker", lambda: False)
    assert notified("not_delivered") == set()
    assert actions.try_again(mailed, by=officer) == 3
    lose(mailed, 3)
    assert officer in notified("not_delivered")


@pytest.mark.parametrize("rest", ["waiting", "sending", "sent", "delivered"])
def test_of_single_mails_that_failed_nobody_is_notified(mailed, rest):
    mails = Outbound.objects.of_source(actions.source_of(mailed)).filter(contact__isnull=False)
    mails.update(state=rest, sent_at=timezone.now())
    lose(mailed, 2)
    assert notified("not_delivered") == set()


def test_where_each_address_refused_it_for_itself_the_channel_did_not_fail(mailed):
    lose(mailed, 3, code="no-such-address")
    assert notified("not_delivered") == set()


def test_of_a_list_that_is_still_being_queued_nobody_is_notified(mailed, officer):
    Delivery.objects.filter(account__kind="email").update(enqueued_at=None)
    lose(mailed, 3)
    assert notified("not_delivered") == set()
    Delivery.objects.update(enqueued_at=timezone.now())
    note_failures_due("worker", lambda: False)
    assert officer in notified("not_delivered")


def test_a_round_without_a_failure_asks_one_query(released, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert note_failures_due("worker", lambda: False) == 0


def test_who_wrote_it_is_notified_of_a_proposed_change_until_it_is_decided(submitted, officer, editor, sign_in):
    texts = {"en": {"title": "The House sits", "body": "At noon."}}
    proposal = actions.propose(submitted, texts=texts, note="Noon", by=editor)
    assert notified("proposed") == {officer}
    opened = sign_in(officer).get(reverse("open_notice", args=[Notice.objects.unread().get(kind="desk.proposed").pk]))
    assert opened.headers["Location"] == f"{reverse('desk:announcement', args=[submitted.address])}#proposals"
    second = actions.propose(submitted, texts=texts, note="Again", by=editor)
    actions.decline(proposal, by=officer)
    assert Notice.objects.filter(kind="desk.proposed", ended_at=None).exists()
    actions.take_over(second, by=officer)
    assert not Notice.objects.filter(kind="desk.proposed", ended_at=None).exists()


def test_who_may_confirm_a_withdrawal_is_notified_until_it_is_decided(approved, officer, editor, second_editor):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    release_due("worker", lambda: False)
    actions.ask_withdrawal(announcement, reasons=REASONS, by=editor)
    assert notified("withdrawal") == {second_editor}
    actions.drop_withdrawal(announcement, by=editor)
    assert notified("withdrawal") == set()


def test_author_and_approvers_are_notified_of_what_is_put_on_hold_until_it_is_scheduled_again(
    approved, officer, editor, second_editor, sign_in
):
    announcement = approved(release_at=timezone.now() + timedelta(days=1))
    announcement.refresh_from_db()
    assert announcement.state == "scheduled" and not announcement.is_on_hold
    actions.unschedule(announcement, by=officer)
    assert notified("on_hold") == {editor, second_editor}
    assert "An announcement that you wrote or approved was put on hold." in page_of(sign_in, editor)
    for path in (reverse("desk:announcement", args=[announcement.address]), f"{reverse('desk:list')}?state=ready"):
        assert "On hold" in sign_in(editor).get(path).text
    actions.schedule(announcement, by=officer)
    assert not Notice.objects.filter(kind="desk.on_hold", ended_at=None).exists()


@pytest.fixture
def to_be_withdrawn(released, editor) -> Announcement:
    actions.ask_withdrawal(released, reasons=REASONS, by=editor)
    return released


def test_who_requested_a_withdrawal_is_notified_that_it_was_confirmed(to_be_withdrawn, editor, second_editor, sign_in):
    actions.confirm_withdrawal(to_be_withdrawn, by=second_editor)
    assert notified("withdrawal_confirmed") == {editor} and notified("withdrawal") == set()
    page = page_of(sign_in, editor)
    assert "The withdrawal that you requested was confirmed." in page
    assert reverse("open_notice", args=[Notice.objects.get(kind="desk.withdrawal_confirmed").pk]) in page


def test_who_else_wrote_or_approved_it_is_notified_that_it_was_withdrawn(
    to_be_withdrawn, officer, editor, second_editor, sign_in
):
    actions.confirm_withdrawal(to_be_withdrawn, by=second_editor)
    assert notified("withdrawn") == {officer}
    assert "An announcement that you wrote or approved was withdrawn." in page_of(sign_in, officer)


def test_who_requested_a_withdrawal_is_notified_that_another_cancelled_it(to_be_withdrawn, officer, editor, sign_in):
    actions.drop_withdrawal(to_be_withdrawn, by=officer)
    assert notified("withdrawal_cancelled") == {editor} and notified("withdrawal") == set()
    assert "The withdrawal that you requested was refused." in page_of(sign_in, editor)
    actions.ask_withdrawal(to_be_withdrawn, reasons=REASONS, by=editor)
    assert not Notice.objects.filter(kind="desk.withdrawal_cancelled", ended_at=None).exists()


def test_who_cancels_their_own_request_is_not_notified_of_it(to_be_withdrawn, editor):
    actions.drop_withdrawal(to_be_withdrawn, by=editor)
    assert notified("withdrawal_cancelled") == set()


def test_each_person_chooses_how_often_they_hear_what_became_of_their_request(editor, sign_in):
    page = sign_in(editor).get("/account/notices/choices/").text
    for said in ("A withdrawal that I requested was confirmed", "A withdrawal that I requested was refused"):
        assert said in page


def test_who_is_asked_on_duty_is_notified_and_led_to_the_link(submitted, officer, sign_in, other_clerk):
    link = actions.ask_on_duty(submitted, to=other_clerk, why="Nobody is left here", by=officer)
    assert notified("duty") == {other_clerk}
    opened = sign_in(other_clerk).get(reverse("open_notice", args=[Notice.objects.get(person=other_clerk).pk]))
    assert opened.headers["Location"] == reverse("desk:on_duty", args=[link.token])
    actions.take_back(link, by=officer)
    assert notified("duty") == set()


def test_no_mail_of_any_kind_holds_a_title_or_a_text_or_a_note_or_an_address_of_an_announcement(
    missed, released, write, officer, editor, second_editor, other_clerk
):
    fail(released)
    for announcement in (write(), write()):
        actions.submit(announcement, by=officer)
    actions.ask_on_duty(announcement, to=other_clerk, why="Secretly away", by=officer)
    proposed = {"en": {"title": "Secretly better", "body": "Secretly."}}
    actions.propose(announcement, texts=proposed, note="Confidential reason", by=editor)
    actions.send_back(announcement, note="Confidential note", by=editor)
    actions.ask_withdrawal(released, reasons={"en": "Secretly wrong"}, by=editor)
    actions.drop_withdrawal(released, by=officer)
    actions.ask_withdrawal(released, reasons={"en": "Secretly wrong"}, by=officer)
    actions.confirm_withdrawal(released, by=second_editor)
    Notice.objects.update(mail_at=timezone.now(), read_at=None, mailed_at=None)
    send_mail("worker", lambda: False)
    assert {one.to[0] for one in mail.outbox} >= {officer.email, editor.email, second_editor.email}
    secrets = ("The House sits", "10:00", "Confidential", "Secretly", missed.address, announcement.address, "/desk/")
    for one in mail.outbox:
        assert not [secret for secret in secrets if secret in one.subject + one.body]


def test_a_person_of_another_office_is_notified_nothing_of_it(submitted, other_office, sign_in):
    stranger = person("Sara Editor", Role.EDITOR, office=other_office)
    assert stranger not in notified("review")
    assert "The House sits on Tuesday" not in page_of(sign_in, stranger)


def test_a_link_asks_anew_who_may_see_it(submitted, editor, office, sign_in):
    """The editor is of another office now, and the notice of their former role is gone with it."""
    key = Notice.objects.get(person=editor).pk
    moved = open_office(slug="moved", name="Moved", by="test")
    editor.assignments.update(office=moved)
    page = sign_in(editor).get(reverse("open_notice", args=[key]), follow=True).content.decode()
    assert "Nothing is asked of you any more" in page and "The House sits on Tuesday" not in page


def test_submitting_costs_the_same_with_many_who_may_approve(write, officer, office, editor):
    def cost() -> int:
        announcement = write()
        with CaptureQueriesContext(connection) as queries:
            actions.submit(announcement, by=officer)
        return len(queries)

    cost()
    before = cost()
    for number in range(8):
        person(f"Editor {number}", Role.EDITOR, office=office)
    assert cost() == before


def test_who_wrote_it_is_notified_of_its_release_without_a_word_of_it_in_the_mail(approved, officer, editor, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    assert notified("released") == set()
    run_rounds()
    assert notified("released") == {officer}, "approvers need not be told"
    assert "Your announcement was released." in page_of(sign_in, officer)
    assert str(announcement.title) in page_of(sign_in, officer)
    assert "An announcement of mine was released" in sign_in(officer).get("/account/notices/choices/").text
    Notice.objects.update(mail_at=timezone.now())
    send_mail("worker", lambda: False)
    (letter,) = [one for one in mail.outbox if "Your announcement was released." in one.body]
    assert letter.to == [officer.email] and str(announcement.title) not in letter.body + letter.subject


def test_of_a_release_somebody_is_notified_once(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    run_rounds()
    assert Notice.objects.filter(kind="desk.released").count() == 1
