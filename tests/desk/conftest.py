from collections.abc import Callable

import pytest
from django.test import Client

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.demo import parliament, spine
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from tests.cast import PASSWORD, person

WORDS = {
    "en": ("The House sits on Tuesday", "The House sits on Tuesday, 3 March, at 10:00."),
    "fr": ("La Chambre siège mardi", "La Chambre siège mardi 3 mars à 10 heures."),
    "es": ("La Cámara se reúne el martes", "La Cámara se reúne el martes 3 de marzo a las 10:00."),
}

Write = Callable[..., Announcement]


@pytest.fixture
def second_editor(office: Office) -> User:
    return person("Sven Editor", Role.EDITOR, office=office)


@pytest.fixture
def site(office: Office) -> Account:
    return channels.open_account(office=office, kind="web", name="Our site", address="web", by="test")


@pytest.fixture
def feed(office: Office) -> Account:
    return channels.open_account(office=office, kind="feed", name="Our feeds", address="feed", by="test")


@pytest.fixture
def write(office: Office, officer: User, site: Account, feed: Account) -> Write:
    """`write()` is a draft of the officer's in three languages, for the site and the feeds."""

    def written(*, by: User = officer, texts=WORDS, **what) -> Announcement:
        return actions.draft(office=office, by=by, texts=texts, **what)

    return written


@pytest.fixture
def approved(write: Write, officer: User, editor: User, second_editor: User) -> Callable[..., Announcement]:
    """`approved()` has been read by both editors; `before` is done to the draft."""

    def read_by_both(*, before: Callable[[Announcement], object] | None = None, **what) -> Announcement:
        announcement = write(**what)
        if before is not None:
            before(announcement)
        actions.submit(announcement, by=officer)
        for one in (editor, second_editor):
            actions.approve(announcement, digest=announcement.digest, by=one)
        return announcement

    return read_by_both


@pytest.fixture
def stepped_up(sign_in: Callable[[object], Client]) -> Callable[[User], Client]:
    """A browser in which a person has signed in, and shown once more who they are."""

    def shown(user: User) -> Client:
        client = sign_in(user)
        assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return client

    return shown


@pytest.fixture
def valmora(db: None) -> None:
    """The invented parliament in the record."""
    spine.enter(parliament.load(), by="test")
