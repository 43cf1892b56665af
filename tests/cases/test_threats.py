"""Threats: a queue of their own, which safety officers see and nobody else; evidence that outlives its message."""

import hashlib
import io
import json
import re
import zipfile
from datetime import timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.actions import assign
from hemicycle.accounts.audit_log.subjects import SUBJECTS
from hemicycle.accounts.models import Assignment, Notice, Office, PendingAssignment
from hemicycle.accounts.navigation import visible_items
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import safety as actions
from hemicycle.cases.actions import save_guidance, write
from hemicycle.cases.actions.campaigns.replying import to_reply
from hemicycle.cases.campaigns.points import Points
from hemicycle.cases.errors import NotAnOfficer
from hemicycle.cases.models import Campaign, Case, Evidence, ThreatReport, ThreatSharing
from hemicycle.cases.safety.counts import counts_by_type
from hemicycle.channels import actions as channels
from hemicycle.channels.actions.receiving import erase
from hemicycle.channels.contract import AttachedFile, InboundMessage
from hemicycle.channels.models import Account, Inbound
from hemicycle.channels.models.encryption import Unreadable
from hemicycle.rules import personal_data
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.personal_data import Subject
from tests.cast import person

pytestmark = pytest.mark.django_db

QUEUE = reverse("cases:threats")
WORDS = "I know where you live, and I will burn your house"
RAW = b"From: grim@citizen.example\r\n\r\nI know where you live, and I will burn your house\r\n"
SENDER = "grim@citizen.example"
numbers = count(1)


def mailbox_of(office: Office) -> Account:
    folder = {"transport": "folder", "folder": f"outbox-{office.slug}"}
    return channels.open_account(
        office=office, kind="email", name="Letters", address=f"{office.slug}@h.example", settings=folder, by="test"
    )


def written_to(office: Office, text: str = WORDS, raw: bytes = RAW) -> Case:
    """A letter with a picture, as it came."""
    account = Account.objects.filter(office=office).first() or mailbox_of(office)
    files = (AttachedFile("house.png", "image/png", b"\x89PNG\r\n\x1a\n"),)
    message = InboundMessage(f"r{next(numbers)}", text, sender=SENDER, raw=raw, files=files)
    channels.store_incoming(message, account=account, by="test")
    return Case.objects.get(latest__external_id=message.external_id)


@pytest.fixture
def case(office) -> Case:
    return written_to(office)


@pytest.fixture
def report(case, clerk) -> ThreatReport:
    return actions.report_threat(case, kind="threat", target="staff", by=clerk)


@pytest.fixture
def of_member(member_office, member) -> ThreatReport:
    return actions.report_threat(written_to(member_office), kind="threat", target="member", by=member)


def page(name: str, report: ThreatReport, *more: int) -> str:
    return reverse(f"cases:{name}", args=[report.pk, *more])


def test_a_case_is_reported_in_one_press_and_its_evidence_is_kept_sealed(sign_in, clerk, safety, case):
    address = reverse("cases:report_threat", args=[case.reference])
    shown = sign_in(clerk).get(reverse("cases:case", args=[case.reference])).text
    assert address in shown
    sign_in(clerk).post(address, {"kind": "threat", "target": "staff"})
    report = ThreatReport.objects.get()
    kept = {one.kind: one for one in report.evidence.all()}
    assert kept["original"].content() == RAW and kept["original"].sha256 == hashlib.sha256(RAW).hexdigest()
    assert kept["text"].content() == WORDS.encode() and kept["sender"].content() == SENDER.encode()
    assert kept["file"].content() == b"\x89PNG\r\n\x1a\n"
    assert not any("burn" in one.sealed or "grim" in one.sealed for one in kept.values())
    assert Notice.objects.filter(person=safety, kind="cases.threat").exists()
    assert AuditEntry.objects.get(action="cases.report_threat").facts == {"parts": 4}


def test_a_threat_may_be_against_neither_a_member_nor_staff(sign_in, clerk, safety, case):
    address = reverse("cases:report_threat", args=[case.reference])
    sign_in(clerk).post(address, {"kind": "threat", "target": "other"})
    assert "Other people, or a place" in sign_in(safety).get(page("threat", ThreatReport.objects.get())).text


