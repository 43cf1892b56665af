import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from hemicycle.accounts import actions
from hemicycle.accounts.errors import LastOne, RoleDoesNotFit
from hemicycle.accounts.jobs import send_mail
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import MAY, Role
from hemicycle.rules.models import AuditEntry

Browser = Callable[[object], Client]


def invitation(office: Office, role: Role, **changes: str) -> dict[str, object]:
    return {"email": "nora@assembly.example", "name": "Nora New", "office": office.pk, "role": role.value, **changes}


def test_behind_a_label_of_the_log_is_a_person_or_a_part_of_the_system(clerk: User) -> None:
    gone = "user:00000000-0000-4000-8000-000000000000"
    labels = {clerk.audit_label, gone, "worker"}
    assert User.objects.behind(labels) == {clerk.audit_label: clerk.name, gone: gone, "worker": "worker"}


def test_an_administrator_lets_a_person_in_who_then_chooses_a_password(
    administrator: User, office: Office, sign_in: Browser, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in(administrator).post("/account/people/", invitation(office, Role.OFFICER))
    assert answer.status_code == 302
    nora = User.objects.get(email="nora@assembly.example")
    assert nora.has_role([Role.OFFICER]) and not nora.has_usable_password()
    send_mail("test", lambda: False)
    assert re.search(r"/account/password/reset/key/", mail.outbox[0].body)


def test_each_invitation_and_each_role_is_in_the_log(administrator: User, office: Office, sign_in: Browser) -> None:
    sign_in(administrator).post("/account/people/", invitation(office, Role.CLERK))
    written = AuditEntry.objects.filter(actor=administrator.audit_label)
    assert set(written.values_list("action", flat=True)) == {"accounts.invite", "accounts.assign"}


def test_a_person_already_known_gets_the_role_and_no_mail(
    administrator: User, clerk: User, office: Office, sign_in: Browser, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(administrator).post("/account/people/", invitation(office, Role.OFFICER, email=clerk.email))
    send_mail("test", lambda: False)
    assert User.objects.get(pk=clerk.pk).roles == {Role.CLERK, Role.OFFICER}
    assert mail.outbox == []


def test_an_administrator_lets_nobody_into_another_office(
    administrator: User, other_office: Office, member_office: Office, sign_in: Browser
) -> None:
    for office, role in ((other_office, Role.CLERK), (member_office, Role.MEMBER)):
        page = sign_in(administrator).post("/account/people/", invitation(office, role))
        assert page.context["form"].errors
    assert not User.objects.filter(email="nora@assembly.example").exists()


def test_an_administrator_sees_no_people_of_a_members_office(
    administrator: User, member: User, sign_in: Browser
) -> None:
    page = sign_in(administrator).get("/account/people/").content.decode()
    assert administrator.name in page and member.name not in page


def test_a_members_office_lets_its_own_people_in(member: User, member_office: Office, sign_in: Browser) -> None:
    sign_in(member).post("/account/people/", invitation(member_office, Role.MEMBER))
    assert User.objects.get(email="nora@assembly.example").belongs_to(member_office)


def test_nobody_works_for_the_house_and_for_a_member(
    clerk: User, member: User, office: Office, member_office: Office
) -> None:
    for user, elsewhere, role in ((clerk, member_office, Role.MEMBER), (member, office, Role.CLERK)):
        with pytest.raises(RoleDoesNotFit):
            actions.assign(user, office=elsewhere, role=role, by="test")


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MEMBER])
def test_a_members_office_has_no_roles_of_the_house(outsider: User, member_office: Office, role: Role) -> None:
    with pytest.raises(RoleDoesNotFit):
        actions.assign(outsider, office=member_office, role=role, by="test")


def test_a_role_taken_away_closes_the_page_at_once(
    administrator: User, officer: User, office: Office, sign_in: Browser
) -> None:
    actions.assign(officer, office=office, role=Role.ADMINISTRATOR, by="test")
    browser = sign_in(officer)
    assert browser.get("/account/people/").status_code == 200
    kept = Assignment.objects.get(user=officer, role=Role.ADMINISTRATOR)
    sign_in(administrator).post(f"/account/people/{kept.pk}/withdraw/")
    assert browser.get("/account/people/").status_code == 403


def test_a_role_in_another_office_cannot_be_taken_away(administrator: User, member: User, sign_in: Browser) -> None:
    kept = Assignment.objects.get(user=member)
    assert sign_in(administrator).post(f"/account/people/{kept.pk}/withdraw/").status_code == 404
    assert Assignment.objects.filter(pk=kept.pk).exists()


def test_the_last_administrator_stays(administrator: User, sign_in: Browser) -> None:
    kept = Assignment.objects.get(user=administrator)
    with pytest.raises(LastOne):
        actions.withdraw(kept, by=administrator)
    sign_in(administrator).post(f"/account/people/{kept.pk}/withdraw/")
    assert Assignment.objects.filter(pk=kept.pk).exists()


def test_the_page_says_that_the_last_role_stays_and_what_to_do_first_instead_of_asking(
    administrator: User, member: User, sign_in: Browser
) -> None:
    for person, then in ((administrator, "Once a second person has confirmed it"), (member, "Then this one can be")):
        kept = Assignment.objects.get(user=person)
        page = sign_in(person).get(f"/account/people/{kept.pk}/withdraw/").text
        assert "It takes effect at once" not in page and "btn-danger" not in page
        assert "is the only one who can give others access" in page and then in page
        assert 'href="/account/people/#invite"' in page


