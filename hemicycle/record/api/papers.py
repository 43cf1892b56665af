"""Bills and acts, their versions and clauses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.params import functions

from hemicycle.record.api import schemas
from hemicycle.record.api.pagination import ADDRESS, Slice, Value, known_as, paged, public_or_404, ref, source, url
from hemicycle.record.models import Clause, Document, DocumentKind, DocumentVersion

router = Router(tags=[gettext_noop("Bills and acts")])
NUMBER: Any = functions.Query("", description=gettext_noop("The number, as the House gives it."))
PAPER_KIND: Any = functions.Query(None, description=gettext_noop("A bill, or an act."))
VERSION: Any = functions.Path(..., description=gettext_noop("The address of one of its texts."))


@router.get(
    "/bills",
    operation_id="list_bills",
    response=schemas.Page[schemas.Bill],
    summary=gettext_noop("Bills and acts, the newest first"),
)
def bills(
    request: HttpRequest, part: Query[Slice], number: Value = NUMBER, kind: DocumentKind | None = PAPER_KIND
) -> Any:
    rows = Document.objects.readable_by(None).newest_first().prefetch_related("steps")
    rows = rows.filter(number=number) if number else rows
    return paged(request, part, rows.filter(kind=kind) if kind else rows, lambda row: _bill(request, row))


@router.get(
    "/bills/{address}",
    operation_id="get_bill",
    response=schemas.BillInFull,
    summary=gettext_noop("One bill, with its steps and its texts"),
)
def bill(request: HttpRequest, address: Value = ADDRESS) -> Any:
    rows = Document.objects.select_related("committee", "sponsor", "source").prefetch_related("steps")
    row = public_or_404(rows, address=address)
    return _bill(request, row) | {
        "long_titles": row.long_titles,
        "popular_names": row.popular_names,
        "summaries": row.summaries,
        "origin": row.origin,
        "committee": ref(request, row.committee),
        "sponsor": ref(request, row.sponsor),
        "identifiers": known_as(row),
        "source": source(row),
        "steps": [{"stage": step.stage, "date": step.date, "notes": step.notes} for step in row.steps.all()],
        "versions": [
            _version(request, one) for one in row.versions.readable_by(None).oldest_first().select_related("document")
        ],
    }


@router.get(
    "/bills/{address}/versions/{version}",
    operation_id="get_bill_text",
    response=schemas.VersionInFull,
    summary=gettext_noop("One text of a bill, clause by clause"),
)
def version(request: HttpRequest, address: Value = ADDRESS, version: Value = VERSION) -> Any:
    rows = DocumentVersion.objects.select_related("document", "source")
    row = public_or_404(rows, address=version, document=public_or_404(Document, address=address))
    clauses = list(row.clauses.in_reading_order())
    eids = {clause.pk: clause.eid for clause in clauses}
    return _version(request, row) | {
        "bill": ref(request, row.document),
        "source": source(row),
        "clauses": [_clause(request, row, clause, eids.get(clause.parent_id)) for clause in clauses],
    }


def _bill(request: HttpRequest, row: Document) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": row.name,
        "url": url(request, row),
        "kind": row.kind,
        "number": row.number,
        "titles": row.titles,
        "stage": row.stage,
        "introduced_on": row.introduced_on,
    }


def _version(request: HttpRequest, row: DocumentVersion) -> dict[str, Any]:
    return {
        "address": row.address,
        "language": row.language,
        "label": row.label,
        "status": row.status,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "url": url(request, row),
    }


def _clause(request: HttpRequest, version: DocumentVersion, row: Clause, parent: str | None) -> dict[str, Any]:
    row.version = version
    return {
        "eid": row.eid,
        "parent": parent,
        "level": row.level,
        "number": row.number,
        "heading": row.heading,
        "text": row.text,
        "url": url(request, row),
    }