def test_nothing_is_said_of_a_threat_before_somebody_chooses_it(sign_in, clerk, case):
    client, address = sign_in(clerk), reverse("cases:report_threat", args=[case.reference])
    shown = client.get(reverse("cases:case", args=[case.reference])).text.partition('class="inbox-report"')[2]
    assert "selected" not in shown.partition("</details>")[0].replace('<option value="" selected>', "")
    said = client.post(address, {"kind": "", "target": "staff"}, follow=True).text
    assert "Choose what it is, and against whom." in said and not ThreatReport.objects.exists()


def test_what_is_reported_is_answered_by_itself_whatever_the_software_found(sign_in, clerk, case, office):
    campaign = Campaign.objects.create(office=office, state="running", origin="organiser", titles={"en": "Trains"})
    Case.objects.filter(pk=case.pk).update(
        campaign=campaign, own_words="I will burn it", own_point="found", judged_at=timezone.now()
    )
    case.refresh_from_db()
    assert (case.urgency, list(to_reply(campaign)), list(Points(campaign).rows())) == ("", [case], [case])
    at = reverse("cases:case", args=[case.reference])
    assert "Their own words" in sign_in(clerk).get(at).text
    actions.report_threat(case, kind="hate", target="staff", by=clerk)
    assert not to_reply(campaign) and not Points(campaign).rows()
    assert "Their own words" not in sign_in(clerk).get(at).text


def test_a_second_press_adds_what_came_since_and_nothing_twice(clerk, report, office):
    again = actions.report_threat(report.case, kind="hate", target="member", by=clerk)
    assert (again.pk, again.kind, again.evidence.count()) == (report.pk, "threat", 4)
    assert not AuditEntry.objects.filter(action="cases.add_evidence").exists()
    written = written_to(office, f"{report.case.written_reference} I am outside")
    assert written.pk == report.case_id
    actions.report_threat(written, kind="threat", target="staff", by=clerk)
    assert report.evidence.count() == 8
    assert AuditEntry.objects.filter(action="cases.add_evidence").count() == 1


def test_what_is_kept_of_a_letter_from_the_form_is_its_words_and_not_what_the_form_wrote_above(office, clerk):
    letter = write(office=office, text=WORDS, form="f1", channel="", address="", lang="en")
    Inbound.objects.filter(pk=letter.latest_id).update(subject="Bill 15 · Housing Bill")
    kept = actions.report_threat(Case.objects.get(pk=letter.pk), kind="threat", target="staff", by=clerk)
    assert kept.evidence.get(kind="text").content() == WORDS.encode()


def test_the_content_of_other_evidence_is_not_opened_under_this_hash(report):
    one, other = report.evidence.order_by("pk")[:2]
    Evidence.objects.filter(pk=one.pk).update(sealed=other.sealed)
    one.refresh_from_db()
    with pytest.raises(Unreadable):
        one.content()


def test_the_list_and_the_case_do_not_show_the_words_in_passing(sign_in, clerk, report):
    client, words = sign_in(clerk), "I know where"
    listed = client.get(reverse("cases:inbox")).text
    assert words not in listed and "Not shown here: it may threaten somebody" in listed
    opened = client.get(reverse("cases:case", args=[report.case.reference])).text
    assert "Reported as a threat" in opened
    assert opened.index('<details class="inbox-guarded">') < opened.index(words)
    other = written_to(report.office, "May I bring my dog to the sitting on Tuesday and to the gallery?")
    assert "May I bring" in client.get(reverse("cases:inbox")).text and not other.threat_reports.exists()


def test_after_a_report_an_answer_is_not_the_first_thing_to_do(sign_in, clerk, case):
    client, at = sign_in(clerk), reverse("cases:case", args=[case.reference])
    assert "Answer all the same" not in client.get(at).text
    actions.report_threat(case, kind="threat", target="staff", by=clerk)
    assert "<summary>Answer all the same</summary>" in client.get(at).text


def test_what_looks_like_a_threat_is_offered_to_be_reported(sign_in, clerk, case):
    address = reverse("cases:case", args=[case.reference])
    assert "Report a threat or abuse" in sign_in(clerk).get(address).text
    Case.objects.filter(pk=case.pk).update(urgency="threat")
    shown = sign_in(clerk).get(address).text
    assert (
        '<details class="inbox-report" id="report" open>' in shown and "It may threaten somebody: report it" in shown
    )


def test_the_queue_names_nobody_and_quotes_nothing(sign_in, safety, report):
    shown = sign_in(safety).get(QUEUE).text
    assert str(report) in shown and "Threat of violence" in shown and "Staff" in shown
    assert "burn" not in shown and "grim" not in shown and "Clara" not in shown


