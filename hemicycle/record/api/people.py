"""Members and bodies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.params import functions

from hemicycle.record.api import schemas
from hemicycle.record.api.pagination import ADDRESS, Slice, Value, known_as, paged, public_or_404, ref, source, url
from hemicycle.record.models import Organization, OrganizationKind, Person

router = Router(tags=[gettext_noop("Members and bodies")])
PART_OF_NAME: Any = functions.Query("", description=gettext_noop("A part of the name."))
SEAT_IN: Any = functions.Query("", description=gettext_noop("The address of a body they sit or sat in."))
BODY_KIND: Any = functions.Query(None, description=gettext_noop("What kind of body."))


@router.get(
    "/members",
    operation_id="list_members",
    response=schemas.Page[schemas.Member],
    summary=gettext_noop("Members, by name"),
)
def members(request: HttpRequest, part: Query[Slice], name: Value = PART_OF_NAME, body: Value = SEAT_IN) -> Any:
    rows = Person.objects.order_by("sort_name", "name", "pk")
    rows = rows.filter(name__icontains=name) if name else rows
    rows = rows.filter(memberships__organization__address=body).distinct() if body else rows
    return paged(request, part, rows, lambda row: _member(request, row))


@router.get(
    "/members/{address}",
    operation_id="get_member",
    response=schemas.MemberInFull,
    summary=gettext_noop("One member, with all their memberships"),
)
def member(request: HttpRequest, address: Value = ADDRESS) -> Any:
    row = public_or_404(Person.objects.select_related("source"), address=address)
    memberships = row.memberships.select_related("organization", "area").order_by("since", "pk")
    return _member(request, row) | {
        "biographies": row.biographies,
        "image": row.image,
        "links": row.links,
        "identifiers": known_as(row),
        "source": source(row),
        "memberships": [
            {
                "body": ref(request, one.organization),
                "role": one.role,
                "since": one.since,
                "until": one.until,
                "area": one.area.names if one.area else None,
            }
            for one in memberships
        ],
    }


@router.get(
    "/bodies",
    operation_id="list_bodies",
    response=schemas.Page[schemas.Body],
    summary=gettext_noop("Chambers, parties, groups and committees"),
)
def bodies(request: HttpRequest, part: Query[Slice], kind: OrganizationKind | None = BODY_KIND) -> Any:
    rows = Organization.objects.select_related("parent").order_by("kind", "pk")
    return paged(request, part, rows.filter(kind=kind) if kind else rows, lambda row: _body(request, row))


@router.get(
    "/bodies/{address}", operation_id="get_body", response=schemas.BodyInFull, summary=gettext_noop("One body")
)
def body(request: HttpRequest, address: Value = ADDRESS) -> Any:
    row = public_or_404(Organization.objects.select_related("parent", "source"), address=address)
    return _body(request, row) | {
        "descriptions": row.descriptions,
        "since": row.since,
        "until": row.until,
        "links": row.links,
        "identifiers": known_as(row),
        "source": source(row),
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
