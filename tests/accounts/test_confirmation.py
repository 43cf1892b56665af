"""Roles that approve, read letters or let others in are given by one person and confirmed by a second one."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from hemicycle.accounts import actions
from hemicycle.accounts.errors import MayNotConfirm, MayNotGive, OwnRole, RoleDoesNotFit
from hemicycle.accounts.models import Assignment, Office, PendingAssignment, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.people import given
from hemicycle.accounts.roles import Role
from hemicycle.record.admin import site as reference
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry
from tests.accounts.test_people import invitation
from tests.cast import person
from tests.workbench.models import Note

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
SUCH = [Role.EDITOR, Role.CLERK, Role.RESEARCHER, Role.ADMINISTRATOR]


@pytest.fixture
def pending(administrator: User, office: Office, outsider: User) -> PendingAssignment:
    """The administrator has made the outsider a clerk, and nobody has confirmed it."""
    given = actions.assign(outsider, office=office, role=Role.CLERK, by=administrator)
    assert isinstance(given, PendingAssignment)
    return given


def waiting_for(user: User) -> int:
    """What stands beside *People* in the menu."""
    return next((item.waiting or 0 for item in visible_items(user, "/") if item.url == "/account/people/"), 0)


# ── Nobody gives themselves a role, and nobody gives one alone ───────────────────────────────────────────


def test_an_administrator_alone_makes_no_clerk_of_themselves(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    page = sign_in(administrator).post("/account/people/", invitation(office, Role.CLERK, email=administrator.email))
    assert "You cannot give yourself a role" in page.text
    assert User.objects.get(pk=administrator.pk).roles == {Role.ADMINISTRATOR}
    with pytest.raises(OwnRole):
        actions.assign(administrator, office=office, role=Role.OFFICER, by=administrator)


@pytest.mark.parametrize("role", SUCH)
def test_who_is_invited_holds_no_such_role_until_somebody_confirms(
    administrator: User, office: Office, sign_in: Browser, role: Role
) -> None:
    Note.objects.create(office=office)
    sign_in(administrator).post("/account/people/", invitation(office, role))
    nora = User.objects.get(email="nora@assembly.example")
    assert not nora.roles and not nora.offices and not nora.reads_internal() and not nora.assignments.exists()
    assert not Note.objects.visible_to(nora).exists()
    assert not visible_items(nora, "/")


def test_an_officer_who_approves_nothing_and_reads_no_letter_begins_at_once(
    administrator: User, outsider: User, office: Office
) -> None:
    given = actions.assign(outsider, office=office, role=Role.OFFICER, by=administrator)
    assert isinstance(given, Assignment)
    assert (given.granted_by, given.confirmation) == (administrator, "none")


def test_with_an_invented_second_administrator_one_person_is_still_one(
    administrator: User, outsider: User, office: Office
) -> None:
    actions.assign(outsider, office=office, role=Role.ADMINISTRATOR, by=administrator)
    with pytest.raises(MayNotGive):
        actions.assign(administrator, office=office, role=Role.CLERK, by=outsider)


def test_who_lets_nobody_into_an_office_gives_no_role_there(
    administrator: User, clerk: User, outsider: User, office: Office, other_office: Office, member_office: Office
) -> None:
    for by, where, role in (
        (clerk, office, Role.OFFICER),
        (administrator, other_office, Role.OFFICER),
        (administrator, member_office, Role.MEMBER),
    ):
        with pytest.raises(MayNotGive):
            actions.assign(outsider, office=where, role=role, by=by)


# ── The second person ────────────────────────────────────────────────────────────────────────────────────


def test_a_second_person_finds_it_beside_the_menu_and_confirms_it(
    pending: PendingAssignment, clerk: User, outsider: User, sign_in: Browser
) -> None:
    browser = sign_in(clerk)
    page = browser.get("/account/people/").text
    assert waiting_for(clerk) == 1
    assert "Waiting for your confirmation" in page and outsider.email in page and "Adam Administrator" in page
    page = browser.post(f"/account/people/waiting/{pending.pk}/confirm/", follow=True).text
    assert "By Adam Administrator, confirmed by Clara Clerk" in page
    assert User.objects.get(pk=outsider.pk).roles == {Role.CLERK}
    assert waiting_for(User.objects.get(pk=clerk.pk)) == 0


def test_declined_it_is_gone_and_opened_nothing(
    pending: PendingAssignment, clerk: User, outsider: User, sign_in: Browser
) -> None:
    browser = sign_in(clerk)
    page = browser.post(f"/account/people/waiting/{pending.pk}/decline/", follow=True).text
    assert "does not get the role Clerk" in page
    assert not PendingAssignment.objects.exists() and not outsider.assignments.exists()
    assert browser.post(f"/account/people/waiting/{pending.pk}/confirm/").status_code == 404


def test_neither_who_gave_it_nor_who_gets_it_nor_one_without_such_a_role_confirms(
    pending: PendingAssignment, clerk: User, administrator: User, officer: User, outsider: User, member: User,
    other_clerk: User, superuser: User, sign_in: Browser,
) -> None:  # fmt: skip
    Assignment.objects.create(user=administrator, office=pending.office, role=Role.EDITOR, confirmation="server")
    for one in (administrator, officer, outsider, member, other_clerk, superuser):
        with pytest.raises(MayNotConfirm):
            actions.confirm(pending, by=one)
        answer = sign_in(one).post(f"/account/people/waiting/{pending.pk}/confirm/")
        assert answer.status_code in (403, 404)
    assert PendingAssignment.objects.exists()


def test_where_an_office_has_nobody_who_could_one_of_another_office_of_the_house_confirms(
    pending: PendingAssignment, other_clerk: User, member: User, outsider: User
) -> None:
    assert list(pending.confirmers()) == [other_clerk]
    assert PendingAssignment.objects.confirmable_by(other_clerk).exists()
    assert not PendingAssignment.objects.confirmable_by(member).exists()
    assert actions.confirm(pending, by=other_clerk).confirmed_by == other_clerk


def test_who_has_left_confirms_nothing(pending: PendingAssignment, clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    with pytest.raises(MayNotConfirm):
        actions.confirm(pending, by=clerk)


def test_a_role_that_waits_does_not_let_its_holder_confirm_another(
    administrator: User, outsider: User, office: Office
) -> None:
    other = person("Otto Other")
    actions.assign(outsider, office=office, role=Role.CLERK, by=administrator)
    second = actions.assign(other, office=office, role=Role.EDITOR, by=administrator)
    assert isinstance(second, PendingAssignment)
    with pytest.raises(MayNotConfirm):
        actions.confirm(second, by=outsider)


def test_who_works_for_a_member_meanwhile_is_not_confirmed(
    pending: PendingAssignment, clerk: User, member_office: Office, sign_in: Browser
) -> None:
    actions.assign(pending.user, office=member_office, role=Role.MEMBER, by="test")
    with pytest.raises(RoleDoesNotFit):
        actions.confirm(pending, by=clerk)
    page = sign_in(clerk).post(f"/account/people/waiting/{pending.pk}/confirm/", follow=True).text
    assert "works for a member" in page


# ── A member's office ────────────────────────────────────────────────────────────────────────────────────


def test_in_a_members_office_the_member_decides_alone(
    member: User, member_office: Office, outsider: User, clerk: User
) -> None:
    given = actions.assign(outsider, office=member_office, role=Role.MEMBER, by=member)
    assert isinstance(given, Assignment)
    assert not PendingAssignment.objects.confirmable_by(clerk).exists()


# ── What the page and the log say ────────────────────────────────────────────────────────────────────────


def test_the_page_says_who_waits_for_whom_and_who_gave_it_takes_it_back(
    pending: PendingAssignment, clerk: User, administrator: User, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    page = browser.get("/account/people/").text
    assert "To be confirmed by one of these: Clara Clerk" in page
    assert "/confirm/" not in page
    browser.post(f"/account/people/waiting/{pending.pk}/withdraw/")
    assert not PendingAssignment.objects.exists()


def test_who_waits_reads_for_whom(pending: PendingAssignment, outsider: User, clerk: User, sign_in: Browser) -> None:
    page = sign_in(outsider).get("/account/").text
    assert "To be confirmed by one of these: Clara Clerk" in page


def test_where_nobody_can_confirm_the_page_says_who_helps(
    pending: PendingAssignment, administrator: User, sign_in: Browser
) -> None:
    assert "ask the operator of the server" in sign_in(administrator).get("/account/people/").text


def test_colleagues_read_no_addresses_and_take_no_role_away(
    administrator: User, clerk: User, officer: User, sign_in: Browser
) -> None:
    page = sign_in(clerk).get("/account/people/").text
    assert officer.name in page
    assert officer.email not in page and "/withdraw/" not in page and 'name="email"' not in page


def test_the_log_says_who_gave_confirmed_and_declined(
    pending: PendingAssignment, clerk: User, administrator: User, outsider: User, office: Office
) -> None:
    actions.confirm(pending, by=clerk)
    again = actions.assign(outsider, office=office, role=Role.EDITOR, by=administrator)
    assert isinstance(again, PendingAssignment)
    actions.decline(again, by=clerk)
    entries = [(e.action, e.actor, e.facts["role"]) for e in AuditEntry.objects.about(outsider) if "role" in e.facts]
    assert entries[::-1] == [
        ("accounts.assign", administrator.audit_label, "clerk"),
        ("accounts.confirm", clerk.audit_label, "clerk"),
        ("accounts.assign", administrator.audit_label, "editor"),
        ("accounts.decline", clerk.audit_label, "editor"),
    ]


def test_the_log_says_whether_a_role_awaits_a_second_person(
    administrator: User, outsider: User, office: Office, sign_in: Browser
) -> None:
    actions.assign(outsider, office=office, role=Role.CLERK, by=administrator)
    actions.assign(outsider, office=office, role=Role.OFFICER, by=administrator)
    actions.assign(outsider, office=office, role=Role.EDITOR, by="test")
    facts = [
        (entry.facts["role"], entry.facts["awaits_confirmation"]) for entry in AuditEntry.objects.about(outsider)[:3]
    ]
    assert facts[::-1] == [("clerk", True), ("officer", False), ("editor", False)]


def test_who_invites_reads_whom_the_role_waits_for(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    page = browser.post("/account/people/", invitation(office, Role.EDITOR), follow=True)
    assert "To be confirmed by one of these: Clara Clerk" in [str(said) for said in page.context["messages"]]
    page = browser.post("/account/people/", invitation(office, Role.OFFICER), follow=True)
    assert [str(said) for said in page.context["messages"]] == ["Nora New has been invited."]


def test_what_is_given_twice_is_given_once(administrator: User, clerk: User, outsider: User, office: Office) -> None:
    for role in (Role.OFFICER, Role.CLERK):
        first = actions.assign(outsider, office=office, role=role, by=administrator)
        assert actions.assign(outsider, office=office, role=role, by=administrator) == first
    actions.confirm(PendingAssignment.objects.get(), by=clerk)
    assert isinstance(actions.assign(outsider, office=office, role=Role.CLERK, by=administrator), Assignment)
    assert not PendingAssignment.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"confirmation": "none"}, "By Ada Giver; no confirmation needed"),
        ({"confirmation": "person"}, "By Ada Giver, confirmed by Bob Second"),
        ({"confirmation": "person", "granted_by": None}, "Confirmed by Bob Second"),
        ({"confirmation": "server"}, "On the server, by its operator"),
        ({"confirmation": "earlier"}, "By Ada Giver, before confirmation was required"),
        ({"confirmation": "earlier", "granted_by": None}, "Before confirmation was required"),
    ],
)
def test_the_page_says_how_each_role_came_to_be(fields: dict[str, object], words: str) -> None:
    giver, second = User(name="Ada Giver"), User(name="Bob Second")
    assert given(Assignment(**{"granted_by": giver, "confirmed_by": second, **fields})) == words


# ── No way around ────────────────────────────────────────────────────────────────────────────────────────


def test_the_database_refuses_what_nobody_confirmed(administrator: User, outsider: User, office: Office) -> None:
    row = {"user": outsider, "office": office, "role": Role.CLERK, "granted_by": administrator}
    for refused in (
        {"confirmation": "none"},
        {"confirmation": ""},
        {"confirmation": "person"},
        {"confirmation": "server"},
        {"confirmation": "person", "confirmed_by": administrator},
        {"confirmation": "person", "confirmed_by": outsider},
        {"confirmation": "earlier", "granted_by": outsider},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(**{**row, **refused})


def test_the_database_refuses_a_role_that_somebody_gives_themselves(administrator: User, office: Office) -> None:
    row = {"user": administrator, "office": office, "role": Role.CLERK, "granted_by": administrator}
    with pytest.raises(IntegrityError), transaction.atomic():
        PendingAssignment.objects.create(**row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.create(**row, confirmation="earlier")


def test_no_page_of_the_administration_writes_people_or_roles(
    superuser: User, administrator: User, sign_in: Browser
) -> None:
    written = {model._meta.app_label for pages in (admin.site, reference) for model in pages._registry}
    assert "accounts" not in written
    for one in (superuser, administrator):
        browser = sign_in(one)
        for model in ("user", "assignment", "pendingassignment"):
            assert browser.get(f"/admin/accounts/{model}/add/").status_code in (403, 404)


# ── On the server ────────────────────────────────────────────────────────────────────────────────────────


def test_on_the_server_the_first_of_a_house_are_given_their_roles_and_the_page_says_so(
    administrator: User, pending: PendingAssignment, sign_in: Browser, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("give_role", pending.user.email, pending.office.slug, "clerk")
    given = Assignment.objects.get(user=pending.user)
    assert (given.confirmation, given.granted_by) == ("server", None)
    assert not PendingAssignment.objects.exists()
    assert "On the server, by its operator" in sign_in(administrator).get("/account/people/").text
    assert AuditEntry.objects.filter(action="accounts.assign", actor="command line").exists()


def test_on_the_server_somebody_new_gets_a_link_and_nobody_gets_into_a_members_office(
    office: Office, member: User, member_office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("give_role", "nora@assembly.example", office.slug, "editor", "--name", "Nora New")
    assert "/account/password/reset/key/" in capsys.readouterr().out
    for asked in (
        ("olga@assembly.example", office.slug, "editor"),
        ("nora@assembly.example", "nowhere", "editor"),
        ("nora@assembly.example", office.slug, "member"),
        ("otto@assembly.example", member_office.slug, "member", "--name", "Otto Other"),
    ):
        with pytest.raises(CommandError):
            call_command("give_role", *asked)
    assert member_office.assignments.count() == 1


# ── After an upgrade ─────────────────────────────────────────────────────────────────────────────────────


def test_an_upgrade_reads_in_the_log_who_gave_each_role_and_what_one_gave_oneself_waits(
    administrator: User, outsider: User, office: Office
) -> None:
    for user, role in ((outsider, Role.CLERK), (administrator, Role.EDITOR)):
        Assignment.objects.create(user=user, office=office, role=role, confirmation="earlier")
        audit.record("accounts.assign", by=administrator, about=user, office=office, role=role.value)
    import_module("hemicycle.accounts.migrations.0004_granted_by").say_who_gave_them(apps, None)

    assert Assignment.objects.get(user=outsider).granted_by == administrator
    assert [(one.user, one.role) for one in PendingAssignment.objects.all()] == [(administrator, "editor")]
    assert User.objects.get(pk=administrator.pk).roles == {Role.ADMINISTRATOR}
