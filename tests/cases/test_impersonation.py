"""Accounts that pretend to be ours: reported by anybody, followed up until they are gone, counted in public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.actions import open_office
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import impersonation as actions
from hemicycle.cases.models import ImpersonationReport
from hemicycle.record.models import MemberOffice, Person
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.house_name import house_name
from hemicycle.rules.models import AuditEntry
from tests.cast import person

pytestmark = pytest.mark.django_db

FAKE = "https://network.example/parliament-official"
FAKES = reverse("cases:fakes")
PUBLIC = reverse("site:report_fake")
OURS = reverse("site:our_accounts")


@pytest.fixture
def fake() -> ImpersonationReport:
    return actions.report_fake(FAKE, imitated="house", found_by="staff", by="test")


def page(name: str, fake: ImpersonationReport) -> str:
    return reverse(f"cases:{name}", args=[fake.pk])


def test_anybody_reports_one_with_its_address_and_nothing_of_themselves(client):
    assert reverse("site:report_fake") in client.get(OURS).text
    answer = client.post(PUBLIC, {"address": f"  {FAKE} ", "imitated": "member"}, follow=True)
    made = ImpersonationReport.objects.get()
    assert (made.address, made.imitated, made.found_by, made.state) == (FAKE, "member", "public", "found")
    assert "Received. The House looks at it" in answer.text
    noted = AuditEntry.objects.get(action="cases.report_fake")
    assert noted.actor == "citizen" and FAKE not in str(noted.facts)


def test_without_an_address_the_form_says_so_at_the_field(client):
    answer = client.post(PUBLIC, {"imitated": "house"})
    assert answer.status_code == 422 and "Enter the address of the account." in answer.text
    assert not ImpersonationReport.objects.exists()


def test_one_visitor_does_not_flood_the_list(client):
    for number in range(10):
        client.post(PUBLIC, {"address": f"{FAKE}-{number}", "imitated": "house"})
    refused = client.post(PUBLIC, {"address": f"{FAKE}-11", "imitated": "house"})
    assert refused.status_code == 429 and int(refused.headers["Retry-After"]) > 0
    assert ImpersonationReport.objects.count() == 10


def test_one_that_is_followed_up_already_is_counted_and_not_listed_twice(client, fake):
    client.post(PUBLIC, {"address": FAKE.upper(), "imitated": "house"})
    fake.refresh_from_db()
    assert (ImpersonationReport.objects.count(), fake.seen_again) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpersonationReport.objects.create(address=FAKE, imitated="house", found_by="staff")


def test_it_is_reported_to_the_network_asked_after_in_a_week_and_gone(sign_in, officer, fake):
    client, today = sign_in(officer), timezone.localdate()
    client.post(page("submit_fake", fake), {"on": today.isoformat(), "reference": "T-99"})
    fake.refresh_from_db()
    assert (fake.state, fake.reference, fake.remind_on) == ("submitted", "T-99", today + timedelta(days=7))
    assert not ImpersonationReport.objects.due().exists()
    ImpersonationReport.objects.update(remind_on=today)
    assert ImpersonationReport.objects.due().get() == fake
    assert "Ask the network again" in client.get(f"{FAKES}?state=due").text
    client.post(page("submit_fake", fake), {"on": today.isoformat(), "reference": "T-99"})
    assert not ImpersonationReport.objects.due().exists()
    client.post(page("take_down_fake", fake))
    fake.refresh_from_db()
    assert fake.state == "down" and fake.ended_at is not None and fake.remind_on is None
    assert [one.move for one in fake.steps.all()] == ["submit", "submit", "take_down"]


def test_what_is_no_fake_is_dismissed_and_what_is_there_again_is_reopened(sign_in, editor, fake):
    client = sign_in(editor)
    client.post(page("dismiss_fake", fake))
    fake.refresh_from_db()
    assert fake.state == "dismissed"
    client.post(page("reopen_fake", fake))
    fake.refresh_from_db()
    assert (fake.state, fake.ended_at) == ("found", None)
    with pytest.raises(IllegalMove):
        actions.take_down_fake(fake, by=editor)


def test_a_day_that_has_not_come_is_refused_at_its_field(sign_in, officer, fake):
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = sign_in(officer).post(page("submit_fake", fake), {"on": tomorrow.isoformat()})
    assert answer.status_code == 422 and "Enter a day that has come." in answer.text


def test_what_was_captured_is_noted_with_where_it_is_kept(sign_in, officer, fake):
    said = "Screenshot of 30 November, 9:12, by Oscar; folder 4, safe."
    sign_in(officer).post(page("capture_fake", fake), {"evidence": said})
    fake.refresh_from_db()
    assert fake.evidence == said and said in sign_in(officer).get(page("fake", fake)).text


def test_what_the_check_of_look_alikes_finds_is_followed_up(sign_in, officer, member):
    seen, client, new = f"{house_name()} official", sign_in(officer), reverse("cases:new_fake")
    shown = client.post(reverse("channels:lookalikes"), {"seen": seen}).text
    assert new in shown
    filled = client.post(new, {"address": seen, "prefill": "1"})
    assert filled.status_code == 200 and f'value="{seen}"' in filled.text
    client.post(new, {"address": seen, "imitated": "house", "lookalike": "1"})
    assert ImpersonationReport.objects.get().found_by == "lookalike"
    # Whoever may not follow it up is not offered to.
    assert new not in sign_in(member).post(reverse("channels:lookalikes"), {"seen": seen}).text


def test_those_who_look_after_the_channels_see_the_list_and_nobody_else(
    sign_in, officer, editor, administrator, researcher, clerk, member, superuser, outsider, safety, fake
):
    for somebody in (officer, editor, administrator):
        assert FAKE in sign_in(somebody).get(FAKES).text
    for somebody in (researcher, clerk, superuser, outsider, safety):
        assert sign_in(somebody).get(FAKES).status_code == 403
        assert sign_in(somebody).post(page("take_down_fake", fake)).status_code == 403
    assert FAKE not in sign_in(member).get(FAKES).text


def test_the_menu_counts_what_is_to_do(officer, fake):
    (item,) = [one for one in visible_items(officer, "/") if one.url == FAKES]
    assert item.waiting == 1


@pytest.fixture
def okafor(member_office) -> Person:
    """The member for whom the office of the cast works."""
    found = Person.objects.create(name="Ada Okafor")
    MemberOffice.objects.create(office=member_office, person=found)
    return found


@pytest.fixture
def other_member(db) -> User:
    office = open_office(slug="member-beth", name="Office of Beth Other", kind=Office.Kind.MEMBER, by="test")
    return person("Beth Other", Role.MEMBER, office=office)


@pytest.fixture
def of_okafor(okafor) -> ImpersonationReport:
    seen = "@ada-okafor@network.example"
    return actions.report_fake(
        seen, imitated="member", found_by="staff", by="test", member=okafor, evidence="Folder 4, safe."
    )


def test_a_member_reads_from_the_menu_what_became_of_an_account_that_imitates_them(
    sign_in, officer, member, of_okafor
):
    (item,) = [one for one in visible_items(member, "/") if one.url == FAKES]
    assert not item.waiting
    actions.submit_fake(of_okafor, on=timezone.localdate(), reference="T-7", by=officer)
    client = sign_in(member)
    listed = client.get(FAKES).text
    assert page("fake", of_okafor) in listed and "pretend to be the member of your office" in listed
    assert "Reported to the network" in client.get(page("fake", of_okafor)).text
    actions.take_down_fake(of_okafor, by=officer)
    assert page("fake", of_okafor) in client.get(FAKES).text
    assert "Taken down" in client.get(page("fake", of_okafor)).text


def test_a_member_reads_nothing_of_other_reports(sign_in, member, other_member, fake, of_okafor):
    beth = Person.objects.create(name="Beth Other")
    others = actions.report_fake("@beth@network.example", imitated="member", found_by="staff", by="test", member=beth)
    nobodys = actions.report_fake("@x@network.example", imitated="member", found_by="public", by="citizen")
    listed = sign_in(member).get(FAKES).text
    for one in (fake, others, nobodys):
        assert one.address not in listed
        assert sign_in(member).get(page("fake", one)).status_code == 404
    # Of a member's office that works for nobody in the record, and of another.
    for _turn in range(2):
        assert of_okafor.address not in sign_in(other_member).get(FAKES).text
        assert sign_in(other_member).get(page("fake", of_okafor)).status_code == 404
        MemberOffice.objects.get_or_create(office=other_member.assignments.get().office, person=beth)


def test_a_member_changes_nothing_and_reads_no_notes_of_the_staff(sign_in, officer, member, of_okafor):
    actions.submit_fake(of_okafor, on=timezone.localdate(), reference="T-7", by=officer)
    client = sign_in(member)
    shown = client.get(page("fake", of_okafor)).text
    main = shown.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main and "Folder 4" not in shown and officer.name not in shown
    for name in ("submit_fake", "capture_fake", "take_down_fake", "dismiss_fake", "reopen_fake"):
        assert client.post(page(name, of_okafor), {"evidence": "x"}).status_code == 403
    assert client.get(reverse("cases:new_fake")).status_code == 403
    of_okafor.refresh_from_db()
    assert (of_okafor.state, of_okafor.evidence) == ("submitted", "Folder 4, safe.")


def test_a_report_about_somebody_who_was_merged_is_about_whom_they_were_merged_into(sign_in, member, okafor):
    former = Person.objects.create(name="A. Okafor", merged_into=okafor)
    about = actions.report_fake("@a@network.example", imitated="member", found_by="staff", by="test", member=former)
    assert page("fake", about) in sign_in(member).get(FAKES).text


def test_everybody_reads_how_many_were_reported_and_are_gone_and_none_of_the_addresses(client, officer, fake):
    other = actions.report_fake(f"{FAKE}2", imitated="house", found_by="staff", by="test")
    for one in (fake, other):
        actions.submit_fake(one, on=timezone.localdate(), reference="", by=officer)
    actions.take_down_fake(fake, by=officer)
    shown = client.get(OURS).text
    assert "reported to networks: 2; taken down: 1." in shown and FAKE not in shown
