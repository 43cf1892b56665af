"""What became of a bill, as a member's office sends it to those who wrote to it: in its own name, and by no desk."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.cases import jobs
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.errors import AlreadyAnnounced
from hemicycle.cases.models import Case, Outcome, OutcomeNotice, OutcomeState
from hemicycle.cases.models.outcome import UNDO
from hemicycle.cases.outcomes.of_case import outcome_of
from hemicycle.channels.models import Outbound
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import mailbox_of

from .bills import FEES, bill, correct, mailbox, publish, second_editor, step, write

__all__ = ["bill", "correct", "mailbox", "publish", "second_editor", "write"]
pytestmark = pytest.mark.django_db

ADA, BO = "ada@citizen.example", "bo@citizen.example"
REASONS = {FEES: {"en": "Small boats could not pay.", "fr": "Les petits bateaux ne pouvaient pas payer."}}
OWN = {"en": "I voted for it.", "fr": ""}


@pytest.fixture
def letters(member_office):
    return mailbox_of(member_office, "okafor@h.example")


@pytest.fixture
def prepared(bill, letters, write, member):
    """Ada wrote to the member about the fees, in English, and the bill was passed today."""
    write(ADA, eid=FEES, account=letters, lang="en")
    step(bill, "passed")
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    return Outcome.objects.select_related("office", "bill").get()


def page(outcome: Outcome, name: str = "outcome") -> str:
    return reverse(f"cases:{name}", args=[outcome.pk])


def after_a_minute(outcome: Outcome) -> int:
    Outcome.objects.filter(pk=outcome.pk).update(released_at=timezone.now() - UNDO - timedelta(seconds=1))
    return jobs.send_due("worker", lambda: False)


def sent() -> str:
    row = Outbound.objects.get()
    text, slot = row.content.content["text"], row.content.content.get("slot")
    return text.replace(slot, row.own) if slot else text


def test_a_members_office_gets_its_own_and_whoever_answers_there_a_notice(prepared, member_office, member):
    assert (prepared.office, prepared.state) == (member_office, OutcomeState.DRAFTED)
    assert [one.person for one in Notice.objects.filter(kind="cases.outcome")] == [member]


def test_nobody_is_notified_before_the_member_sends_it(prepared):
    jobs.send_due("worker", lambda: False)
    assert not OutcomeNotice.objects.exists()


def test_the_member_sends_it_with_words_of_their_own_and_in_their_own_name(prepared, sign_in, member):
    browser = sign_in(member)
    shown = browser.get(page(prepared)).text
    assert "Send it to 1 person who wrote to you" in shown
    assert browser.post(page(prepared, "send_outcome"), {"text-0-en": OWN["en"]}).status_code == 302
    after_a_minute(prepared)
    text = sent()
    assert text.index("You wrote to us about Bill 12") < text.index("I voted for it.") < text.index("changed")
    assert Case.objects.get().written_reference in text
    assert prepared.bill.get_absolute_url() in text
    assert str(prepared.office) in Outbound.objects.get().content.content["sender"]
    prepared.refresh_from_db()
    assert (prepared.words, prepared.sent_by) == ({"en": "I voted for it."}, str(member.pk))
    entry = AuditEntry.objects.get(action="cases.release_outcome")
    assert (entry.actor, entry.office) == (member.audit_label, prepared.office.slug)


def test_whoever_reads_a_language_without_own_words_gets_what_the_record_says(prepared, member):
    Case.objects.update(lang="fr")
    Case.objects.get().contact.__class__.objects.update(lang="fr")
    actions.send_by_member(prepared, words=OWN, by=member)
    after_a_minute(prepared)
    assert "I voted for it." not in sent() and "Droits de port" in sent()


@pytest.fixture
def announced(bill, letters, write, officer, publish):
    """What became of the bill, for the House and for a member's office, and what the House announced of it."""
    write(ADA, eid=FEES, account=letters, lang="en")
    write(BO, eid=FEES)
    step(bill, "passed")
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    of_the_house = Outcome.objects.get(office=officer.assignments.get().office)
    own = Outcome.objects.exclude(pk=of_the_house.pk).select_related("office", "bill").get()
    actions.give_reasons(of_the_house, reasons=REASONS, by=officer)
    announcement = publish(actions.draft_outcome(of_the_house, by=officer))
    return of_the_house, own, announcement


def test_the_committees_reasons_come_from_what_the_house_announced_and_its_announcement_is_linked(
    announced, member, officer
):
    of_the_house, own, announcement = announced
    # What the House announced is taken back at the desk, before anybody was notified of it too.
    assert actions.release_outcome(of_the_house, by="test") and not actions.take_outcome_back(of_the_house, by=officer)
    actions.send_by_member(own, words={}, by=member)
    after_a_minute(own)
    text = Outbound.objects.get(contact__office=own.office).content.content["text"]
    assert "Small boats could not pay." in text and announcement.get_absolute_url() in text


