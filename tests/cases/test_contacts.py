"""An address is kept for as long as a case of it may get an answer or an outcome, and goes with its last letter."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from hemicycle.cases.models import Case
from hemicycle.channels.models import Act, Consent, Contact, Content, Inbound, Outbound, Suppression
from hemicycle.follow import actions as follow
from hemicycle.record.models import Document
from hemicycle.rules.models import ParameterInForce
from tests.record import chamber

pytestmark = pytest.mark.django_db
ADA, NUMBER = "ada@citizen.example", "+999600201"


def night() -> None:
    for key in ("channels.inbound", "channels.contact unconfirmed", "channels.contact following nothing",
                "channels.contact wrote long ago"):  # fmt: skip
        call_command("retention", "--rule", key)


def go_by(days: int) -> None:
    then = timezone.now() - timedelta(days=days)
    Contact.objects.update(since=then)
    Consent.objects.update(at=then)
    Outbound.objects.update(state="sent", sent_at=then)
    Inbound.objects.update(received_at=then)


def known() -> list[str]:
    return [contact.address for contact in Contact.objects.exclude(sealed="")]


@pytest.fixture(autouse=True)
def kept_for_a_year(db) -> None:
    ParameterInForce.objects.create(name="messages_kept_days", value=365)


def test_it_is_kept_as_long_as_the_letter_and_goes_with_it(mailbox, writes):
    writes(mailbox, "My street floods", ADA)
    go_by(364)
    night()
    assert known() == [ADA]
    go_by(366)
    night()
    assert not known() and not Case.objects.exists()


def test_who_once_asked_to_follow_something_is_still_answered(mailbox, office, writes):
    chamber.people()
    chamber.bill()
    contact = writes(mailbox, "My street floods", ADA).contact
    follow.ask(contact, to_follow=Document.objects.get(), words="Yes", through="test")
    go_by(300)
    call_command("retention", "--rule", "follow.subscription unconfirmed")
    night()
    assert known() == [ADA]


def test_what_they_follow_keeps_an_address_when_their_letters_are_gone(mailbox, writes):
    chamber.people()
    chamber.bill()
    contact = writes(mailbox, "My street floods", ADA).contact
    follow.ask(contact, to_follow=Document.objects.get(), words="Yes", through="test")
    follow.confirm(contact, words="Yes", through="test")
    go_by(366)
    night()
    assert known() == [ADA] and not Case.objects.exists()


def test_what_is_on_its_way_keeps_it(mailbox, writes):
    writes(mailbox, "My street floods", ADA)
    go_by(366)
    Outbound.objects.update(state="unknown")
    Content.objects.update(source="request:of something else")
    night()
    assert known() == [ADA]


def test_who_said_stop_stays_known_as_a_hash_alone(phone, writes):
    writes(phone, "STOP", NUMBER)
    go_by(366)
    Consent.objects.update(at=timezone.now())
    night()
    assert known() == [NUMBER]
    go_by(800)
    night()
    assert not known() and Suppression.objects.exists()
    assert not Consent.objects.filter(act=Act.ENDED).exists()
