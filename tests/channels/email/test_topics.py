"""Addresses that say what a letter is about: house+bill-12@parliament.test, bill-12@parliament.test."""

import pytest

from hemicycle.channels import actions
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.adapters.email.reading import read
from hemicycle.channels.contract import InboundMessage
from hemicycle.channels.models import Inbound
from hemicycle.channels.topics import topic_address

from .conftest import KEY
from .test_reading import letter

PLUS = House("house@parliament.test")
DOMAIN = House("house@parliament.test", topics_domain="parliament.test")
APART = House("house@parliament.test", "", "write.parliament.test")


def about(house: House, **fields: str) -> str:
    found = read(bytes(letter(**fields)), house)
    assert isinstance(found, InboundMessage)
    return found.to


@pytest.mark.parametrize(
    ("to", "topic"),
    [
        ("house+bill-12@parliament.test", "bill-12"), ("House+BILL-12@Parliament.Test", "bill-12"),
        ("The House <house+committee-finance@parliament.test>", "committee-finance"),
        ("clerk@parliament.test, house+petitions@parliament.test", "petitions"),
        ("house@parliament.test", ""), ("house+@parliament.test", ""), ("house+-@parliament.test", ""),
        ("warehouse+bill-12@parliament.test", ""), ("house+bill-12@parliament.test.evil.example", ""),
        ("house+bill_12@parliament.test", ""), ("house+loi-é@parliament.test", ""),
        ("house+\N{KELVIN SIGN}12@parliament.test", ""),
        (f"house+{KEY}@parliament.test", ""), (f"house+{KEY}-stop@parliament.test", ""),
        (f"house+{KEY}@parliament.test, house+bill-12@parliament.test", "bill-12"),
        ("bill-12@parliament.test", ""),
    ],
)  # fmt: skip
def test_behind_the_plus_stands_what_a_letter_is_about(to, topic):
    assert PLUS.topic_in([to]) == topic


@pytest.mark.parametrize(
    ("to", "topic"),
    [
        ("bill-12@parliament.test", "bill-12"), ("house+bill-12@parliament.test", "bill-12"),
        ("info@parliament.test", ""), ("house@parliament.test", ""), ("bill-12@elsewhere.test", ""),
        ("x.bill-12@parliament.test", ""), (f"house+{KEY}@parliament.test", ""),
    ],
)  # fmt: skip
def test_where_a_whole_domain_comes_to_the_mailbox_the_address_itself_says_it(to, topic):
    assert DOMAIN.topic_in([to]) == topic


def test_an_address_of_ours_with_a_hyphen_is_no_topic():
    for detail in ("+", "-", ""):
        house = House("write-us@parliament.test", detail, "parliament.test")
        assert house.topic_in(["write-us@parliament.test", house.reply_to(KEY)]) == ""
        assert house.topic_in(["write-us@parliament.test, bill-12@parliament.test"]) == "bill-12"


def test_the_server_knows_better_than_the_writer_to_whom_it_was_sent():
    assert about(PLUS, Delivered_To="house+bill-7@parliament.test", To="house+bill-12@parliament.test") == "bill-7"
    assert about(PLUS, Delivered_To="house@parliament.test", X_Original_To="house+bill-7@parliament.test") == "bill-7"
    assert about(PLUS, To="ana@citizens.test", Cc="house+bill-12@parliament.test") == "bill-12"


def test_an_answer_to_us_is_about_what_it_answers():
    assert about(House("alerts@parliament.test")) == ""


def test_a_field_without_an_end_costs_no_more_than_its_length():
    assert DOMAIN.topic_in(["a-" * 100_000, "house+" * 50_000, "a@" * 100_000]) == ""


def test_the_address_for_a_topic_is_one_that_is_read_again():
    longest = "committee-" + "x" * 48
    for house in (PLUS, DOMAIN, APART):
        for topic in ("bill-12", "member-okafor", longest):
            assert house.topic_in([house.topic_address(topic)]) == topic


def test_where_an_address_cannot_say_it_people_write_to_the_bare_one():
    assert House("house@parliament.test", "").topic_address("bill-12") == "house@parliament.test"
    assert PLUS.topic_address("x" * 60) == "house@parliament.test"
    assert APART.topic_address("petitions") == "house@parliament.test"


@pytest.mark.parametrize("wrong", ["Bill-12", "bill 12", "bill_12", "", "-12", "loi-é", KEY, f"{KEY}-stop", "x" * 65])
def test_what_is_no_topic_gets_no_address(wrong):
    with pytest.raises(ValueError, match="no topic"):
        PLUS.topic_address(wrong)


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("house@parliament.test", True), ("House@Parliament.test", True), ("house+bill-12@parliament.test", True),
        (f"house+{KEY}@parliament.test", True), ("bill-12@write.parliament.test", True),
        ("ana@parliament.test", False), ("houses@parliament.test", False), ("house@citizens.test", False),
    ],
)  # fmt: skip
def test_what_is_made_of_our_address_is_ours(address, is_ours):
    assert House("house@parliament.test", topics_domain="write.parliament.test").owns(address) == is_ours


def test_those_who_share_our_domain_are_not_us():
    assert not DOMAIN.owns("ana-garcia@parliament.test")


@pytest.mark.django_db
def test_the_pages_name_an_address_and_the_inbox_says_what_was_written_there(opened):
    account = opened("house@parliament.test")
    assert topic_address(account, "bill-12") == "house+bill-12@parliament.test"
    actions.change_account(account, settings={"topics_domain": "parliament.test"}, by="test")
    account.refresh_from_db()
    assert topic_address(account, "bill-12") == "bill-12@parliament.test"
    found = read(bytes(letter(To="bill-12@parliament.test")), DOMAIN)
    actions.store_incoming(found, account=account, by="test")
    assert Inbound.objects.get().recipient == "bill-12"


@pytest.mark.django_db
def test_an_account_without_such_addresses_has_its_own(office, opened):
    texts = actions.open_account(office=office, kind="kannel", name="T", address="+447700900000", by="test")
    assert topic_address(texts, "bill-12") == "+447700900000"
    # Longer than what a key can be added to.
    long = opened("the-office-of-the-clerk-of-the-house@parliament.test")
    assert topic_address(long, "bill-12") == long.address
