"""What people who asked are sent: a code, the answer, that it takes longer. No word of what is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.channels.actions import contact_of, prepare, queue, render
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.models import Account, Medium
from hemicycle.channels.sms.quiet_hours import due_now
from hemicycle.rules.house_name import house_name
from hemicycle.rules.site_address import absolute

from ...addresses import your_data
from ...errors import NoAccount
from ...models.requests import REFUSED, PersonalDataRequest, RequestAddress
from .accounts import offered

Kind = PersonalDataRequest.Kind
SOURCE = "person-request:"
"""Begins the source of what is sent about requests (`Content.source`)."""
CODE_LASTS = timedelta(days=1)
PERSON = "person"
"""In the audit log, whoever asks: it names nobody."""


def account_for(request: PersonalDataRequest, channel: str) -> Account:
    """Raises NoAccount."""
    account = offered(None if request.is_of_the_house else request.office).get(channel)
    if account is None:
        raise NoAccount(channel)
    return account


def send_code(address: RequestAddress, code: str) -> None:
    request = address.request
    with translation.override(request.lang):
        body = _(
            "Your code is %(code)s. Type it on this page to show that this address is yours: it works for one day. "
            "If you asked for nothing, do nothing."
        ) % {"code": code}
        _write(address, _("Your code: %(code)s") % {"code": code}, body, what=f"code:{timezone.now():%Y%m%d%H%M%S%f}")


def say_answered(request: PersonalDataRequest) -> None:
    with translation.override(request.lang):
        body = " ".join(_answer(request))
        if request.shown_until is not None:
            body += " " + _("The page says this until %(until)s.") % {"until": _day(request.shown_until)}
        _write_to_first(request, _("Your request is answered"), body, what="answer")


def _answer(request: PersonalDataRequest) -> Iterator[str]:
    """What was done: the message is all that somebody has once the request is forgotten."""
    if request.state == REFUSED:
        yield _("Your request about your data was refused. Reason: %(reason)s") % {"reason": request.reason}
        yield _("You may complain to the data protection authority, or go to court.")
    elif request.kind == Kind.ERASURE:
        yield _("What was held under your addresses is erased.")
        yield _("Proof, as it stands in the audit log: %(proof)s.") % {"proof": request.proof}
    elif request.kind == Kind.ACCESS and request.package_until is not None:
        yield _("Your request about your data is answered.")
        until = _day(request.package_until)
        yield _("The package with your data can be opened once, until %(until)s.") % {"until": until}
    elif request.kind == Kind.RECTIFICATION:
        yield _("What you say is right now stands beside each message of yours, for everybody who reads it.")
    else:
        yield _("Nothing more is sent to you, and what you wrote is left out of every analysis.")


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def say_extended(request: PersonalDataRequest) -> None:
    with translation.override(request.lang):
        until = _day(request.due_at)
        body = _("The answer to your request takes longer, until %(until)s.") % {"until": until}
        _write_to_first(request, _("Your request takes longer"), f"{body} {request.extended_why}", what="extended")


def _write_to_first(request: PersonalDataRequest, title: str, body: str, *, what: str) -> None:
    address = request.addresses.exclude(proved_at=None).exclude(channel=Medium.SOCIAL).first()
    if address is not None:
        _write(address, title, body, what=what)


def _write(address: RequestAddress, title: str, body: str, *, what: str) -> None:
    """Also to whoever said STOP: they have just asked for it."""
    request = address.request
    account = account_for(request, address.channel)
    link = absolute(your_data(request.key))
    label = _("Open the page of your request")
    outgoing = OutgoingText(title, body, request.lang, link=link, link_label=label, sender=house_name())
    source = f"{SOURCE}{request.pk}:{address.pk}:{what}"
    content = prepare(account, source=source, lang=request.lang, rendered=render(account, outgoing))
    contact = contact_of(office=account.office, channel=address.channel, address=address.address, lang=request.lang)
    due = due_now(address.channel)
    queue(content, to=contact, due_at=due, not_after=due + CODE_LASTS * 3, asked_for=True, by=PERSON)
