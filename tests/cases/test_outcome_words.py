"""What an outcome says: on its page, at the desk before it is released, and from one step of a bill to the next."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.models import Outcome, OutcomeNotice
from hemicycle.cases.outcomes.facts import NamedClauses
from hemicycle.channels.sms import gsm
from hemicycle.desk.models import Announcement
from hemicycle.desk.views.releases import consequences

from .bills import FEES, PILOTS, bill, insert_section, mailbox, phone, publish, second_editor, step, write
from .test_outcomes import ADA, BO, notified, prepared, released

__all__ = ["bill", "mailbox", "phone", "publish", "released", "second_editor", "write"]
pytestmark = pytest.mark.django_db


def test_two_steps_of_a_bill_do_not_contradict_each_other(bill, write, officer, publish):
    case = write(ADA, eid=FEES)
    steps = [step(bill, "report", timezone.localdate() - timedelta(days=7)), step(bill, "third_reading")]
    sent = []
    for one in steps:
        (outcome,) = actions.prepare_outcomes(one, by="test")
        draft = actions.draft_outcome(outcome, by=officer)
        Announcement.objects.filter(pk=draft.pk).update(state="released", released_at=timezone.now())
        outcome.refresh_from_db()
        actions.release_outcome(outcome, by="test")
        actions.send_outcome(Outcome.objects.get(pk=outcome.pk), by="test")
        sent.append(OutcomeNotice.objects.get(outcome=outcome, case=case).outbound.content)
    first, second = sent
    assert first.content["subject"] == "Bill 12: reported"
    assert second.content["subject"] == "Bill 12: third reading"
    assert "not changed any further at this step" in "".join(second.parts)
    assert "one message about each step of a bill" in "".join(second.parts)


def test_how_staff_describe_the_step_stands_on_its_page_and_in_what_is_sent(bill, write, officer, sign_in):
    write(ADA)
    one = step(bill, "third_reading")
    type(one).objects.filter(pk=one.pk).update(notes={"en": "Read by 36 votes to 22", "fr": "Lu par 36 voix"})
    outcome = prepared()
    page = sign_in(officer).get(reverse("cases:outcome", args=[outcome.pk])).text
    assert "Read by 36 votes to 22." in page
    assert "whose address is confirmed" in page
    texts = actions.draft_outcome(outcome, by=officer).texts
    assert "Lu par 36 voix." in texts.get(lang="fr").body


def test_an_outcome_without_reasons_says_one_thing_of_them(write, released, clerk, sign_in):
    write(ADA)
    outcome = released()
    address = reverse("cases:outcome", args=[outcome.pk])
    assert "They stand in the announcement" in sign_in(clerk).get(address).text
    Outcome.objects.filter(pk=outcome.pk).update(reasons={})
    page = sign_in(clerk).get(address).text
    assert "The committee gave none." not in page and "They stand in the announcement" not in page


def test_before_the_release_the_desk_says_how_many_get_a_message_and_what_it_costs(bill, write, phone, officer, clerk):
    write(ADA)
    write(ADA)
    write(BO)
    write("+999600201", account=phone)
    step(bill, "passed")
    announcement = actions.draft_outcome(prepared(), by=officer)
    lines = consequences(announcement, by=officer)
    assert "E-mail: a message to each who wrote about it, 2 in all." in lines
    assert any(line.startswith("Text message: a message to each who wrote about it, 1 in all, ") for line in lines)


def test_a_text_message_names_the_clause_and_the_committees_reason_in_two_segments(write, phone, released):
    text = write("+999600201", eid=FEES, account=phone, lang="fr")
    assert actions.send_outcome(released(), by="test") == 1
    said = notified(text)
    assert "Droits de port" in said and "Les petits bateaux ne pouvaient pas payer." in said
    assert text.written_reference in said
    found = gsm.cut(said)
    assert (found.encoding, len(found.parts)) == (gsm.GSM_7, 2)


def test_who_wrote_about_the_bill_as_a_whole_reads_what_changed_in_it(write, released):
    letter = write(ADA)
    actions.send_outcome(released(), by="test")
    assert "What changed in 1 clause:" in notified(letter) and "Small boats could not pay." in notified(letter)


def test_whoever_wrote_about_a_clause_that_was_renumbered_reads_of_that_clause(bill, write, released):
    insert_section(bill, since=timezone.localdate())
    pilots = write(ADA, eid=PILOTS)
    actions.send_outcome(released(), by="test")
    assert "About your clause: Section 3 Pilots: changed." in notified(pilots)
    assert "Lighthouses" not in notified(pilots)


def test_a_clause_is_followed_from_the_text_that_its_writer_read_to_the_last_step(bill, write):
    today = timezone.localdate()
    write(ADA, eid=PILOTS)
    insert_section(bill, since=today - timedelta(days=4))
    report = step(bill, "report", today - timedelta(days=3))
    insert_section(bill, since=today, words="Pilots are paid.")
    first, second = [
        NamedClauses(actions.prepare_outcomes(one, by="test")[0]) for one in (report, step(bill, "passed"))
    ]
    assert second.outcome.clauses == [["sec_3", "sec_3"]]
    before, between = today - timedelta(days=10), today - timedelta(days=3)
    assert first.change(PILOTS, before) == (PILOTS, "sec_3")
    assert first.change(PILOTS, between) == ("", PILOTS)
    assert second.change(PILOTS, before) == second.change("sec_3", between) == ("sec_3", "sec_3")
    assert second.change(PILOTS, between) is None
