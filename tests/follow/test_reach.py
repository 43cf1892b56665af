"""Addresses as people type them."""

import pytest

from hemicycle.channels.models import Account
from hemicycle.follow.errors import BadAddress
from hemicycle.follow.follow_accounts import checked


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("fr", "06 12 34 56 78", "+33612345678"),
        ("fr", "+33 (0)6 12 34 56 78", "+33612345678"),
        ("fr", "0033612345678", "+33612345678"),
        ("gb", "07911 123456", "+447911123456"),
        ("es", "612 34 56 78", "+34612345678"),
        ("it", "333 123 4567", "+393331234567"),
        ("ke", "0712 345678", "+254712345678"),
        # A House that has not said its country takes numbers of any, written in full.
        ("zz", "+447700900123", "+447700900123"),
        ("zz", "00447700900123", "+447700900123"),
    ],
)
def test_a_number_has_one_written_form(settings, country, typed, kept):
    settings.COUNTRY = country
    assert checked("sms", typed) == kept


def test_a_number_without_its_country_is_of_that_of_the_account(settings):
    settings.COUNTRY = "zz"
    account = Account(kind="kannel", address="2020", settings={"country": "34"})
    assert checked("sms", "612 345 678", account) == "+34612345678"
    with pytest.raises(BadAddress):
        checked("sms", "612 345 678", Account(kind="kannel", address="2020"))


@pytest.mark.parametrize(
    ("country", "typed"),
    [
        ("fr", "+447911123456"),
        ("fr", "12"),
        ("fr", "0899 12 34 56"),
        ("gb", "0909 879 0123"),
        ("zz", "0612345678"),
        ("zz", "+33899123456"),
        ("fr", "no number"),
        ("fr", ""),
    ],
)
def test_a_foreign_a_costly_and_no_number_are_refused(settings, country, typed):
    settings.COUNTRY = country
    with pytest.raises(BadAddress):
        checked("sms", typed)


def test_an_address_is_taken_as_it_is_written():
    assert checked("email", "  Ann.Oya@Valmora.example ") == "Ann.Oya@Valmora.example"
    with pytest.raises(BadAddress):
        checked("email", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.example")


def test_a_number_of_the_network_that_the_account_is_of_is_taken_though_no_plan_knows_it(settings):
    settings.COUNTRY = "zz"
    assert checked("sms", "+999 600 1234", Account(kind="gammu", address="+999600100")) == "+9996001234"
    for own in ("+999600100", "+447700900000", "2020", ""):
        with pytest.raises(BadAddress):
            checked("sms", "+9986001234", Account(kind="gammu", address=own))
