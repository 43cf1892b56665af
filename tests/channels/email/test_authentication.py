"""Whether a letter comes from its sender's domain, as the server that took it says; never as its writer says."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import read
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Inbound

HOUSE = House("house@parliament.test")
OURS = "mx.parliament.test"
PASS = f"Authentication-Results: {OURS}; dmarc=pass (p=none dis=none) header.from=citizens.test"
FAIL = f"Authentication-Results: {OURS}; dmarc=fail (p=reject) header.from=citizens.test"
BY_US = "Received: from relay.test by mx.parliament.test; Thu, 3 Dec 2026 19:00:00 +0100"
BY_THEM = "Received: from laptop by relay.test; Thu, 3 Dec 2026 18:59:00 +0100"


def result(said: str) -> str:
    return f"Authentication-Results: {OURS}; {said}"


def vouched_for(*fields: str, sender: str = "Ana <ana@citizens.test>", by: str = OURS) -> bool:
    raw = "\r\n".join([*fields, f"From: {sender}", "To: house@parliament.test", "", "I agree."])
    found = read(raw.encode(), HOUSE, authserv_id=by)
    assert isinstance(found, InboundMessage)
    return found.authenticated


def test_what_our_server_says_of_the_senders_domain_counts():
    assert vouched_for(PASS, BY_US, BY_THEM)
    assert vouched_for(BY_US, PASS, BY_THEM)
    assert not vouched_for(FAIL, BY_US, BY_THEM)
    assert not vouched_for(BY_US, BY_THEM)


def test_nothing_counts_unless_the_account_names_the_server():
    assert not vouched_for(PASS, BY_US, by="")
    assert not vouched_for(PASS, BY_US, by="mx.other.test")
    assert not vouched_for(PASS.replace(OURS, "mx.evil.example"), BY_US)
    assert not vouched_for(PASS.replace(OURS, f"x{OURS}"), BY_US)
    assert vouched_for(PASS.replace(OURS, f"{OURS.upper()} 1"), BY_US)


def test_what_the_writer_put_below_what_our_server_wrote_does_not():
    assert not vouched_for(FAIL, BY_US, PASS, BY_THEM)
    assert not vouched_for(FAIL, PASS, BY_US)
    assert not vouched_for(BY_US, FAIL, PASS, BY_THEM)
    assert not vouched_for(BY_US, result("spf=none"), PASS, BY_THEM)
    assert not vouched_for(result("spf=none"), BY_US, PASS, BY_THEM)


def test_fields_of_several_programs_above_what_came_in_count_together():
    dkim = result("dkim=pass header.d=citizens.test")
    assert vouched_for(result("spf=none"), dkim, BY_US)
    assert vouched_for(result("dmarc=none header.from=citizens.test"), dkim, BY_US)
    assert not vouched_for(FAIL, dkim, BY_US)
    assert vouched_for("Authentication-Results: gateway.test; dmarc=fail", PASS, BY_US)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("dkim=pass header.d=citizens.test header.s=a", True), ("dkim=pass header.i=@citizens.test", True),
        ("dkim=fail header.d=citizens.test", False), ("dkim=pass header.d=evil.example", False),
        ("dkim=pass header.d=sub.citizens.test", False), ("dkim=pass header.d=test", False),
        ("dkim=pass header.d=notcitizens.test", False), ("dkim=pass", False), ("spf=pass smtp.mailfrom=citizens.test", False),
        ("dkim=pass header.d=evil.example; dkim=pass header.d=citizens.test", True),
        ("dmarc=temperror header.from=citizens.test; dkim=pass header.d=citizens.test", False),
        ("dmarc=bestguesspass header.from=citizens.test", False), ("dmarc=pass", False),
        ("dmarc=pass header.from=evil.example", False), ("none", False), ("", False),
        ("DMARC = Pass (all is well) header.from = Citizens.Test", True),
        ("spf=pass; dkim=pass header.d=x.example;\r\n\tdmarc=pass header.from=citizens.test", True),
    ],
)  # fmt: skip
def test_dmarc_passed_or_a_signature_of_the_senders_domain_or_one_above(said, counts):
    assert vouched_for(result(said), BY_US) == counts


def test_a_domain_above_the_senders_signs_for_it():
    assert vouched_for(result("dkim=pass header.d=citizens.test"), BY_US, sender="ana@mail.citizens.test")


@pytest.mark.parametrize(
    "said",
    [
        'spf=pass smtp.mailfrom="a; dmarc=pass header.from=citizens.test; "@evil.example',
        "spf=pass (a; dmarc=pass header.from=citizens.test; b)",
        'spf=pass ("(" ) ; dmarc=pass header.from=citizens.test )',
        r"spf=pass (\) ; dmarc=pass header.from=citizens.test ; )",
        r'spf=pass reason="\"; dmarc=pass header.from=citizens.test; "',
        'spf=pass reason="; dmarc=pass header.from=citizens.test', "spf=pass (; dmarc=pass header.from=citizens.test",
        "spf=pass ) ( ; dmarc=pass header.from=citizens.test",
        "dmarc=fail header.from=citizens.test; dmarc=pass header.from=citizens.test",
        "dmarc=pass smtp.header.from=citizens.test", "x-dmarc=pass header.from=citizens.test",
        "dmarc=pass-not header.from=citizens.test", "dmarc=pass header.from=citizens.test " + "a" * 8_000,
    ],
)  # fmt: skip
def test_what_its_writer_could_have_had_our_server_repeat_does_not_count(said):
    assert not vouched_for(result(said), BY_US)


@pytest.mark.parametrize(
    "sender",
    [
        "eve@evil.example, ana@citizens.test", "ana@citizens.test, eve@evil.example",
        "ana@citizens.test\r\nFrom: eve@citizens.test", "eve@citizens.test\r\nFrom: ana@citizens.test", "Ana", "",
        "ana@citizens.test (eve@evil.example)",
    ],
)  # fmt: skip
def test_a_letter_of_two_authors_or_of_none_is_nobodys(sender):
    assert not vouched_for(PASS, BY_US, sender=sender)


def test_a_name_that_looks_like_an_address_does_no_harm():
    assert vouched_for(PASS, BY_US, sender='"eve@evil.example" <Ana@Citizens.Test>')


@pytest.mark.django_db
@pytest.mark.parametrize("said", [PASS, FAIL])
def test_the_message_in_the_inbox_says_whether_its_sender_is_verified(office, said):
    account = actions.open_account(office=office, kind="email", name="A", address="house@parliament.test", by="test")
    raw = f"{said}\r\n{BY_US}\r\nFrom: ana@citizens.test\r\n\r\nI agree."
    actions.store_incoming(read(raw.encode(), HOUSE, authserv_id=OURS), account=account, by="test")
    assert Inbound.objects.get().is_authenticated == (said == PASS)
