"""Sittings, what was said in them, and how the House voted."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.params import functions

from hemicycle.record.api import schemas
from hemicycle.record.api.pagination import (
    ADDRESS,
    BODY,
    SINCE,
    SITTING,
    UNTIL,
    Day,
    Slice,
    Value,
    known_as,
    moment,
    paged,
    public_or_404,
    ref,
    source,
    url,
)
from hemicycle.record.models import Contribution, Segment, Sitting, SpeechText, VoteEvent

router = Router(tags=[gettext_noop("Sittings, speeches and votes")])
MEMBER: Any = functions.Query("", description=gettext_noop("The address of a member."))


@router.get(
    "/sittings",
    operation_id="list_sittings",
    response=schemas.Page[schemas.Sitting],
    summary=gettext_noop("Sittings, the newest first"),
)
def sittings(
    request: HttpRequest, part: Query[Slice], body: Value = BODY, since: Day = SINCE, until: Day = UNTIL
) -> Any:
    rows = Sitting.objects.readable_by(None).newest_first().select_related("organization")
    rows = rows.filter(organization__address=body) if body else rows
    return paged(request, part, _between(rows, "date", since, until), lambda row: _sitting(request, row))


@router.get(
    "/sittings/{address}",
    operation_id="get_sitting",
    response=schemas.SittingInFull,
    summary=gettext_noop("One sitting, with its agenda"),
)
def sitting(request: HttpRequest, address: Value = ADDRESS) -> Any:
    row = public_or_404(Sitting.objects.select_related("organization", "source"), address=address)
    items = list(row.items.select_related("document"))
    orders = {item.pk: item.order for item in items}
    return _sitting(request, row) | {
        "opened_at": moment(row.date, row.opened_at),
        "closed_at": moment(row.date, row.closed_at, after=row.opened_at),
        "identifiers": known_as(row),
        "source": source(row),
        "items": [
            {
                "order": item.order,
                "kind": item.kind,
                "titles": item.titles,
                "parent": orders.get(item.parent_id),
                "bill": item.document.address if item.document and item.document.classification == "public" else None,
            }
            for item in items
        ],
    }


@router.get(
    "/speeches",
    operation_id="list_speeches",
    response=schemas.Page[schemas.Speech],
    summary=gettext_noop("Speeches, the newest sitting first"),
)
def speeches(
    request: HttpRequest,
    part: Query[Slice],
    sitting: Value = SITTING,
    member: Value = MEMBER,
    since: Day = SINCE,
    until: Day = UNTIL,
) -> Any:
    rows = Contribution.objects.current().readable_by(None)
    rows = rows.filter(sitting__address=sitting) if sitting else rows
    rows = rows.filter(person__address=member) if member else rows
    rows = _between(rows, "sitting__date", since, until).order_by("-sitting__date", "sitting", "order")
    return paged(request, part, _with_texts(rows), lambda row: _speech(request, row))


@router.get(
    "/speeches/{address}",
    operation_id="get_speech",
    response=schemas.SpeechInFull,
    summary=gettext_noop("One speech, with its texts"),
)
def speech(request: HttpRequest, address: Value = ADDRESS) -> Any:
    row = public_or_404(_with_texts(Contribution.objects.current(), "segments"), address=address)
    return _speech(request, row) | {"roles": row.roles, "texts": [_text(request, text) for text in row.texts.all()]}


@router.get(
    "/votes",
    operation_id="list_votes",
    response=schemas.Page[schemas.Vote],
    summary=gettext_noop("Votes, the newest first"),
)
def votes(
    request: HttpRequest, part: Query[Slice], sitting: Value = SITTING, since: Day = SINCE, until: Day = UNTIL
) -> Any:
    rows = VoteEvent.objects.readable_by(None).filter(sitting__in=Sitting.objects.readable_by(None)).newest_first()
    rows = rows.filter(sitting__address=sitting) if sitting else rows
    rows = _between(rows, "sitting__date", since, until).select_related("sitting").prefetch_related("counts")
    return paged(request, part, rows, lambda row: _vote(request, row))


@router.get(
    "/votes/{address}",
    operation_id="get_vote",
    response=schemas.VoteInFull,
    summary=gettext_noop("One vote, with who voted how"),
)
def vote(request: HttpRequest, address: Value = ADDRESS) -> Any:
    rows = VoteEvent.objects.filter(sitting__in=Sitting.objects.readable_by(None)).select_related(
        "sitting", "document", "source"
    )
    row = public_or_404(rows.prefetch_related("counts"), address=address)
    bill = row.document if row.document and row.document.classification == "public" else None
    return _vote(request, row) | {
        "bill": bill.address if bill else None,
        "held_at": moment(row.sitting.date, row.held_at, after=row.sitting.opened_at),
        "source": source(row),
        "ballots": [
            {
                "member": ref(request, ballot.person),
                "label": ballot.label,
                "option": ballot.option,
                "teller": ballot.teller,
                "group": ref(request, ballot.group),
            }
            for ballot in row.votes.select_related("person", "group")
        ],
    }


def _between(rows: Any, field: str, since: Day, until: Day) -> Any:
    rows = rows.filter(**{f"{field}__gte": since}) if since else rows
    return rows.filter(**{f"{field}__lte": until}) if until else rows


def _with_texts(rows: Any, *more: str) -> Any:
    """The texts in force that everybody may read."""
    texts = SpeechText.objects.in_force().readable_by(None).select_related("source").order_by("language", "kind")
    texts = texts.prefetch_related(*more)
    return rows.select_related("sitting", "person").prefetch_related(Prefetch("texts", texts))


def _sitting(request: HttpRequest, row: Sitting) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": str(row),
        "url": url(request, row),
        "body": ref(request, row.organization),
        "date": row.date,
        "number": row.number,
        "status": row.status,
        "titles": row.titles,
    }


def _speech(request: HttpRequest, row: Contribution) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": str(row),
        "url": url(request, row),
        "kind": row.kind,
        "sitting": row.sitting.address,
        "date": row.sitting.date,
        "order": row.order,
        "started_at": moment(row.sitting.date, row.started_at, after=row.sitting.opened_at),
        "speaker": ref(request, row.person),
        "labels": row.labels,
        "languages": sorted({text.language for text in row.texts.all()}),
    }


def _text(request: HttpRequest, text: SpeechText) -> dict[str, Any]:
    paragraphs = [_paragraph(request, one) for one in text.segments.all()]
    fields = {"language": text.language, "kind": text.kind, "status": text.status}
    return fields | {"source": source(text), "paragraphs": paragraphs}


def _paragraph(request: HttpRequest, row: Segment) -> dict[str, Any]:
    return {
        "order": row.order,
        "kind": row.kind,
        "text": row.text,
        "spoken_in": row.spoken_in,
        "url": url(request, row),
    }


def _vote(request: HttpRequest, row: VoteEvent) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": str(row),
        "url": url(request, row),
        "number": row.number,
        "sitting": row.sitting.address,
        "date": row.sitting.date,
        "motions": row.motions,
        "result": row.result,
        "counts": [{"option": count.option, "value": count.value} for count in row.counts.all()],
    }
