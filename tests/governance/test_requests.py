"""A person asks about their data: the address is proved, two decide, the answer says what was done, and all is forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from hemicycle.accounts.models import Notice
from hemicycle.cases.models import InternalNote
from hemicycle.channels import actions as channels
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Contact, Content, Inbound, Suppression
from hemicycle.governance.actions import duties
from hemicycle.governance.actions.requests import asking as acting
from hemicycle.governance.actions.requests import deciding, forgetting, packaging
from hemicycle.governance.errors import Blocked, NoReason, NotEditor, PackageGone, SecondPersonNeeded, WrongCode
from hemicycle.governance.held_fields import FIELDS
from hemicycle.governance.models import Appointment, Duty, PersonalDataRequest, RequestAddress
from hemicycle.listening.actions.collecting import Wanted, waiting
from hemicycle.rules import actions as rules
from hemicycle.rules import personal_data
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry, ParameterInForce
from tests.listening.conftest import open_inquiry

from . import asking
from .asking import ADDRESS, NUMBER, WORDS

pytestmark = pytest.mark.django_db


def test_an_answer_is_due_within_the_days_that_the_policy_says(accounts):
    ParameterInForce.objects.create(name="request_within_days", value=12)
    request = asking.asked("access")

    assert request.due_at - request.asked_at == timedelta(days=12)


def test_nothing_is_looked_for_until_the_address_is_proved(accounts, clerk):
    request = asking.asked("erasure")
    assert request.subject().addresses == frozenset()
    with pytest.raises(IllegalMove):
        deciding.propose(request, wanted="answer", by=clerk)

    acting.prove(request, code=asking.code_in(request))
    assert request.subject().addresses == {ADDRESS}
    assert Notice.objects.filter(person=clerk, kind="governance.request").count() == 1


def test_a_wrong_code_proves_nothing_and_after_five_the_right_one_neither(accounts):
    request = asking.asked("access")
    right = asking.code_in(request)
    for _attempt in range(acting.MOST_ATTEMPTS):
        with pytest.raises(WrongCode):
            acting.prove(request, code="00000000" if right != "00000000" else "1")
    with pytest.raises(WrongCode):
        acting.prove(request, code=right)


def test_no_officer_reads_the_code_that_proves_an_address(accounts, officer, sign_in):
    request = asking.asked("access")
    page = sign_in(officer).get(reverse("channels:board")).text
    assert "A message to one person" in page
    assert asking.code_in(request) not in page and request.key not in page


def test_a_code_works_for_one_day(accounts):
    request = asking.asked("access")
    RequestAddress.objects.update(code_sent_at=timezone.now() - timedelta(days=1, minutes=1))
    with pytest.raises(WrongCode):
        acting.prove(request, code=asking.code_in(request))


def test_the_same_asked_twice_is_sent_once_and_a_box_is_not_filled(accounts):
    asking.asked("access")
    again = acting.ask(kind="access", member_office=None, channel="email", address=ADDRESS.upper(), lang="en")
    assert again is None
    assert Content.objects.filter(source__startswith="person-request:").count() == 1

    row = RequestAddress.objects.get()
    for _time in range(9):
        RequestAddress.objects.update(attempts=acting.MOST_ATTEMPTS)
        acting.send_again(row)
    assert Content.objects.filter(source__startswith="person-request:").count() == acting.MOST_CODES


def test_the_page_says_the_same_whatever_is_known_of_the_address(accounts, client):
    asking.wrote(accounts["mail"], ADDRESS, "A letter")
    said = set()
    for address in (ADDRESS, "nobody@valmora.example"):
        page = client.post("/policy/your-data/", {"kind": "access", "email": address, "lang": "en"}, follow=True)
        said.add(page.content.decode())
    assert len(said) == 1
    assert PersonalDataRequest.objects.count() == 2


def test_whoever_asks_too_often_is_told_to_wait(accounts, client):
    ParameterInForce.objects.create(name="follow_requests_an_hour", value=1)
    form = {"kind": "access", "email": ADDRESS, "lang": "en"}
    assert client.post("/policy/your-data/", form).status_code == 302
    assert client.post("/policy/your-data/", {**form, "kind": "erasure"}).status_code == 429


def test_an_erasure_is_confirmed_by_a_second_person(accounts, clerk, other_clerk):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    request = asking.proved("erasure")
    deciding.propose(request, wanted="answer", by=clerk)
    with pytest.raises(SecondPersonNeeded):
        deciding.confirm(request, by=clerk)
    assert Inbound.objects.exists()

    deciding.confirm(request, by=other_clerk)
    assert not Inbound.objects.exists()
    with pytest.raises(IllegalMove):
        deciding.confirm(request, by=other_clerk)


def test_a_refusal_needs_a_reason_and_a_second_person(accounts, clerk, other_clerk, client):
    request = asking.proved("access")
    with pytest.raises(NoReason):
        deciding.propose(request, wanted="refuse", by=clerk)
    asking.decided(request, clerk, other_clerk, wanted="refuse", reason="The same was answered last week.")

    page = client.get(f"/policy/your-data/{request.key}/").content.decode()
    assert "The same was answered last week." in page


def test_an_outsider_an_editor_and_a_member_answer_nothing_of_the_house(accounts, outsider, editor, member, sign_in):
    request = asking.proved("erasure")
    for person in (outsider, editor, member):
        with pytest.raises(NotEditor):
            deciding.propose(request, wanted="answer", by=person)
        assert sign_in(person).get(f"/policy/requests/{request.pk}/").status_code in (403, 404)


def test_the_house_neither_sees_nor_counts_what_is_asked_of_a_members_office(
    accounts, clerk, member, member_office, sign_in
):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    request = asking.proved("access", member_office=member_office)
    of_the_house = asking.proved("access")

    assert sign_in(clerk).get(f"/policy/requests/{request.pk}/").status_code == 404
    assert "channels.inbound" not in personal_data.count(of_the_house.subject())
    assert personal_data.count(request.subject())["channels.inbound"] == 1
    assert sign_in(member).get(f"/policy/requests/{request.pk}/").status_code == 200
    assert sign_in(member).get(f"/policy/requests/{of_the_house.pk}/").status_code == 404


def test_the_answer_says_how_to_ask_each_members_office_and_not_which_holds_something(
    accounts, member_office, clerk, other_clerk, client
):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    with_something = asking.without_token(client.get("/policy/your-data/"))
    Inbound.objects.all().delete()
    assert asking.without_token(client.get("/policy/your-data/")) == with_something
    assert f"?office={member_office.slug}" in with_something

    request = asking.proved("erasure")
    asking.decided(request, clerk, other_clerk)
    assert "/policy/your-data/#offices" in client.get(f"/policy/your-data/{request.key}/").content.decode()


def test_a_legal_hold_stops_an_erasure_with_a_sentence(accounts, office, clerk, administrator):
    row = asking.wrote(accounts["mail"], ADDRESS, WORDS)
    rules.place_hold(office=office.slug, about=f"channels.inbound:{row.pk}", why="A court asks", by=administrator)
    request = asking.proved("erasure")
    with pytest.raises(Blocked, match="legal hold"):
        deciding.propose(request, wanted="answer", by=clerk)
    assert Inbound.objects.exists()


def test_a_hold_on_somebody_else_stops_nothing(accounts, office, clerk, other_clerk, administrator):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    other = asking.wrote(accounts["mail"], "other@valmora.example", "Another")
    rules.place_hold(office=office.slug, about=f"channels.inbound:{other.pk}", why="A court asks", by=administrator)
    asking.decided(asking.proved("erasure"), clerk, other_clerk)
    assert list(Inbound.objects.values_list("pk", flat=True)) == [other.pk]


def test_the_proof_of_an_erasure_stands_in_the_audit_log_and_names_nobody(accounts, clerk, other_clerk):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    request = asking.proved("erasure")
    asking.decided(request, clerk, other_clerk)

    entry = AuditEntry.objects.get(action="governance.request_answer")
    assert entry.facts["proof"] == request.proof
    assert "channels.inbound: 1" in entry.facts["removed"]
    assert ADDRESS not in json.dumps(list(AuditEntry.objects.values()), default=str)


def test_after_the_answer_has_arrived_the_address_is_forgotten(accounts, clerk, other_clerk, client):
    request = asking.proved("erasure", words="Please hurry")
    asking.decided(request, clerk, other_clerk)
    assert forgetting.forget_answered(now=timezone.now(), by="worker") == 0

    sending.send_account(accounts["mail"], worker="test")
    assert forgetting.forget_answered(now=timezone.now(), by="worker") == 1
    request.refresh_from_db()
    assert request.words == ""
    assert not Contact.objects.exclude(sealed="").exists()
    assert not Content.objects.filter(source__startswith="person-request:").exists()


def test_whoever_asked_has_the_answer_and_its_proof_in_the_message_and_for_two_weeks_on_the_page(
    accounts, clerk, other_clerk, client
):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    request = asking.proved("erasure")
    asking.decided(request, clerk, other_clerk)
    (sent,) = Content.objects.filter(source__endswith=":answer")
    assert request.proof in str(sent.content) and WORDS not in str(sent.content)
    sending.send_account(accounts["mail"], worker="test")
    forgetting.forget_answered(now=timezone.now(), by="worker")

    own = f"/policy/your-data/{request.key}/"
    page = client.get(own).content.decode()
    assert request.proof in page and "Your address is forgotten." in page and ADDRESS not in page
    PersonalDataRequest.objects.update(answered_at=timezone.now() - timedelta(days=14, minutes=1))
    assert client.get(own).status_code == 410


def test_nothing_is_sent_about_a_request_that_is_forgotten(accounts, clerk, client):
    request = asking.proved("access")
    deciding.propose(request, wanted="answer", by=clerk)
    request.refresh_from_db()
    opened(request).close()
    sending.send_account(accounts["mail"], worker="test")
    assert forgetting.forget_answered(now=timezone.now(), by="worker") == 1

    own = f"/policy/your-data/{request.key}/"
    assert client.post(f"{own}code/", {}).status_code == 302
    assert client.post(f"{own}again/", {}).status_code == 302
    assert not Content.objects.filter(source__startswith="person-request:").exists()
    again = client.post(f"{own}package/", {"code": "12345678"}, follow=True)
    assert again.status_code == 200 and "it can be opened once" in again.content.decode()


def test_a_refusal_says_its_reason_in_the_message(accounts, clerk, other_clerk):
    asking.decided(asking.proved("access"), clerk, other_clerk, wanted="refuse", reason="Answered last week.")
    assert "Answered last week." in str(Content.objects.get(source__endswith=":answer").content)


def test_a_request_that_nobody_proved_is_gone_after_a_week_with_its_address(accounts):
    asking.asked("access")
    PersonalDataRequest.objects.update(asked_at=timezone.now() - timedelta(days=8))
    call_command("retention", "--rule", "governance.personaldatarequest unproved")

    assert not PersonalDataRequest.objects.exists()
    assert not Contact.objects.exists()


def opened(request: PersonalDataRequest) -> zipfile.ZipFile:
    acting.send_code_to_open(request)
    return zipfile.ZipFile(io.BytesIO(packaging.open_package(request, code=asking.code_in(request))))


def test_access_is_a_package_with_everything_of_this_person_and_nobody_else(accounts, clerk, river):
    asking.everything_held(accounts, clerk, river)
    request = asking.proved("access")
    asking.also(request, "sms", NUMBER)
    deciding.propose(request, wanted="answer", by=clerk)
    request.refresh_from_db()

    with opened(request) as package:
        letter, data = package.read("letter.html").decode(), package.read("data.json").decode()
        files = [name for name in package.namelist() if name.startswith("files/")]
    assert f"{WORDS} by mail" in letter
    assert f"{WORDS} by text" in data
    assert "Another letter" not in letter + data
    assert len(files) == 2


def test_the_letter_is_a_pdf_too_and_names_every_field_in_the_language_of_whoever_asked(accounts, clerk, river):
    asking.everything_held(accounts, clerk, river)
    request = asking.proved("access")
    PersonalDataRequest.objects.filter(pk=request.pk).update(lang="fr")
    deciding.propose(PersonalDataRequest.objects.get(pk=request.pk), wanted="answer", by=clerk)
    request.refresh_from_db()

    with opened(request) as package:
        page, data = package.read("letter.html").decode(), json.loads(package.read("data.json"))
        paper = pypdf.PdfReader(io.BytesIO(package.read("letter.pdf")))
    text = " ".join(" ".join(one.extract_text() for one in paper.pages).split())
    for said in ("Ce qui est détenu à votre sujet", "Reçu le", f"{WORDS} by mail"):
        assert said in page and said in text
    assert "received at" not in page and "channels.take" not in page
    for code in ("topic:", "request:", "bill:", "channels.inbound"):
        assert code not in page
    assert "anglais" in page and "L’a confirmé" in page
    assert set(names_in(list(data.values()))) <= FIELDS.keys()
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def names_in(data: Any) -> Iterator[str]:
    """Every name of ours: what came from outside has its own."""
    if isinstance(data, list):
        for one in data:
            yield from names_in(one)
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            if name not in ("facts", "content__parts"):
                yield from names_in(value)


def test_a_package_is_sealed_on_the_disk_and_opened_once(accounts, clerk):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    request = asking.proved("access")
    deciding.propose(request, wanted="answer", by=clerk)
    request.refresh_from_db()
    assert WORDS.encode() not in packaging.path_of(request).read_bytes()
    assert not packaging.path_of(request).read_bytes().startswith(b"PK")

    with pytest.raises(WrongCode):
        packaging.open_package(request, code="1")
    opened(request).close()
    with pytest.raises(PackageGone):
        packaging.open_package(request, code="1")


def test_a_package_is_gone_when_nobody_opened_it_in_time(accounts, clerk, django_capture_on_commit_callbacks):
    request = asking.proved("access")
    deciding.propose(request, wanted="answer", by=clerk)
    later = timezone.now() + packaging.LASTS + timedelta(minutes=1)
    with django_capture_on_commit_callbacks(execute=True):
        forgetting.forget_answered(now=later, by="worker")

    request.refresh_from_db()
    assert (request.package_key, request.forgotten_at is None) == ("", False)
    assert not packaging.path_of(request).exists()
    assert not list((settings.HOME / "requests").glob(f"{request.pk}.*"))


def test_a_rectification_stands_beside_what_was_written(accounts, clerk):
    row = asking.wrote(accounts["mail"], ADDRESS, "I live at pier 2")
    request = asking.proved("rectification", words="Pier 3 it is")
    deciding.propose(request, wanted="answer", by=clerk)

    assert InternalNote.objects.get(case__messages__inbound=row).text == "Correction by the writer: Pier 3 it is"
    assert Inbound.objects.get(pk=row.pk).text == "I live at pier 2"


def test_an_objection_stops_messages_and_every_analysis(accounts, office, clerk):
    asking.wrote(accounts["mail"], ADDRESS, WORDS)
    asking.wrote(accounts["mail"], "other@valmora.example", WORDS)
    inquiry, wanted = open_inquiry(office, clerk), Wanted(phrases=(WORDS,))
    assert waiting(inquiry, wanted).count() == 2
    deciding.propose(asking.proved("objection"), wanted="answer", by=clerk)

    assert waiting(inquiry, wanted).count() == 1
    assert Suppression.objects.filter(why="objection").exists()
    contact = channels.contact_of(office=office, channel="email", address=ADDRESS)
    assert contact.is_suppressed


def test_an_extension_says_why_once_and_not_for_too_long(accounts, clerk):
    request = asking.proved("access")
    late = request.asked_at + timedelta(days=91)
    with pytest.raises(NoReason):
        deciding.extend(request, until=late - timedelta(days=20), reason=" ", by=clerk)
    with pytest.raises(IllegalMove):
        deciding.extend(request, until=late, reason="Many letters", by=clerk)
    deciding.extend(request, until=late - timedelta(days=20), reason="Many letters", by=clerk)
    with pytest.raises(IllegalMove):
        deciding.extend(request, until=late - timedelta(days=10), reason="More", by=clerk)


def test_staff_are_warned_a_week_before_and_see_a_banner_when_it_is_late(accounts, clerk, sign_in):
    request = asking.proved("access")
    assert forgetting.warn(now=timezone.now(), by="worker") == 0
    assert forgetting.warn(now=request.due_at - timedelta(days=6), by="worker") == 1
    assert forgetting.warn(now=request.due_at - timedelta(days=5), by="worker") == 0
    assert "has waited too long" not in sign_in(clerk).get("/policy/requests/").content.decode()

    PersonalDataRequest.objects.update(
        asked_at=timezone.now() - timedelta(days=40), due_at=timezone.now() - timedelta(days=1)
    )
    assert "has waited too long" in sign_in(clerk).get("/policy/requests/").content.decode()


def test_staff_see_numbers_and_never_a_word_or_an_address(accounts, clerk, river, sign_in):
    asking.everything_held(accounts, clerk, river)
    request = asking.proved("erasure")
    page = sign_in(clerk).get(f"/policy/requests/{request.pk}/").content.decode()

    assert "Letters and comments received" in page
    assert WORDS not in page
    assert ADDRESS not in page


def test_a_request_is_recorded_proved_decided_and_read_on_its_pages(accounts, clerk, other_clerk, sign_in, client):
    form = {"kind": "erasure", "email": ADDRESS, "lang": "en"}
    assert sign_in(clerk).post("/policy/requests/", form).status_code == 302
    request = PersonalDataRequest.objects.get()
    own, staff = f"/policy/your-data/{request.key}/", f"/policy/requests/{request.pk}/"
    assert client.post(f"{own}prove/", {"code": "12"}).status_code == 422
    assert client.post(f"{own}prove/", {"code": asking.code_in(request)}).status_code == 302

    sign_in(clerk).post(f"{staff}answer/", {"wanted": "answer"})
    assert "another person confirms it" in sign_in(clerk).get(staff).content.decode()
    sign_in(other_clerk).post(f"{staff}confirm/")
    assert "erased from every table and file" in client.get(own).content.decode()


@pytest.fixture
def of_data(office, secretary, officer):
    """The Secretary holds the duty *data protection*, an officer stands in."""
    duty = duties.open_duty(kind=Duty.Kind.DATA_PROTECTION, office=office, by=secretary)
    for part, whose in (("holder", secretary), ("deputy", officer)):
        duties.appoint(duty, person=whose, part=part, starts_on=timezone.localdate(), by=secretary)
    return duty


def test_who_holds_data_protection_and_who_stands_in_answer_the_requests_of_the_house(
    accounts, of_data, secretary, officer, sign_in
):
    request = asking.proved("erasure")
    notified = Notice.objects.filter(kind="governance.request").values_list("person", flat=True)
    assert set(notified) == {secretary.pk, officer.pk}
    page = sign_in(secretary).get("/policy/requests/").content.decode()
    assert 'href="/policy/requests/"' in page and f"/policy/requests/{request.pk}/" in page

    sign_in(secretary).post(f"/policy/requests/{request.pk}/answer/", {"wanted": "answer"})
    sign_in(officer).post(f"/policy/requests/{request.pk}/confirm/")
    request.refresh_from_db()
    assert (request.state, request.proposed_by, request.decided_by) == ("answered", secretary, officer)


def test_another_secretary_and_whose_duty_has_ended_open_no_request(
    accounts, of_data, second_secretary, officer, secretary, member_office, sign_in
):
    asking.proved("access")
    assert sign_in(second_secretary).get("/policy/requests/").status_code == 403
    of_a_member = asking.proved("erasure", member_office=member_office)
    assert sign_in(secretary).get(f"/policy/requests/{of_a_member.pk}/").status_code == 404

    duties.close_duty(of_data, by=secretary)
    Appointment.objects.update(starts_on=timezone.localdate() - timedelta(days=2))
    Appointment.objects.update(ends_on=timezone.localdate() - timedelta(days=1))
    assert sign_in(officer).get("/policy/requests/").status_code == 403
    assert 'href="/policy/requests/"' not in sign_in(officer).get("/policy/duties/").content.decode()
