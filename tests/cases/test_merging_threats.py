"""A report of a threat goes where the words are that it guards, and comes back with them."""

import pytest
from django.urls import reverse

from hemicycle.cases.actions import safety as actions
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import Case, ThreatReport
from tests.cases.arriving import case_from, mailbox_of
from tests.cases.merged import SENDER, merge, undo

pytestmark = pytest.mark.django_db

WORDS = "I know where you live, and I will burn your house"
FOLDED = '<details class="inbox-guarded">'


@pytest.fixture
def two(office) -> tuple[Case, Case]:
    """One with words to be guarded, and one that asks for a hall."""
    letters = mailbox_of(office)
    return case_from(letters, SENDER, WORDS), case_from(letters, SENDER, "May we use the hall on Tuesday?")


def reported(case: Case, by) -> ThreatReport:
    return actions.report_threat(case, kind="threat", target="staff", by=by)


def shown(client, case: Case) -> str:
    return client.get(reverse("cases:case", args=[case.reference])).text


def test_the_words_stay_folded_in_the_case_that_stays_and_are_read_there_as_evidence(
    sign_in, clerk, safety, member, two
):
    gone, kept = two
    report, client = reported(gone, clerk), sign_in(clerk)
    before = merge(gone, kept, by=clerk)
    opened = shown(client, kept)
    assert "Reported as a threat" in opened and opened.index(FOLDED) < opened.index(WORDS)
    assert WORDS not in client.get(reverse("cases:inbox")).text
    actions.assess(ThreatReport.objects.get(), kind="threat", target="staff", by=safety)
    assert set(report.evidence.values_list("message", flat=True)) == {gone.latest_id, kept.latest_id}
    undo(before, gone, kept, by=clerk)
    assert (ThreatReport.objects.get().case, kept.threat_reports.count()) == (gone, 0)
    assert FOLDED not in shown(client, kept) and FOLDED in shown(client, gone)


def test_it_is_seen_by_nobody_else_than_before(safety, member, member_office):
    letters = mailbox_of(member_office)
    gone, kept = case_from(letters, SENDER, WORDS), case_from(letters, SENDER)
    report = reported(gone, member)
    merge(gone, kept, by=member)
    report.refresh_from_db()
    assert (report.case, report.office) == (kept, member_office)
    assert not ThreatReport.objects.open_to(safety).exists()
    assert ThreatReport.objects.open_to(member).get() == report


def test_of_two_reports_that_are_worked_on_each_gets_what_is_written_later(clerk, safety, two):
    gone, kept = two
    first, second = (reported(one, clerk) for one in two)
    before = merge(gone, kept, by=clerk)
    later = case_from(gone.account, SENDER, f"I am outside. Reference {kept}")
    for report in (first, second):
        actions.assess(report, kind="threat", target="staff", by=safety)
        assert later.latest_id in report.evidence.values_list("message", flat=True)
    undo(before, gone, kept, by=clerk)
    assert (gone.threat_reports.get(), kept.threat_reports.get()) == (first, second)


def test_a_closed_report_goes_to_a_case_that_has_an_open_one(clerk, safety, two):
    gone, kept = two
    closed = reported(gone, clerk)
    actions.close_report(closed, text="Nothing in it", by=safety)
    reported(kept, clerk)
    before = merge(gone, kept, by=clerk)
    assert kept.threat_reports.count() == 2
    undo(before, gone, kept, by=clerk)
    assert gone.threat_reports.get() == closed


def test_what_was_reported_since_is_about_both_and_is_not_torn_apart(clerk, two):
    before = merge(*two, by=clerk)
    reported(two[1], clerk)
    with pytest.raises(CannotMerge):
        undo(before, by=clerk)
    assert two[1].messages.count() == 2
