"""Telephone numbers: the one place that reads, writes and compares them.

They have one form, E.164: "+", the calling code, the national number. What a number without its calling code means is
said by its country alone, so that is always given: as the calling code that an operator names ("34") or as the two
letters of ISO 3166-1 ("ES"). Numbering plans are those of Google's libphonenumber (`phonenumberslite`). Short codes
and names of senders belong to a network and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import phonenumbers
from django.conf import settings
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

# E.164: at most fifteen digits. What is shorter than seven is a short code, the same in no two countries.
_LONGEST, _SHORTEST = 15, 7
# 3GPP TS 23.040, 9.1.2.5: a name has at most eleven characters.
_LONGEST_NAME = 11
_NUMBER = re.compile(r"\+?[\d\s().\-/\u2010-\u2015]+")
# What costs the sender more than a message, by calls and by texts to itself (“SMS pumping”).
_COSTLY = frozenset({
    PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL,
    PhoneNumberType.PAGER,
})  # fmt: skip
# What libphonenumber answers where it knows no country, or a service that is of none.
_NO_COUNTRY = frozenset({"ZZ", "001"})


class InvalidNumber(ValueError):
    """No telephone number; or one without its country, where none is known."""


def region(country: str) -> str:
    """The country of a calling code ("34", "+34") or of two letters ("es"), as ISO 3166-1 writes it; "" for none. Of
    countries that share a calling code the largest: they share its numbering plan."""
    named = country.strip().upper()
    if named in phonenumbers.SUPPORTED_REGIONS:
        return named
    digits = named.removeprefix("+").lstrip("0")
    found = phonenumbers.region_code_for_country_code(int(digits)) if re.fullmatch(r"[0-9]{1,3}", digits) else "ZZ"
    return "" if found in _NO_COUNTRY else found


def country_of(account: Mapping[str, Any]) -> str:
    """The country of numbers that an account's settings leave unsaid: its own, else that of the House."""
    return str(account.get("country") or "") or settings.COUNTRY


def to_e164(written: str, country: str = "") -> str:
    """A whole number in its one form. Raises InvalidNumber for what is none, and for a number without its calling
    code where the country is not known or has no such numbers."""
    bare = _without_brackets(written)
    if not _NUMBER.fullmatch(bare):
        raise InvalidNumber("not a telephone number")
    home = region(country)
    number = None if bare.startswith("+") else _parsed(bare, home)
    if number is not None and _is_whole(number):
        return _formatted(number)
    return _international(bare)


def _without_brackets(written: str) -> str:
    """Without those round the calling code, and without the "(0)" that is dialled at home alone, as cards have it."""
    bare = re.sub(r"^\(\s*(\+\s?\d{1,3})\s*\)", r"\1 ", written.strip())
    return re.sub(r"(?<=\d)\s*\(0\)\s*", " ", bare) if bare.startswith(("+", "00")) else bare


def _international(bare: str) -> str:
    """A number with its calling code behind "+" or "00". One that the plans do not know goes as it is written: the
    networks know theirs better than a list (WhatsApp writes Mexican numbers with a 1 that the plan has given up)."""
    digits = phonenumbers.normalize_digits_only(bare)
    if not bare.startswith("+"):
        if not digits.startswith("00"):
            raise InvalidNumber("a telephone number needs its country")
        digits = digits[2:]
    number = _parsed(f"+{digits}") if not bare.startswith("+") else _parsed(bare)
    if number is not None and _is_whole(number):
        return _formatted(number)
    if digits.startswith("0") or not _SHORTEST <= len(digits) <= _LONGEST:
        raise InvalidNumber("a telephone number needs its country, and has at most fifteen digits")
    return f"+{digits}"


def recipient(written: str, country: str = "") -> str:
    """Whom a text message goes to or comes from: a number in its one form, a short code or a name as it is. Raises
    InvalidNumber for what is none of these."""
    bare = written.strip()
    if any(letter.isalpha() for letter in bare) and len(bare) <= _LONGEST_NAME and not bare.startswith("+"):
        if "@" in bare:
            raise InvalidNumber("not a telephone number")
        return bare
    digits = phonenumbers.normalize_digits_only(bare)
    if _NUMBER.fullmatch(bare) and not bare.startswith("+") and 0 < len(digits) < _SHORTEST:
        return digits if not _is_mobile(digits, region(country)) else to_e164(digits, country)
    return to_e164(bare, country)


def sender(written: str, country: str = "", *, international: bool = False) -> str:
    """Whom a network says a message is from; as it came where that is no number. Networks leave out "+": a number that
    is none of the country, and is one with its calling code, is read so. `international`: the network says that it is
    one."""
    bare = written.strip()
    if international and not bare.startswith("+"):
        bare = f"+{bare}"
    try:
        known = recipient(bare, country)
    except InvalidNumber:
        known = ""
    if _is_valid(known) or bare.startswith("+") or not bare.isdigit() or len(bare) < _SHORTEST:
        return known or written
    whole = f"+{bare}"
    return whole if _is_valid(whole) else known or written


def example_of(country: str) -> str:
    """A mobile number as people there write it, of a plan's own examples; "" for a country that has none."""
    example = phonenumbers.example_number_for_type(region(country), PhoneNumberType.MOBILE)
    return phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL) if example is not None else ""


def is_of(number: str, country: str) -> bool:
    """Whether a number in its one form has the calling code of a country."""
    found = _parsed(number)
    return found is not None and found.country_code == phonenumbers.country_code_for_region(region(country))


def is_possible(number: str) -> bool:
    """Whether the plan of its country has numbers as long as this one, in its one form."""
    found = _parsed(number)
    return found is not None and phonenumbers.is_possible_number(found)


def is_beside(number: str, own: str) -> bool:
    """Whether no plan knows the calling code of either number, in its one form, and it is the same: a network of its
    own, as that of the demonstration. Such codes have three digits, as all that ITU-T E.164 has left."""
    if not own.startswith("+") or _parsed(own) is not None or _parsed(number) is not None:
        return False
    return number[:4] == own[:4]


def is_costly(number: str) -> bool:
    """Whether a message to this number, in its one form, may cost more than a message."""
    found = _parsed(number)
    return found is not None and phonenumbers.number_type(found) in _COSTLY


def _is_valid(number: str) -> bool:
    found = _parsed(number) if number.startswith("+") else None
    return found is not None and phonenumbers.is_valid_number(found)


def _is_mobile(digits: str, home: str) -> bool:
    """Whether so few digits are a whole mobile number: some small countries have no longer ones."""
    example = phonenumbers.example_number_for_type(home, PhoneNumberType.MOBILE) if home else None
    number = _parsed(digits, home) if example is not None else None
    if example is None or number is None or phonenumbers.is_valid_short_number_for_region(number, home):
        return False
    as_long = len(phonenumbers.national_significant_number(example)) == len(digits)
    return as_long and phonenumbers.is_valid_number(number)


def _is_whole(number: PhoneNumber) -> bool:
    """Not one that can be dialled from its own town alone."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


def _parsed(written: str, home: str = "") -> PhoneNumber | None:
    if not home and not written.startswith("+"):
        return None
    try:
        return phonenumbers.parse(written, home or None)
    except phonenumbers.NumberParseException:
        return None


def _formatted(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
