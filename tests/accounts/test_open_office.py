import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db

ASKED = ("open_office", "clerks", "Committee clerks", "--email", "nora@assembly.example", "--name", "Nora New")

CHOSEN = "quite another sentence"


def test_the_first_person_of_an_office_gets_a_link_and_signs_in_with_it(
    client: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(*ASKED)
    link = re.search(r"/account/\S+", capsys.readouterr().out)
    assert link
    page = client.get(link[0], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": CHOSEN, "password2": CHOSEN})
    client.post("/account/login/", {"login": "nora@assembly.example", "password": CHOSEN})
    assert client.get("/account/people/").status_code == 200
    assert AuditEntry.objects.filter(actor="command line").count() == 3


def test_a_members_office_is_opened_with_the_member_and_no_administrator() -> None:
    call_command(*ASKED, "--member")
    assert Office.objects.get().kind == Office.Kind.MEMBER
    assert User.objects.get().roles == {Role.MEMBER}


def test_a_second_office_of_the_same_name_is_refused_and_nothing_is_left_behind() -> None:
    call_command(*ASKED)
    with pytest.raises(CommandError) as refusal:
        call_command("open_office", "clerks", "Others", "--email", "otto@assembly.example", "--name", "Otto Other")
    assert refusal.value.returncode == 2
    assert not User.objects.filter(email="otto@assembly.example").exists()


def test_someone_of_the_house_does_not_open_a_members_office(clerk: User) -> None:
    with pytest.raises(CommandError):
        call_command("open_office", "mine", "Mine", "--email", clerk.email, "--name", clerk.name, "--member")
    assert not Office.objects.filter(slug="mine").exists()
