"""The author cannot approve: by no page, request, interface, role, later change or link, and not in the database.

Nor can who touched it last, nor whoever the House has not named. Each of them is tried by every way there is.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import IntegrityError, transaction
from django.test import Client

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.errors import DigestMismatch, MayNotApprove, OwnWork
from hemicycle.desk.models import Announcement, Approval, DutyLink
from hemicycle.record.api.router import api
from tests.cast import person
from tests.desk.test_approving import reread

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(write, editor) -> Announcement:
    """What an editor wrote, in review: whoever else is an editor may approve it."""
    found = write(by=editor)
    actions.submit(found, by=editor)
    return found


def approve(client: Client, announcement: Announcement, **said: str) -> int:
    """A crafted request: whatever the page shows, somebody sends this."""
    answer = client.post(f"/desk/{announcement.address}/approve/", {"digest": announcement.digest, **said})
    return int(answer.status_code)


# ── By the page, and by a request that no page offers ────────────────────────────────────────────────────


def test_the_page_offers_its_author_no_way_and_says_why(own, editor, second_editor, sign_in):
    theirs, others = (sign_in(one).get(f"/desk/{own.address}/").content.decode() for one in (editor, second_editor))
    assert "/approve/" in others
    assert "/approve/" not in theirs
    assert "You wrote or edited this, so someone else must approve it." in theirs


def test_a_crafted_request_of_its_author_is_refused_and_the_page_says_why(own, editor, sign_in):
    client = sign_in(editor)
    for more in ({}, {"by": "1"}, {"through": "link"}, {"author": "", "last_editor": ""}):
        assert approve(client, own, **more) == 302
    assert "someone else must decide" in client.get(f"/desk/{own.address}/").content.decode()

    assert not Approval.objects.exists()
    assert reread(own).state == "in_review"


def test_a_crafted_request_of_a_superuser_finds_nothing_whatever_their_role_elsewhere(
    own, superuser, other_office, sign_in
):
    assert approve(sign_in(superuser), own) == 403
    for role in (Role.OFFICER, Role.EDITOR, Role.CLERK, Role.ADMINISTRATOR):
        accounts.assign(superuser, office=other_office, role=role, by="test")
    assert approve(sign_in(superuser), own) == 404

    assert not Approval.objects.exists()


def test_a_superuser_who_wrote_it_is_an_author_like_any_other(write, office, superuser, sign_in):
    accounts.assign(superuser, office=office, role=Role.EDITOR, by="test")
    announcement = write(by=superuser)
    actions.submit(announcement, by=superuser)
    approve(sign_in(superuser), announcement)
    with pytest.raises(OwnWork):
        actions.approve(announcement, digest=announcement.digest, by=superuser)

    assert not Approval.objects.exists()


# ── By the administration and by the interface ───────────────────────────────────────────────────────────


def test_no_page_of_the_administration_shows_or_writes_a_row_of_the_desk(own, superuser, sign_in):
    registered = {model for model in admin.site._registry if model._meta.app_label == "desk"}
    client = sign_in(superuser)
    assert registered == set()
    for model in apps.get_app_config("desk").get_models():
        address = f"/admin/desk/{model._meta.model_name}/"
        assert {client.get(f"{address}{more}").status_code for more in ("", "add/", f"{own.pk}/change/")} == {404}
        assert client.post(f"{address}add/", {"announcement": own.pk, "by": superuser.pk}).status_code == 404


def test_the_interface_has_no_operation_that_writes_and_none_that_approves(own, editor, sign_in):
    operations = [
        (path, method) for path, said in api.get_openapi_schema(path_prefix="")["paths"].items() for method in said
    ]
    assert operations
    assert {method for _path, method in operations} == {"get"}
    client = sign_in(editor)
    for path, _method in operations:
        address = "/api/v1" + path.replace("{address}", own.address).replace("{version}", "1")
        for ask in (client.post, client.put, client.patch, client.delete):
            assert ask(address, {"digest": own.digest}, content_type="application/json").status_code in (404, 405)

    assert not Approval.objects.exists()


# ── By the signed link ───────────────────────────────────────────────────────────────────────────────────


def test_no_link_is_made_for_its_author_and_one_that_lies_in_the_table_opens_nothing(own, officer, editor, stepped_up):
    with pytest.raises(OwnWork):
        actions.ask_on_duty(own, to=editor, why="There is nobody else.", by=officer)
    with pytest.raises(OwnWork):
        actions.approve(own, digest=own.digest, by=editor, through="link")
    client = stepped_up(editor)
    client.post(f"/desk/{own.address}/duty/", {"to": editor.pk, "why": "There is nobody else."})

    assert not DutyLink.objects.exists()


def test_who_was_asked_by_a_link_and_then_changed_the_text_cannot_approve_it(own, officer, second_editor):
    link = actions.ask_on_duty(own, to=second_editor, why="The others are away.", by=officer)
    actions.write_text(own, lang="en", title="My own", body="My own text.", edit=1, by=second_editor)
    actions.submit(own, by=officer)

    with pytest.raises(DigestMismatch):
        actions.approve_on_duty(link, by=second_editor)
    with pytest.raises(OwnWork):
        actions.approve(own, digest=own.digest, by=second_editor, through="link")


# ── By changing it ───────────────────────────────────────────────────────────────────────────────────────


def test_the_author_cannot_approve_even_as_an_editor(write, editor):
    announcement = write(by=editor)
    actions.submit(announcement, by=editor)

    with pytest.raises(OwnWork):
        actions.approve(announcement, digest=announcement.digest, by=editor)


def test_who_touched_it_last_cannot_approve(write, officer, editor, second_editor):
    announcement = write()
    actions.write_text(announcement, lang="en", title="The House sits", body="On Tuesday at ten.", edit=1, by=editor)
    actions.submit(announcement, by=officer)

    with pytest.raises(OwnWork):
        actions.approve(announcement, digest=announcement.digest, by=editor)
    actions.approve(announcement, digest=announcement.digest, by=second_editor)


def test_editing_after_the_first_approval_smuggles_nothing_past_the_second(write, officer, editor, second_editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=editor)
    actions.write_text(announcement, lang="en", title="It sits", body="It sits on Monday.", edit=1, by=officer)
    actions.submit(announcement, by=officer)
    actions.approve(announcement, digest=announcement.digest, by=second_editor)

    assert reread(announcement).state == "in_review"


def test_its_author_does_not_stop_being_it_when_somebody_else_touches_it(own, editor, officer, sign_in):
    actions.write_text(own, lang="en", title="Touched", body="Touched by another.", edit=1, by=officer)
    actions.submit(own, by=officer)
    approve(sign_in(editor), own)

    assert not Approval.objects.exists()


def test_who_changed_no_word_but_a_picture_has_touched_it(write, officer, editor):
    announcement = write()
    medium = actions.add_media_file(announcement, name="x", kind="image", content=b"x", by=officer)
    actions.remove_media_file(medium, by=editor)
    actions.submit(announcement, by=officer)
    with pytest.raises(OwnWork):
        actions.approve(announcement, digest=announcement.digest, by=editor)


# ── By having a role, or none ────────────────────────────────────────────────────────────────────────────


def test_an_officer_a_clerk_an_outsider_and_a_superuser_cannot_approve(
    write, officer, office, clerk, outsider, superuser, member, other_clerk
):
    second_officer = person("Otto Officer", Role.OFFICER, office=office)
    announcement = write()
    actions.submit(announcement, by=officer)

    for one in (second_officer, clerk, outsider, superuser, member, other_clerk):
        assert not actions.may_approve(announcement, one)
        with pytest.raises(MayNotApprove):
            actions.approve(announcement, digest=announcement.digest, by=one)
    assert not Approval.objects.exists()


# ── In the database ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("field", ["author", "last_editor"])
def test_the_database_refuses_an_approval_by_who_wrote_or_touched_it(write, officer, editor, office, field):
    announcement = write()
    actions.submit(announcement, by=officer)
    people = {"author": officer, "last_editor": officer, field: editor}

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            announcement=announcement, edition=announcement.editions.get(), digest="x", by=editor, office=office,
            **people,
        )  # fmt: skip


def test_the_database_refuses_to_turn_an_approval_into_the_authors(own, editor, second_editor):
    actions.approve(own, digest=own.digest, by=second_editor)
    for change in ({"by": editor}, {"author": second_editor}, {"last_editor": second_editor}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Approval.objects.update(**change)
