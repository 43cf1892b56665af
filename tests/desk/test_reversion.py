"""What was approved and is not what would be sent any more becomes a draft again, and nobody is left to find that out."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Notice, User
from hemicycle.channels import actions as channels
from hemicycle.conf import address
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement, AnnouncementText
from hemicycle.desk.presenters.board import board_for
from hemicycle.rules import site_address
from hemicycle.rules.models import AuditEntry, SiteAddress
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db
SAID = "Draft again: the text to be sent was no longer the approved one"


def mail_what_is_due() -> None:
    """What the worker mails once the minute has passed in which notices are gathered."""
    Notice.objects.update(mail_at=timezone.now())
    send_mail("worker", lambda: False)


@pytest.fixture
def fallen(approved, officer) -> Announcement:
    """Scheduled and due, and other words than those approved stand in it when its hour comes."""
    announcement = approved()
    actions.schedule(announcement, by=officer)
    AnnouncementText.objects.filter(announcement=announcement, lang="en").update(body="Words that nobody has read.")
    run_rounds()
    mail_what_is_due()
    announcement.refresh_from_db()
    assert announcement.state == "draft"
    return announcement


def awaited(person: User) -> list[tuple[Announcement, str]]:
    return [(one.announcement, str(one.why or one.action)) for one in board_for(person).awaiting]


def not_out(person: User) -> list[tuple[Announcement, str]]:
    return [(one.announcement, one.reason) for one in board_for(person).not_out]


def test_its_author_and_its_approvers_each_get_a_message(fallen, officer, editor, second_editor):
    assert {one.to[0] for one in mail.outbox} == {officer.email, editor.email, second_editor.email}
    notified = Notice.objects.get(person=officer, kind="desk.not_sent", ended_at=None)
    (to_author,) = (one for one in mail.outbox if one.to == [officer.email])
    assert reverse("open_notice", args=[notified.pk]) in to_author.body


def test_no_message_carries_a_word_of_what_is_not_public(fallen):
    for one in mail.outbox:
        assert "Words that nobody has read" not in one.body
        assert "The House sits on Tuesday" not in one.subject + one.body
        assert fallen.address not in one.body


def test_each_message_is_in_the_language_of_who_reads_it(approved, officer):
    User.objects.filter(pk=officer.pk).update(language="fr")
    actions.revert_to_draft(approved(), by="worker")
    mail_what_is_due()
    (to_author,) = (one for one in mail.outbox if one.to == [officer.email])
    assert "n’est pas partie" in to_author.body


def test_the_bell_says_why_it_was_not_sent_and_leads_to_it(fallen, officer, sign_in):
    page = sign_in(officer).get("/account/notices/").content.decode()
    assert "was not sent" in page and SAID in page and "The House sits on Tuesday" in page


def test_it_stands_on_the_board_of_its_author_and_approvers_until_it_is_changed(fallen, officer, editor):
    assert not_out(officer) == not_out(editor) == [(fallen, SAID)]
    assert awaited(officer) == awaited(editor) == []
    actions.write_text(fallen, lang="en", title="The House sits", body="At ten.", edit=fallen.edit, by=officer)
    assert not_out(officer) == not_out(editor) == awaited(officer) == awaited(editor) == []


def test_its_page_says_that_nothing_was_sent_and_why(fallen, officer, sign_in):
    page = sign_in(officer).get(reverse("desk:announcement", args=[fallen.address])).content.decode()
    assert SAID in page
    assert "Nothing was sent." in page


def test_its_history_says_how_many_approvals_became_void(fallen):
    assert AuditEntry.objects.get(action="desk.fall_back").facts == {"voided": 2}


def test_one_submitted_again_and_sent_back_is_no_longer_marked_as_reverted(fallen, officer, editor):
    actions.submit(fallen, by=officer)
    actions.send_back(fallen, note="The hour is wrong", by=editor)
    assert [what for _row, what in awaited(officer)] == ["Sent back to you"]


def test_a_new_address_of_the_site_takes_back_what_links_to_the_old_one_and_says_so(
    approved, write, office, officer, settings, monkeypatch, capsys
):
    settings.ADDRESS = ""
    monkeypatch.setattr(site_address, "_read", [])
    SiteAddress.objects.create(address="https://old.parliament.example")
    fediverse = channels.open_account(office=office, kind="activitypub", name="Fediverse", address="house", by="test")
    linked, draft = approved(accounts=[fediverse]), write(accounts=[fediverse])
    address.run(address="https://new.parliament.example")
    mail_what_is_due()

    linked.refresh_from_db()
    assert linked.state == "draft"
    said = capsys.readouterr().out
    assert f"/desk/{linked.address}/" in said and draft.address not in said
    assert officer.email in {one.to[0] for one in mail.outbox}
    assert all("https://new.parliament.example/account/notices/" in one.body for one in mail.outbox)
    assert AuditEntry.objects.filter(action="rules.change_site_address").count() == 1
