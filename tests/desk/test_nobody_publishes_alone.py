"""One person with two invented editors publishes nothing, and whoever gave a role counts as one with its holder."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction

from hemicycle.accounts import actions as accounts
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import User
from hemicycle.accounts.roles import Role
from hemicycle.desk import actions
from hemicycle.desk.errors import NotIndependent
from hemicycle.desk.models import Announcement, Approval
from hemicycle.rules.models import ParameterInForce
from tests.cast import person
from tests.desk.test_approving import reread

pytestmark = pytest.mark.django_db


def invite(client, office, name, role=Role.EDITOR):
    said = {"email": f"{name}@assembly.example", "name": name, "office": office.pk, "role": role.value}
    client.post("/account/people/", said)
    return User.objects.get(email=said["email"])


def test_an_administrator_with_two_invented_editors_publishes_nothing(
    write, administrator, editor, officer, office, sign_in, django_capture_on_commit_callbacks
):
    announcement = write()
    actions.submit(announcement, by=officer)
    with django_capture_on_commit_callbacks(execute=True):
        invented = [invite(sign_in(administrator), office, name) for name in ("ivo", "ida")]
    for one in invented:
        sign_in(one).post(f"/desk/{announcement.address}/approve/", {"digest": announcement.digest})

    assert send_mail("test", lambda: False) == len(mail.outbox) == 2
    assert reread(announcement).state == "in_review"
    assert not announcement.approvals.exists()


def give(user, office, role, *, by, confirmed_by):
    accounts.confirm(accounts.assign(user, office=office, role=role, by=by), by=confirmed_by)


@pytest.fixture
def keeper(administrator, office):
    """The administrator is an editor, too."""
    accounts.assign(administrator, office=office, role=Role.EDITOR, by="test")
    return administrator


@pytest.fixture
def appointed(keeper, office, clerk):
    """An editor by the keeper's grant, whom a clerk has confirmed."""
    found = person("Anna Appointed")
    give(found, office, Role.EDITOR, by=keeper, confirmed_by=clerk)
    return found


def refuse(announcement, by):
    assert not actions.may_approve(announcement, by)
    assert not Announcement.objects.awaiting(by).exists()
    with pytest.raises(NotIndependent):
        actions.approve(announcement, digest=announcement.digest, by=by)


def test_who_was_given_their_role_by_the_author_does_not_approve(write, keeper, appointed, editor, sign_in):
    announcement = write(by=keeper)
    actions.submit(announcement, by=keeper)

    refuse(announcement, appointed)
    assert "You count as one person" in sign_in(appointed).get(f"/desk/{announcement.address}/").text
    assert actions.approve(announcement, digest=announcement.digest, by=editor)


def test_who_was_given_their_role_by_an_earlier_editor_does_not_approve(write, keeper, appointed, officer):
    announcement = write()
    actions.write_text(announcement, lang="en", title="It sits", body="It sits on Monday.", edit=1, by=keeper)
    actions.write_text(announcement, lang="en", title="It sits", body="It sits on Monday, at ten.", edit=2, by=officer)
    actions.submit(announcement, by=officer)

    refuse(announcement, appointed)


@pytest.mark.parametrize("first", ["keeper", "appointed"])
def test_who_gave_the_role_and_who_holds_it_are_no_two_approvals(request, write, officer, keeper, appointed, first):
    announcement = write()
    actions.submit(announcement, by=officer)
    one, other = (keeper, appointed) if first == "keeper" else (appointed, keeper)
    actions.approve(announcement, digest=announcement.digest, by=one)

    refuse(announcement, other)
    assert reread(announcement).state == "in_review"


def test_who_made_the_author_an_officer_does_not_approve_even_after_taking_the_role_away(
    write, keeper, office, outsider
):
    given = accounts.assign(outsider, office=office, role=Role.OFFICER, by=keeper)
    announcement = write(by=outsider)
    actions.submit(announcement, by=outsider)
    accounts.withdraw(given, by=keeper)

    refuse(announcement, keeper)


def test_who_gave_the_role_of_who_asks_for_a_withdrawal_does_not_confirm_it(
    approved, officer, keeper, appointed, editor
):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    assert actions.release(announcement, by="worker")
    actions.ask_withdrawal(announcement, reasons={"en": "It was wrong."}, by=appointed)

    with pytest.raises(NotIndependent):
        actions.confirm_withdrawal(announcement, by=keeper)
    assert actions.confirm_withdrawal(announcement, by=editor).state == "withdrawn"


def test_the_database_refuses_an_approval_of_whom_the_author_gave_their_role(write, keeper, appointed, office):
    announcement = write(by=keeper)
    actions.submit(announcement, by=keeper)
    row = {"by": appointed, "granted_by": keeper, "author": keeper, "last_editor": keeper, "office": office}

    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(announcement=announcement, edition=announcement.editions.get(), digest="x", **row)


def test_a_house_of_two_speaks_with_roles_given_on_the_server(write, office):
    ParameterInForce.objects.create(name="approvals_needed", value=1)
    one, other = person("Olive One"), person("Tom Two")
    for user, role in ((one, "administrator"), (one, "officer"), (other, "editor")):
        call_command("give_role", user.email, office.slug, role)
    announcement = write(by=one)
    actions.submit(announcement, by=one)
    actions.approve(announcement, digest=announcement.digest, by=other)

    assert reread(announcement).state == "approved"
