"""A request comes in, and whoever asks shows that the addresses are theirs: by a code that is sent there. Never by a
copy of an identity card: it would be one more paper about them, and shows nothing about an address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from hemicycle.accounts.actions import notify
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Content, Inbound, Medium, encryption
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.follow.follow_accounts import checked
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force

from ...errors import NoAccount, NotEditor, WrongCode
from ...models import Appointment
from ...models.requests import (
    ALL_HANDLERS,
    ASKED,
    HANDLERS,
    OPEN,
    SEALED_FOR,
    PersonalDataRequest,
    RequestAddress,
    handles_for_the_house,
)
from .accounts import offered
from .writing import CODE_LASTS, PERSON, SOURCE, send_code

NEW_REQUEST = "governance.request"
# Of 100 million codes five may be tried: one in 20 million is guessed (NIST SP 800-63B, 5.2.2, allows 100 attempts).
_DIGITS, MOST_ATTEMPTS = 8, 5
# An address, a number and a handle or two; more in one request are a search, not a person.
MOST_ADDRESSES = 8
LONGEST_WORDS = 5000
# Nobody's box is filled by whoever typed in their address.
MOST_CODES = 3


@transaction.atomic
def ask(
    *, kind: str, member_office: Office | None, channel: str, address: str, lang: str, words: str = "",
    by: User | None = None,
) -> PersonalDataRequest | None:  # fmt: skip
    """A request to the House, or to a member's office; a code goes to the address. `by`: who recorded it for the
    person. None where the same was asked a moment ago: nothing is sent twice.

    Raises BadAddress, NoAccount, NotEditor. None of them depends on what is known of the address.
    """
    account = offered(member_office).get(channel)
    if account is None:
        raise NoAccount(channel)
    if by is not None and not may_handle(by, member_office or account.office):
        raise NotEditor(str(by.pk))
    written = checked(channel, address, account)
    office = member_office or account.office
    digest, now = Pseudonyms(office).of(written), timezone.now()
    if _asked_lately(kind, office, digest, now):
        return None
    request = PersonalDataRequest.objects.create(
        office=office, kind=kind, key=secrets.token_urlsafe(16), lang=lang, asked_at=now, recorded_by=by,
        details=encryption.seal(words.strip()[:LONGEST_WORDS], SEALED_FOR) if words.strip() else "",
        due_at=now + timedelta(days=in_force("request_within_days")),
    )  # fmt: skip
    row = RequestAddress.objects.create(
        request=request, channel=channel, sealed=encryption.seal(written, SEALED_FOR), digest=digest
    )
    _send_new_code(row)
    audit.record("governance.request", by=by or PERSON, about=request, office=office, kind=kind)
    return request


def _asked_lately(kind: str, office: Office, digest: str, now: datetime) -> bool:
    lately = RequestAddress.objects.filter(
        digest=digest, request__office=office, request__kind=kind, request__state__in=[ASKED, OPEN]
    )
    return lately.filter(request__asked_at__gt=now - CODE_LASTS).exists()


@transaction.atomic
def add_address(request: PersonalDataRequest, *, channel: str, address: str) -> RequestAddress | None:
    """One more address of the same person, to which a code goes. None where it is there, or there are too many.

    Raises BadAddress, NoAccount, IllegalMove.
    """
    held = _locked(request)
    account = offered(None if held.is_of_the_house else held.office).get(channel)
    if account is None:
        raise NoAccount(channel)
    written = checked(channel, address, account)
    digest = Pseudonyms(held.office).of(written)
    if held.addresses.count() >= MOST_ADDRESSES or held.addresses.filter(digest=digest).exists():
        return None
    row = RequestAddress.objects.create(
        request=held, channel=channel, sealed=encryption.seal(written, SEALED_FOR), digest=digest
    )
    _send_new_code(row)
    return row


@transaction.atomic
def send_again(address: RequestAddress) -> bool:
    """A new code, where the last is used up or too old; whether one was sent."""
    row = RequestAddress.objects.select_for_update().get(pk=address.pk)
    return row.proved_at is None and bool(row.sealed) and _send_where_used_up(row, MOST_CODES)


def prove(request: PersonalDataRequest, *, code: str) -> RequestAddress:
    """Whose code it is, is proved. Raises WrongCode, and counts the attempt for each address that awaits one."""
    found = _prove(request, code)
    if found is None:
        raise WrongCode(str(request.pk))
    return found


@transaction.atomic
def _prove(request: PersonalDataRequest, code: str) -> RequestAddress | None:
    held = PersonalDataRequest.objects.select_for_update().select_related("office").get(pk=request.pk)
    found = _whose_code(held.addresses.filter(proved_at=None).exclude(channel=Medium.SOCIAL), code)
    if found is not None:
        _is_proved(held, found)
    return found


def _whose_code(addresses: QuerySet[RequestAddress], code: str) -> RequestAddress | None:
    """The address to which it was sent; a wrong one counts as an attempt for each that awaits one."""
    waiting = addresses.filter(attempts__lt=MOST_ATTEMPTS).exclude(code="")
    usable = [row for row in waiting if _is_fresh(row)]
    found = next((row for row in usable if constant_time_compare(row.code, hashed(row, code))), None)
    if found is None:
        RequestAddress.objects.filter(pk__in=[row.pk for row in usable]).update(attempts=F("attempts") + 1)
    return found


@transaction.atomic
def ask_for_handle(request: PersonalDataRequest) -> str:
    """A code that the person sends us from an account on a network, which shows that the account is theirs."""
    held = _locked(request)
    row = held.addresses.filter(channel=Medium.SOCIAL, proved_at=None).first()
    row = row or RequestAddress.objects.create(request=held, channel=Medium.SOCIAL, sealed="")
    code = _new_code()
    RequestAddress.objects.filter(pk=row.pk).update(code=hashed(row, code), code_sent_at=timezone.now(), attempts=0)
    return code


@transaction.atomic
def find_handle(request: PersonalDataRequest, *, code: str) -> RequestAddress | None:
    """The account from which the code came to this controller, proved; None while it has not come."""
    held = _locked(request)
    row = held.addresses.filter(channel=Medium.SOCIAL, proved_at=None).exclude(code="").first()
    if row is None or not _is_fresh(row) or not constant_time_compare(row.code, hashed(row, code)):
        return None
    offices = held.subject().offices
    came = Inbound.objects.filter(
        office__in=offices, channel=Medium.SOCIAL, text__contains=code, contact__isnull=False,
        received_at__gte=row.code_sent_at,
    )  # fmt: skip
    message = came.select_related("contact", "office").first()
    if message is None or message.contact is None:
        return None
    row.sealed = encryption.seal(message.contact.address, SEALED_FOR)
    row.digest = Pseudonyms(held.office).of(message.contact.address)
    row.save(update_fields=["sealed", "digest"])
    _is_proved(held, row)
    return row


def may_handle(person: User, office: Office) -> bool:
    """Who handles requests to the office's controller."""
    if office.kind == Office.Kind.MEMBER:
        return office.pk in person.offices_as([Role.MEMBER])
    return handles_for_the_house(person)