def test_reasons_that_the_house_corrected_leave_with_no_message_of_a_member(announced, member, correct):
    _of_the_house, own, announcement = announced
    actions.send_by_member(own, words=OWN, by=member)
    after_a_minute(own)
    correction = correct(announcement, "Large boats could not pay.")
    after_a_minute(own)
    text = Outbound.objects.get(contact__office=own.office).content.content["text"]
    assert "I voted for it." in text and "could not pay" not in text and correction.get_absolute_url() in text


def test_a_clause_that_the_house_said_changed_earlier_is_not_called_unchanged(
    bill, letters, write, member, officer, publish
):
    write(ADA, eid=FEES, account=letters, lang="en")
    write(BO, eid=FEES)
    for number, stage in enumerate(("report", "passed")):
        step(bill, stage, timezone.localdate() - timedelta(days=7 * (1 - number)))
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    earlier = Outcome.objects.get(stage="report", office=officer.assignments.get().office)
    publish(actions.draft_outcome(earlier, by=officer))
    own = Outcome.objects.select_related("office", "bill").get(stage="passed", office=member.assignments.get().office)
    actions.send_by_member(own, words={}, by=member)
    after_a_minute(own)
    text = Outbound.objects.get(contact__office=own.office).content.content["text"]
    assert "not changed any further at this step" in text


def test_for_a_minute_it_can_be_undone_and_nothing_has_left(prepared, sign_in, member):
    browser = sign_in(member)
    shown = browser.post(page(prepared, "send_outcome"), {"text-0-en": OWN["en"]}, follow=True).text
    assert jobs.send_due("worker", lambda: False) == 0 and not OutcomeNotice.objects.exists()
    (undo,) = set(re.findall(r'action="([^"]*/undo/[^"]+)"', shown))
    assert "Undone." in browser.post(undo, follow=True).text
    prepared.refresh_from_db()
    assert (prepared.state, prepared.sent_by, prepared.words) == ("drafted", "", {"en": "I voted for it."})
    assert jobs.send_due("worker", lambda: False) == 0 and not Outbound.objects.exists()
    assert AuditEntry.objects.filter(action="cases.take_outcome_back").count() == 1


def test_once_somebody_was_notified_nothing_is_taken_back_and_nothing_sent_again(prepared, member):
    actions.send_by_member(prepared, words=OWN, by=member)
    assert after_a_minute(prepared) == 1
    assert not actions.take_outcome_back(prepared, by=member)
    with pytest.raises(AlreadyAnnounced):
        actions.send_by_member(prepared, words=OWN, by=member)
    assert after_a_minute(prepared) == 0 and Outbound.objects.count() == 1


def test_the_page_of_their_letter_says_what_became_of_it_once_the_member_sent_it(prepared, member):
    case = Case.objects.get()
    assert outcome_of(case) is None
    actions.send_by_member(prepared, words=OWN, by=member)
    found = outcome_of(case)
    assert found is not None and found.announcement == prepared.bill.get_absolute_url()


def test_the_house_neither_sees_nor_sends_a_members_and_the_member_none_of_the_house(
    prepared, bill, write, sign_in, clerk, officer, member
):
    for one in (clerk, officer):
        browser = sign_in(one)
        assert browser.get(page(prepared)).status_code == 404
        assert browser.post(page(prepared), {"text-0-en": "No."}).status_code == 404
        assert browser.post(page(prepared, "send_outcome")).status_code == 403
        assert page(prepared) not in browser.get(reverse("cases:outcomes")).text
    write(BO)
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    of_the_house = Outcome.objects.exclude(pk=prepared.pk).get()
    browser = sign_in(member)
    assert browser.get(page(of_the_house)).status_code == 404
    assert browser.post(page(of_the_house, "send_outcome")).status_code == 404
    assert page(prepared) in browser.get(reverse("cases:outcomes")).text
    with pytest.raises(PermissionError):
        actions.send_by_member(of_the_house, words={}, by=member)


def test_a_member_announces_nothing_at_the_desk(prepared, sign_in, member):
    browser = sign_in(member)
    assert browser.post(page(prepared), {"text-0-en": "Reason."}).status_code == 404
    assert browser.post(page(prepared, "draft_outcome"), {}).status_code == 403
    prepared.refresh_from_db()
    assert (prepared.reasons, prepared.announcement) == ({}, None)
