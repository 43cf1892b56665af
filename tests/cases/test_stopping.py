"""Whoever wrote about a bill ends an office's messages by the link in them, as with STOP, without an account."""

import re
from email import message_from_bytes
from pathlib import Path

import pytest
from django.test import Client

from hemicycle.cases import addresses
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.models import Outcome, OutcomeNotice
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Consent, Outbound
from hemicycle.rules.models import AuditEntry

from .bills import FEES, bill, mailbox, publish, second_editor, step, write
from .test_outcomes import ADA, BO, released

__all__ = ["bill", "mailbox", "publish", "released", "second_editor", "write"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def left(write, released, mailbox, settings, tmp_path):
    """What became of the bill, as it left to ADA by mail."""
    settings.HOME = tmp_path
    write(ADA, eid=FEES)
    actions.send_outcome(released(), by="test")
    sending.send_account(mailbox, worker="worker")
    (file,) = Path(tmp_path).rglob("*.eml")
    return message_from_bytes(file.read_bytes())


def path_in(header: str) -> str:
    return re.search(r"https?://[^/]+(/[^>\s]*)", header).group(1)


def test_one_click_in_the_mail_program_ends_it_and_the_text_names_the_same_page(left):
    there = path_in(left["List-Unsubscribe"])
    assert left["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    contact = OutcomeNotice.objects.get().outbound.contact
    assert there == addresses.stop(contact.key)
    plain = next(part for part in left.walk() if part.get_content_type() == "text/plain")
    assert there in plain.get_payload(decode=True).decode()
    program = Client(enforce_csrf_checks=True)
    for _time in range(2):
        said = program.post(there, {"List-Unsubscribe": "One-Click"})
        assert said.status_code == 200 and "You get no more messages" in said.text
    assert contact.is_suppressed
    assert Consent.objects.get(contact=contact).through == "one-click"
    assert AuditEntry.objects.filter(action="channels.suppress").count() == 1


def test_a_link_that_is_only_opened_ends_nothing_and_what_was_ended_begins_again(left):
    there = path_in(left["List-Unsubscribe"])
    reader, contact = Client(enforce_csrf_checks=True), OutcomeNotice.objects.get().outbound.contact
    assert "Send me nothing more" in reader.get(there).text and not contact.is_suppressed
    reader.post(there)
    assert contact.is_suppressed
    assert "Send me nothing more" in reader.post(there, {"say": "again"}).text and not contact.is_suppressed


def test_who_stopped_gets_no_further_outcome_and_others_do(left, bill, write, officer, publish):
    Client().post(path_in(left["List-Unsubscribe"]))
    other = write(BO)
    step(bill, "withdrawn")
    for one in actions.unprepared_steps():
        actions.prepare_outcomes(one, by="test")
    outcome = Outcome.objects.latest("pk")
    publish(actions.draft_outcome(outcome, by=officer))
    actions.release_outcome(outcome, by="test")
    assert actions.send_outcome(Outcome.objects.latest("pk"), by="test") == 1
    assert Outbound.objects.latest("pk").contact == other.contact


def test_a_key_that_is_none_or_was_erased_is_answered_as_one(client):
    assert client.post(addresses.stop("nonsense")).status_code == 410