def handlers(request: PersonalDataRequest) -> list[Assignment]:
    rows = Assignment.objects.filter(user__is_active=True).select_related("user", "office")
    if not request.is_of_the_house:
        return list(rows.filter(role__in=ALL_HANDLERS, office=request.office))
    of_the_duty = Appointment.objects.of_data_protection(timezone.localdate()).values("person")
    return list(rows.filter(Q(role__in=HANDLERS) | Q(user__in=of_the_duty), office__kind=Office.Kind.INSTITUTION))


def hashed(row: RequestAddress, code: str) -> str:
    digits = "".join(one for one in code if one.isdigit())
    return salted_hmac("governance.request", f"{row.pk}:{digits}", algorithm="sha256").hexdigest()


@transaction.atomic
def send_code_to_open(request: PersonalDataRequest) -> bool:
    """To an address that was proved, once more: whoever has the link alone opens nothing. Whether one was sent."""
    row = request.addresses.exclude(proved_at=None).exclude(channel=Medium.SOCIAL).exclude(sealed="").first()
    return row is not None and _send_where_used_up(row, MOST_ATTEMPTS + MOST_CODES)


def _send_where_used_up(row: RequestAddress, most: int) -> bool:
    """A new code, where the last one opens nothing any more and fewer than so many were sent; whether one was."""
    is_usable = row.code and row.attempts < MOST_ATTEMPTS and _is_fresh(row)
    sent = Content.objects.filter(source__startswith=f"{SOURCE}{row.request_id}:{row.pk}:code").count()
    if is_usable or sent >= most:
        return False
    _send_new_code(row)
    return True


def opens(held: PersonalDataRequest, code: str) -> bool:
    """Whether the code was sent to a proved address of this request; a wrong one counts as an attempt."""
    return _whose_code(held.addresses.exclude(proved_at=None), code) is not None


def _is_proved(held: PersonalDataRequest, row: RequestAddress) -> None:
    RequestAddress.objects.filter(pk=row.pk).update(proved_at=timezone.now(), code="")
    row.refresh_from_db()
    first = held.state == ASKED
    if first:
        PersonalDataRequest.objects.filter(pk=held.pk).update(state=OPEN)
        notify(NEW_REQUEST, to=handlers(held), about=held, office=held.office, by=PERSON)
    audit.record("governance.request_prove", by=PERSON, about=held, office=held.office, channel=row.channel)


def _locked(request: PersonalDataRequest) -> PersonalDataRequest:
    held: PersonalDataRequest = (
        PersonalDataRequest.objects.select_for_update().select_related("office").get(pk=request.pk)
    )
    if held.state not in (ASKED, OPEN):
        raise IllegalMove("it is answered, or about to be")
    return held


def _is_fresh(row: RequestAddress) -> bool:
    return row.code_sent_at is not None and row.code_sent_at > timezone.now() - CODE_LASTS


def _new_code() -> str:
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def _send_new_code(row: RequestAddress) -> None:
    code: Any = _new_code()
    RequestAddress.objects.filter(pk=row.pk).update(code=hashed(row, code), code_sent_at=timezone.now(), attempts=0)
    send_code(row, code)
