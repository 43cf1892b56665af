"""Nobody publishes alone: an approval is of exactly what was read, by somebody who neither wrote it nor touched it."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.errors import DigestMismatch, EditConflict, MayNotApprove, NotReady, OwnWork
from hemicycle.desk.models import Announcement
from hemicycle.desk.remarks import blocking, key_of
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.cast import person

pytestmark = pytest.mark.django_db


def reread(announcement: Announcement) -> Announcement:
    return Announcement.objects.get(pk=announcement.pk)


def test_two_others_approve_and_only_then_is_it_approved(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    assert reread(announcement).state == "in_review"
    actions.approve(announcement, digest=announcement.digest, by=second_editor)

    assert reread(announcement).state == "approved"
    entries = [entry.action.removeprefix("desk.") for entry in AuditEntry.objects.about(announcement)]
    assert entries == ["approve", "approve", "submit", "draft"]


def change_a_word(announcement, by):
    actions.write_text(announcement, lang="fr", title="Autre titre", body="Autre texte.", edit=1, by=by)


def change_the_hour(announcement, by):
    later = timezone.now() + timedelta(hours=3)
    actions.change(announcement, edit=reread(announcement).edit, release_at=later, by=by)


def change_a_variant(announcement, by):
    actions.write_own_text(announcement.targets.first(), lang="en", text="Shorter.", by=by)


def drop_a_channel(announcement, by):
    actions.choose_accounts(announcement, [announcement.targets.first().account], by=by)


def add_a_picture(announcement, by):
    actions.add_media_file(announcement, name="x.png", kind="image", content=b"\x89PNG\r\n\x1a\n", by=by)


@pytest.mark.parametrize("edit", [change_a_word, change_the_hour, change_a_variant, drop_a_channel, add_a_picture])
def test_any_later_change_voids_every_approval_and_makes_it_a_draft_again(approved, officer, edit):
    announcement = approved()
    edit(announcement, officer)

    row = reread(announcement)
    assert row.state == "draft"
    assert not row.approvals.current().exists()
    assert set(row.approvals.values_list("voided_why", flat=True)) == {"changed"}


def test_what_was_approved_cannot_be_approved_under_another_text(write, officer, editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    read_earlier = announcement.digest
    actions.write_text(announcement, lang="en", title="Other", body="Something else.", edit=1, by=officer)
    actions.submit(announcement, by=officer)

    with pytest.raises(DigestMismatch):
        actions.approve(announcement, digest=read_earlier, by=editor)


def test_the_same_person_approving_twice_counts_once(write, officer, editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    for _ in range(2):
        actions.approve(announcement, digest=announcement.digest, by=editor)

    assert announcement.approvals.count() == 1
    assert reread(announcement).state == "in_review"


def test_a_sensitive_announcement_needs_one_more(approved, office):
    announcement = approved(sensitivity="sensitive")
    assert reread(announcement).state == "in_review"
    third = person("Thora Editor", Role.EDITOR, office=office)
    actions.approve(announcement, digest=announcement.digest, by=third)

    assert reread(announcement).state == "approved"


def test_as_many_approve_as_the_policy_asks(write, officer, editor):
    ParameterInForce.objects.create(name="approvals_needed", value=1)
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)

    assert reread(announcement).state == "approved"


def test_as_many_approve_what_is_sensitive_as_the_policy_asks(approved):
    ParameterInForce.objects.create(name="approvals_sensitive", value=2)
    assert reread(approved(sensitivity="sensitive")).state == "approved"


def test_the_house_may_name_the_offices_that_approve(write, officer, editor, other_office):
    ParameterInForce.objects.create(name="approving_offices", value="enquiries")
    theirs = person("Thea Editor", Role.EDITOR, office=other_office)
    announcement = write()
    actions.submit(announcement, by=officer)

    assert not actions.may_approve(announcement, editor)
    assert actions.approve(announcement, digest=announcement.digest, by=theirs).office == other_office


def test_a_clerk_on_duty_elsewhere_approves_by_link_only(write, officer, other_clerk, other_office):
    announcement = write()
    actions.submit(announcement, by=officer)

    assert not actions.may_approve(announcement, other_clerk)
    approval = actions.approve(announcement, digest=announcement.digest, by=other_clerk, through="link")
    assert (approval.office, approval.through) == (other_office, "link")


def test_a_members_office_never_approves_what_the_house_says(write, officer, member):
    announcement = write()
    actions.submit(announcement, by=officer)

    with pytest.raises(MayNotApprove):
        actions.approve(announcement, digest=announcement.digest, by=member, through="link")


def test_who_has_lost_their_role_cannot_approve(write, officer, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    second_editor.assignments.all().delete()

    with pytest.raises(MayNotApprove):
        actions.approve(announcement, digest=announcement.digest, by=second_editor)


def test_what_the_policy_lets_block_is_not_submitted(write, officer):
    texts = {"en": ("Questions", "Call Ann Smith on 07700 900417.")}
    ParameterInForce.objects.create(name="checks_blocking", value=["dead-link"])
    actions.submit(write(texts=texts), by=officer)

    ParameterInForce.objects.update(value=["personal-data"])
    cache.clear()
    with pytest.raises(NotReady) as refused:
        actions.submit(write(texts=texts), by=officer)
    assert refused.value.reasons == ("personal-data",)


def test_a_draft_without_words_or_without_a_way_out_is_not_submitted(write, officer):
    announcement = write(texts={"en": ("Only a title", "")}, accounts=[])

    with pytest.raises(NotReady) as refused:
        actions.submit(announcement, by=officer)
    assert refused.value.reasons == ("empty-text", "no-channel")


def test_a_remark_that_blocks_keeps_it_back_until_somebody_else_overrules_it(write, officer, editor):
    announcement = write(texts={"en": ("The House sits", "It sits on Tuesday at 10:00.")})
    with pytest.raises(NotReady) as refused:
        actions.submit(announcement, by=officer)
    assert refused.value.reasons == ("missing-language",)
    with pytest.raises(OwnWork):
        actions.overrule(announcement, remark="x", check="missing-language", reason="Urgent", by=officer)

    for remark in blocking(announcement):
        actions.overrule(announcement, remark=key_of(remark), check=remark.check, reason="Urgent", by=editor)
    assert actions.submit(announcement, by=officer).state == "in_review"
    assert AuditEntry.objects.filter(action="desk.overrule").exists()


def test_a_proposed_comma_leaves_its_proposer_an_approver(write, officer, editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    words = {"en": {"title": "The House sits on Tuesday", "body": "The House sits on Tuesday, at 10:00."}}
    proposal = actions.propose(announcement, texts=words, note="A comma", by=editor)
    assert reread(announcement).state == "in_review"
    with pytest.raises(OwnWork):
        actions.take_over(proposal, by=editor)
    actions.take_over(proposal, by=officer)

    row = reread(announcement)
    assert (row.state, row.last_editor, row.by_language["en"].body) == ("draft", officer, words["en"]["body"])
    actions.submit(row, by=officer)
    actions.approve(row, digest=row.digest, by=editor)


def test_a_proposal_to_a_text_that_has_moved_on_is_not_taken_over(write, officer, editor):
    announcement = write()
    proposal = actions.propose(announcement, texts={"en": {"title": "T", "body": "B"}}, note="", by=editor)
    actions.write_text(announcement, lang="en", title="Other", body="Other.", edit=1, by=officer)

    with pytest.raises(EditConflict):
        actions.take_over(proposal, by=officer)
    assert actions.decline(proposal, by=officer).state == "declined"


@pytest.fixture
def with_own_text(write, site, officer) -> Announcement:
    """The site has an English text of its own."""
    announcement = write()
    actions.write_own_text(announcement.targets.get(account=site), lang="en", text="Tuesday, 9:00.", by=officer)
    announcement.refresh_from_db()
    actions.submit(announcement, by=officer)
    return announcement


def proposed(client, announcement, site, text):
    address = reverse("desk:propose", args=[announcement.address])
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return client.post(address, data | {f"own-{site.pk}-en": text}, follow=True)


def test_a_change_to_the_own_text_of_a_channel_is_proposed_and_accepted(with_own_text, site, officer, editor, sign_in):
    page = proposed(sign_in(editor), with_own_text, site, "Tuesday, 10:00.").text
    assert "proposes a change" in page and "Our site" in page
    proposal = with_own_text.proposals.get()
    assert (
        set(proposal.texts) == {"en"} and "The House sits on Tuesday, 3 March" not in page.split("proposals")[1][:900]
    )

    actions.take_over(proposal, by=officer)
    row = reread(with_own_text)
    assert row.targets.get(account=site).own_texts == {"en": "Tuesday, 10:00."}
    actions.submit(row, by=officer)
    actions.approve(row, digest=row.digest, by=editor)


def test_the_same_own_text_is_no_proposal(with_own_text, site, editor, sign_in):
    answer = proposed(sign_in(editor), with_own_text, site, "Tuesday, 9:00.")
    assert answer.status_code == 422 and not with_own_text.proposals.exists()


@pytest.mark.parametrize("moved", ["another text", "channel removed"])
def test_a_proposal_to_an_own_text_that_has_moved_on_is_not_taken_over(with_own_text, site, officer, editor, moved):
    target = with_own_text.targets.get(account=site)
    own = {"en": {site.pk: "Tuesday, 10:00."}}
    proposal = actions.propose(with_own_text, texts={}, own_texts=own, note="", by=editor)
    if moved == "another text":
        actions.write_own_text(target, lang="en", text="At nine.", by=officer)
    else:
        actions.choose_accounts(with_own_text, [], by=officer)
    with pytest.raises(EditConflict):
        actions.take_over(proposal, by=officer)


def test_sent_back_it_is_a_draft_with_a_note_and_no_approvals(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    actions.send_back(announcement, note="The hour is wrong", by=second_editor)

    row = reread(announcement)
    assert row.state == "draft"
    assert not row.approvals.current().exists()
    assert row.proposals.get().note == "The hour is wrong"


def test_two_people_never_overwrite_each_other(write, officer, editor):
    announcement = write()
    actions.write_text(announcement, lang="en", title="Mine", body="Mine.", edit=1, by=officer)

    with pytest.raises(EditConflict):
        actions.write_text(announcement, lang="en", title="Theirs", body="Theirs.", edit=1, by=editor)
    actions.write_text(announcement, lang="fr", title="Le leur", body="Le leur.", edit=1, by=editor)
    row = reread(announcement)
    assert (row.by_language["en"].title, row.by_language["fr"].title) == ("Mine", "Le leur")


def test_what_was_read_before_somebody_else_changed_it_is_not_written_over(write, officer, editor):
    announcement = write()
    read = announcement.edit
    actions.change(announcement, edit=read, hashtags={"en": ["#Mine"]}, by=officer)

    with pytest.raises(EditConflict):
        actions.change(announcement, edit=read, hashtags={"en": ["#Theirs"]}, by=editor)
    assert reread(announcement).hashtags == {"en": ["#Mine"]}


def test_what_is_in_the_drawer_is_seen_by_its_office_alone(
    write, officer, editor, clerk, other_clerk, member, outsider, superuser
):
    write()

    assert Announcement.objects.visible_to(officer).exists()
    assert Announcement.objects.visible_to(editor).exists()
    for one in (clerk, other_clerk, member, outsider, superuser, None):
        assert not Announcement.objects.visible_to(one).exists()


def test_released_it_cannot_be_edited_any_more(approved, officer):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    assert actions.release(announcement, by="worker")

    with pytest.raises(IllegalMove):
        actions.write_text(reread(announcement), lang="en", title="Other", body="Other.", edit=1, by=officer)
