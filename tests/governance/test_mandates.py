"""The end of a mandate: the House sets the day and sees no row; the office exports, asks, erases and is closed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date

import pytest
from django.urls import reverse

from hemicycle.accounts import actions as accounts_actions
from hemicycle.accounts.models import Assignment, Office
from hemicycle.cases import actions as cases
from hemicycle.channels.models import Account, Contact, Inbound, Outbound
from hemicycle.conf.worker import Worker
from hemicycle.governance.actions.mandates import ending
from hemicycle.governance.actions.mandates.holdings import held_by
from hemicycle.governance.errors import Blocked, NotEditor, SecondPersonNeeded
from hemicycle.governance.models import Mandate, MandateErasure, TransferConsent
from hemicycle.rules import actions as rules
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import AuditEntry
from tests.cast import person

from . import asking
from .asking import ADDRESS, WORDS

pytestmark = pytest.mark.django_db
LAST_DAY = date(2030, 6, 30)


@pytest.fixture
def mandate(member_office, secretary, member) -> Mandate:
    return ending.set_end(member_office, ends_on=LAST_DAY, by=secretary)


@pytest.fixture
def successor(db) -> Office:
    return accounts_actions.open_office(slug="member-brandt", name="Office of Emil Brandt", kind="member", by="test")


def no_tick(*said: object) -> None:
    pass


def erased(mandate: Mandate, member) -> Mandate:
    ending.ask_erasure(mandate, by=member)
    erasure = ending.confirm_erasure(mandate, typed=mandate.office.name, by=member)
    ending.erase_office(erasure, no_tick)
    mandate.refresh_from_db()
    return mandate


def test_who_sets_the_day_finds_the_page_in_the_menu(secretary, administrator, clerk, sign_in) -> None:
    for who, is_there in ((secretary, True), (administrator, True), (clerk, False)):
        assert ('href="/policy/mandates/"' in sign_in(who).get("/account/").text) is is_there


def test_the_house_sets_the_day_and_sees_only_whether_it_is_done(accounts, mandate, secretary, sign_in):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    page = sign_in(secretary).get("/policy/mandates/").content.decode()
    assert "Not done" in page
    assert "Office of Ada Okafor" in page
    assert sign_in(secretary).get("/policy/mandate/").status_code == 403


def test_nobody_else_sets_a_day_or_takes_a_step(mandate, member_office, clerk, member, administrator, secretary):
    for who in (clerk, member):
        with pytest.raises(NotEditor):
            ending.set_end(member_office, ends_on=LAST_DAY, by=who)
    for who in (clerk, administrator, secretary):
        with pytest.raises(NotEditor):
            ending.take_export(mandate, by=who)
        with pytest.raises(NotEditor):
            ending.ask_erasure(mandate, by=who)


def test_an_office_of_the_house_has_no_mandate(office, secretary):
    with pytest.raises(IllegalMove):
        ending.set_end(office, ends_on=LAST_DAY, by=secretary)


def test_the_export_has_everything_of_the_office_with_checksums_and_nothing_of_others(accounts, mandate, member):
    asking.wrote(accounts["member"], ADDRESS, WORDS, raw=b"From: x")
    asking.wrote(accounts["mail"], "other@valmora.example", "To the House")
    content = ending.take_export(mandate, by=member)

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        manifest = json.loads(package.read("manifest.json"))
        for name, digest in manifest["sha256"].items():
            assert hashlib.sha256(package.read(name)).hexdigest() == digest
        everything = b"".join(package.read(name) for name in package.namelist())
    assert WORDS.encode() in everything
    assert ADDRESS.encode() in everything
    assert b"From: x" in everything
    assert b"To the House" not in everything
    mandate.refresh_from_db()
    assert mandate.digest == hashlib.sha256(content).hexdigest()


def test_a_case_is_passed_on_with_a_yes_alone(accounts, mandate, member, successor, client):
    yes = asking.wrote(accounts["member"], ADDRESS, WORDS)
    no = asking.wrote(accounts["member"], "no@valmora.example", "Mine alone")
    cases.write_note(cases.case_for(yes, by=member), text="Between us", by=member)
    assert ending.ask_consents(mandate, successor=successor, by=member) == 2
    assert ending.ask_consents(mandate, successor=successor, by=member) == 0
    assert Inbound.objects.filter(office=successor).count() == 0

    agreed = TransferConsent.objects.get(contact=yes.contact)
    page = f"/policy/transfer/{agreed.key}/"
    client.get(page)
    assert Inbound.objects.filter(office=successor).count() == 0
    client.post(page, {"answer": "yes"})
    ending.answer_consent(TransferConsent.objects.get(contact=no.contact), agreed=False)

    assert list(Inbound.objects.filter(office=successor).values_list("pk", flat=True)) == [yes.pk]
    moved = Inbound.objects.get(pk=yes.pk)
    assert moved.contact.address == ADDRESS
    assert moved.contact.office == successor
    case = cases.case_for(moved, by="test")
    assert (case.office, case.assignee, case.notes.exists()) == (successor, None, False)
    with pytest.raises(IllegalMove):
        ending.answer_consent(agreed, agreed=False)


def test_no_colleague_reads_the_link_by_which_a_person_says_yes(accounts, mandate, member, successor, sign_in):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    ending.ask_consents(mandate, successor=successor, by=member)
    page = sign_in(member).get(reverse("channels:board")).text
    assert "A message to one person" in page and TransferConsent.objects.get().key not in page


def test_everything_else_is_erased_after_two_confirmations_and_the_accounts_are_closed(
    accounts, mandate, member_office, member, river
):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    kept = asking.wrote(accounts["mail"], ADDRESS, "To the House")
    with pytest.raises(IllegalMove):
        ending.confirm_erasure(mandate, typed=member_office.name, by=member)
    ending.ask_erasure(mandate, by=member)
    with pytest.raises(IllegalMove):
        ending.confirm_erasure(mandate, typed="another name", by=member)
    assert Inbound.objects.filter(office=member_office).exists()

    erased(mandate, member)
    assert mandate.done_at is not None
    assert mandate.removed["channels.inbound"] == 1
    assert held_by(member_office) == []
    assert not Account.objects.filter(office=member_office, is_open=True).exists()
    assert not Assignment.objects.filter(office=member_office).exists()
    member.refresh_from_db()
    assert not member.is_active
    assert Inbound.objects.filter(pk=kept.pk).exists()
    assert Contact.objects.filter(pk=kept.contact_id).exclude(sealed="").exists()


def test_where_two_work_the_other_one_confirms(mandate, member_office, member):
    colleague = person("Otto Okafor")
    accounts_actions.assign(colleague, office=member_office, role="member", by="test")
    ending.ask_erasure(mandate, by=member)
    with pytest.raises(SecondPersonNeeded):
        ending.confirm_erasure(mandate, typed=member_office.name, by=member)
    ending.confirm_erasure(mandate, typed=member_office.name, by=colleague)
    with pytest.raises(IllegalMove):
        ending.confirm_erasure(mandate, typed=member_office.name, by=colleague)


def test_a_legal_hold_on_the_office_stops_the_erasure(mandate, member_office, member):
    rules.place_hold(office=member_office.slug, about="", why="A court asks", by=member)
    with pytest.raises(Blocked):
        ending.ask_erasure(mandate, by=member)


def test_the_erasure_is_a_job_that_a_worker_takes_up(accounts, mandate, member_office, member, sign_in):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    ending.ask_erasure(mandate, by=member)
    sign_in(member).post("/policy/mandate/confirm/", {"name": member_office.name})
    assert "You may leave this page" in sign_in(member).get("/policy/mandate/").content.decode()

    Worker().drain()
    assert MandateErasure.objects.get().state == "done"
    assert not Inbound.objects.filter(office=member_office).exists()
    assert not Outbound.objects.filter(office=member_office).exists()


def test_the_log_says_how_much_was_erased_and_of_nobody(accounts, mandate, member):
    asking.wrote(accounts["member"], ADDRESS, WORDS)
    erased(mandate, member)
    assert "channels.inbound: 1" in AuditEntry.objects.get(action="governance.mandate_done").facts["removed"]
    assert ADDRESS not in json.dumps(list(AuditEntry.objects.values()), default=str)


def test_an_erasure_that_was_asked_for_is_taken_back_until_it_is_confirmed(mandate, member, sign_in) -> None:
    client = sign_in(member)
    client.post("/policy/mandate/erase/")
    assert "Nothing was downloaded yet" in client.get("/policy/mandate/").content.decode()
    client.post("/policy/mandate/keep/")
    mandate.refresh_from_db()
    assert (mandate.asked_by, mandate.asked_at) == (None, None)
    with pytest.raises(IllegalMove):
        ending.confirm_erasure(mandate, typed=mandate.office.name, by=member)


def test_a_day_that_was_set_by_mistake_is_removed_until_the_office_has_taken_a_step(
    mandate, member, secretary, clerk, sign_in
) -> None:
    remove = f"/policy/mandates/{mandate.pk}/remove/"
    assert sign_in(clerk).post(remove).status_code == 403
    ending.take_export(mandate, by=member)
    assert "has taken a step" in sign_in(secretary).post(remove, follow=True).content.decode()
    Mandate.objects.update(exported_at=None)
    sign_in(secretary).post(remove)
    assert not Mandate.objects.exists()
