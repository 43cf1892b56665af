"""Telephone numbers of several countries, as people and networks write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hemicycle.channels.sms import phones

# What a person there writes down for a neighbour, and the number that it is anywhere.
NATIONAL = [
    ("34", "612 345 678", "+34612345678"),
    ("34", "812 34 56 78", "+34812345678"),
    ("33", "06 12 34 56 78", "+33612345678"),
    ("33", "612345678", "+33612345678"),
    ("44", "07911 123456", "+447911123456"),
    ("44", "(07911) 123-456", "+447911123456"),
    ("254", "0712 345678", "+254712345678"),
    ("254", "712345678", "+254712345678"),
    ("1", "(416) 555-0123", "+14165550123"),
    ("ca", "416-555-0123", "+14165550123"),
    ("us", "1 202 555 0123", "+12025550123"),
    ("39", "06 1234 5678", "+390612345678"),
    ("it", "333 123 4567", "+393331234567"),
    ("52", "55 1234 5678", "+525512345678"),
    ("mx", "656 123 4567", "+526561234567"),
    ("fr", "+33 (0)6 12 34 56 78", "+33612345678"),
    ("gl", "22 12 34", "+299221234"),
]


@pytest.mark.parametrize(("country", "written", "number"), NATIONAL)
def test_a_national_number_is_of_the_country_that_is_given(country, written, number):
    assert phones.to_e164(written, country) == number
    assert phones.recipient(written, country) == number
    assert phones.sender(written, country) == number


@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("34", "+61 412 345 678", "+61412345678"),
        ("34", "0061 412 345 678", "+61412345678"),
        ("us", "011 34 612 345 678", "+34612345678"),
        ("ke", "000 34 612 345 678", "+34612345678"),
        ("us", "0034 612 345 678", "+34612345678"),
        ("34", "34612345678", "+34612345678"),
        ("", "0044 (7700) 900-123", "+447700900123"),
        ("", "+34612345678", "+34612345678"),
        # The plan has given up this 1; WhatsApp has not.
        ("", "+52 1 55 1234 5678", "+5215512345678"),
        # No country's: the people of the demonstration.
        ("34", "+999 600 201 202", "+999600201202"),
        ("34", "(+999) 600-201 202", "+999600201202"),
        ("34", "(+999)600201202", "+999600201202"),
        ("34", "+999 (0) 600.201/202", "+999600201202"),
        ("34", "+999\u00a0600\u202f201\u00a0202", "+999600201202"),
        ("34", "+44 (0)7700 900123", "+447700900123"),
    ],
)
def test_a_number_that_says_its_country_keeps_it(country, written, number):
    assert phones.to_e164(written, country) == number


@pytest.mark.parametrize("written", ["38383", "116 111", "VALMORA", "Info 24"])
@pytest.mark.parametrize("country", ["", "34", "44", "us", "de"])
def test_short_codes_and_names_stay_what_they_are(written, country):
    kept = written.replace(" ", "") if written[0].isdigit() else written
    assert phones.recipient(written, country) == kept
    assert phones.sender(written, country) == kept


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("", "612 345 678"), ("", "07700 900123"), ("nowhere", "612 345 678"), ("34", "33612345678901"),
        ("44", "33612345678"), ("34", "clerk@house.example"), ("34", "@house"), ("34", "+44A"), ("34", ""),
        ("34", "+"), ("34", "+1234567890123456"), ("1", "555-0123"), ("34", "612345678 ext. 7"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_lacks_its_country_is_refused(country, written):
    with pytest.raises(phones.InvalidNumber, match="number"):
        phones.recipient(written, country)


@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("44", "33612345678", "+33612345678"),
        ("", "447911123456", "+447911123456"),
        ("34", "612345678", "+34612345678"),
        # Neither of a country that is known nor whole: nobody is written to in Australia.
        ("", "612345678", "612345678"),
        ("34", "Unknown number", "Unknown number"),
        ("34", "", ""),
    ],
)
def test_a_network_leaves_out_the_plus_and_never_makes_a_foreigner_of_a_neighbour(country, written, number):
    assert phones.sender(written, country) == number


def test_what_the_network_calls_international_is_no_number_of_the_country():
    assert phones.sender("33612345678", "de", international=True) == "+33612345678"


@pytest.mark.parametrize(
    ("country", "region"), [("34", "ES"), ("+34", "ES"), ("0034", "ES"), ("es", "ES"), ("1", "US"), (" ca ", "CA"),
                            ("zz", ""), ("", ""), ("999", ""), ("Spain", ""), ("xv", ""), ("34a", ""), ("٣٤", "")],
)  # fmt: skip
def test_a_country_is_its_calling_code_or_its_two_letters(country, region):
    assert phones.region(country) == region


@settings(derandomize=True)
@given(
    st.text(alphabet="+0123456789 ().-/ABé٣", max_size=22), st.sampled_from(["", "34", "us", "it", "mx", "de", "gl"])
)
def test_the_one_form_is_read_as_itself_by_every_country(written, country):
    try:
        number = phones.to_e164(written, country)
    except phones.InvalidNumber:
        return
    assert number.startswith("+")
    assert number[1:].isascii()
    assert number[1:].isdigit()
    assert all(phones.to_e164(number, other) == number for other in ("", "34", "ke", country))
