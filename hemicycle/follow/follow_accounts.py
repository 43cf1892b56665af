"""Which account speaks to followers: the one that staff chose, else the first that was opened for it."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, AccountQuerySet, Medium
from hemicycle.channels.registry import ADAPTERS, adapter_of, unverified_kinds
from hemicycle.channels.sms import phones
from hemicycle.follow.errors import BadAddress
from hemicycle.follow.models import FollowAccount


def offered() -> dict[str, Account]:
    """By which channels people can follow now, and through which account; asked on public pages, so in one query."""
    chosen = Exists(FollowAccount.objects.open(*FollowAccount.MEDIA).filter(account=OuterRef("pk")))
    default = _writes_to_people(*FollowAccount.MEDIA) & ~Q(kind__in=unverified_kinds())
    rows = Account.objects.open().annotate(is_chosen=chosen).filter(Q(is_chosen=True) | default)
    found: dict[str, Account] = {}
    for account in rows.select_related("office").order_by("-is_chosen", "opened_at", "pk"):
        found.setdefault(str(adapter_of(account.kind).medium), account)
    return found


def follow_account(channel: str) -> Account | None:
    """The account of this channel that takes new followers; None where the House has none."""
    chosen = FollowAccount.objects.open(channel).first()
    return chosen.account if chosen else _default(channel).first()


def account_for(office: Office, channel: str) -> Account | None:
    """The account through which the followers of this office are told."""
    chosen = FollowAccount.objects.open(channel).filter(account__office=office).first()
    return chosen.account if chosen else _default(channel).filter(office=office).first()


def _default(channel: str) -> AccountQuerySet:
    """Without what was never verified, and reaches people otherwise than they were told: that has to be chosen."""
    return candidates(channel).exclude(kind__in=unverified_kinds())


def candidates(channel: str) -> AccountQuerySet:
    """Open accounts of the House (a member's office has its own correspondence) that write to people."""
    accounts = Account.objects.open().filter(_writes_to_people(channel))
    return accounts.select_related("office").order_by("opened_at", "pk")


def _writes_to_people(*channels: str) -> Q:
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium in channels and adapter.addressed]
    return Q(kind__in=kinds, office__kind=Office.Kind.INSTITUTION)


# The longest address that mail carries (RFC 5321, 4.5.3.1.3).
MOST_LETTERS = 254


def checked(channel: str, typed: str, account: Account | None = None) -> str:
    """The address as it is kept, where `account` would write to it; raises BadAddress."""
    return _number(typed, account) if channel == Medium.SMS else _mailbox(typed)


def home(account: Account | None) -> str:
    """Where a number without its calling code is from: the House's, else that of the account; "" for nowhere."""
    own = str(account.settings.get("country", "")) if account is not None else ""
    return phones.region(settings.COUNTRY) or phones.region(own)


def advice_on_number(typed: str, account: Account | None) -> str:
    """What to do about a number that `checked` does not take."""
    if country := home(account):
        # A House that names its country writes to no other (`_number`).
        advice = (
            _("Enter a mobile number of this country, such as %(number)s.")
            if phones.region(settings.COUNTRY)
            else _("Enter a mobile number, such as %(number)s; one of another country with + and its country code.")
        )
        return advice % {"number": phones.example_of(country)}
    if typed.strip().startswith(("+", "00")):
        return _("This is not a number that takes text messages. Check the country code and the digits.")
    return _("Enter the full number, starting with + and the country code.")


def advice_on_mailbox(typed: str) -> str:
    """What to do about an e-mail address that `checked` does not take."""
    address = typed.strip()
    if address.count("@") > 1 or any(sign in address for sign in ",;"):
        return _("Enter one e-mail address only, such as name@example.org.")
    if "@" in address and any(sign.isspace() for sign in address):
        return _("An e-mail address has no spaces: enter one such as name@example.org.")
    if not address.partition("@")[0].isascii():
        return _(
            "Before the @, an e-mail address has only letters without accents, digits and a few signs: enter one"
            " such as name@example.org."
        )
    return _("Enter an e-mail address, such as name@example.org.")


def _mailbox(typed: str) -> str:
    address = typed.strip()
    try:
        validate_email(address)
    except ValidationError as error:
        raise BadAddress from error
    if len(address) > MOST_LETTERS:
        raise BadAddress
    return address


def _number(typed: str, account: Account | None) -> str:
    """E.164, "+33612345678". A House that has said its country writes to numbers of that country alone, and of a
    network of its own."""
    try:
        number = phones.to_e164(typed, home(account))
    except phones.InvalidNumber as error:
        raise BadAddress from error
    if account is not None and phones.is_beside(number, account.address):
        return number
    foreign = phones.region(settings.COUNTRY) and not phones.is_of(number, settings.COUNTRY)
    if foreign or not phones.is_possible(number) or phones.is_costly(number):
        raise BadAddress
    return number
