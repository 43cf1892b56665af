"""The page on which an announcement is decided: who can give what is missing, what it costs to edit, what is refused."""

import re

import pytest
from django.urls import reverse
from lxml import html

from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.history import events_of
from hemicycle.desk.presenters.remarks import notes_on
from hemicycle.rules.models import ParameterInForce
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_review(write, officer) -> Announcement:
    announcement = write()
    actions.submit(announcement, by=officer)
    return announcement


def page(client, announcement: Announcement) -> str:
    return " ".join(client.get(reverse("desk:announcement", args=[announcement.address])).text.split())


def able(announcement: Announcement) -> list[str]:
    return [str(one.user) for one in actions.who_may_approve(announcement)]


def test_who_can_give_what_is_missing_is_named_with_their_office(in_review, officer, editor, second_editor, sign_in):
    text = page(sign_in(officer), in_review)
    assert "2 approvals are missing. They can come from:" in text
    assert f"<li>{editor} <span" in text and f"<li>{second_editor} <span" in text
    assert "Research service" in text


def test_who_has_approved_is_not_asked_again(in_review, editor, second_editor, sign_in):
    actions.approve(in_review, digest=in_review.digest, by=editor)
    assert able(in_review) == [str(second_editor)]
    text = page(sign_in(editor), in_review)
    assert "1 approval is missing. It can come from:" in text
    assert "You have approved this version." in text and "/approve/" not in text


def test_who_edited_counts_for_nobody_and_too_few_are_said(write, officer, editor, second_editor, sign_in):
    announcement = write()
    actions.write_text(announcement, lang="en", title="The House sits", body="At ten.", edit=1, by=editor)
    actions.submit(announcement, by=officer)
    assert able(announcement) == [str(second_editor)]
    assert "That is fewer people than it needs." in page(sign_in(officer), announcement)


def test_of_two_who_count_as_one_the_second_is_not_named(in_review, office, editor, second_editor):
    appointed = person("Ernst Editor", Role.EDITOR, office=office)
    appointed.assignments.update(granted_by=editor, confirmation="earlier", confirmed_by=None)
    assert able(in_review) == sorted([str(editor), str(second_editor), str(appointed)])
    actions.approve(in_review, digest=in_review.digest, by=editor)
    assert able(in_review) == [str(second_editor)]


def test_an_editor_is_warned_before_an_edit_that_costs_their_approval_and_an_officer_is_not(
    in_review, officer, editor, sign_in
):
    warning = "Whoever edits it can no longer approve it."
    assert warning in page(sign_in(editor), in_review)
    assert warning not in page(sign_in(officer), in_review)
    composer = reverse("desk:compose", args=[in_review.address])
    lost = "You will no longer be able to approve it."
    assert [lost in sign_in(one).get(composer).text for one in (editor, officer)] == [True, False]


def test_an_editor_is_warned_before_a_correction_that_too_few_could_approve(
    approved, officer, editor, second_editor, sign_in
):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    actions.release(announcement, by="worker")
    address = reverse("desk:correct", args=[announcement.address])
    text = " ".join(sign_in(editor).get(address).text.split())
    assert "if you start it, you give up your approval" in text
    assert "It needs 2 approvals, and 1 other people can give one." in text
    assert f"Who can approve what you write: {second_editor}" in text
    assert "give up your approval" not in sign_in(officer).get(address).text


def test_a_send_back_without_a_note_is_refused_at_its_field_with_the_focus(in_review, editor, sign_in):
    answer = sign_in(editor).post(reverse("desk:send_back", args=[in_review.address]), {"note": " "})
    assert answer.status_code == 422
    assert re.search(r'<textarea name="note"[^>]* autofocus', answer.text)
    assert "Say what must change: this is all the author will see." in answer.text
    in_review.refresh_from_db()
    assert in_review.state == "in_review"


