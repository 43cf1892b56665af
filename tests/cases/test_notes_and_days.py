"""Colleagues named in a note are notified; the days until which most is snoozed are one click away."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.cases import actions
from hemicycle.cases.forms.cases import NoteForm
from hemicycle.cases.inbox.days import days_offered
from hemicycle.cases.models import InternalNote, Subject
from hemicycle.record.models import Document, DocumentKind, Organization, Sitting
from hemicycle.rules.models import AuditEntry
from tests.cases.arriving import case_from, mailbox_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office):
    return case_from(mailbox_of(office), "ada@citizen.example")


def test_a_colleague_named_behind_an_at_sign_is_notified_once_and_nobody_who_may_not_read_it(
    sign_in, clerk, researcher, officer, case
):
    text = "Please look, @rosa researcher and @Oscar Officer."
    address = reverse("cases:write_note", args=[case.reference])
    sign_in(clerk).post(address, {"text": text, "mentioned": [str(researcher.pk)]})
    assert [one.person for one in Notice.objects.filter(kind="cases.mentioned")] == [researcher]


def test_a_note_says_whom_it_notified_and_whom_not_and_why(sign_in, clerk, researcher, officer, other_clerk, case):
    """A mention that reached nobody passed for one that did."""
    address = reverse("cases:write_note", args=[case.reference])
    text = f"@Rosa Researcher, see @Oscar Officer and @Nobody Atall, @{other_clerk} too; clara@assembly.example."
    said = sign_in(clerk).post(address, {"text": text}, follow=True).text
    assert "Notified: Rosa Researcher." in said
    assert "Oscar Officer may not read this letter and was not notified." in said
    assert "Nobody here is called Nobody Atall." in said and f"Nobody here is called {other_clerk}." in said
    assert "assembly" not in said.partition("Nobody here")[2].partition("</p>")[0]


def test_a_note_without_a_mention_says_nothing_of_notices(sign_in, clerk, researcher, case):
    address = reverse("cases:write_note", args=[case.reference])
    said = sign_in(clerk).post(address, {"text": "For later."}, follow=True).text
    assert "The note is saved." in said and "Notified:" not in said and "Nobody here" not in said


def test_a_note_is_deleted_by_its_writer_alone_and_its_words_are_kept_nowhere(sign_in, clerk, researcher, case):
    note = actions.write_note(case, text="She called twice.", by=clerk)
    address = reverse("cases:delete_note", args=[case.reference, note.pk])
    assert address not in sign_in(researcher).get(reverse("cases:case", args=[case.reference])).text
    assert sign_in(researcher).post(address).status_code == 404
    assert not actions.delete_note(note, by=researcher)
    client = sign_in(clerk)
    assert address in client.get(reverse("cases:case", args=[case.reference])).text

    said = client.post(address, follow=True)
    assert "The note is deleted." in said.text and "She called twice." not in said.text
    entry = AuditEntry.objects.get(action="cases.delete_note")
    assert entry.actor == clerk.audit_label and "twice" not in str(entry.facts)
    assert not InternalNote.objects.exists() and "twice" not in str(dict(client.session))


def test_tomorrow_and_monday_are_offered_each_day_once():
    days = days_offered([])
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert days[0].day == tomorrow
    assert days[-1].day.weekday() == 0
    assert len({one.day for one in days}) == len(days)


def test_the_next_sitting_of_the_bills_committee_is_offered(sign_in, clerk, case):
    committee = Organization.objects.create(address="rivers", kind="committee", names={"en": "Rivers"})
    bill = Document.objects.create(
        address="b12", kind=DocumentKind.BILL, number="12", titles={"en": "Rivers"}, committee=committee
    )
    day = timezone.localdate() + timedelta(days=20)
    for at in (day, date(2020, 1, 6)):
        Sitting.objects.create(address=f"s{at.year}{at.day}", organization=committee, number=1, date=at)
    Subject.objects.create(case=case, bill=bill, origin="staff")
    shown = sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text
    assert "Next sitting of the committee" in shown and f'value="{day.isoformat()}"' in shown
    sign_in(clerk).post(reverse("cases:snooze", args=[case.reference]), {"until": day.isoformat()})
    case.refresh_from_db()
    assert timezone.localdate(case.snoozed_until) == day


def test_without_a_colleague_to_tick_no_tick_is_spoken_of(clerk):
    assert "tick" not in str(NoteForm(people=()).fields["text"].help_text)
    assert "as a tick below does" in str(NoteForm(people=[clerk]).fields["text"].help_text)