def test_words_are_blurred_until_somebody_asks_which_is_noted(sign_in, safety, report):
    client, text = sign_in(safety), report.evidence.get(kind="text")
    assert "burn" not in client.get(page("threat", report)).text
    shown = client.post(page("show_evidence", report, text.pk))
    assert WORDS in shown.text and shown.headers["Cache-Control"] == "no-store, private"
    noted = AuditEntry.objects.get(action="cases.show_evidence")
    assert (noted.actor, noted.facts) == (safety.audit_label, {"part": text.pk})
    later = client.get(page("threat", report)).text
    assert "burn" not in later and re.search(r"You have opened 1 part today, at \d\d:\d\d UTC\. Take", later)


def test_a_text_message_is_read_as_it_came_from_the_modem(sign_in, clerk, safety, office):
    words = "Je sais où habite la présidente."
    raw = words.encode("utf-16") + b"\0\0- left in the memory"
    report = actions.report_threat(written_to(office, words, raw), kind="threat", target="staff", by=clerk)
    original = report.evidence.get(kind="original")
    shown = sign_in(safety).post(page("show_evidence", report, original.pk)).text
    assert f"{words}<" in shown and "left in the memory" not in shown


def test_the_house_says_where_those_who_read_get_help(sign_in, safety, secretary, report):
    assert "The House has not said yet where you get help" in sign_in(safety).get(page("threat", report)).text
    save_guidance("care", {"en": "Call the counsellor on 4711.", "fr": ""}, by=secretary)
    assert "Call the counsellor on 4711." in sign_in(safety).get(page("threat", report)).text


def everybody_else(request: pytest.FixtureRequest) -> list:
    names = ("officer", "editor", "researcher", "clerk", "secretary", "administrator", "superuser", "outsider")
    return [request.getfixturevalue(name) for name in names]


ADDRESSES = ("threat", "make_pack", "assess_threat", "pass_threat", "close_threat", "note_threat", "assign_threat")


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_other_role_and_no_superuser_reaches_a_report(request, sign_in, report, name):
    for somebody in everybody_else(request):
        client = sign_in(somebody)
        assert client.get(page(name, report)).status_code in (403, 405)
        assert client.post(page(name, report), {"text": "x"}).status_code == 403
        assert client.get(QUEUE).status_code == 403
        assert not ThreatReport.objects.open_to(somebody).exists()
    report.refresh_from_db()
    assert report.state == "new"


def test_a_safety_officer_opens_nothing_but_the_queue(sign_in, safety, report):
    client = sign_in(safety)
    # The record is public.
    assert [one.url for one in visible_items(safety, "/")] == [QUEUE, reverse("site:record")]
    case, message = report.case, report.case.latest
    for address in (
        reverse("cases:inbox"), reverse("cases:case", args=[case.reference]),
        reverse("cases:message", args=[message.pk]), reverse("listening:inquiries"), reverse("people"),
    ):  # fmt: skip
        refused = client.get(address)
        assert refused.status_code == 403 and f'href="{QUEUE}"' in refused.text and 'href="/start/"' in refused.text
    assert not safety.reads_internal()


def test_a_members_report_stays_in_the_office_until_it_says_otherwise(sign_in, safety, member, of_member, office):
    assert not ThreatReport.objects.open_to(safety).exists()
    assert sign_in(safety).get(page("threat", of_member)).status_code == 404
    assert sign_in(member).get(page("threat", of_member)).status_code == 200
    assert not Notice.objects.filter(person=safety).exists()
    sign_in(member).post(reverse("cases:share_threats", args=[of_member.office_id]), {"on": "1"})
    assert ThreatReport.objects.open_to(safety).get() == of_member
    assert sign_in(safety).get(page("threat", of_member)).status_code == 200
    # Nothing else of the office.
    assert not Case.objects.visible_to(safety).exists()
    sign_in(member).post(reverse("cases:share_threats", args=[of_member.office_id]), {"off": "1"})
    assert sign_in(safety).get(page("threat", of_member)).status_code == 404


def test_what_a_member_reports_after_it_shares_notifies_the_safety_officers(safety, member, member_office):
    actions.share_threats(member_office, by=member)
    actions.report_threat(written_to(member_office), kind="threat", target="member", by=member)
    assert Notice.objects.filter(person=safety, kind="cases.threat").count() == 1


def test_a_members_office_sees_no_report_of_the_house_nor_of_another_member(sign_in, member, report, other_office):
    another = Office.objects.create(slug="member-x", name="Office of X", kind=Office.Kind.MEMBER)
    theirs = actions.report_threat(written_to(another), kind="threat", target="member", by=person("Xenia"))
    for one in (report, theirs):
        assert sign_in(member).get(page("threat", one)).status_code == 404
        assert sign_in(member).post(page("make_pack", one)).status_code == 404
    assert reverse("cases:share_threats", args=[another.pk]) not in sign_in(member).get(QUEUE).text
    assert sign_in(member).post(reverse("cases:share_threats", args=[another.pk]), {"on": "1"}).status_code == 404
    assert not ThreatSharing.objects.exists()


def test_only_a_members_office_decides_that_it_shares(administrator, superuser, member_office, office, clerk):
    for somebody in (administrator, superuser):
        with pytest.raises(NotAnOfficer):
            actions.share_threats(member_office, by=somebody)
    with pytest.raises(NotAnOfficer):
        actions.share_threats(office, by=clerk)


def test_the_file_for_the_police_leaves_to_nobody_else(request, sign_in, safety, report):
    for somebody in everybody_else(request):
        assert sign_in(somebody).post(page("make_pack", report)).status_code == 403
    assert not AuditEntry.objects.filter(action="cases.make_pack").exists()
    assert sign_in(safety).post(page("make_pack", report)).status_code == 200


def test_the_file_for_the_police_holds_the_originals_with_hashes_that_agree(sign_in, safety, report):
    actions.note_step(report, text="Between us: the officer was shaken", by=safety)
    answer = sign_in(safety).post(page("make_pack", report))
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    files = {name: packed.read(name) for name in packed.namelist()}
    assert files["evidence/001-original.eml"] == RAW
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    listed = json.loads(files["manifest.json"])
    assert (listed["made_by"], listed["report"]) == ("Sofia Safety", str(report))
    assert {one["what"] for one in listed["evidence"]} == {"original", "text", "sender", "file"}
    assert files["manifest.pdf"].startswith(b"%PDF") and b"shaken" not in b"".join(files.values())
    assert "<strong>File for the police downloaded</strong>" in sign_in(safety).get(page("threat", report)).text
    noted = AuditEntry.objects.get(action="cases.make_pack")
    assert noted.facts == {"parts": 4, "sha256": hashlib.sha256(answer.content).hexdigest()}


def test_the_file_for_the_police_holds_what_came_since_and_the_log_the_hash_of_each_part(
    sign_in, safety, report, office
):
    assert written_to(office, f"{report.case.written_reference} I am outside").pk == report.case_id
    answer = sign_in(safety).post(page("make_pack", report))
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    texts = [packed.read(name).decode() for name in packed.namelist() if name.endswith("-text.txt")]
    assert texts == [WORDS, f"{report.case.written_reference} I am outside"]
    logged = AuditEntry.objects.filter(action="cases.keep_evidence", about=f"cases.threatreport:{report.pk}")
    hashes = {one.facts["part"]: one.facts["sha256"] for one in logged}
    assert hashes == dict(report.evidence.values_list("pk", "sha256")) and len(hashes) == 8
    assert AuditEntry.objects.get(action="cases.add_evidence").facts == {"parts": 4}


def test_a_report_goes_from_new_to_closed_with_a_step_each(sign_in, safety, report):
    client = sign_in(safety)
    wordless = client.post(page("assess_threat", report), {"kind": "stalking", "target": "member", "text": ""})
    assert wordless.status_code == 422 and "Say why you assess it so." in wordless.text
    client.post(page("assess_threat", report), {"kind": "stalking", "target": "member", "text": "Third one this week"})
    client.post(page("pass_threat", report), {"reference": "PV 12/2026"})
    assert client.post(page("close_threat", report), {"text": ""}).status_code == 422
    client.post(page("close_threat", report), {"text": "Charged"})
    report.refresh_from_db()
    assert (report.kind, report.state, report.external_reference) == ("stalking", "closed", "PV 12/2026")
    assert [one.move for one in report.steps.all()] == ["assess", "pass", "close"]
    assert report.closed_at is not None
    client.post(page("reopen_threat", report))
    report.refresh_from_db()
    assert (report.state, report.closed_at) == ("assessed", None)


