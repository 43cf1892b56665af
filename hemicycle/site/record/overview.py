"""The way into the record: what the House did last."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.models import Document, Sitting, VoteEvent

from .pages import page
from .sittings import headings_of

MOST = 5


@allow(public=True)
def record(request: HttpRequest) -> HttpResponse:
    sittings = list(Sitting.objects.readable_by(request.user).newest_first().select_related("organization")[:MOST])
    headings = headings_of(sittings)
    votes = VoteEvent.objects.readable_by(request.user).newest_first().select_related("sitting__organization", "item")
    bills = Document.objects.readable_by(request.user).newest_first().prefetch_related("steps")
    return page(
        request,
        "record",
        title=_("The record"),
        description=_("What the House said, decided and is deciding."),
        sittings=[(sitting, headings[sitting.pk]) for sitting in sittings],
        votes=votes.prefetch_related("counts")[:MOST],
        bills=bills[:MOST],
    )
