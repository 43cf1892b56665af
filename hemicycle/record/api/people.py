"""Members and bodies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from hemicycle.record.api import schemas
from hemicycle.record.api.paging import Slice, Value, known_as, paged, public_or_404, ref, url
from hemicycle.record.models import Organization, OrganizationKind, Person

router = Router(tags=["Members and bodies"])


@router.get("/members", response=schemas.Page[schemas.Member], summary="Members, by name")
def members(request: HttpRequest, part: Query[Slice], name: Value = "", body: Value = "") -> Any:
    """`name`: a part of the name. `body`: the address of a party, a committee or another body they have sat in."""
    rows = Person.objects.order_by("sort_name", "name", "pk")
    rows = rows.filter(name__icontains=name) if name else rows
    rows = rows.filter(memberships__organization__address=body).distinct() if body else rows
    return paged(request, part, rows, lambda row: _member(request, row))


@router.get("/members/{address}", response=schemas.MemberInFull, summary="One member, with everything they sat in")
def member(request: HttpRequest, address: Value) -> Any:
    row = public_or_404(Person, address=address)
    held = row.memberships.select_related("organization", "area").order_by("since", "pk")
    return _member(request, row) | {
        "biographies": row.biographies,
        "image": row.image,
        "links": row.links,
        "identifiers": known_as(row),
        "memberships": [
            {
                "body": ref(request, one.organization),
                "role": one.role,
                "since": one.since,
                "until": one.until,
                "area": one.area.names if one.area else None,
            }
            for one in held
        ],
    }


@router.get("/bodies", response=schemas.Page[schemas.Body], summary="Chambers, parties, groups and committees")
def bodies(request: HttpRequest, part: Query[Slice], kind: OrganizationKind | None = None) -> Any:
    rows = Organization.objects.select_related("parent").order_by("kind", "pk")
    return paged(request, part, rows.filter(kind=kind) if kind else rows, lambda row: _body(request, row))


@router.get("/bodies/{address}", response=schemas.BodyInFull, summary="One body")
def body(request: HttpRequest, address: Value) -> Any:
    row = public_or_404(Organization.objects.select_related("parent"), address=address)
    return _body(request, row) | {
        "descriptions": row.descriptions,
        "since": row.since,
        "until": row.until,
        "links": row.links,
        "identifiers": known_as(row),
    }


def _member(request: HttpRequest, row: Person) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": row.name,
        "url": url(request, row),
        "sort_name": row.sort_name,
        "gender": row.gender,
    }


def _body(request: HttpRequest, row: Organization) -> dict[str, Any]:
    return {
        "address": row.address,
        "name": str(row),
        "url": url(request, row),
        "kind": row.kind,
        "names": row.names,
        "short_names": row.short_names,
        "colour": row.colour,
        "seats": row.seats,
        "parent": row.parent.address if row.parent else None,
    }
