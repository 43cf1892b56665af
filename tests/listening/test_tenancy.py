"""Who sees an inquiry: those of its office who read letters, and nobody else."""

import pytest

from hemicycle.accounts import actions
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.roles import Role
from hemicycle.listening.actions import groups
from hemicycle.listening.models import Analysis, Correction, Inquiry, Intake, Mention, Theme, Upload
from hemicycle.listening.models.group_kinds import CAMPAIGN
from hemicycle.rules import gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint

from . import letters
from .conftest import FIRST, Client, Said, answer, campaign, collect, number, open_inquiry


@pytest.fixture
def members_inquiry(member_office: Office, member: User) -> Inquiry:
    """An inquiry of a member's office over the member's own post."""
    inquiry = open_inquiry(member_office, member, "Post of the spring")
    collect(inquiry, member, letters.messages())
    answer(inquiry, FIRST, Said(themes={"Ferry": {"voice-1": "fishing permits"}}))
    inquiry.refresh_from_db()
    return inquiry


PAGES = (
    "",
    "campaigns/",
    "voices/",
    "messages/",
    "history/",
    "senders/",
    "rejected/",
    "import/",
    "findings.csv",
    "themes/",
    "clauses/",
    "inbox/",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_house_never_sees_the_inquiry_of_a_members_office(
    members_inquiry: Inquiry, sign_in: Client, clerk: User, administrator: User, superuser: User, page: str
) -> None:
    address = f"/inquiries/{members_inquiry.address}/{page}"

    assert sign_in(clerk).get(address).status_code == 404
    for stranger in (administrator, superuser):
        assert sign_in(stranger).get(address).status_code == 403
    assert not gate.allowed(members_inquiry, via=EgressPoint.PAGE, to=clerk)


@pytest.mark.parametrize("page", PAGES)
def test_a_members_office_sees_its_own_and_nothing_of_the_house(
    members_inquiry: Inquiry, analysed: Inquiry, sign_in: Client, member: User, page: str
) -> None:
    browser = sign_in(member)

    assert browser.get(f"/inquiries/{members_inquiry.address}/{page}").status_code == 200
    assert browser.get(f"/inquiries/{analysed.address}/{page}").status_code == 404


def test_one_office_of_the_house_does_not_see_the_inquiry_of_another(
    analysed: Inquiry, sign_in: Client, other_clerk: User
) -> None:
    assert sign_in(other_clerk).get(f"/inquiries/{analysed.address}/").status_code == 404


def test_an_administrator_manages_people_and_reads_no_letters(
    analysed: Inquiry, sign_in: Client, administrator: User
) -> None:
    assert sign_in(administrator).get(f"/inquiries/{analysed.address}/").status_code == 403
    assert not Inquiry.objects.visible_to(administrator).exists()


def test_an_administrator_who_is_a_clerk_elsewhere_sees_only_there(
    analysed: Inquiry, administrator: User, other_office: Office, sign_in: Client
) -> None:
    actions.assign(administrator, office=other_office, role=Role.CLERK, by="test")

    assert sign_in(administrator).get(f"/inquiries/{analysed.address}/").status_code == 404


def test_officers_and_editors_read_and_do_not_correct(
    analysed: Inquiry, sign_in: Client, officer: User, editor: User
) -> None:
    key = campaign(analysed, "en-0").key
    for reader in (officer, editor):
        browser = sign_in(reader)
        assert browser.get(f"/inquiries/{analysed.address}/campaigns/{key}/").status_code == 200
        assert browser.post(f"/inquiries/{analysed.address}/campaigns/{key}/confirm/").status_code == 403
        assert browser.get(f"/inquiries/{analysed.address}/campaigns/{key}/merge/").status_code == 403
    assert not Correction.objects.exists()


def test_an_editor_here_who_is_a_clerk_elsewhere_does_not_correct_here(
    analysed: Inquiry, sign_in: Client, editor: User, other_office: Office
) -> None:
    actions.assign(editor, office=other_office, role=Role.CLERK, by="test")

    key = campaign(analysed, "en-0").key
    assert sign_in(editor).post(f"/inquiries/{analysed.address}/campaigns/{key}/confirm/").status_code == 403


def test_the_outsider_and_the_citizen_are_turned_away(
    analysed: Inquiry, sign_in: Client, outsider: User, citizen: object
) -> None:
    assert sign_in(outsider).get("/inquiries/").status_code == 403
    assert sign_in(citizen).get(f"/inquiries/{analysed.address}/").status_code == 302


def test_a_members_inquiry_is_confidential_and_one_of_the_house_internal(
    members_inquiry: Inquiry, analysed: Inquiry
) -> None:
    assert members_inquiry.classification == Classification.CONFIDENTIAL
    assert analysed.classification == Classification.INTERNAL


def test_everything_of_an_inquiry_is_seen_by_whoever_sees_the_inquiry(
    members_inquiry: Inquiry, member: User, clerk: User
) -> None:
    key = campaign(members_inquiry, "en-0").key
    groups.confirm(members_inquiry, CAMPAIGN, key, by=member)

    for model in (Upload, Intake, Analysis, Correction, Theme, Mention):
        assert model.objects.visible_to(member).exists()
        assert not model.objects.visible_to(clerk).exists()


def test_a_message_of_another_inquiry_has_no_page_here(
    members_inquiry: Inquiry, analysed: Inquiry, sign_in: Client, clerk: User
) -> None:
    foreign = number(members_inquiry, "voice-0")[0]

    assert sign_in(clerk).get(f"/inquiries/{analysed.address}/messages/{foreign}/").status_code == 404
    assert sign_in(clerk).post(f"/inquiries/{analysed.address}/messages/{foreign}/move/").status_code == 404
