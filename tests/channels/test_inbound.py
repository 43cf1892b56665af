"""What came in: whose it is, counted without addresses, and never seen from outside its office."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from hemicycle.channels import actions
from hemicycle.channels.actions import Arriving
from hemicycle.channels.models import Inbound
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.rules import retention
from hemicycle.rules.models import AuditEntry

pytestmark = pytest.mark.django_db


def letters(count: int, sender: str = "citizen{}@valmora.example") -> Iterator[Arriving]:
    for number in range(count):
        yield Arriving(str(number), f"Letter {number}", sender=sender.format(number), lang="en", channel="letter")


def test_nobody_outside_a_members_office_sees_its_messages(
    member_office, member, clerk, researcher, administrator, superuser, outsider, citizen
):
    actions.receive(letters(3), office=member_office, by="test")
    assert Inbound.objects.visible_to(member).count() == 3
    for reader in (clerk, researcher, administrator, superuser, outsider, citizen, None):
        assert not Inbound.objects.visible_to(reader).exists()


def test_a_members_office_sees_none_of_the_institutions_messages(office, member, clerk, other_clerk):
    actions.receive(letters(3), office=office, by="test")
    assert Inbound.objects.visible_to(clerk).count() == 3
    assert not Inbound.objects.visible_to(member).exists()
    assert not Inbound.objects.visible_to(other_clerk).exists()


def test_a_message_without_an_office_cannot_be_stored():
    with pytest.raises(IntegrityError), transaction.atomic():
        Inbound.objects.create(channel="letter", external_id="1", text="To whom?")


def test_a_message_is_never_public(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Inbound.objects.create(office=office, channel="letter", external_id="1", text="x", classification="public")


def test_a_delivery_received_twice_adds_nothing(office):
    first = actions.receive(letters(5), office=office, batch="a", by="test")
    again = actions.receive(letters(7), office=office, batch="a", by="test")
    assert (first.stored, first.already_there) == (5, 0)
    assert (again.stored, again.already_there) == (2, 5)


def test_the_same_ids_in_two_batches_or_two_offices_are_different_messages(office, other_office):
    for where, batch in ((office, "a"), (office, "b"), (other_office, "a")):
        actions.receive(letters(2), office=where, batch=batch, by="test")
    assert Inbound.objects.count() == 6


def test_a_delivery_is_one_audit_row_that_holds_no_address(office, clerk):
    actions.receive(letters(40), office=office, by=clerk)
    entry = AuditEntry.objects.get(action="channels.receive")
    assert entry.facts == {"stored": 40, "offered": 40}
    assert (entry.actor, entry.office) == (clerk.audit_label, "research")


def test_senders_are_counted_and_no_address_is_kept(office):
    rows = [
        Arriving(str(n), "Hello", sender=s)
        for n, s in enumerate(["a@x.example", " A@X.example ", "b@x.example", None])
    ]
    actions.receive(rows, office=office, by="test")
    senders = [row.sender for row in Inbound.objects.in_order_of_arrival()]
    assert senders[0] == senders[1] != senders[2]
    assert senders[3] == ""
    assert not any("@" in sender or "example" in sender for sender in senders)
    assert Inbound.objects.from_sender(office, "a@x.example").count() == 2


def test_two_offices_cannot_compare_their_senders(office, other_office):
    assert Pseudonyms(office).of("a@x.example") != Pseudonyms(other_office).of("a@x.example")


def test_a_pseudonym_needs_the_secret_of_the_installation(office, settings):
    before = Pseudonyms(office).of("a@x.example")
    settings.DIGEST_KEY = "another"
    assert Pseudonyms(office).of("a@x.example") != before


def test_what_a_database_cannot_hold_is_made_to_fit(office):
    long = ["x" * 400 + "1", "x" * 400 + "2"]
    rows = [Arriving(key, "a\x00b", lang="a-very-long-language-tag") for key in long]
    assert actions.receive(rows, office=office, by="test").stored == 2
    row = Inbound.objects.first()
    assert row.text == "a\ufffdb"
    assert len(row.external_id) == 200


def test_a_broken_delivery_leaves_nothing_behind(office):
    def breaking() -> Iterator[Arriving]:
        yield from letters(3_000)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"), transaction.atomic():
        actions.receive(breaking(), office=office, by="test")
    assert not Inbound.objects.exists()


def test_erasing_touches_one_office_only(office, other_office):
    for where in (office, other_office):
        actions.receive(letters(3), office=where, by="test")
    assert actions.erase(Inbound.objects.all(), office=office, by="test") == 3
    assert Inbound.objects.get_queryset().values_list("office__slug", flat=True).distinct().get() == "enquiries"
    assert AuditEntry.objects.get(action="channels.erase").facts == {"erased": 3}


def test_messages_have_a_limit_in_time():
    assert retention.RULES["channels.inbound"].counted_from == "received_at"


def test_a_large_delivery_streams_in_chunks(office, django_assert_max_num_queries):
    with django_assert_max_num_queries(250):
        assert actions.receive(letters(10_000), office=office, by="test").stored == 10_000