def test_before_the_only_clerk_is_taken_away_the_page_says_so(
    administrator: User, clerk: User, other_clerk: User, office: Office, sign_in: Browser
) -> None:
    kept, browser = Assignment.objects.get(user=clerk), sign_in(administrator)
    address, said = f"/account/people/{kept.pk}/withdraw/", f"Nobody else has this role in {office}"
    assert said in browser.get(address).text
    Assignment.objects.filter(user=other_clerk).update(office=office)
    assert said not in browser.get(address).text


def test_the_form_that_invites_explains_no_role_that_the_office_does_not_have(
    administrator: User, member: User, sign_in: Browser
) -> None:
    theirs = sign_in(member).get("/account/people/").context["form"]
    assert not theirs.fields["role"].help_text and theirs["role"].value() == Role.MEMBER
    assert sign_in(administrator).get("/account/people/").context["form"].fields["role"].help_text


def test_a_second_click_on_withdraw_finds_nothing(administrator: User, clerk: User, sign_in: Browser) -> None:
    kept, browser = Assignment.objects.get(user=clerk), sign_in(administrator)
    assert browser.post(f"/account/people/{kept.pk}/withdraw/").status_code == 302
    assert browser.post(f"/account/people/{kept.pk}/withdraw/").status_code == 404


def test_a_clerk_lets_nobody_in(clerk: User, office: Office, sign_in: Browser) -> None:
    assert sign_in(clerk).post("/account/people/", invitation(office, Role.CLERK)).status_code == 403
    assert not User.objects.filter(email="nora@assembly.example").exists()


def test_an_address_longer_than_a_row_takes_is_refused_at_its_field(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    # Of at most 64 letters before the sign, and of labels of at most 63: the whole is what is too long.
    long = f"{'n' * 60}@{'.'.join(['a' * 60] * 4)}.example"
    page = sign_in(administrator).post("/account/people/", invitation(office, Role.OFFICER, email=long))
    assert set(page.context["form"].errors) == {"email"}
    assert not User.objects.filter(email=long).exists()


def test_who_is_invited_a_second_time_is_said_to_have_the_role(
    administrator: User, office: Office, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    for role in (Role.CLERK, Role.OFFICER):
        said = [
            browser.post(
                "/account/people/", invitation(office, role, email=email, name="Another Name"), follow=True
            ).text
            for email in ("nora@assembly.example", "NORA@assembly.example")
        ]
        assert "Another Name has been invited." in said[0]
        assert "Another Name was given this role before." in said[1]


def test_whoever_takes_a_role_away_reads_whose_and_which(administrator: User, clerk: User, sign_in: Browser) -> None:
    kept = Assignment.objects.get(user=clerk)
    page = sign_in(administrator).post(f"/account/people/{kept.pk}/withdraw/", follow=True)
    assert f"{clerk.name} no longer has the role Clerk." in page.text


def test_whoever_removes_a_role_is_asked_first(administrator: User, clerk: User, sign_in: Browser) -> None:
    kept, browser = Assignment.objects.get(user=clerk), sign_in(administrator)
    assert f'href="/account/people/{kept.pk}/withdraw/"' in browser.get("/account/people/").text
    page = browser.get(f"/account/people/{kept.pk}/withdraw/").text
    assert "Remove the role Clerk from Clara Clerk" in page
    assert "Reads and answers letters, leads inquiries and releases dossiers." in page
    assert f'href="/account/people/#role-{kept.pk}"' in page
    assert Assignment.objects.filter(pk=kept.pk).exists()


def test_who_has_not_signed_in_yet_is_sent_the_link_again(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    browser = sign_in(administrator)
    browser.post("/account/people/", invitation(office, Role.CLERK))
    nora = User.objects.get(email="nora@assembly.example")
    page = browser.get("/account/people/").text
    assert page.count("Invited, not signed in yet") == 1 and f"/account/people/{nora.pk}/link/" in page
    page = browser.post(f"/account/people/{nora.pk}/link/", follow=True).text
    assert "The link is on its way to nora@assembly.example." in page
    send_mail("test", lambda: False)
    assert [one.to for one in mail.outbox] == [["nora@assembly.example"]] * 2


def test_the_link_is_sent_to_nobody_else_and_by_nobody_else(
    administrator: User, clerk: User, member: User, outsider: User, office: Office, sign_in: Browser
) -> None:
    page = sign_in(administrator).post(f"/account/people/{clerk.pk}/link/", follow=True).text
    assert "no link is sent" in page
    for stranger in (member, outsider):
        assert sign_in(administrator).post(f"/account/people/{stranger.pk}/link/").status_code == 404
    assert sign_in(member).post(f"/account/people/{clerk.pk}/link/").status_code == 404
    assert sign_in(clerk).post(f"/account/people/{clerk.pk}/link/").status_code == 403
    send_mail("test", lambda: False)
    assert mail.outbox == []


def test_each_role_says_what_it_may_do_in_the_form_and_to_who_confirms(
    administrator: User, clerk: User, office: Office, sign_in: Browser
) -> None:
    form = sign_in(administrator).get("/account/people/").context["form"]
    shown = dict(form.fields["role"].choices)
    for role, may in MAY.items():
        if role is not Role.MEMBER:
            assert shown[role.value] == f"{role.label}: {may}"
            assert str(may) in sign_in(clerk).get("/account/people/").text
    assert set(MAY) == set(Role)
