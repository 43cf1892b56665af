"""The calendar of the committees: what is dealt with next, and who is reminded of what is not done."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from hemicycle.accounts.models import Notice
from hemicycle.cases import addresses, jobs, messages
from hemicycle.cases.actions import close
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.inbox.notices import hearings
from hemicycle.cases.inbox.rows import rows_of, whole
from hemicycle.cases.models import Case, HearingReminder, OutcomeNotice, Subject
from hemicycle.cases.outcomes.figures import FEWEST, figures_of
from hemicycle.cases.outcomes.hearing import coming_up, hearing_in_words, next_hearing
from hemicycle.cases.outcomes.of_case import outcome_of
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Outbound
from hemicycle.record.models import AgendaItem, Document, Organization, OrganizationKind, Sitting
from hemicycle.rules.classification import Classification
from hemicycle.rules.models import ParameterInForce
from hemicycle.rules.one_reading import held_still

from .bills import FEES, bill, mailbox, publish, second_editor, step, write
from .test_outcomes import ADA, prepared, released

__all__ = ["bill", "mailbox", "publish", "released", "second_editor", "write"]
pytestmark = pytest.mark.django_db


def planned(bill: Document, *, days: int, number: int = 1, **more) -> AgendaItem:
    committee, _new = Organization.objects.get_or_create(
        kind=OrganizationKind.COMMITTEE, names={"en": "Committee on Harbours"}
    )
    on = timezone.localdate() + timedelta(days=days)
    sitting = Sitting.objects.create(organization=committee, number=number, date=on, **more)
    return AgendaItem.objects.create(
        sitting=sitting, order=1, kind="debate", titles={"en": "Harbour Bill"}, document=bill
    )


def test_the_next_public_sitting_on_a_bill_is_found_and_said(bill):
    planned(bill, days=-3)
    planned(bill, days=2, classification=Classification.INTERNAL)
    assert next_hearing(bill) is None
    assert hearing_in_words(bill, "en") == "No day is known yet on which Bill 12 is dealt with next."
    item = planned(bill, days=9)
    planned(bill, days=20)
    assert next_hearing(bill) == item
    assert hearing_in_words(bill, "en").startswith("Bill 12 is next on the agenda of Committee on Harbours on ")


def test_the_acknowledgement_of_a_letter_says_when_its_bill_is_dealt_with(bill, write):
    case = write(ADA)
    planned(bill, days=9)
    assert "Bill 12 is next on the agenda" in messages.letter(case, "en").body
    Subject.objects.all().delete()
    assert "agenda" not in messages.letter(case, "en").body


def test_whoever_writes_about_a_finished_bill_learns_that_it_is_and_that_the_letter_is_read(bill):
    planned(bill, days=-3)
    step(bill, "passed")
    assert "The House has finished with Bill 12. What you write is read" in hearing_in_words(bill, "en")


def test_of_a_bill_that_was_on_no_agenda_nothing_is_said(bill):
    assert hearing_in_words(bill, "en") == ""


def test_the_page_of_a_case_and_the_list_show_the_next_sitting(bill, write, clerk, sign_in, office):
    case, item = write(ADA), planned(bill, days=4)
    shown = sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text
    assert item.sitting.get_absolute_url() in shown
    listed = sign_in(clerk).get(reverse("cases:outcomes")).text
    assert "Committee on Harbours" in listed
    (coming,) = coming_up([office], days=30)
    assert (coming.unanswered, coming.is_reported, coming.is_ready) == (1, False, False)


@pytest.mark.parametrize(("days", "is_said"), [(1, True), (60, False)])
def test_a_sitting_before_the_day_by_which_an_answer_is_due_stands_beside_that_day(
    bill, write, clerk, sign_in, days, is_said
):
    case = write(ADA)
    Case.objects.filter(pk=case.pk).update(state="open", waiting_since=timezone.now())
    planned(bill, days=days)
    shown = sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text
    assert "Answer due by" in shown and ("Due sooner: on the agenda of" in shown) == is_said


@pytest.mark.parametrize(("days", "is_said"), [(1, True), (10, False), (60, False)])
def test_a_row_of_the_list_says_that_its_bill_is_dealt_with_within_a_week_and_before_the_answer_is_due(
    bill, write, clerk, sign_in, days, is_said
):
    write(ADA, waiting_since=timezone.now())
    planned(bill, days=days)
    listed = sign_in(clerk).get(reverse("cases:inbox")).text
    assert 'form="bulk"' in listed and ("<span>on the agenda of " in listed) == is_said


def test_the_sittings_of_a_whole_page_are_found_in_one_query(bill, write, clerk, django_assert_max_num_queries):
    other = Document.objects.create(kind="bill", number="13", titles={"en": "Rivers"})
    first = write(ADA, waiting_since=timezone.now())
    for number, one in enumerate((bill, other)):
        planned(one, days=1, number=number)
    with held_still(), CaptureQueriesContext(connection) as of_one:
        rows_of(whole(Case.objects.filter(pk=first.pk)), reader=clerk, sources={})
    for number, about in enumerate((bill, other, other)):
        write(f"p{number}@citizen.example", about=about, waiting_since=timezone.now())
    with held_still(), django_assert_max_num_queries(len(of_one)):
        rows = rows_of(whole(Case.objects.all()), reader=clerk, sources={})
    assert [bool(one.heard_before) for one in rows] == [True] * 4


def test_the_list_narrows_to_what_is_open_before_a_sitting_on_its_bill(bill, write, clerk, sign_in):
    ParameterInForce.objects.create(name="hearing_reminder_days", value=3)
    other = Document.objects.create(kind="bill", number="13", titles={"en": "Rivers"})
    soon, closed, later = write(ADA), write("bo@citizen.example"), write("cy@citizen.example", about=other)
    close(Case.objects.filter(pk=closed.pk), by=clerk)
    planned(bill, days=3)
    planned(other, days=4)
    planned(other, days=1, classification=Classification.INTERNAL)
    for state in ("", "all"):
        listed = sign_in(clerk).get(reverse("cases:inbox"), {"sitting": "soon", "state": state}).text
        found = [f'value="{one.reference}" form="bulk"' in listed for one in (soon, closed, later)]
        assert found == [True, False, False]
    assert "Before its sitting" in listed


def test_they_are_reminded_so_many_days_before(bill, write, clerk):
    ParameterInForce.objects.create(name="hearing_reminder_days", value=3)
    write(ADA)
    planned(bill, days=4)
    assert actions.to_remind() == []
    planned(bill, days=3)
    jobs.prepare_due("worker", lambda: False)
    notice = Notice.objects.get(kind="cases.hearing")
    assert notice.person == clerk
    day = date_format(timezone.localdate() + timedelta(days=3), "DATE_FORMAT")
    assert hearings(clerk, [notice])[notice.pk].title == f"{bill} · {day}"


def test_they_are_reminded_once(bill, write, clerk):
    write(ADA)
    planned(bill, days=1)
    (coming,) = actions.to_remind()
    assert [actions.remind_of_hearing(coming, by="test") for _run in range(2)] == [True, False]
    assert actions.to_remind() == []
    assert HearingReminder.objects.count() == 1


def test_of_a_bill_on_which_nobody_wrote_nobody_is_reminded(bill, clerk):
    planned(bill, days=1)
    assert actions.to_remind() == []


def test_the_page_of_a_case_says_what_became_of_it(write, released, bill, client):
    case = write(ADA, eid=FEES)
    assert outcome_of(case) is None
    outcome = released()
    found = outcome_of(case)
    assert any("Small boats could not pay." in one for one in found.sentences)
    assert (found.announcement, found.heard) == (outcome.announcement.get_absolute_url(), "")
    assert "Small boats could not pay." in client.get(addresses.letter(case.key)).text
    other = write("bo@citizen.example")
    Subject.objects.filter(case=other).delete()
    assert outcome_of(other) is None


def test_what_is_only_drafted_is_not_said(write, bill, officer):
    case = write(ADA)
    step(bill, "passed")
    actions.draft_outcome(prepared(), by=officer)
    assert outcome_of(case) is None


def test_the_share_notified_and_the_median_days_are_counted_and_of_a_few_they_are_not(
    write, released, office, client, mailbox
):
    cases = [write(f"p{n}@citizen.example") for n in range(FEWEST)]
    assert figures_of([office]).share == 0
    outcome = released()
    actions.send_outcome(outcome, by="test")
    assert figures_of([office]).share == 0
    send_account(mailbox, worker="worker")
    answered = timezone.now() - timedelta(days=6)
    Case.objects.filter(pk__in=[one.pk for one in cases]).update(answered_at=answered)
    assert OutcomeNotice.objects.count() == FEWEST
    found = figures_of([office])
    assert (found.share, found.days_to_answer, found.days_to_outcome) == (100, 4, 10)
    for page in ("/letters/", "/policy/what-to-expect/"):
        assert "100%" in client.get(page).text
    Case.objects.filter(pk=cases[0].pk).delete()
    few = figures_of([office])
    assert (few.share, few.days_to_answer, few.days_to_outcome) == (None, None, None)
    assert isinstance(outcome.on, date)


def test_who_got_nothing_is_not_counted_as_notified_and_days_are_until_it_left(
    write, released, office, mailbox, sign_in, clerk
):
    cases = [write(f"p{n}@citizen.example") for n in range(2 * FEWEST)]
    outcome = released()
    actions.send_outcome(outcome, by="test")
    never_wrote = Case.objects.filter(pk__in=[one.pk for one in cases[:FEWEST]])
    never_wrote.update(disputed_at=timezone.now())
    actions.stop_messages(outcome, by="test")
    send_account(mailbox, worker="worker")
    Outbound.objects.left().update(sent_at=timezone.now() + timedelta(days=2))
    found = figures_of([office])
    assert (found.cases, found.notified, found.days_to_outcome) == (2 * FEWEST, FEWEST, 12)
    shown = sign_in(clerk).get(reverse("cases:outcome", args=[outcome.pk])).text
    assert f"<dt>Message that did not arrive, or was not sent</dt><dd>{FEWEST}</dd>" in shown
    assert f"<dt>Notified</dt><dd>{FEWEST}</dd>" in shown
    # After a year messages are erased; whom they reached still counts.
    Outbound.objects.left().delete()
    assert (figures_of([office]).notified, figures_of([office]).days_to_outcome) == (FEWEST, 10)


def test_cases_of_which_only_the_software_suggested_a_bill_are_not_in_the_share(write, released, office, mailbox):
    for number in range(FEWEST):
        write(f"p{number}@citizen.example")
    actions.send_outcome(released(), by="test")
    send_account(mailbox, worker="worker")
    suggested = Subject.objects.filter(case=write("suggested@citizen.example"))
    suggested.update(origin="software")
    assert (figures_of([office]).cases, figures_of([office]).share) == (FEWEST, 100)
    suggested.update(origin="named")
    assert (figures_of([office]).cases, figures_of([office]).share) == (FEWEST + 1, 91)
