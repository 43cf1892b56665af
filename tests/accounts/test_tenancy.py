import pytest
from django.contrib.auth.models import AnonymousUser

from hemicycle.accounts.models import Office, User
from hemicycle.rules.classification import Classification
from tests.workbench.models import Note


@pytest.fixture
def notes(office: Office, other_office: Office, member_office: Office) -> dict[str, Note]:
    """One note in each of three offices."""
    return {
        o.slug: Note.objects.create(office=o, classification=Classification.INTERNAL)
        for o in (office, other_office, member_office)
    }


def test_a_person_reads_the_rows_of_their_own_office_only(
    notes: dict[str, Note], clerk: User, other_clerk: User
) -> None:
    assert list(Note.objects.visible_to(clerk)) == [notes["research"]]
    assert list(Note.objects.visible_to(other_clerk)) == [notes["enquiries"]]


def test_a_members_office_is_a_tenant_that_no_one_of_the_house_reads(
    notes: dict[str, Note],
    member: User,
    administrator: User,
    officer: User,
    editor: User,
    researcher: User,
    clerk: User,
) -> None:
    assert list(Note.objects.visible_to(member)) == [notes["member-okafor"]]
    for person in (administrator, officer, editor, researcher, clerk):
        assert notes["member-okafor"] not in Note.objects.visible_to(person)


def test_a_superuser_reads_nothing(notes: dict[str, Note], superuser: User) -> None:
    assert not Note.objects.visible_to(superuser).exists()


def test_citizens_outsiders_and_nobody_read_nothing(
    notes: dict[str, Note], outsider: User, citizen: AnonymousUser
) -> None:
    for person in (outsider, citizen, None):
        assert not Note.objects.visible_to(person).exists()


def test_whoever_leaves_the_house_reads_nothing_any_more(notes: dict[str, Note], clerk: User) -> None:
    clerk.is_active = False
    clerk.save()
    assert not Note.objects.visible_to(clerk).exists()
