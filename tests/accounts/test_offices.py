"""An administrator opens an office on a page: of the House, or of a member, in which they get no right."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone, translation

from hemicycle.accounts import actions
from hemicycle.accounts.errors import MayNotOpen
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Assignment, Office, PendingAssignment, User
from hemicycle.accounts.roles import Role
from hemicycle.record.models import Membership, Organization, Person
from hemicycle.record.models.people import OrganizationKind
from hemicycle.rules.house_name import name_house
from hemicycle.rules.models import AuditEntry
from tests.cast import person

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
NEW = "/account/offices/new/"


def asked(kind: str = "institution", **changes: str) -> dict[str, str]:
    names = {"kind": kind, "name": "Library", "person": "Nora New", "email": "nora@assembly.example"}
    return {**names, **changes}


@pytest.fixture
def seated(db: None) -> Person:
    """A member who sits today and has no office."""
    chamber = Organization.objects.create(names={"en": "Assembly"}, kind=OrganizationKind.CHAMBER)
    found = Person.objects.create(name="Ada Okafor")
    Membership.objects.create(person=found, organization=chamber, since="2020-01-01")
    return found


def test_an_office_of_the_house_is_opened_and_its_administrator_waits_for_a_second_person(
    administrator: User, clerk: User, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    assert NEW in browser.get("/account/people/").text
    page = browser.post(NEW, asked(), follow=True)
    office = Office.objects.get(name="Library")
    pending = PendingAssignment.objects.get(office=office)
    assert (pending.user.email, pending.role, pending.granted_by) == (
        "nora@assembly.example", Role.ADMINISTRATOR, administrator,
    )  # fmt: skip
    assert "Library is open, and Nora New has been invited." in page.text
    assert "To be confirmed by one of these: Clara Clerk" in page.text
    actions.confirm(pending, by=clerk)
    assert pending.user.belongs_to(office) and not administrator.belongs_to(office)


def test_whoever_opens_a_members_office_gets_no_right_in_it(
    administrator: User, seated: Person, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    browser.post(NEW, asked("member", member=seated.address, name="Office of Ada Okafor"), follow=True)
    office = Office.objects.get(kind=Office.Kind.MEMBER)
    given = Assignment.objects.get(office=office)
    assert (given.role, given.granted_by, seated.office.office) == (Role.MEMBER, administrator, office)
    assert not Office.objects.of(administrator).filter(pk=office.pk).exists()
    page = browser.get("/account/people/").text
    assert f"/account/people/{given.pk}/withdraw/" not in page
    assert browser.get(f"/account/people/{given.pk}/withdraw/").status_code == 404
    # Named only until its first person signs in, so that a mistyped address can be corrected.
    User.objects.filter(pk=given.user_id).update(last_login=timezone.now())
    assert "Office of Ada Okafor" not in browser.get("/account/people/").text


def test_what_is_opened_stands_in_the_log_with_who_opened_it(administrator: User, sign_in: Browser) -> None:
    sign_in(administrator).post(NEW, asked())
    written = AuditEntry.objects.filter(actor=administrator.audit_label)
    assert set(written.values_list("action", flat=True)) == {
        "accounts.open_office", "accounts.invite", "accounts.assign",
    }  # fmt: skip


def test_who_is_invited_reads_who_invites_where_as_what_and_for_how_long(
    administrator: User, sign_in: Browser, mailoutbox: list
) -> None:
    sign_in(administrator).post(NEW, asked())
    send_mail("test", lambda: False)
    body = mailoutbox[0].body
    assert "Adam Administrator gives you a role in the office “Library”: Administrator." in body
    assert "reads no letters." in body and "once a second person has confirmed it" in body
    assert "The link works until " in body


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_but_an_administrator_opens_one(
    office: Office, member_office: Office, sign_in: Browser, role: Role
) -> None:
    other = person("Otto Other", role, office=member_office if role is Role.MEMBER else office)
    assert sign_in(other).post(NEW, asked()).status_code == 403
    with pytest.raises(MayNotOpen):
        actions.open_office_with(
            name="Library", kind=Office.Kind.INSTITUTION, email="nora@assembly.example", person="Nora New", by=other
        )
    assert not Office.objects.filter(name="Library").exists()


def test_what_is_wrong_stands_at_its_field_and_leaves_nothing_behind(
    administrator: User, member: User, clerk: User, seated: Person, sign_in: Browser
) -> None:
    before = (Office.objects.count(), User.objects.count())
    for form, field in (
        (asked("member"), "member"),
        (asked("member", member="nobody"), "member"),
        (asked("cabinet"), "kind"),
        (asked(name="research SERVICE"), "name"),
        (asked(name=" "), "name"),
        (asked(person=""), "person"),
        (asked(email="nora"), "email"),
        (asked(email=member.email), "email"),
        (asked(email=administrator.email.upper()), "email"),
        (asked("member", member=seated.address, email=clerk.email), "email"),
        (asked("member", member=seated.address, email=administrator.email), "email"),
    ):
        page = sign_in(administrator).post(NEW, form)
        assert (page.status_code, set(page.context["form"].errors)) == (422, {field})
    assert (Office.objects.count(), User.objects.count()) == before


def test_a_second_click_opens_no_second_office(administrator: User, sign_in: Browser) -> None:
    browser = sign_in(administrator)
    for _click in range(2):
        assert browser.post(NEW, asked()).status_code == 302
    assert Office.objects.filter(name="Library").count() == 1


def test_offices_whose_names_are_alike_get_addresses_of_their_own(administrator: User, sign_in: Browser) -> None:
    for name in ("Library", "Library!", "图书馆", "圖書館"):
        sign_in(administrator).post(NEW, asked(name=name))
    slugs = set(Office.objects.exclude(pk__in=Office.objects.of(administrator)).values_list("slug", flat=True))
    assert slugs == {"library", "library-2", "office", "office-2"}


def test_the_member_is_required_for_their_office_and_asked_for_no_other(
    administrator: User, seated: Person, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    field = browser.get(NEW).text.split('for="id_member"')[1].split("</select>")[0]
    assert "optional" not in field and " required" in field
    refused = browser.post(NEW, asked("member"))
    assert refused.context["form"].errors == {"member": ["Choose the member whose office it is."]}
    assert browser.post(NEW, asked()).status_code == 302


def test_a_member_who_has_an_office_gets_no_second_one(administrator: User, seated: Person, sign_in: Browser) -> None:
    browser = sign_in(administrator)
    browser.post(NEW, asked("member", member=seated.address))
    other = Person.objects.create(name="Bo Other")
    Membership.objects.create(person=other, organization=Organization.objects.get(), since="2020-01-01")
    page = browser.post(NEW, asked("member", member=seated.address, name="Second", email="otto@assembly.example"))
    assert set(page.context["form"].errors) == {"member"}


def test_the_page_names_the_offices_of_the_house_and_who_waits_for_whom_in_those_one_opened(
    administrator: User, clerk: User, other_office: Office, member_office: Office, member: User, sign_in: Browser
) -> None:
    person("Otto Other", Role.ADMINISTRATOR, office=other_office)
    browser = sign_in(administrator)
    browser.post(NEW, asked())
    page = browser.get("/account/people/")
    assert [(str(office), [str(one) for one in keepers]) for office, keepers in page.context["other_offices"]] == [
        ("Enquiry service", ["Otto Other"]), ("Library", []),
    ]  # fmt: skip
    (opened,) = page.context["opened"]
    assert opened.whom == "To be confirmed by one of these: Clara Clerk" and opened.whom in page.text
    assert "Office of Ada Okafor" not in page.text
    assert "Enquiry service" not in sign_in(clerk).get("/account/people/").text


def test_an_administrators_work_begins_with_the_people(administrator: User, officer: User, sign_in: Browser) -> None:
    name_house({"en": "Assembly"}, by="test")
    assert sign_in(administrator).get("/start/").headers["Location"] == "/account/people/"
    assert sign_in(officer).get("/start/").headers["Location"] != "/account/people/"


def test_an_office_is_called_by_its_name_in_the_language_of_the_page(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    at = f"/account/offices/{office.pk}/name/"
    assert at in browser.get("/account/people/").text
    names = {"name": "Research service", "name_fr": "Service de recherche", "name_es": ""}
    assert browser.post(at, names).status_code == 302
    office.refresh_from_db()
    with translation.override("fr"):
        assert str(office) == "Service de recherche"
    with translation.override("es"):
        assert str(office) == "Research service"
    assert AuditEntry.objects.filter(action="accounts.rename_office").count() == 1


def test_an_office_is_opened_with_its_names(administrator: User, sign_in: Browser) -> None:
    sign_in(administrator).post(NEW, asked(name_es="Biblioteca"))
    assert Office.objects.get(name="Library").names == {"es": "Biblioteca"}


def test_administrators_name_the_offices_of_the_house_and_a_member_their_own(
    administrator: User, clerk: User, member: User, other_office: Office, member_office: Office, sign_in: Browser
) -> None:
    at, theirs = (f"/account/offices/{one.pk}/name/" for one in (other_office, member_office))
    assert at in sign_in(administrator).get("/account/people/").text
    for person_, address, status in (
        (administrator, at, 200), (administrator, theirs, 404), (member, theirs, 200), (member, at, 404),
        (clerk, at, 403),
    ):  # fmt: skip
        assert sign_in(person_).get(address).status_code == status
    with pytest.raises(MayNotOpen):
        actions.rename_office(member_office, name="Mine", names={}, by=administrator)