def test_a_second_click_moves_nothing(safety, report):
    actions.assess(report, kind="hate", target="staff", by=safety)
    with pytest.raises(IllegalMove):
        actions.assess(report, kind="threat", target="staff", by=safety)
    actions.close_report(report, text="Nothing in it", by=safety)
    actions.report_threat(report.case, kind="threat", target="staff", by=safety)
    with pytest.raises(IllegalMove):
        actions.reopen_report(report, by=safety)


def test_it_is_assigned_to_a_colleague_who_may_see_it_and_to_nobody_else(sign_in, safety, clerk, report, office):
    other = person("Sven Safety", Role.SAFETY, office=office)
    sign_in(safety).post(page("assign_threat", report), {"to": str(other.pk)})
    report.refresh_from_db()
    assert report.assignee == other and Notice.objects.filter(person=other, kind="cases.threat").exists()
    with pytest.raises(NotAnOfficer):
        actions.assign_report(report, to=clerk, by=safety)
    assert sign_in(safety).post(page("assign_threat", report), {"to": str(clerk.pk)}).status_code == 422


def test_evidence_outlives_the_message_and_a_request_for_erasure_which_says_why(report, office):
    subject = Subject(frozenset({SENDER}), (office,), is_house=True)
    assert any("reported as a threat" in said for said in personal_data.kept(subject))
    personal_data.erase(subject, by="test")
    assert not Inbound.objects.exists() and not Case.objects.exists()
    report.refresh_from_db()
    assert report.case is None and report.evidence.get(kind="original").content() == RAW
    held = personal_data.HOLDINGS["threats"].data(subject)
    assert held == [{"office": str(office), "reported_at": report.reported_at}]


def test_a_report_whose_case_is_gone_can_still_be_worked_on(sign_in, safety, report, office):
    erase(Inbound.objects.all(), office=office, by="test")
    report.refresh_from_db()
    assert sign_in(safety).get(page("threat", report)).status_code == 200
    actions.assess(report, kind="threat", target="staff", by=safety)
    assert report.evidence.count() == 4


def test_an_erasure_in_another_office_knows_nothing_of_it(report, other_office):
    subject = Subject(frozenset({SENDER}), (other_office,), is_house=True)
    assert personal_data.kept(subject) == [] or not any("threat" in said for said in personal_data.kept(subject))


def test_counts_are_by_kind_alone_and_small_ones_are_not_said(sign_in, secretary, clerk, office, of_member):
    for number in range(5):
        actions.report_threat(written_to(office, f"{WORDS} {number}"), kind="hate", target="staff", by=clerk)
    rows, now = ThreatReport.objects.of_the_house(), timezone.now()
    found = dict(counts_by_type(rows, since=now - timedelta(days=1), until=now + timedelta(days=1)))
    assert found["Hatred of a group"] == 5 and found["Threat of violence"] is None
    shown = sign_in(secretary).get(reverse("cases:threat_counts")).text
    assert "fewer than five" in shown and "burn" not in shown
    assert sign_in(clerk).get(reverse("cases:threat_counts")).status_code == 403


def test_whoever_may_see_the_counts_finds_them(
    sign_in, safety, secretary, administrator, member, editor, member_office
):
    counts = f'href="{reverse("cases:threat_counts")}"'
    pages = {
        safety: (QUEUE, True), secretary: (reverse("cases:guidance"), True),
        administrator: (reverse("cases:fakes"), True), member: (QUEUE, False), editor: (reverse("cases:fakes"), False),
    }  # fmt: skip
    for somebody, (address, is_linked) in pages.items():
        shown = sign_in(somebody).get(address)
        assert shown.status_code == 200 and (counts in shown.text) is is_linked


def test_the_role_is_given_by_one_person_and_confirmed_by_another(administrator, outsider, office):
    given = assign(outsider, office=office, role=Role.SAFETY, by=administrator)
    assert isinstance(given, PendingAssignment)
    assert not Assignment.objects.filter(user=outsider).exists()


def test_no_members_office_has_a_safety_officer(member_office):
    assert Role.SAFETY not in member_office.open_roles


def test_the_log_leads_to_a_report_only_those_who_see_to_it(safety, administrator, report):
    pages = SUBJECTS["cases.threatreport"].pages
    assert pages(safety, [str(report.pk)]) and not pages(administrator, [str(report.pk)])


def test_who_does_not_read_a_case_does_not_report_it(sign_in, officer, case):
    address = reverse("cases:report_threat", args=[case.reference])
    assert sign_in(officer).post(address, {"kind": "threat", "target": "staff"}).status_code == 403
    assert not ThreatReport.objects.exists()
