"""The House and a member's office, each with everything that an office can have, and who else there is."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from hemicycle.accounts import actions
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.record.models import Document, DocumentKind
from tests.cast import PASSWORD, person

from .offices import FullOffice, fill
from .tables import begin_numbers_at

OF_THE_HOUSE, OF_THE_MEMBER = 81_001, 92_001
HOUSE_ROLES = [one for one in Role if one is not Role.MEMBER]

# A safety officer sees to the threats of the whole House.
ELSEWHERE = [one for one in HOUSE_ROLES if one is not Role.SAFETY]


@dataclass(frozen=True)
class Parliament:
    """`house` and `member` are full; `people` are those who try, by what they are."""

    house: FullOffice
    member: FullOffice
    people: dict[str, User | None]


@pytest.fixture(scope="module")
def parliament(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Parliament]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield _built()
        transaction.set_rollback(True)


def _built() -> Parliament:
    research = actions.open_office(slug="research", name="Research service", by="test")
    enquiries = actions.open_office(slug="enquiries", name="Enquiry service", by="test")
    okafor, lind = (
        actions.open_office(slug=slug, name=name, kind=Office.Kind.MEMBER, by="test")
        for slug, name in (("member-okafor", "Office of Ada Okafor"), ("member-lind", "Office of Per Lind"))
    )
    people: dict[str, User | None] = {role.value: person(f"The {role}", role, office=research) for role in HOUSE_ROLES}
    people["all roles of the House"] = person("Every role", *HOUSE_ROLES, office=research)
    people["another office of the House"] = person("Elsewhere", *ELSEWHERE, office=enquiries)
    # Of several offices the inbox is asked for in other ways than of one (cases/inbox/window.py).
    people["two offices of the House"] = both = person("Here and there", *HOUSE_ROLES, office=research)
    for role in ELSEWHERE:
        actions.assign(both, office=enquiries, role=role, by="test")
    people["member"] = person("Ada Okafor", Role.MEMBER, office=okafor)
    people["assistant"] = person("Ada Assistant", Role.MEMBER, office=okafor)
    people["another member"] = person("Per Lind", Role.MEMBER, office=lind)
    people["superuser"] = User.objects.create_superuser("root@assembly.example", PASSWORD, name="Sue Superuser")
    people["signed in"] = person("Olga Outsider")
    people["nobody"] = None
    bill = Document.objects.create(kind=DocumentKind.BILL, number="12", titles={"en": "Harbour Bill"})
    everyone, ada, assistant = people["all roles of the House"], people["member"], people["assistant"]
    for office in (enquiries, lind):
        _write_to(office)
    begin_numbers_at(OF_THE_HOUSE)
    house = fill(research, by=everyone, word="zqhouse", bill=bill, colleagues=[people["clerk"]], elsewhere=enquiries)
    begin_numbers_at(OF_THE_MEMBER)
    member = fill(okafor, by=ada, word="zqmember", bill=bill, colleagues=[assistant], elsewhere=lind)
    return Parliament(house, member, people)


def _write_to(office: Office) -> None:
    """Through what letters are passed on to it."""
    folder = {"transport": "folder", "folder": f"outbox-{office.slug}"}
    channels.open_account(
        office=office, kind="email", name="Letters", address=f"{office.slug}@h.example", settings=folder, by="test"
    )
