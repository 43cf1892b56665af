"""Whether what a person typed is an address we may write to, and its one written form."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hemicycle.channels.models import Account, Medium
from hemicycle.channels.sms import phones
from hemicycle.follow.errors import BadAddress

# The longest address that mail carries (RFC 5321, 4.5.3.1.3).
MOST_LETTERS = 254


def checked(channel: str, typed: str, account: Account | None = None) -> str:
    """The address as it is kept, where `account` would write to it; raises BadAddress."""
    return _number(typed, home(account)) if channel == Medium.SMS else _mailbox(typed)


def home(account: Account | None) -> str:
    """Where a number without its calling code is from: the House's, else that of the account; "" for nowhere."""
    own = str(account.settings.get("country", "")) if account is not None else ""
    return phones.region(settings.COUNTRY) or phones.region(own)


def _mailbox(typed: str) -> str:
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddress from error
    if len(address) > MOST_LETTERS:
        raise BadAddress
    return address


def _number(typed: str, country: str) -> str:
    """E.164, "+33612345678". A House that has said its country writes to numbers of that country alone."""
    try:
        number = phones.to_e164(typed, country)
    except phones.InvalidNumber as error:
        raise BadAddress from error
    foreign = phones.region(settings.COUNTRY) and not phones.is_of(number, settings.COUNTRY)
    if foreign or not phones.is_possible(number) or phones.is_costly(number):
        raise BadAddress
    return number
