"""In a unit of two, somebody on duty in another office approves: by a signed link to one version, for them alone, once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.errors import DigestMismatch, LinkClosed, MayNotApprove, OwnWork
from hemicycle.desk.models import Announcement, DutyLink
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cast import PASSWORD, person
from tests.conf.test_logs import written

__all__ = ["written"]
pytestmark = pytest.mark.django_db

WHY = "The editor is ill, and the House sits tomorrow."


@pytest.fixture
def announcement(write, officer) -> Announcement:
    found = write()
    actions.submit(found, by=officer)
    return found


@pytest.fixture
def link(announcement, officer, other_clerk) -> DutyLink:
    return actions.ask_on_duty(announcement, to=other_clerk, why=WHY, by=officer)


def path(link: DutyLink) -> str:
    return f"/desk/duty/{link.token}/"


def reread(announcement: Announcement) -> Announcement:
    return Announcement.objects.get(pk=announcement.pk)


def test_the_page_makes_a_link_for_one_person_and_says_why(announcement, officer, other_clerk, sign_in):
    client = sign_in(officer)
    form = client.get(f"/desk/{announcement.address}/duty/").content.decode()
    assert f"{other_clerk} (Enquiry service)" in form
    assert str(officer) not in form.split("</select>")[0].split("<select")[1]
    answer = client.post(f"/desk/{announcement.address}/duty/", {"to": other_clerk.pk, "why": WHY}, follow=True)

    made = DutyLink.objects.get()
    assert path(made) in answer.content.decode()
    assert (made.to, made.asked_by, made.why, made.digest) == (other_clerk, officer, WHY, announcement.digest)
    entry = AuditEntry.objects.get(action="desk.ask_on_duty")
    assert entry.actor == officer.audit_label and made.token not in str(entry.facts)


def test_nobody_is_offered_who_can_approve_it_on_its_page(announcement, officer, editor, other_office, sign_in):
    page = f"/desk/{announcement.address}/duty/"
    assert editor in {one.user for one in actions.who_may_approve(announcement)}
    assert "Nobody is on duty" in sign_in(officer).get(page).text
    other = person("Clara Elsewhere", Role.CLERK, office=other_office)
    form = sign_in(officer).get(page).text.split("</select>")[0].split("<select")[1]
    assert str(other) in form and str(editor) not in form


def test_who_opens_it_signs_in_and_shows_again_who_they_are(link, other_clerk, client, sign_in):
    assert client.get(path(link)).headers["Location"].startswith("/account/login/")
    asked = sign_in(other_clerk).get(path(link))

    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/account/reauthenticate/")


def test_it_shows_the_whole_and_approves_in_the_name_of_the_other_office(
    link, announcement, other_clerk, other_office, stepped_up
):
    client = stepped_up(other_clerk)
    page = client.get(path(link)).content.decode()
    assert WHY in page and "La Chambre siège mardi 3 mars" in page and "As each channel sends it" in page
    answer = client.post(path(link), {"decision": "approve"}, follow=True)

    approval = announcement.approvals.get()
    assert (approval.by, approval.office, approval.through) == (other_clerk, other_office, "link")
    assert "A link is used once" in answer.content.decode()


def test_it_sends_back_with_a_note_and_not_without(link, announcement, other_clerk, stepped_up):
    client = stepped_up(other_clerk)
    assert client.post(path(link), {"decision": "send-back", "note": " "}).status_code == 422
    assert reread(announcement).state == "in_review"
    client.post(path(link), {"decision": "send-back", "note": "The hour is wrong."})

    assert reread(announcement).state == "draft"
    assert announcement.proposals.get().note == "The hour is wrong."


def test_a_decision_typed_too_long_after_is_kept_while_they_show_again_who_they_are(
    link, announcement, other_clerk, sign_in
):
    client = sign_in(other_clerk)
    asked = client.post(path(link), {"decision": "approve"})
    assert announcement.approvals.count() == 0
    client.post(asked.headers["Location"], {"password": PASSWORD})

    assert announcement.approvals.get().by == other_clerk


def test_with_it_and_one_editor_a_unit_of_two_gets_its_two_approvals(link, announcement, editor, other_clerk):
    actions.approve(announcement, digest=announcement.digest, by=editor)
    actions.approve_on_duty(link, by=other_clerk)

    assert reread(announcement).state == "approved"


def test_used_twice_it_says_so_and_does_nothing(link, announcement, other_clerk, stepped_up):
    client = stepped_up(other_clerk)
    for _turn in range(2):
        answer = client.post(path(link), {"decision": "approve"}, follow=True)
    assert "A link is used once" in answer.content.decode()
    client.post(path(link), {"decision": "send-back", "note": "Second thoughts"})

    assert reread(announcement).state == "in_review"
    with pytest.raises(LinkClosed):
        actions.send_back_on_duty(link, note="Second thoughts", by=other_clerk)


def test_of_a_text_that_was_changed_it_says_so(link, announcement, officer, other_clerk, stepped_up):
    actions.write_text(announcement, lang="en", title="Another", body="Another text.", edit=1, by=officer)
    actions.submit(announcement, by=officer)
    client = stepped_up(other_clerk)
    client.post(path(link), {"decision": "approve"})
    answer = client.get(path(link))

    assert (answer.status_code, announcement.approvals.count()) == (410, 0)
    assert "was changed after you were asked" in answer.content.decode()
    with pytest.raises(DigestMismatch):
        actions.approve_on_duty(link, by=other_clerk)


def test_a_link_can_be_answered_for_as_long_as_the_policy_says(announcement, officer, other_clerk):
    ParameterInForce.objects.create(name="duty_link_hours", value=3)
    link = actions.ask_on_duty(announcement, to=other_clerk, why=WHY, by=officer)
    assert timedelta(hours=2, minutes=59) < link.expires_at - timezone.now() <= timedelta(hours=3)


@pytest.mark.parametrize("over", ["expired", "taken back", "decided"])
def test_what_has_run_out_was_taken_back_or_decided_opens_no_more(
    link, announcement, officer, other_clerk, stepped_up, over
):
    if over == "expired":
        DutyLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        link.refresh_from_db()
    elif over == "taken back":
        actions.take_back(link, by=officer)
    else:
        actions.discard(announcement, by=officer)
    client = stepped_up(other_clerk)
    assert "This link can no longer be used" in client.get(path(link)).content.decode()
    client.post(path(link), {"decision": "approve"})

    assert announcement.approvals.count() == 0
    with pytest.raises(LinkClosed):
        actions.approve_on_duty(link, by=other_clerk)


def test_it_opens_for_nobody_else(link, editor, officer, clerk, member, stepped_up, other_clerk):
    for other in (editor, clerk):
        assert stepped_up(other).get(path(link)).status_code == 404
        assert stepped_up(other).post(path(link), {"decision": "approve"}).status_code == 404
        with pytest.raises(MayNotApprove):
            actions.approve_on_duty(link, by=other)
    for other in (officer, member):
        assert stepped_up(other).get(path(link)).status_code == 403


def test_a_token_that_nobody_signed_opens_nothing_and_a_row_that_was_tampered_with_neither(
    link, other_clerk, second_editor, stepped_up
):
    client, token = stepped_up(other_clerk), link.token
    for guessed in (
        "1",
        "x",
        f"{link.pk}-",
        f"{token}x",
        f"{link.pk + 1}{token[token.index('-') :]}",
        f"{'9' * 40}-a",
    ):
        assert client.get(f"/desk/duty/{guessed}/").status_code == 404
    DutyLink.objects.update(to=second_editor)
    assert stepped_up(second_editor).get(f"/desk/duty/{token}/").status_code == 404


def test_neither_who_wrote_it_nor_a_members_office_nor_oneself_can_be_asked(
    write, officer, editor, member, other_office
):
    announcement = write(by=editor)
    actions.submit(announcement, by=editor)
    for own in (editor, officer):
        with pytest.raises(OwnWork):
            actions.ask_on_duty(announcement, to=own, why=WHY, by=officer)
    with pytest.raises(MayNotApprove):
        actions.ask_on_duty(announcement, to=member, why=WHY, by=officer)
    with pytest.raises(IntegrityError):
        DutyLink.objects.create(
            announcement=announcement, edition=announcement.editions.get(), digest="", to=officer, asked_by=officer,
            why=WHY, expires_at=timezone.now(),
        )  # fmt: skip


def test_who_lost_the_role_or_is_of_no_named_office_cannot_answer(link, announcement, other_clerk):
    ParameterInForce.objects.create(name="approving_offices", value="research")
    with pytest.raises(MayNotApprove):
        actions.approve_on_duty(link, by=other_clerk)
    ParameterInForce.objects.all().delete()
    other_clerk.assignments.all().delete()
    with pytest.raises(MayNotApprove):
        actions.approve_on_duty(link, by=other_clerk)


def test_only_what_is_in_review_is_asked_about_and_asking_again_takes_the_earlier_link_back(
    write, link, announcement, officer, other_clerk
):
    with pytest.raises(IllegalMove):
        actions.ask_on_duty(write(), to=other_clerk, why=WHY, by=officer)
    again = actions.ask_on_duty(announcement, to=other_clerk, why=WHY, by=officer)
    link.refresh_from_db()

    assert (link.state, again.state) == ("taken_back", "asked")


def test_only_who_writes_makes_links_and_takes_them_back(
    link, announcement, other_clerk, clerk, sign_in, other_office
):
    theirs = person("Olga Officer", Role.OFFICER, office=other_office)
    for client, status in ((sign_in(clerk), 403), (sign_in(theirs), 404)):
        there = f"/desk/{announcement.address}/duty/"
        assert client.get(there).status_code == status
        assert client.post(there, {"to": other_clerk.pk, "why": WHY}).status_code == status
        assert client.post(f"{there}{link.pk}/take-back/").status_code == status
    assert DutyLink.objects.get().state == "asked"


def test_no_line_of_the_log_holds_the_link(link, other_clerk, stepped_up, written):
    client = stepped_up(other_clerk)
    client.get(path(link))
    client.post(path(link), {"decision": "approve"})
    client.get(f"/desk/duty/{link.token}x/")

    assert "desk/duty/" in written.getvalue()
    assert link.signature not in written.getvalue()
