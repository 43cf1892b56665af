"""The front page: what people come for, then what is new. What the House has nothing of says what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from hemicycle.accounts.patterns import Party
from hemicycle.accounts.permissions import allow
from hemicycle.desk.public import announcements as public
from hemicycle.listening.models import Dossier
from hemicycle.record.models import Organization, ProcedureStep, Sitting, VoteEvent, readable

from .reaching import ways

# Of each kind; the pages behind them have the rest.
LATEST = 3
# The steps of one bill on one day count once: so many are looked through for the latest bills.
STEPS_LOOKED_AT = 20


@allow(public=True)
def home(request: HttpRequest) -> HttpResponse:
    sittings = Sitting.objects.readable_by(request.user).select_related("organization")
    votes = VoteEvent.objects.readable_by(request.user).newest_first().select_related("sitting", "item")
    today = timezone.localdate()
    about = {
        "parties": _parties(),
        "coming": sittings.coming_up(today).first(),
        "sittings": sittings.newest_first().filter(date__lte=today)[:LATEST],
        "votes": votes[:LATEST],
        "moved": _moved(request),
        "announcements": [(row, public.text_for(row, get_language() or "")) for row in public.register()[:LATEST]],
        "dossiers": _dossiers(),
        "ways": ways(),
    }
    return render(request, "site/home.html", about)


def _moved(request: HttpRequest) -> Sequence[ProcedureStep]:
    """The last step of the bills that moved last, each bill once."""
    steps = ProcedureStep.objects.filter(
        document__classification__in=readable(request.user), date__lte=timezone.localdate()
    )
    latest: dict[Any, ProcedureStep] = {}
    for step in steps.order_by("-date", "-order").select_related("document")[:STEPS_LOOKED_AT]:
        latest.setdefault(step.document_id, step)
    return list(latest.values())[:LATEST]


def _dossiers() -> Sequence[Dossier]:
    """What was given to committees last, each inquiry once, in the language of the page where it has that."""
    rows = Dossier.objects.released().without_words().titled().select_related("inquiry")
    rows = rows.order_by("-released_at", "-pk")
    found: dict[Any, Dossier] = {}
    for row in rows[: LATEST * 4]:
        if row.inquiry_id not in found or row.language == get_language():
            found[row.inquiry_id] = row
    return list(found.values())[:LATEST]


def _parties() -> list[Party]:
    """From the largest to the smallest: an order that takes no side."""
    seated = Organization.objects.parties().filter(seats__gt=0).order_by("-seats", "pk")
    return [
        Party(str(party), party.address, party.seats or 0, party.colour or "#857e70", party.get_absolute_url())
        for party in seated
    ]
