"""Whoever edited an announcement since the last release cannot approve it, whoever changed a comma after them.

Every way in which an announcement is changed is tried, and each by an editor who would otherwise approve.
"""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from hemicycle.desk import actions
from hemicycle.desk.errors import OwnWork
from hemicycle.desk.models import Announcement, Approval, on_duty_for
from hemicycle.record.models import Document
from hemicycle.rules.models import ParameterInForce
from tests.desk.picture_files import png
from tests.desk.test_approving import reread

pytestmark = pytest.mark.django_db


def comma(announcement, by):
    """The last hand is another's, and all it did was a comma."""
    there = reread(announcement).by_language["en"]
    actions.write_text(announcement, lang="en", title=there.title, body=f"{there.body},", edit=there.edit, by=by)


def rewrites_a_text(announcement, by):
    actions.write_text(announcement, lang="en", title="It does not sit", body="It does not sit.", edit=1, by=by)


def removes_a_language(announcement, by):
    ParameterInForce.objects.create(name="approvals_needed", value=1)
    actions.drop_language(announcement, lang="es", by=by)
    actions.write_text(announcement, lang="es", title="No se reúne", body="No se reúne.", edit=None, by=by)


def replaces_a_picture(announcement, by):
    actions.replace_picture(announcement.media.get(), name="b.png", content=png(9), by=by)


def describes_a_picture(announcement, by):
    actions.describe_media_file(announcement.media.get(), alternatives={"en": "Rain"}, by=by)


def removes_a_picture(announcement, by):
    actions.remove_media_file(announcement.media.get(), by=by)


def adds_a_picture(announcement, by):
    actions.add_picture(announcement, name="c.png", content=png(10), by=by)


def warns_of_it(announcement, by):
    actions.change(announcement, edit=reread(announcement).edit, warnings={"en": "Violence"}, by=by)


def moves_the_hour(announcement, by):
    later = timezone.now() + timedelta(hours=3)
    actions.change(announcement, edit=reread(announcement).edit, release_at=later, by=by)


def links_it_to_another_bill(announcement, by):
    bill = Document.objects.create(kind="bill", number="1", titles={"en": "Harbour Bill"})
    actions.change(announcement, edit=reread(announcement).edit, document=bill, by=by)


def writes_a_variant(announcement, by):
    actions.write_own_text(announcement.targets.first(), lang="en", text="Shorter.", by=by)


def drops_a_channel(announcement, by):
    actions.choose_accounts(announcement, [announcement.targets.first().account], by=by)


def takes_a_proposal_over(announcement, by):
    words = {"en": {"title": "It sits later", "body": "It sits later."}}
    proposal = actions.propose(announcement, texts=words, note="", by=announcement.author)
    actions.take_over(proposal, by=by)


WAYS = [
    rewrites_a_text, removes_a_language, replaces_a_picture, describes_a_picture, removes_a_picture, adds_a_picture,
    warns_of_it, moves_the_hour, links_it_to_another_bill, writes_a_variant, drops_a_channel, takes_a_proposal_over,
]  # fmt: skip


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def edited(write, officer, editor):
    """`edited(way)`: the officer's, changed by the editor in that way, then a comma by the officer; in review."""

    def changed(way=rewrites_a_text, **what) -> Announcement:
        announcement = write(**what)
        medium = actions.add_picture(announcement, name="a.png", content=png(8), by=officer)
        actions.describe_media_file(medium, alternatives=dict.fromkeys(("en", "fr", "es"), "Sun"), by=officer)
        way(announcement, editor)
        comma(announcement, officer)
        Announcement.objects.filter(pk=announcement.pk).update(state="in_review")
        return reread(announcement)

    return changed


@pytest.mark.parametrize("way", WAYS)
def test_who_changed_it_in_any_way_cannot_approve_after_anothers_comma(edited, editor, officer, way):
    announcement = edited(way)
    assert announcement.last_editor == officer

    assert not actions.may_approve(announcement, editor)
    for through in ("page", "link"):
        with pytest.raises(OwnWork):
            actions.approve(announcement, digest=announcement.digest, by=editor, through=through)
    assert not Approval.objects.exists()


def test_the_database_refuses_the_approval_of_an_earlier_editor(edited, editor, second_editor, officer, office):
    announcement = edited()
    edition = actions.approve(announcement, digest=announcement.digest, by=second_editor).edition
    people = {"by": editor, "author": officer, "last_editor": officer, "office": office}

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(announcement=announcement, edition=edition, digest=announcement.digest, **people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.update(by=editor)


def test_it_does_not_await_an_earlier_editor_and_the_page_says_why(edited, editor, second_editor, sign_in):
    announcement = edited()

    assert not Announcement.objects.waiting_for(editor).exists()
    assert Announcement.objects.waiting_for(second_editor).exists()
    page = sign_in(editor).get(f"/desk/{announcement.address}/").text
    assert "/approve/" not in page
    assert "You wrote or edited this, so someone else must approve it." in page


def test_no_link_is_made_for_an_earlier_editor_and_none_is_offered(edited, editor, second_editor, officer):
    announcement = edited()

    assert set(on_duty_for(announcement)) == {second_editor}
    with pytest.raises(OwnWork):
        actions.ask_on_duty(announcement, to=editor, why="There is nobody else.", by=officer)


def test_an_earlier_editor_overrules_no_remark(edited, editor):
    with pytest.raises(OwnWork):
        actions.overrule(edited(), remark="x", check="missing-language", reason="Urgent", by=editor)


def test_who_approved_and_then_edits_is_an_editor_and_approves_no_more(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    rewrites_a_text(announcement, editor)
    comma(announcement, officer)
    actions.submit(announcement, by=officer)

    with pytest.raises(OwnWork):
        actions.approve(announcement, digest=announcement.digest, by=editor)
    assert actions.approve(announcement, digest=announcement.digest, by=second_editor)


def test_an_editor_of_what_was_released_may_approve_its_correction(
    write, officer, editor, second_editor, office, approved
):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    assert actions.release(announcement, by="worker")
    correction = actions.correct(announcement, reasons={"en": "The hour was wrong."}, by=second_editor)
    comma(correction, officer)
    actions.submit(correction, by=officer)

    with pytest.raises(OwnWork):
        actions.approve(correction, digest=correction.digest, by=second_editor)
    assert actions.approve(correction, digest=correction.digest, by=editor)


def test_an_upgrade_voids_what_an_earlier_editor_had_approved_and_keeps_what_was_released(
    edited, approved, editor, second_editor, officer, office
):
    released = approved()
    actions.schedule(released, by=officer)
    assert actions.release(released, by="worker")
    announcement = edited()
    actions.approve(announcement, digest=announcement.digest, by=second_editor)
    # As it was before: nobody had noted who edited it.
    Approval.parts.filter(part="edited").delete()
    actions.approve(announcement, digest=announcement.digest, by=editor)
    import_module("hemicycle.desk.migrations.0008_who_edited").mark_editors(apps, None)

    row = reread(announcement)
    assert (row.state, [one.by for one in row.approvals.current()]) == ("in_review", [second_editor])
    assert row.approvals.get(by=editor).voided_why == "own-work"
    assert reread(released).approvals.current().count() == 2
    assert not actions.may_approve(row, editor)
