"""Whom we may write to, and what is left of somebody who asks to be erased."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Act, Consent, Contact, Inbound, Outbound, Suppression
from hemicycle.rules.models import AuditEntry

from .sink import refused

pytestmark = pytest.mark.django_db


def test_of_somebody_who_is_erased_nothing_is_left_and_what_was_sent_still_counts(account, put, sink):
    rows = put(account, "Seven", to=2)
    send_due("w", lambda: False)
    put(account, "Eight", to=2)
    for row in rows:
        actions.record_consent(row.contact, act=Act.ASKED, to="bill:x", words="Yes", through="form")
        actions.forget(row.contact, by="test")

    assert not Consent.objects.exists()
    assert {(c.sealed, c.lang, c.address) for c in Contact.objects.all()} == {("", "", "")}
    assert sorted(Outbound.objects.values_list("content__source", "state")) == [
        ("Eight", "cancelled"), ("Eight", "cancelled"), ("Seven", "sent"), ("Seven", "sent"),
    ]  # fmt: skip
    assert "citizen" not in str(list(AuditEntry.objects.values_list("about", "facts")))


def test_whoever_is_erased_while_a_message_is_tried_again_gets_it_no_more(account, put, sink):
    (row,) = put(account)
    sink.script = [refused("busy", retry_after=0)]
    send_due("w", lambda: False)
    Contact.objects.filter(pk=row.contact_id).update(sealed="")
    send_due("w", lambda: False)

    assert sink.got == []
    assert Outbound.objects.get().state == "cancelled"


def test_who_said_stop_stays_known_when_erased_and_is_a_new_contact_when_they_come_back(office, account, put):
    (row,) = put(account)
    address = row.contact.address
    actions.suppress(row.contact, why="stop", by="test")
    digest = row.contact.digest
    actions.forget(row.contact, by="test")
    again = actions.contact_of(office=office, channel="sink", address=address)

    assert Suppression.objects.get().digest == digest == again.digest
    assert again.pk != row.contact_id


def test_a_letter_of_somebody_who_is_erased_stays_and_cannot_be_answered(office, account, put):
    (row,) = put(account)
    Inbound.objects.create(office=office, channel="email", external_id="1", text="A letter", contact=row.contact)
    actions.forget(row.contact, by="test")

    assert Inbound.objects.get().contact is None
