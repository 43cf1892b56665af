"""The cast: people with names, and the offices they work in. Every test may ask for them by name.

The institution's office has an officer, an editor, a researcher, a clerk and an administrator. A member has an
office of their own. An outsider has signed in and has no role; a citizen has not signed in.
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from hemicycle.accounts import actions
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role

PASSWORD = "a long and winding sentence"


def person(name: str, *roles: Role, office: Office | None = None) -> User:
    email = f"{name.lower().replace(' ', '.')}@assembly.example"
    user = actions.add_person(email=email, name=name, password=PASSWORD, by="test")
    for role in roles:
        assert office is not None
        actions.assign(user, office=office, role=role, by="test")
    return user


@pytest.fixture
def office(db: None) -> Office:
    """The institution's research service."""
    return actions.open_office(slug="research", name="Research service", by="test")


@pytest.fixture
def other_office(db: None) -> Office:
    """Another office of the institution."""
    return actions.open_office(slug="enquiries", name="Enquiry service", by="test")


@pytest.fixture
def member_office(db: None) -> Office:
    return actions.open_office(slug="member-okafor", name="Office of Ada Okafor", kind=Office.Kind.MEMBER, by="test")


@pytest.fixture
def officer(office: Office) -> User:
    return person("Oscar Officer", Role.OFFICER, office=office)


@pytest.fixture
def editor(office: Office) -> User:
    return person("Edith Editor", Role.EDITOR, office=office)


@pytest.fixture
def researcher(office: Office) -> User:
    return person("Rosa Researcher", Role.RESEARCHER, office=office)


@pytest.fixture
def clerk(office: Office) -> User:
    return person("Clara Clerk", Role.CLERK, office=office)


@pytest.fixture
def secretary(office: Office) -> User:
    return person("Selma Secretary", Role.SECRETARY, office=office)


@pytest.fixture
def second_secretary(office: Office) -> User:
    return person("Sam Secretary", Role.SECRETARY, office=office)


@pytest.fixture
def administrator(office: Office) -> User:
    return person("Adam Administrator", Role.ADMINISTRATOR, office=office)


@pytest.fixture
def safety(office: Office) -> User:
    """A safety officer: sees to threats, and to nothing else."""
    return person("Sofia Safety", Role.SAFETY, office=office)


@pytest.fixture
def member(member_office: Office) -> User:
    return person("Ada Okafor", Role.MEMBER, office=member_office)


@pytest.fixture
def other_clerk(other_office: Office) -> User:
    """A clerk of another office of the institution."""
    return person("Carl Clerk", Role.CLERK, office=other_office)


@pytest.fixture
def superuser(db: None) -> User:
    return User.objects.create_superuser("root@assembly.example", PASSWORD, name="Sue Superuser")


@pytest.fixture
def outsider(db: None) -> User:
    return person("Olga Outsider")


@pytest.fixture
def citizen() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def sign_in(db: None) -> Callable[[object], Client]:
    """`sign_in(clerk)` is a browser in which that person has signed in; a citizen's has not."""

    def browser(user: object) -> Client:
        client = Client()
        if isinstance(user, User):
            client.force_login(user)
        return client

    return browser
