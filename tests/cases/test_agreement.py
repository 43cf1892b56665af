"""What is said in a committee's name is drafted once the committee has agreed to exactly that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Office
from hemicycle.cases import addresses
from hemicycle.cases.actions import heard as of_heard
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.actions.agreeing import record_agreement, withdraw_agreement
from hemicycle.cases.errors import AlreadyAnnounced, NotAgreed, NothingToAgree
from hemicycle.cases.models import Heard, Outcome
from hemicycle.desk import actions as desk
from hemicycle.record.models import Document, Organization, OrganizationKind, Sitting
from hemicycle.rules import audit
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import AuditEntry

from .bills import FEES, bill, mailbox, publish, second_editor, step, write
from .test_heard import SAID, dossier, heard, inquiry
from .test_outcomes import ADA, REASONS, prepared

__all__ = ["bill", "dossier", "heard", "inquiry", "mailbox", "publish", "second_editor", "write"]
pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
EVERY = dict.fromkeys(("en", "fr", "es"), "Small boats could not pay.")
MINUTES = "https://house.example/minutes/31"


@pytest.fixture
def committee(bill: Document) -> Organization:
    found = Organization.objects.create(kind=OrganizationKind.COMMITTEE, names={"en": "Committee on Harbours"})
    Document.objects.filter(pk=bill.pk).update(committee=found)
    bill.refresh_from_db()
    return found


@pytest.fixture
def outcome(committee, bill, write, officer) -> Outcome:
    """With the reasons of the committee that has the bill."""
    write(ADA)
    step(bill, "passed")
    return actions.give_reasons(prepared(), reasons={FEES: EVERY}, by=officer)


@pytest.fixture
def page_of_committee(committee, heard) -> Heard:
    return Heard.objects.select_related("bill", "office").get(pk=heard.pk)


def typed(outcome: Outcome, words: str = EVERY["en"], **more: str) -> dict[str, str]:
    """What stands in the form: the second text is of the clause that changed."""
    return {f"text-1-{lang}": words for lang in EVERY} | {f"agreement-{name}": said for name, said in more.items()}


def test_nothing_in_a_committees_name_is_drafted_before_it_agreed(outcome, page_of_committee, officer, clerk):
    with pytest.raises(NotAgreed):
        actions.draft_outcome(outcome, by=officer)
    with pytest.raises(NotAgreed):
        of_heard.draft_heard(page_of_committee, by=officer)
    record_agreement(page_of_committee, on=TODAY(), by=clerk)
    assert of_heard.draft_heard(page_of_committee, by=officer)
    record_agreement(outcome, on=TODAY(), by=clerk)
    drafted = actions.draft_outcome(outcome, by=officer).texts.get(lang="en").body
    assert "The committee’s reason: Small boats could not pay." in drafted and "Agreed by the committee on" in drafted
    entries = AuditEntry.objects.filter(action="cases.record_agreement", facts={"on": TODAY().isoformat()})
    assert [one.actor for one in entries] == [audit.actor_of(clerk)] * 2


def test_the_lists_say_what_waits_for_it(outcome, page_of_committee, sign_in, officer, clerk):
    client = sign_in(officer)
    lists = (reverse("cases:outcomes"), reverse("cases:heard_list"))
    for row, listed in zip((outcome, page_of_committee), lists, strict=True):
        assert "waits for the agreement of the committee" in client.get(listed).text
        record_agreement(row, on=TODAY(), by=clerk)
        assert "waits for the agreement of the committee" not in client.get(listed).text


def test_a_changed_word_voids_the_agreement_and_the_old_word_brings_it_back(outcome, officer):
    agreed = record_agreement(outcome, on=TODAY(), by=officer)
    assert agreed.is_agreed
    changed = actions.give_reasons(outcome, reasons=REASONS, by=officer)
    assert changed.is_agreement_void
    with pytest.raises(NotAgreed):
        actions.draft_outcome(outcome, by=officer)
    assert actions.give_reasons(outcome, reasons={FEES: EVERY}, by=officer).is_agreed


def test_words_that_somebody_else_changed_meanwhile_are_not_agreed_to(outcome, officer, editor):
    read = Outcome.objects.get(pk=outcome.pk)
    actions.give_reasons(outcome, reasons=REASONS, by=editor)
    assert record_agreement(read, on=TODAY(), by=officer).is_agreement_void


def test_another_committee_that_gets_the_bill_has_agreed_to_nothing(outcome, bill, officer):
    record_agreement(outcome, on=TODAY(), by=officer)
    other = Organization.objects.create(kind=OrganizationKind.COMMITTEE, names={"en": "Committee on Rivers"})
    Document.objects.filter(pk=bill.pk).update(committee=other)
    with pytest.raises(NotAgreed):
        actions.draft_outcome(outcome, by=officer)


def test_a_bill_without_a_committee_and_an_outcome_without_reasons_need_no_agreement(outcome, bill, officer):
    actions.give_reasons(outcome, reasons={}, by=officer)
    with pytest.raises(NothingToAgree):
        record_agreement(outcome, on=TODAY(), by=officer)
    desk.discard(actions.draft_outcome(outcome, by=officer), by=officer)
    actions.give_reasons(outcome, reasons={FEES: EVERY}, by=officer)
    Document.objects.filter(pk=bill.pk).update(committee=None)
    assert "Agreed by" not in actions.draft_outcome(outcome, by=officer).texts.get(lang="en").body


def test_no_reason_is_said_to_be_a_committees_where_no_committee_has_the_bill(outcome, bill, sign_in, officer):
    Document.objects.filter(pk=bill.pk).update(committee=None)
    outcome.refresh_from_db()
    shown = sign_in(officer).get(reverse("cases:outcome", args=[outcome.pk])).text
    assert "No committee has this bill" in shown and "The committee" not in shown
    drafted = actions.draft_outcome(outcome, by=officer).texts.get(lang="en").body
    assert "The reason: Small boats could not pay." in drafted and "committee" not in drafted


def test_a_members_office_speaks_for_itself(outcome):
    assert outcome.needs_agreement
    outcome.office.kind = Office.Kind.MEMBER
    assert not outcome.needs_agreement


def test_an_agreement_is_withdrawn_until_an_announcement_is_drafted(outcome, officer):
    record_agreement(outcome, on=TODAY(), minutes=MINUTES, by=officer)
    withdrawn = withdraw_agreement(outcome, by=officer)
    assert (withdrawn.agreed_on, withdrawn.minutes) == (None, "")
    assert AuditEntry.objects.filter(action="cases.withdraw_agreement").count() == 1
    record_agreement(outcome, on=TODAY(), by=officer)
    actions.draft_outcome(outcome, by=officer)
    with pytest.raises(AlreadyAnnounced):
        withdraw_agreement(outcome, by=officer)
    with pytest.raises(AlreadyAnnounced):
        record_agreement(outcome, on=TODAY(), by=officer)


def test_who_recorded_it_approves_nothing_of_the_announcement(outcome, officer, editor):
    record_agreement(outcome, on=TODAY(), by=editor)
    assert desk.may_approve(actions.draft_outcome(outcome, by=officer), editor) is False


def test_no_committee_agreed_on_a_day_to_come_and_no_day_stands_without_what_was_agreed(outcome, officer):
    with pytest.raises(ValueError, match="a day to come"):
        record_agreement(outcome, on=TODAY() + timedelta(days=1), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.filter(pk=outcome.pk).update(agreed_on=TODAY())


def test_it_is_recorded_for_what_stands_in_the_form_and_said_what_is_missing(outcome, sign_in, officer):
    page, client = reverse("cases:outcome", args=[outcome.pk]), sign_in(officer)
    assert "Record the committee’s agreement first" in client.get(page).text
    refused = client.post(f"{page}draft/", typed(outcome), follow=True)
    assert refused.redirect_chain[-1][0] == page
    assert "the day on which it agreed to these words." in refused.text
    for day, said in (
        ("", "Say on which day the committee agreed."),
        ((TODAY() + timedelta(days=1)).isoformat(), "This day is still to come."),
    ):
        answer = client.post(f"{page}agreement/", typed(outcome, on=day))
        assert answer.status_code == 422 and said in answer.text
    assert client.post(f"{page}agreement/", {"agreement-on": TODAY().isoformat()}).status_code == 302
    assert Outcome.objects.get().reasons == {}
    answer = client.post(
        f"{page}agreement/", typed(outcome, "No fee.", on=TODAY().isoformat(), minutes="31/2026"), follow=True
    )
    assert "Recorded: the committee agreed to these words" in answer.text
    assert (
        "31/2026" in answer.text
        and f"Recorded by {officer}" in answer.text
        and "Withdraw the agreement" in answer.text
    )
    assert Outcome.objects.get().reasons == {FEES: dict.fromkeys(EVERY, "No fee.")}
    saved = client.post(page, typed(outcome, "Half the fee."), follow=True)
    assert "to other words than these" in saved.text
    client.post(page, typed(outcome, "No fee."))
    assert "/desk/" in client.post(f"{page}draft/", typed(outcome, "No fee.")).headers["Location"]


def test_nothing_to_agree_to_is_said_and_a_word_is_missing_in_no_language(outcome, sign_in, officer):
    page, client, day = reverse("cases:outcome", args=[outcome.pk]), sign_in(officer), TODAY().isoformat()
    answer = client.post(f"{page}agreement/", {"agreement-on": day}, follow=True)
    assert "Write what the committee says first" in answer.text
    answer = client.post(f"{page}agreement/", {"text-1-en": "No fee.", "agreement-on": day})
    assert answer.status_code == 422 and "Write it in this language as well" in answer.text


def test_sittings_of_the_committee_are_offered_and_lead_to_their_public_record(outcome, committee, sign_in, officer):
    for number, days in enumerate((-3, 0, 4), start=1):
        Sitting.objects.create(organization=committee, number=number, date=TODAY() + timedelta(days=days))
    page, client = reverse("cases:outcome", args=[outcome.pk]), sign_in(officer)
    offered = [value for value, _name in client.get(page).context["agreement_form"].fields["sitting"].choices]
    assert offered == ["", TODAY().isoformat(), (TODAY() - timedelta(days=3)).isoformat()]
    both = typed(outcome, sitting=offered[2], on=offered[1])
    assert "not both" in client.post(f"{page}agreement/", both).text
    client.post(f"{page}agreement/", typed(outcome, sitting=offered[2]))
    sitting = Sitting.objects.get(number=1)
    assert Outcome.objects.get().agreed_on == sitting.date
    assert sitting.get_absolute_url() in client.get(page).text
    Sitting.objects.update(classification=Classification.INTERNAL)
    assert sitting.get_absolute_url() not in client.get(page).text


def test_clerks_record_and_withdraw_it_and_others_do_not(page_of_committee, sign_in, clerk, other_clerk, outsider):
    page = reverse("cases:heard", args=[page_of_committee.pk])
    fields = sign_in(clerk).get(page).context["form"].fields
    sent = {name: "other" for name in fields if name.startswith("side-")}
    sent |= {f"text-0-{lang}": "We read all." for lang in EVERY} | {"agreement-on": TODAY().isoformat()}
    assert sign_in(other_clerk).post(f"{page}agreement/", sent).status_code == 404
    assert sign_in(outsider).post(f"{page}agreement/", sent).status_code == 403
    sign_in(clerk).post(f"{page}agreement/", sent)
    assert Heard.objects.get().is_agreed and Heard.objects.get().agreed_by == clerk.pk
    sign_in(clerk).post(f"{page}agreement/", sent | {"withdraw": "1"})
    assert Heard.objects.get().agreed_on is None


def test_the_approver_reads_who_recorded_it_and_whether_all_of_it_still_stands(
    outcome, sign_in, officer, clerk, editor
):
    record_agreement(outcome, on=TODAY(), minutes=MINUTES, by=clerk)
    announcement = actions.draft_outcome(outcome, by=officer)
    assert f"Its minutes: {MINUTES}" in announcement.texts.get(lang="en").body
    page, warned = (
        reverse("desk:announcement", args=[announcement.address]),
        "Not all of what it agreed to stands here",
    )
    shown = sign_in(editor).get(page).text
    assert f"Recorded by {clerk}" in shown and f'href="{MINUTES}"' in shown and warned not in shown
    text = announcement.texts.get(lang="en")
    changed = text.body.replace(EVERY["en"], "Nobody could pay.")
    desk.write_text(announcement, lang="en", title=text.title, body=changed, edit=text.edit, by=officer)
    assert warned in sign_in(editor).get(page).text


def test_everybody_reads_on_which_day_and_in_which_minutes(page_of_committee, client, officer, clerk, publish):
    record_agreement(page_of_committee, on=TODAY(), minutes=MINUTES, by=clerk)
    address = addresses.heard(page_of_committee.bill)
    publish(of_heard.draft_heard(page_of_committee, by=officer))
    shown = client.get(address).text
    assert SAID["en"] in shown and "Agreed by the committee on" in shown and f'href="{MINUTES}"' in shown
    Heard.objects.update(minutes="31/2026")
    shown = client.get(address).text
    assert "Agreed by the committee on" in shown and "31/2026" not in shown
    # The committee of the bill is another one afterwards; to this text the first has agreed.
    Document.objects.update(committee=None)
    assert "Agreed by the committee on" in client.get(address).text


def test_a_new_version_of_the_page_is_agreed_to_anew(page_of_committee, officer, clerk, publish):
    record_agreement(page_of_committee, on=TODAY(), by=clerk)
    publish(of_heard.draft_heard(page_of_committee, by=officer))
    again = of_heard.open_heard(page_of_committee.inquiry, by=clerk)
    assert again.responses and again.agreed_on is None
    with pytest.raises(NotAgreed):
        of_heard.draft_heard(again, by=officer)
