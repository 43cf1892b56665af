"""What becomes of a bill reaches everybody who wrote about it: once, through the channel they used."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.cases import jobs
from hemicycle.cases.actions import add_subject, merge, split
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.actions.acknowledging import end_acknowledgements_of
from hemicycle.cases.actions.forgetting import forget_cases
from hemicycle.cases.errors import AlreadyAnnounced, NotInRecord
from hemicycle.cases.jobs.judging import judge_due
from hemicycle.cases.models import Case, Origin, Outcome, OutcomeNotice, Subject
from hemicycle.cases.outcomes.of_case import outcome_of
from hemicycle.channels import actions as channels
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Contact, Content, Inbound, Outbound, State, Suppression
from hemicycle.desk import actions as desk
from hemicycle.desk.models import Announcement
from hemicycle.rules import actions as rules
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry, ParameterInForce
from hemicycle.rules.personal_data import Subject as Person

from .bills import (
    AFTER,
    FEES,
    HEADINGS,
    PILOTS,
    bill,
    correct,
    mailbox,
    phone,
    publish,
    second_editor,
    step,
    text_of,
    write,
)

__all__ = ["bill", "correct", "mailbox", "phone", "publish", "second_editor", "write"]
pytestmark = pytest.mark.django_db

ADA, BO = "ada@citizen.example", "bo@citizen.example"
REASONS = {FEES: {"en": "Small boats could not pay.", "fr": "Les petits bateaux ne pouvaient pas payer."}}


def prepared() -> Outcome:
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    return Outcome.objects.get()


@pytest.fixture
def released(bill, officer, publish):
    """`released()`: the bill was passed today with reasons for the fees, and its announcement is out."""

    def out() -> Outcome:
        step(bill, "passed")
        outcome = prepared()
        actions.give_reasons(outcome, reasons=REASONS, by=officer)
        publish(actions.draft_outcome(outcome, by=officer))
        actions.release_outcome(outcome, by="test")
        return Outcome.objects.select_related("office", "bill", "announcement").get()

    return out


def notified(case: Case) -> str:
    """What whoever wrote a case was sent about it."""
    sent = OutcomeNotice.objects.select_related("outbound__content").get(case=case).outbound
    text, slot = sent.content.content["text"], sent.content.content.get("slot")
    return text.replace(slot, sent.own) if slot else text


def test_a_step_at_which_something_is_decided_is_prepared_once_and_those_who_answer_get_a_notice(bill, write, clerk):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    assert (outcome.kind, outcome.clauses) == ("passed", [[FEES, FEES]])
    assert not actions.unprepared_steps().exists()
    assert Notice.objects.get(kind="cases.outcome").person == clerk
    assert AuditEntry.objects.filter(action="cases.prepare_outcome").count() == 1


@pytest.mark.parametrize("stage", ["committee", "second_reading"])
def test_a_step_at_which_a_bill_only_waits_prepares_nothing(bill, write, stage):
    write(ADA)
    step(bill, stage)
    assert not actions.unprepared_steps().exists()


def test_a_report_with_a_changed_clause_is_an_amendment_and_one_without_is_none(bill, write):
    write(ADA)
    changed = step(bill, "report", timezone.localdate() - timedelta(days=7))
    later = step(bill, "third_reading")
    for one in (changed, later):
        actions.prepare_outcomes(one, by="test")
    # The letter came ten days ago, before both.
    kinds = dict(Outcome.objects.values_list("stage", "kind"))
    assert kinds == {"report": "amended", "third_reading": "other"}
    assert Outcome.objects.get(stage="third_reading").clauses == []


def test_of_two_steps_on_one_day_the_first_has_what_changed(bill, write):
    write(ADA)
    steps = [step(bill, "report"), step(bill, "passed")]
    for one in reversed(steps):
        actions.prepare_outcomes(one, by="test")
    clauses = dict(Outcome.objects.values_list("stage", "clauses"))
    assert clauses == {"report": [[FEES, FEES]], "passed": []}


def test_a_bill_on_which_nobody_wrote_or_only_the_software_thinks_so_prepares_nothing(bill, write):
    Subject.objects.filter(case=write(ADA)).update(origin=Origin.SOFTWARE)
    step(bill, "passed")
    assert not actions.unprepared_steps().exists()


def test_of_what_is_internal_nobody_is_notified(bill, write):
    write(ADA)
    step(bill, "passed")
    type(bill).objects.update(classification=Classification.INTERNAL)
    assert not actions.unprepared_steps().exists()


def test_the_announcement_says_in_each_language_what_changed_and_the_reason(bill, write, officer):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    actions.give_reasons(outcome, reasons=REASONS, by=officer)
    announcement = actions.draft_outcome(outcome, by=officer)
    texts = {one.lang: one for one in announcement.texts.all()}
    assert texts["en"].title == "What became of Bill 12: Passed"
    assert "Section 1 Harbour fees: changed. The reason: Small boats could not pay." in texts["en"].body
    assert "Droits de port" in texts["fr"].body
    assert "Les petits bateaux" in texts["fr"].body
    assert announcement.document == bill


def test_who_wrote_a_reason_approves_nothing_of_its_announcement(bill, write, officer, editor):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    actions.give_reasons(outcome, reasons=REASONS, by=editor)
    announcement = actions.draft_outcome(outcome, by=officer)
    assert desk.may_approve(announcement, editor) is False


def test_what_is_at_the_desk_does_not_change_until_it_is_discarded_there(bill, write, officer):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    announcement = actions.draft_outcome(outcome, by=officer)
    with pytest.raises(AlreadyAnnounced):
        actions.give_reasons(outcome, reasons=REASONS, by=officer)
    with pytest.raises(AlreadyAnnounced):
        actions.draft_outcome(outcome, by=officer)
    desk.discard(announcement, by=officer)
    assert actions.give_reasons(outcome, reasons=REASONS, by=officer).reasons == REASONS


def test_nobody_is_notified_before_the_announcement_is_released(bill, write, officer):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    actions.draft_outcome(outcome, by=officer)
    assert not actions.release_outcome(outcome, by="test")
    jobs.send_due("worker", lambda: False)
    assert not OutcomeNotice.objects.exists()


def test_each_is_notified_of_their_clause_in_their_language_through_the_channel_they_used(write, phone, released):
    letter, text = write(ADA, eid=FEES, lang="fr"), write("+999600201", eid=PILOTS, account=phone)
    outcome = released()
    assert actions.send_outcome(outcome, by="test") == 2
    assert letter.written_reference in notified(letter)
    assert "Les petits bateaux ne pouvaient pas payer." in notified(letter)
    assert outcome.announcement.address in notified(letter)
    assert text.written_reference in notified(text)
    assert "changed" not in notified(text)
    assert [row.account.kind for row in Outbound.objects.order_by("pk")] == ["email", "gammu"]


def test_many_who_wrote_about_the_same_clause_have_one_text_between_them_each_with_their_own_reference(
    write, released
):
    cases = [write(sender, eid=FEES) for sender in (ADA, BO)]
    actions.send_outcome(released(), by="test")
    content = Content.objects.get(source__startswith="outcome:")
    assert content.outbounds.count() == 2 and "…" in content.parts[0]
    assert [one.written_reference in notified(one) for one in cases] == [True, True]
    assert [one.written_reference in "".join(content.parts) for one in cases] == [False, False]


def test_what_stands_for_a_reference_is_none_of_the_words_that_are_sent(write, bill, officer, publish):
    case = write(ADA, eid=FEES)
    step(bill, "passed")
    outcome = prepared()
    reason = {"en": "Ring 0000-00 or 0000-01.", "fr": "Appelez le 0000-00."}
    actions.give_reasons(outcome, reasons={FEES: reason}, by=officer)
    publish(actions.draft_outcome(outcome, by=officer))
    actions.release_outcome(outcome, by="test")
    actions.send_outcome(Outcome.objects.get(), by="test")
    assert "Ring 0000-00 or 0000-01." in notified(case) and case.written_reference in notified(case)


def test_who_wrote_about_a_clause_that_stayed_learns_it(write, released):
    case = write(ADA, eid=PILOTS)
    actions.send_outcome(released(), by="test")
    assert "The clause that you wrote about was not changed at this step." in notified(case)


def test_nobody_is_notified_twice_however_often_it_runs(write, released):
    write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    assert actions.send_outcome(outcome, by="test") == 0
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.count() == OutcomeNotice.objects.count() == 1


def test_who_wrote_twice_gets_one_message_with_both_references(write, released):
    first, second = write(ADA, eid=FEES), write(ADA, eid=PILOTS)
    assert first.pk != second.pk
    assert actions.send_outcome(released(), by="test") == 1
    assert OutcomeNotice.objects.count() == 2
    assert first.written_reference in notified(second)
    assert second.written_reference in notified(first)


def test_a_run_that_was_cut_off_goes_on_where_it_was(write, released, monkeypatch):
    monkeypatch.setattr("hemicycle.cases.actions.outcomes.sending.CHUNK", 1)
    for sender in (ADA, BO, "cy@citizen.example"):
        write(sender)
    outcome = released()
    asked = iter((False, True))
    assert actions.send_outcome(outcome, stopping=lambda: next(asked), by="test") == 1
    assert actions.send_outcome(outcome, by="test") == 2
    assert OutcomeNotice.objects.count() == 3


def test_a_merged_case_is_notified_under_the_one_that_counts(write, released, clerk):
    gone, kept = write(ADA, eid=FEES), write(ADA)
    merge(gone, into=kept, by=clerk)
    actions.send_outcome(released(), by="test")
    assert OutcomeNotice.objects.get().case == kept
    assert "Small boats" in notified(kept)


@pytest.mark.parametrize(
    "left",
    [{"disputed_at": timezone.now()}, {"state": "set_aside"}, {"channel": "web", "confirmed_at": None}],
    ids=("disputed", "set aside", "not confirmed"),
)
def test_who_never_wrote_and_who_did_not_confirm_it_are_left_alone(write, released, left):
    write(BO)
    case = write(ADA, **left)
    actions.send_outcome(released(), by="test")
    assert not OutcomeNotice.objects.filter(case=case).exists()
    assert OutcomeNotice.objects.count() == 1


def test_who_said_stop_gets_nothing_and_the_page_says_how_many(write, released, office, clerk, sign_in):
    case = write(ADA)
    Suppression.objects.create(office=office, channel="email", digest=case.contact.digest, why="stop")
    outcome = released()
    assert actions.send_outcome(outcome, by="test") == 0
    assert OutcomeNotice.objects.get().obstacle == "stopped"
    shown = sign_in(clerk).get(reverse("cases:outcome", args=[outcome.pk])).text
    assert "Asked for no more messages" in shown


def test_stop_in_the_middle_cancels_what_waits(write, released, mailbox):
    write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    stop = InboundMessage("stop", "STOP", sender=ADA)
    channels.store_incoming(stop, account=mailbox, by="test")
    sending.send_account(mailbox, worker="worker")
    assert OutcomeNotice.objects.get().outbound.state == State.CANCELLED


def test_who_objects_to_being_written_to_gets_no_outcome_that_waits(write, released, office):
    write(ADA)
    write(BO)
    actions.send_outcome(released(), by="test")
    end_acknowledgements_of(Person(frozenset({ADA}), (office,), is_house=True), by="test")
    states = OutcomeNotice.objects.order_by("case").values_list("outbound__state", flat=True)
    assert list(states) == [State.CANCELLED, State.WAITING]


def test_erasure_in_the_middle_sends_nothing_and_forgets_who_was_notified(write, released):
    case, other = write(ADA), write(BO)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    forget_cases(Inbound.objects.filter(pk=case.latest_id))
    (left,) = OutcomeNotice.objects.all()
    assert left.case == other and Outbound.objects.get() == left.outbound


def test_somebody_who_says_that_they_never_wrote_is_not_written_to(write, released):
    case = write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    Case.objects.filter(pk=case.pk).update(disputed_at=timezone.now())
    assert actions.stop_messages(outcome, by="test") == 1
    assert Outbound.objects.get().state == State.CANCELLED


def test_a_withdrawal_stops_what_has_not_left(write, released, officer):
    write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    desk.ask_withdrawal(outcome.announcement, reasons={"en": "Wrong day."}, by=officer)
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.get().state == State.CANCELLED
    assert actions.is_stopped(outcome)


def test_what_a_withdrawal_stopped_that_was_dropped_is_sent_once_and_not_to_who_never_wrote(
    write, released, officer, mailbox
):
    write(ADA, eid=FEES)
    write(BO)
    write(BO)
    never_wrote = write("cy@citizen.example")
    outcome = released()
    actions.send_outcome(outcome, by="test")
    Case.objects.filter(pk=never_wrote.pk).update(disputed_at=timezone.now())
    desk.ask_withdrawal(outcome.announcement, reasons={"en": "Wrong day."}, by=officer)
    jobs.send_due("worker", lambda: False)
    assert set(Outbound.objects.values_list("state", flat=True)) == {State.CANCELLED}
    desk.drop_withdrawal(outcome.announcement, by=officer)
    jobs.send_due("worker", lambda: False)
    assert Outcome.objects.get().state == "released"
    sending.send_account(mailbox, worker="worker")
    jobs.send_due("worker", lambda: False)
    by_case = OutcomeNotice.objects.exclude(case=never_wrote).values_list("outbound__state", flat=True)
    assert set(by_case) == {State.SENT} and Outbound.objects.in_state(State.SENT).count() == 2
    assert OutcomeNotice.objects.get(case=never_wrote).outbound.state == State.CANCELLED
    assert Outcome.objects.get().state == "sent"


def test_of_what_was_corrected_before_it_left_the_corrected_words_leave_once(write, phone, released, correct, mailbox):
    ada, _first, second = write(ADA, eid=FEES), write(BO, eid=FEES), write(BO)
    text = write("+999600201", eid=FEES, account=phone)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    assert "Small boats" in notified(ada)
    correction = correct(outcome.announcement, "Large boats could not pay.")
    jobs.send_due("worker", lambda: False)
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.waiting().count() == Outbound.objects.count() == 3 and OutcomeNotice.objects.count() == 4
    for case in (ada, second):
        assert "Large boats could not pay." in notified(case) and case.written_reference in notified(case)
        assert correction.get_absolute_url() in notified(case) and "Small boats" not in notified(case)
    assert text.written_reference in notified(text) and "Small boats" not in notified(text)
    found = outcome_of(ada)
    assert found.sentences == ["Large boats could not pay. (en)"]
    assert found.announcement == correction.get_absolute_url()


def test_what_left_before_the_correction_is_not_sent_again(write, released, correct, mailbox):
    write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    sending.send_account(mailbox, worker="worker")
    correct(outcome.announcement, "Large boats could not pay.")
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.get().state == State.SENT and Outcome.objects.get().state == "sent"


def test_the_withdrawal_of_a_correction_stops_what_has_not_left(write, released, correct, officer):
    write(ADA)
    outcome = released()
    correction = correct(outcome.announcement, "Large boats could not pay.")
    jobs.send_due("worker", lambda: False)
    desk.ask_withdrawal(correction, reasons={"en": "Wrong day."}, by=officer)
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.get().state == State.CANCELLED
    desk.drop_withdrawal(correction, by=officer)
    jobs.send_due("worker", lambda: False)
    assert Outbound.objects.get().state == State.WAITING


def test_a_sensitive_period_and_a_pause_hold_it_back(write, released, clerk):
    write(ADA)
    outcome = released()
    paused = channels.pause(reason="A fault", by=clerk)
    assert (actions.send_outcome(outcome, by="test"), str(paused)) == (0, "A fault")
    channels.resume(by=clerk)
    period = rules.plan_period(
        kind="election", starts_at=None, ends_at=timezone.now() + timedelta(days=30), notices={}, by="ada"
    )
    ParameterInForce.objects.update_or_create(name="election_freezes", defaults={"value": ["mass-messages"]})
    assert actions.send_outcome(outcome, by="test") == 0
    rules.ask_to_end_period(period, by="ada")
    rules.end_period(period, by="bob")
    assert actions.send_outcome(outcome, by="test") == 1


def test_the_page_says_that_a_sensitive_period_holds_it_back(write, released, clerk, sign_in):
    write(ADA)
    address = reverse("cases:outcome", args=[released().pk])
    assert "Held back" not in sign_in(clerk).get(address).text
    ParameterInForce.objects.update_or_create(name="election_freezes", defaults={"value": ["mass-messages"]})
    rules.plan_period(kind="election", starts_at=None, ends_at=None, notices={}, by="ada")
    assert "Held back by a sensitive period" in sign_in(clerk).get(address).text


def test_telephones_rest_at_night(write, released, phone):
    always = {"quiet_from": "00:00", "quiet_until": "23:59"}
    for name, value in always.items():
        ParameterInForce.objects.create(name=name, value=value)
    write("+999600201", account=phone)
    actions.send_outcome(released(), by="test")
    assert Outbound.objects.get().due_at > timezone.now()


def test_it_is_finished_when_nothing_waits_any_more(write, released, mailbox):
    write(ADA)
    outcome = released()
    jobs.send_due("worker", lambda: False)
    assert Outcome.objects.get().state == "released"
    sending.send_account(mailbox, worker="worker")
    jobs.send_due("worker", lambda: False)
    assert Outcome.objects.get().state == "sent"
    assert AuditEntry.objects.get(action="cases.finish_outcome").facts["notified"] == 1
    assert outcome.announcement_id is not None


@pytest.fixture
def all_sent(write, released, mailbox):
    """`all_sent()`: everybody is notified, and nothing waits."""

    def done() -> Outcome:
        outcome = released()
        look_again(mailbox)
        assert Outcome.objects.get().state == "sent"
        return outcome

    return done


def look_again(mailbox) -> None:
    """An hour later."""
    cache.clear()
    for _round in range(2):
        jobs.send_due("worker", lambda: False)
        sending.send_account(mailbox, worker="worker")
    jobs.send_due("worker", lambda: False)


def test_who_confirms_or_is_linked_after_all_was_sent_is_notified_and_nobody_twice(bill, write, all_sent, mailbox):
    first = write(ADA)
    unconfirmed, unlinked = write(BO, channel="web", confirmed_at=None), write("cy@citizen.example")
    Subject.objects.filter(case=unlinked).update(origin=Origin.SOFTWARE)
    all_sent()
    assert OutcomeNotice.objects.get().case == first
    Case.objects.filter(pk=unconfirmed.pk).update(confirmed_at=timezone.now())
    look_again(mailbox)
    add_subject(unlinked, bill, origin=Origin.STAFF, by="test")
    look_again(mailbox)
    look_again(mailbox)
    assert set(OutcomeNotice.objects.values_list("case", flat=True)) == {first.pk, unconfirmed.pk, unlinked.pk}
    assert Outbound.objects.in_state(State.SENT).count() == Outbound.objects.count() == 3
    assert Outcome.objects.get().state == "sent"


def test_what_was_written_after_it_was_announced_and_what_was_withdrawn_goes_on_to_nobody(
    write, all_sent, mailbox, officer, editor
):
    write(ADA)
    outcome = all_sent()
    late = write(BO)
    Case.objects.filter(pk=late.pk).update(opened_at=timezone.now())
    look_again(mailbox)
    Case.objects.filter(pk=late.pk).update(opened_at=timezone.now() - timedelta(days=10))
    desk.ask_withdrawal(outcome.announcement, reasons={"en": "Wrong day."}, by=officer)
    look_again(mailbox)
    assert not OutcomeNotice.objects.filter(case=late).exists() and Outcome.objects.get().state == "sent"


def test_who_was_notified_of_one_of_two_letters_is_not_again_when_staff_make_one_of_them(
    write, all_sent, mailbox, clerk
):
    notified_one, other = write(ADA, eid=FEES), write(ADA)
    Subject.objects.filter(case=other).delete()
    all_sent()
    merge(notified_one, into=other, by=clerk)
    look_again(mailbox)
    assert Outbound.objects.count() == 1 and OutcomeNotice.objects.get().case == notified_one


def test_what_staff_split_off_a_letter_whose_writer_was_notified_is_not_notified_by_itself(
    write, all_sent, mailbox, clerk
):
    case = write(ADA, eid=FEES)
    more = InboundMessage("more", f"{case.written_reference} And the pilots?", sender=ADA)
    row = channels.store_incoming(more, account=mailbox, by="test")
    Inbound.objects.filter(pk=row.pk).update(received_at=timezone.now() - timedelta(days=9))
    all_sent()
    row.refresh_from_db()
    part = split(row, by=clerk)
    assert part.pk != case.pk and part.subjects.exists()
    look_again(mailbox)
    assert OutcomeNotice.objects.get().case == case


def test_the_page_of_a_case_says_that_they_got_a_message_once_it_has_left(write, released, mailbox, clerk, sign_in):
    case = write(ADA)
    actions.send_outcome(released(), by="test")
    address, said = reverse("cases:case", args=[case.reference]), "They got a message on"
    assert said not in sign_in(clerk).get(address).text
    sending.send_account(mailbox, worker="worker")
    assert said in sign_in(clerk).get(address).text


def test_a_reply_to_what_was_sent_comes_back_to_its_case(write, released, mailbox):
    case = write(ADA)
    actions.send_outcome(released(), by="test")
    sent = Outbound.objects.get()
    reply = InboundMessage("r", "Thank you", sender=ADA, answers=(sent.key,))
    row = channels.store_incoming(reply, account=mailbox, by="test")
    assert Case.objects.holding(row).get() == case


def test_staff_write_the_reasons_on_the_page_and_others_do_not_see_it(
    bill, write, sign_in, officer, other_clerk, outsider
):
    write(ADA)
    step(bill, "passed")
    outcome = prepared()
    address = reverse("cases:outcome", args=[outcome.pk])
    client = sign_in(officer)
    assert "Section 1 Harbour fees" in client.get(address).text
    assert client.post(address, {"text-1-en": "Small boats could not pay."}).status_code == 302
    assert Outcome.objects.get().reasons == {FEES: {"en": "Small boats could not pay."}}
    assert "If you write it, you cannot approve it." in client.get(address).text
    refused = client.post(f"{address}draft/", {"text-1-en": "Nobody could pay."})
    assert refused.status_code == 422 and "Write it in this language as well" in refused.text
    everywhere = {f"text-1-{lang}": "Nobody could pay." for lang in ("en", "fr", "es")}
    assert client.post(f"{address}draft/", everywhere).status_code == 302
    assert Announcement.objects.get().document == bill
    assert "Nobody could pay." in Announcement.objects.get().texts.get(lang="en").body
    assert "A draft of its announcement waits at the desk" in client.get(address).text
    assert sign_in(other_clerk).get(address).status_code == 404
    assert sign_in(outsider).get(address).status_code == 403
    assert sign_in(other_clerk).post(f"{address}draft/").status_code == 403


def test_an_account_that_is_closed_is_named_as_the_reason(write, released, mailbox):
    case = write(ADA)
    channels.close_account(mailbox, by="test")
    actions.send_outcome(released(), by="test")
    assert OutcomeNotice.objects.get(case=case).obstacle == "closed"
    assert Contact.objects.count() == 1


def test_who_wrote_by_post_is_left_to_staff_who_write_on_paper(write, released):
    case = write(ADA, channel="letter")
    assert actions.send_outcome(released(), by="test") == 0
    assert OutcomeNotice.objects.get(case=case).obstacle == "post"


def test_a_new_step_is_seen_at_once_though_the_record_was_looked_at_a_moment_ago(bill, write):
    write(ADA)
    jobs.prepare_due("worker", lambda: False)
    step(bill, "passed")
    assert jobs.prepare_due("worker", lambda: False) == 1
    assert jobs.prepare_due("worker", lambda: False) == 0


@pytest.mark.parametrize(
    "words", ["Section 1 ruins us.", "L’article 1 nous ruine.", "El artículo n.º 1 nos arruina.", "Clause 1. No."]
)
def test_who_names_a_clause_of_the_one_bill_they_write_about_learns_what_became_of_it(bill, write, released, words):
    case = write(ADA)
    Inbound.objects.filter(pk=case.latest_id).update(text=words)
    judge_due()
    assert list(case.subjects.exclude(eid="").values_list("eid", "origin")) == [(FEES, "named")]
    actions.send_outcome(released(), by="test")
    # In the language that they wrote in, which is known once it was read.
    assert any(reason in notified(case) for reason in REASONS[FEES].values())


@pytest.mark.parametrize("words", ["Section 9 ruins us.", "We are 1 of many.", "Room 1"])
def test_a_number_that_is_no_clause_of_the_bill_names_none(bill, write, words):
    case = write(ADA)
    Inbound.objects.filter(pk=case.latest_id).update(text=words)
    judge_due()
    assert not case.subjects.exclude(eid="").exists()


def test_the_page_of_a_case_names_the_clause_once_and_the_bill_with_it(bill, write, clerk, sign_in):
    case = write(ADA)
    Subject.objects.create(case=case, bill=bill, eid=FEES, origin=Origin.NAMED)
    client = sign_in(clerk)
    assert "Section 1 Harbour fees" in client.get(reverse("cases:case", args=[case.reference])).text
    assert "Section 1 Harbour fees" in client.get(reverse("cases:about", args=[case.reference])).text
    whole = case.subjects.get(eid="")
    client.post(reverse("cases:remove_subject", args=[case.reference, whole.pk]))
    assert not case.subjects.exists()


def test_who_wrote_after_the_step_gets_nothing_as_if_it_came_of_their_letter(bill, write, released):
    early, late = write(ADA), write("late@citizen.example")
    outcome = released()
    Case.objects.filter(pk=late.pk).update(opened_at=timezone.now() - timedelta(hours=1))
    Outcome.objects.filter(pk=outcome.pk).update(on=timezone.localdate() - timedelta(days=3))
    outcome.refresh_from_db()
    assert list(actions.to_notify(outcome)) == [early]
    late.refresh_from_db()
    assert outcome_of(early) is not None and outcome_of(late) is None


def test_a_text_that_comes_after_its_step_is_compared_until_it_is_announced(bill, write, officer):
    write(ADA)
    bill.versions.filter(valid_to=None).delete()
    step(bill, "passed")
    jobs.prepare_due("worker", lambda: False)
    outcome = Outcome.objects.get()
    assert not outcome.clauses
    for lang in HEADINGS:
        bill.versions.filter(language=lang).update(valid_to=timezone.localdate())
        text_of(bill, lang, AFTER, since=timezone.localdate())
    jobs.prepare_due("worker", lambda: False)
    outcome.refresh_from_db()
    assert outcome.clauses == [[FEES, FEES]]
    assert actions.compare_again(outcome, by="test") is False
    actions.draft_outcome(outcome, by=officer)
    with pytest.raises(AlreadyAnnounced):
        actions.compare_again(outcome, by="test")


YESTERDAY = timezone.localdate() - timedelta(days=1)


def page_of(outcome: Outcome, client) -> str:
    return client.get(reverse("cases:outcome", args=[outcome.pk])).text


def test_an_outcome_that_nobody_announced_gets_the_corrected_day_of_its_step_and_keeps_its_reasons(
    bill, write, officer
):
    write(ADA)
    passed = step(bill, "passed")
    actions.give_reasons(prepared(), reasons=REASONS, by=officer)
    type(passed).objects.filter(pk=passed.pk).update(date=YESTERDAY)
    outcome = prepared()
    assert (outcome.on, outcome.reasons) == (YESTERDAY, REASONS)
    assert not actions.unprepared_steps().exists()


def test_a_step_that_the_record_does_not_have_any_more_is_neither_drafted_nor_sent(
    bill, write, officer, publish, sign_in
):
    write(ADA)
    passed = step(bill, "passed")
    announcement = actions.draft_outcome(prepared(), by=officer)
    passed.delete()
    assert "Discard its announcement at the desk." in page_of(Outcome.objects.get(), sign_in(officer))
    publish(announcement)
    assert actions.release_outcome(Outcome.objects.get(), by="test") is False
    Outcome.objects.update(announcement=None)
    page = page_of(Outcome.objects.get(), sign_in(officer))
    assert "The record has it no more." in page and "Draft the announcement" not in page
    with pytest.raises(NotInRecord):
        actions.draft_outcome(Outcome.objects.get(), by=officer)


def test_of_a_day_that_is_corrected_after_it_was_sent_nobody_hears_a_second_time(
    write, bill, released, sign_in, clerk
):
    write(ADA)
    outcome = released()
    actions.send_outcome(outcome, by="test")
    bill.steps.filter(stage="passed").update(date=YESTERDAY)
    assert prepared() == outcome
    assert "nobody is written to a second time" in page_of(outcome, sign_in(clerk))


def test_a_later_step_of_the_same_stage_is_prepared_beside_one_whose_day_was_corrected(write, bill, released):
    write(ADA)
    outcome = released()
    bill.steps.filter(stage="passed").update(date=YESTERDAY)
    # Nearer to the day that was corrected, the other is the step that was announced.
    step(bill, "passed", timezone.localdate() - timedelta(days=3))
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    assert list(Outcome.objects.exclude(pk=outcome.pk).values_list("on", flat=True)) == [
        timezone.localdate() - timedelta(days=3)
    ]
