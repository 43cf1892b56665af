"""An invitation that went to a mistyped address is sent to the right one by whoever invited, while nobody has used it."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts import actions
from hemicycle.accounts.errors import AddressTaken, MayNotCorrect
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Assignment, Office, PendingAssignment, User
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import AuditEntry
from tests.cast import person

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
WRONG, RIGHT = "nroa@assembly.example", "nora@assembly.example"
LINK = re.compile(r"(/account/password/reset/key/\S+)")


def opened(by: User, kind: Office.Kind = Office.Kind.INSTITUTION) -> tuple[Office, User]:
    return actions.open_office_with(name="Library", kind=kind, email=WRONG, person="Nora New", by=by)


def page_of(invited: User) -> str:
    return f"/account/people/{invited.pk}/address/"


def link_in(mails: list) -> str:
    send_mail("test", lambda: False)
    return LINK.search(mails[-1].body)[1]


@pytest.mark.parametrize("kind", Office.Kind)
def test_whoever_opened_an_office_sends_the_invitation_to_the_right_address(
    administrator: User, sign_in: Browser, mailoutbox: list, kind: Office.Kind
) -> None:
    browser = sign_in(administrator)
    _office, nora = opened(administrator, kind)
    people = browser.get("/account/people/").text
    assert WRONG in people and page_of(nora) in people
    said = browser.post(page_of(nora), {"email": "Nora@Assembly.example"}, follow=True).text
    assert f"A new link is on its way to {RIGHT}." in said
    send_mail("test", lambda: False)
    assert [mail.to for mail in mailoutbox] == [[RIGHT]]


def test_the_link_that_was_sent_stops_and_the_new_one_works(
    administrator: User, client: Client, mailoutbox: list
) -> None:
    _office, nora = opened(administrator)
    actions.ask_for_password_link(email=WRONG, language="en")
    earlier = link_in(mailoutbox)
    actions.correct_address(nora, email=RIGHT, by=administrator)
    actions.ask_for_password_link(email=RIGHT, language="en")
    new = link_in(mailoutbox)
    assert (
        "new1" not in client.get(earlier, follow=True).text
        and "password1" not in client.get(earlier, follow=True).text
    )
    assert "password1" in client.get(new, follow=True).text


def test_the_correction_is_in_the_log_without_an_address(administrator: User) -> None:
    office, nora = opened(administrator)
    actions.correct_address(nora, email=RIGHT, by=administrator)
    entry = AuditEntry.objects.get(action="accounts.correct_address")
    assert (entry.actor, entry.office, entry.about) == (
        administrator.audit_label, office.slug, f"accounts.user:{nora.pk}",
    )  # fmt: skip
    assert "@" not in str(entry.facts)


def test_a_role_that_was_confirmed_has_to_be_confirmed_again(administrator: User, clerk: User) -> None:
    """The second person vouched for who has that address."""
    office, nora = opened(administrator)
    actions.confirm(PendingAssignment.objects.get(user=nora), by=clerk)
    actions.correct_address(nora, email=RIGHT, by=administrator)
    assert not Assignment.objects.filter(user=nora).exists()
    again = PendingAssignment.objects.get(user=nora)
    assert (again.office, again.role, again.granted_by) == (office, Role.ADMINISTRATOR, administrator)
    actions.confirm(again, by=clerk)


def test_nobody_else_corrects_it(
    administrator: User, clerk: User, office: Office, member: User, sign_in: Browser
) -> None:
    _office, nora = opened(administrator)
    other = person("Otto Other", Role.ADMINISTRATOR, office=office)
    for somebody in (other, member):
        assert sign_in(somebody).post(page_of(nora), {"email": RIGHT}).status_code == 404
        with pytest.raises(MayNotCorrect):
            actions.correct_address(nora, email=RIGHT, by=somebody)
    assert sign_in(clerk).get(page_of(nora)).status_code == 403
    assert User.objects.get(pk=nora.pk).email == WRONG


def test_an_account_that_somebody_else_gave_a_role_too_stays_where_it_is(
    administrator: User, office: Office, other_office: Office
) -> None:
    """Whoever corrects the address would get the other role with it."""
    _office, nora = opened(administrator)
    other = person("Otto Other", Role.ADMINISTRATOR, office=other_office)
    actions.assign(nora, office=other_office, role=Role.OFFICER, by=other)
    with pytest.raises(MayNotCorrect):
        actions.correct_address(nora, email=RIGHT, by=administrator)


@pytest.mark.parametrize("used", ["signed in", "chose a password"])
def test_once_the_invitation_was_used_the_address_stays(administrator: User, sign_in: Browser, used: str) -> None:
    _office, nora = opened(administrator)
    if used == "signed in":
        nora.last_login = timezone.now()
    else:
        nora.set_password("a quiet harbour at four")
    nora.save()
    said = sign_in(administrator).post(page_of(nora), {"email": RIGHT}, follow=True).text
    assert "The invitation has been used meanwhile" in said
    assert User.objects.get(pk=nora.pk).email == WRONG
    assert page_of(nora) not in said


@pytest.mark.parametrize("typed", ["", "nora", WRONG, "clara.clerk@assembly.example"])
def test_what_is_wrong_stands_at_its_field(administrator: User, clerk: User, sign_in: Browser, typed: str) -> None:
    _office, nora = opened(administrator)
    page = sign_in(administrator).post(page_of(nora), {"email": typed})
    assert (page.status_code, set(page.context["form"].errors)) == (422, {"email"})
    assert User.objects.get(pk=nora.pk).email == WRONG


def test_an_address_that_somebody_has_is_refused_by_the_action_too(administrator: User, clerk: User) -> None:
    _office, nora = opened(administrator)
    with pytest.raises(AddressTaken):
        actions.correct_address(nora, email=clerk.email.upper(), by=administrator)


def test_a_person_invited_into_ones_own_office_is_corrected_alike(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    nora = actions.invite(email=WRONG, name="Nora New", office=office, role=Role.OFFICER, by=administrator)
    browser = sign_in(administrator)
    assert page_of(nora) in browser.get("/account/people/").text
    browser.post(page_of(nora), {"email": RIGHT})
    assert User.objects.get(pk=nora.pk).email == RIGHT
    assert Assignment.objects.get(user=nora).role == Role.OFFICER


def test_the_link_of_a_members_office_is_sent_again_by_whoever_opened_it(
    administrator: User, sign_in: Browser, mailoutbox: list
) -> None:
    _office, nora = opened(administrator, Office.Kind.MEMBER)
    sign_in(administrator).post(f"/account/people/{nora.pk}/link/")
    send_mail("test", lambda: False)
    assert [mail.to for mail in mailoutbox] == [[WRONG]]


def test_somebody_who_is_not_there_is_not_found(administrator: User, sign_in: Browser) -> None:
    assert sign_in(administrator).get(f"/account/people/{UUID(int=7)}/address/").status_code == 404


def test_who_opens_an_office_reads_to_which_address_the_link_goes(administrator: User, sign_in: Browser) -> None:
    form = {"kind": "institution", "name": "Library", "person": "Nora New", "email": WRONG}
    page = sign_in(administrator).post("/account/offices/new/", form, follow=True).text
    assert f"The link goes to {WRONG}." in page