def test_remarks_have_one_count_through_title_and_text_and_quote_their_words(write, officer, editor, sign_in):
    announcement = write(
        texts={"en": ("A historic vote", "A ground-breaking day. Write to anna.keller@mail.example.")}
    )
    tree = html.fromstring(sign_in(officer).get(reverse("desk:announcement", args=[announcement.address])).text)
    listed = {one.get("id"): one for one in tree.xpath('//li[contains(@class, "note")]')}
    marks = tree.xpath('//main//mark[starts-with(@id, "mark-")]')
    assert len(marks) == 3
    for mark in marks:
        note = listed[mark.get("id").replace("mark-", "remark-")]
        number = note.xpath('.//*[@class="remark-number"]')[0].text
        assert mark.text_content() == f"{note.xpath('.//q')[0].text}{number}"


@pytest.mark.parametrize(("reason", "why"), [(" ", "Enter why you override"), ("x" * 301, "At most 300 characters")])
def test_a_reason_that_cannot_be_is_refused_at_its_field_and_kept(write, officer, editor, sign_in, reason, why):
    announcement = write(texts={"en": ("It sits", "Write to anna.keller@mail.example.")})
    note = next(one for one in notes_on(announcement)["en"] if one.blocks and one.remark.words)
    said = {"remark": note.key, "check": note.remark.check, "reason": reason}
    answer = sign_in(editor).post(reverse("desk:overrule", args=[announcement.address]), said)
    assert answer.status_code == 422
    field = html.fromstring(answer.text).xpath('//input[@name="reason"]')[0]
    assert why in answer.text and field.get("value", "").strip() == reason.strip()


def test_it_is_sent_back_with_one_control(in_review, editor, sign_in):
    text = page(sign_in(editor), in_review)
    assert text.count("Send back") == 1
    assert text.index("Approve what I have read") < text.index('name="note"') < text.index("Send back")


def test_channels_that_send_the_same_are_shown_once(write, office, officer, editor, sign_in):
    server = {"server": "https://social.example"}
    accounts = [
        channels.open_account(
            office=office, kind="mastodon", name=name, address=f"@{name}@social.example", settings=server, by="test"
        )
        for name in ("house", "committees")
    ]
    announcement = write(accounts=accounts)
    actions.submit(announcement, by=officer)
    text = page(sign_in(editor), announcement)
    assert text.count("house, committees: the same text") == 3
    assert text.count('<article class="card-of') == 3


def test_what_changed_since_one_read_it_comes_before_the_text(in_review, officer, editor, sign_in):
    client = sign_in(editor)
    page(client, in_review)
    actions.send_back(in_review, note="The hour is wrong", by=editor)
    actions.write_text(in_review, lang="en", title="The House sits", body="At eleven.", edit=1, by=officer)
    actions.submit(in_review, by=officer)
    text = page(client, in_review)
    assert text.index('id="since"') < text.index('id="text-heading"')
    assert text.index("See what changed since you read it") < text.index('id="details-heading"')


def test_what_one_person_read_is_nobody_elses_in_the_same_browser(in_review, officer, editor, second_editor, client):
    client.force_login(editor)
    page(client, in_review)
    client.force_login(second_editor)
    actions.send_back(in_review, note="The hour is wrong", by=editor)
    actions.write_text(in_review, lang="en", title="The House sits", body="At eleven.", edit=1, by=officer)
    actions.submit(in_review, by=officer)
    assert 'id="since"' not in page(client, in_review)


def test_who_approves_in_the_name_of_another_office_is_shown_under_it_whatever_they_do(
    in_review, other_office, officer, sign_in
):
    ParameterInForce.objects.create(name="approving_offices", value="enquiries")
    approver = person("Ella Editor", Role.EDITOR, office=other_office)
    actions.send_back(in_review, note="The hour is wrong", by=approver)
    (event,) = (one for one in events_of(in_review) if one.why == "The hour is wrong")
    assert event.who == "Ella Editor · Enquiry service"
