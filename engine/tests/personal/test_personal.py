"""The messages that redaction is measured on keep the promises that the measurement rests on."""

import random
import re
from collections import Counter

import phonenumbers
import pytest
from stdnum import iban as ibans
from stdnum.be import nn
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.mx import curp
from stdnum.us import ssn

from personal import Labelled, deal, digest
from personal.material import LANGUAGES
from personal.numbers import ACCOUNTS, NATIONAL, iban
from personal.places import PHONES, phone

KINDS = {"name", "address", "postcode", "phone", "email", "handle", "national_id", "iban", "signature", "reference"}
COUNT = 2400


@pytest.fixture(scope="module")
def messages() -> list[Labelled]:
    return deal("tests", COUNT)


@pytest.fixture
def rng() -> random.Random:
    return random.Random("numbers")


def test_the_same_seed_gives_the_same_messages_and_another_seed_others(messages):
    assert digest(deal("tests", COUNT)) == digest(messages)
    assert digest(deal("others", COUNT)) != digest(messages)


def test_more_messages_of_a_seed_begin_with_the_same(messages):
    assert deal("tests", 10) == messages[:10]


def test_half_of_the_messages_of_each_language_have_no_personal_data(messages):
    counts = Counter((one.lang, bool(one.items)) for one in messages)
    assert counts == {(lang, there): COUNT // 6 for lang in LANGUAGES for there in (True, False)}


def test_items_lie_in_the_text_in_order_and_apart(messages):
    for message in messages:
        ends = [0] + [end for _, end, _ in message.items]
        starts = [start for start, _, _ in message.items]
        assert all(start >= end for start, end in zip(starts, ends, strict=False))
        assert all(message.text[start:end].strip() == message.text[start:end] != "" for start, end, _ in message.items)


def test_every_kind_occurs_in_every_language(messages):
    counts = Counter((one.lang, kind) for one in messages for _, _, kind in one.items)
    assert {lang for lang, _ in counts} == set(LANGUAGES)
    assert all(counts[lang, kind] >= 10 for lang in LANGUAGES for kind in KINDS), counts


def test_no_slot_is_left_open(messages):
    assert not [one.text for one in messages if re.search(r"<[a-z-]+>|\{\w+\}|\[\w+\|", one.text)]


def test_people_in_public_office_and_their_namesakes_do_not_meet(messages):
    for message in (one for one in messages if one.public):
        office = message.public[0].lower()
        assert not [item for item in message.items if message.text[item[0] : item[1]].lower() == office]


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        ("nhs", nhs.is_valid), ("ssn", lambda number: ssn.is_valid(number.replace(" ", "-"))), ("nir", nir.is_valid), ("nn", nn.is_valid),
        ("dni", lambda number: dni.is_valid(number.replace(".", ""))), ("nie", nie.is_valid), ("curp", curp.is_valid),
        ("ni", re.compile(r"(?i)[A-Z]{2} ?(\d\d ?){3}[A-D]$").match),
    ],
)  # fmt: skip
def test_national_numbers_have_right_check_digits(kind, check, rng):
    assert all(check(NATIONAL[kind](rng)) for _ in range(200))


@pytest.mark.parametrize("country", ACCOUNTS)
def test_accounts_have_right_check_digits(country, rng):
    assert all(ibans.is_valid(iban(country, rng)) for _ in range(200))


@pytest.mark.parametrize("country", PHONES)
def test_telephone_numbers_are_of_their_country(country, rng):
    region = {"qc": "CA"}.get(country, country.upper())
    for _ in range(100):
        assert phonenumbers.is_valid_number(phonenumbers.parse(phone(country, rng), region))
