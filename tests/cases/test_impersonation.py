"""Accounts that pretend to be ours: reported by anybody, followed up until they are gone, counted in public."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.actions import open_office
from hemicycle.accounts.audit_log.subjects import SUBJECTS
from hemicycle.accounts.models import Office, User
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import impersonation as actions
from hemicycle.cases.errors import NotAnOfficer
from hemicycle.cases.models import ImpersonationReport
from hemicycle.channels import actions as channels
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
    answer = client.post(PUBLIC, {"address": f"  {FAKE} ", "imitated": "house"}, follow=True)
    made = ImpersonationReport.objects.get()
    assert (made.address, made.imitated, made.found_by, made.state) == (FAKE, "house", "public", "found")
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
def of_okafor(okafor, member) -> ImpersonationReport:
    """Left to the House."""
    seen = "@ada-okafor@network.example"
    actions.share_fakes(okafor.office.office, by=member)
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


@pytest.fixture
def kept(okafor, member) -> ImpersonationReport:
    """Noted by staff; the member's office has left nothing to the House."""
    return actions.report_fake(
        "@a0kafor@network.example", imitated="member", found_by="staff", by="test", member=okafor, evidence="Folder 5"
    )


def test_what_imitates_a_member_is_with_their_own_office_alone(
    sign_in, client, officer, editor, administrator, superuser, safety, member, other_member, kept
):
    for somebody in (officer, editor, administrator):
        assert kept.address not in sign_in(somebody).get(f"{FAKES}?state=all").text
        assert sign_in(somebody).get(page("fake", kept)).status_code == 404
        assert sign_in(somebody).post(page("dismiss_fake", kept)).status_code == 404
        assert not SUBJECTS["cases.impersonationreport"].pages(somebody, [str(kept.pk)])
    for somebody in (superuser, safety):
        assert sign_in(somebody).get(page("fake", kept)).status_code == 403
    assert sign_in(other_member).get(page("fake", kept)).status_code == 404
    (item,) = [one for one in visible_items(member, "/") if one.url == FAKES]
    assert item.waiting == 1 and kept.address in sign_in(member).get(FAKES).text
    sign_in(member).post(page("submit_fake", kept), {"on": timezone.localdate().isoformat(), "reference": "T-8"})
    kept.refresh_from_db()
    assert (kept.state, kept.reference) == ("submitted", "T-8")
    assert "reported to networks" not in client.get(OURS).text
    logged = AuditEntry.objects.filter(action__endswith="_fake")
    assert set(logged.values_list("office", flat=True)) == {kept.kept_by.slug}


def test_anybody_who_reports_one_of_a_member_reads_who_reads_it(client, okafor, member, officer, sign_in):
    shown = client.get(PUBLIC).text
    assert "read by that member’s own office alone, unless it leaves such reports to the House" in shown
    missing = client.post(PUBLIC, {"address": FAKE, "imitated": "member"})
    assert missing.status_code == 422 and "Choose the member." in missing.text
    filled = {"address": FAKE, "imitated": "member", "member": okafor.pk}
    assert "The office of that member reads it, and nobody else." in client.post(PUBLIC, filled, follow=True).text
    assert ImpersonationReport.objects.get().kept_by == okafor.office.office
    actions.share_fakes(okafor.office.office, by=member)
    assert "The House looks at it" in client.post(PUBLIC, filled | {"address": f"{FAKE}-2"}, follow=True).text
    assert FAKE in sign_in(officer).get(FAKES).text


def test_staff_who_note_one_of_a_member_leave_it_to_that_office(sign_in, officer, okafor, member):
    said = {"address": FAKE, "imitated": "member", "member": okafor.pk}
    answer = sign_in(officer).post(reverse("cases:new_fake"), said, follow=True)
    assert answer.redirect_chain[-1][0] == FAKES and FAKE not in answer.text
    assert "The office of that member reads it, and nobody else." in answer.text


def test_an_office_hands_over_one_and_the_others_stay(sign_in, officer, member, other_member, okafor, kept):
    stays = actions.report_fake("@a1@network.example", imitated="member", found_by="staff", by="test", member=okafor)
    assert sign_in(other_member).post(page("hand_over_fake", kept)).status_code == 404
    assert sign_in(officer).post(page("hand_over_fake", kept)).status_code == 403
    sign_in(member).post(page("hand_over_fake", kept))
    assert sign_in(officer).get(page("fake", kept)).status_code == 200
    assert sign_in(officer).get(page("fake", stays)).status_code == 404
    # What became of it the member reads, as of all that were left to the House.
    assert sign_in(member).get(page("fake", kept)).status_code == 200
    assert sign_in(member).post(page("dismiss_fake", kept)).status_code == 403
    kept.refresh_from_db()
    with pytest.raises(IllegalMove):
        actions.hand_over_fake(kept, by=member)


def test_only_a_members_office_leaves_all_to_the_house_and_ends_it(
    sign_in, administrator, clerk, officer, member, member_office, office, okafor, kept
):
    sharing = reverse("cases:share_fakes", args=[member_office.pk])
    assert sign_in(officer).post(sharing, {"on": "1"}).status_code == 403
    for of, by in ((member_office, administrator), (office, clerk)):
        with pytest.raises(NotAnOfficer):
            actions.share_fakes(of, by=by)
    sign_in(member).post(sharing, {"on": "1"})
    assert sign_in(officer).get(page("fake", kept)).status_code == 200
    sign_in(member).post(sharing, {"off": "1"})
    later = actions.report_fake("@a2@network.example", imitated="member", found_by="staff", by="test", member=okafor)
    assert sign_in(officer).get(page("fake", later)).status_code == 404


def test_the_same_address_is_followed_up_by_the_house_and_by_an_office_each_for_itself(member, kept):
    theirs = actions.report_fake(kept.address, imitated="house", found_by="public", by="citizen")
    assert theirs.pk != kept.pk and theirs.kept_by is None and not theirs.seen_again
    with pytest.raises(IllegalMove):
        actions.hand_over_fake(kept, by=member)


def test_what_imitates_an_account_of_a_members_office_is_with_that_office(member_office, member):
    theirs = channels.open_account(
        office=member_office, kind="email", name="Letters", address="m@h.example", by="test",
        settings={"transport": "folder", "folder": "outbox-member"},
    )  # fmt: skip
    made = actions.report_fake(FAKE, imitated="house", found_by="staff", by="test", account=theirs)
    assert made.kept_by == member_office
