"""The form, and what becomes of it. Whatever is known of the address that is typed in, the answer is the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.cases import actions, addresses
from hemicycle.cases.actions.campaigns import join
from hemicycle.cases.actions.confirming import CITIZEN
from hemicycle.cases.models import ThreatSharing
from hemicycle.cases.outcomes.hearing import finished_in_words
from hemicycle.cases.receiving import reply_accounts
from hemicycle.channels.files.attachments import LARGEST_IN_ALL
from hemicycle.record.models import Document, Person
from hemicycle.rules import attended_hours
from hemicycle.rules.attended_hours import attended_hours as hours_in_force
from hemicycle.rules.parameters import PARAMETERS, in_force

from ..reaching import begins_with, ways_about
from ..record.member_cards import card_of
from .forms import LetterForm
from .limits import may_ask
from .subjects import Addressee, addressee

KEPT = "messages_kept_days"
# What the words and the frame of the files take beside them.
ROOM = 1024 * 1024


# It asks no token of a session: whoever sends it needs none, and on an old phone cookies may be off.
@csrf_exempt
@allow(public=True)
def write(request: HttpRequest) -> HttpResponse:
    to = addressee(request.GET)
    if to.office is None:
        status = HTTPStatus.OK if to.campaign is None else HTTPStatus.GONE
        return render(request, "site/writing/elsewhere.html", _elsewhere(to), status=status)
    if request.method == "POST" and _is_too_large(request):
        return _shown(request, to, to.office, None, status=413)
    accounts = reply_accounts(to.office)
    first = {"lang": get_language()}
    sent = request.method == "POST"
    form = LetterForm(
        request.POST if sent else None, request.FILES if sent else None, accounts=accounts, campaign=to.campaign,
        initial=first,
    )  # fmt: skip
    if not sent or not form.is_valid():
        return _shown(request, to, to.office, form, status=422 if sent else 200)
    if wait := seconds_to_wait(request, what="write", most=in_force("letters_an_hour"), within=HOUR):
        actions.note_refusals(to.office)
        return _too_often(request, to, to.office, form, wait)
    said = form.cleaned_data
    address = said.get("address", "")
    case = actions.write(
        office=to.office, text=form.letter, channel=form.channel, address=address, lang=said["lang"],
        about=to.about, title=to.title(said["lang"]), files=said["attached"], area=said.get("where"),
        form=form.form_key, asks=bool(address) and may_ask(to.office, form.channel, address),
    )  # fmt: skip
    if to.campaign is not None:
        join(case, to.campaign, own_words=form.own_words, by=CITIZEN)
    # No word of the letter, and no address, stands in the address of the page behind it.
    return kept_private(redirect(addresses.letter(case.key)))


def _shown(
    request: HttpRequest, to: Addressee, office: Office, form: LetterForm | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "to": to,
        "form": form
        or LetterForm(accounts=reply_accounts(office), campaign=to.campaign, initial={"lang": get_language()}),
        "is_too_large": form is None,
        "finished": finished_in_words(to.about) if isinstance(to.about, Document) and to.about.has_ended else "",
        "office": office,
        "kept": PARAMETERS[KEPT].said(in_force(KEPT)),
        "is_house": office.kind == Office.Kind.INSTITUTION,
        "shares_threats": ThreatSharing.objects.filter(office=office).exists(),
        "answered_by": _answered_by(office),
        "hours": attended_hours.said(),
        "other": _other_ways(to) if office.kind == Office.Kind.INSTITUTION else None,
    }
    answer = render(request, "site/writing/write.html", context, status=status)
    return kept_private(answer) if request.method == "POST" else answer


def _other_ways(to: Addressee) -> dict[str, Any] | None:
    """Than the form; a campaign that was announced is joined by its form alone."""
    if to.campaign is not None:
        return None
    reached = ways_about(to.about)
    if not (reached.email or reached.number or reached.post):
        return None
    words = begins_with(to.about)
    return {
        "ways": reached,
        "mail": reached.mail_link(to.name),
        "text": reached.text_link(f"{words} " if words else ""),
        "words": words,
    }


def _answered_by(office: Office) -> datetime | None:
    """When a letter that comes now is due to be answered; the policy sets members no deadline."""
    if office.kind != Office.Kind.INSTITUTION:
        return None
    return hours_in_force().due(timezone.now(), in_force("answer_within_days"))


def _elsewhere(to: Addressee) -> dict[str, Any]:
    closed = to.campaign.closed if to.campaign is not None else None
    return {
        "to": to,
        "closed": closed.label if closed is not None else "",
        "card": card_of(to.about, None) if isinstance(to.about, Person) else None,
    }


def _is_too_large(request: HttpRequest) -> bool:
    """Before any of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > LARGEST_IN_ALL + ROOM


def _too_often(request: HttpRequest, to: Addressee, office: Office, form: LetterForm, wait: int) -> HttpResponse:
    at = date_format(timezone.localtime(timezone.now() + timedelta(seconds=wait)), "DATETIME_FORMAT")
    words = _("Too many letters were sent from here. Your words are still below: send them after %(moment)s.")
    form.add_error(None, words % {"moment": at})
    form.ask_for_files_again()
    answer = _shown(request, to, office, form, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer
