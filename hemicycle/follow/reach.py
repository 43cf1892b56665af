"""Whether what a person typed is an address we may write to, and its one written form."""

from __future__ import annotations

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from phonenumbers import PhoneNumberType

from hemicycle.channels.models import Channel
from hemicycle.follow.errors import BadAddress

# The longest address that mail carries (RFC 5321, 4.5.3.1.3).
MOST_LETTERS = 254
# What costs the sender more than a message, by calls and by texts to itself (“SMS pumping”).
_COSTLY = frozenset({
    PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL,
    PhoneNumberType.PAGER,
})  # fmt: skip


def checked(channel: str, typed: str) -> str:
    """The address as it is kept; raises BadAddress."""
    return _number(typed) if channel == Channel.SMS else _mailbox(typed)


def _mailbox(typed: str) -> str:
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddress from error
    if len(address) > MOST_LETTERS:
        raise BadAddress
    return address


def _number(typed: str) -> str:
    """E.164, "+33612345678". A House that has said its country writes to numbers of that country alone."""
    country = settings.COUNTRY.upper()
    home = phonenumbers.country_code_for_region(country)
    written = typed.strip()
    if not home and written.startswith("00"):
        written = f"+{written[2:]}"
    try:
        number = phonenumbers.parse(written, country if home else None)
    except phonenumbers.NumberParseException as error:
        raise BadAddress from error
    foreign = bool(home) and number.country_code != home
    if foreign or not phonenumbers.is_possible_number(number) or phonenumbers.number_type(number) in _COSTLY:
        raise BadAddress
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
