"""Lists in pages, and the rows that everybody may read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Field, Schema
from ninja.params import functions
from pydantic import AfterValidator, BeforeValidator

from hemicycle.record.models import Identifier
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

T = TypeVar("T")
MOST_A_PAGE = 100
# Whoever reads further takes the files of the record, or narrows the list down.
LAST_OFFSET = 1_000_000
LONGEST_VALUE = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _without_nul(value: str) -> str:
    """No text of the record holds one, and databases refuse it."""
    if "\0" in value:
        raise ValueError("holds the character NUL")
    return value


Value = Annotated[
    str,
    Field(max_length=LONGEST_VALUE, json_schema_extra={"pattern": "^[^\\u0000]*$"}),
    AfterValidator(_without_nul),
]


def _iso(value: object) -> object:
    """A day as ISO 8601 writes it: Pydantic also takes seconds since 1970 for one."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("is no day: YYYY-MM-DD")
    return value


Day = Annotated[dt.date | None, BeforeValidator(_iso)]
# What several addresses are asked with, and what it means there.
ADDRESS: Any = functions.Path(..., description=gettext_noop("The address of the item, as lists and pages give it."))
BODY: Any = functions.Query("", description=gettext_noop("The address of a body."))
SITTING: Any = functions.Query("", description=gettext_noop("The address of a sitting."))
SINCE: Any = functions.Query(None, description=gettext_noop("The first day, which is included."))
UNTIL: Any = functions.Query(None, description=gettext_noop("The last day, which is included."))


class Slice(Schema):
    limit: int = Field(20, ge=1, le=MOST_A_PAGE, description=gettext_noop("The maximum number of items on a page."))
    offset: int = Field(0, ge=0, le=LAST_OFFSET, description=gettext_noop("The number of items to skip."))


def paged(request: HttpRequest, part: Slice, rows: Any, row_of: Callable[[Any], T]) -> dict[str, Any]:
    """One page of an ordered queryset."""
    total = rows.count()
    shown = [row_of(row) for row in rows[part.offset : part.offset + part.limit] if _public(row)]
    return {"total": total, "next": following(request, part, total), "items": shown}


def following(request: HttpRequest, part: Slice, total: int) -> str | None:
    after = part.offset + part.limit
    if after >= total or after > LAST_OFFSET:
        return None
    asked = request.GET.copy()
    asked["offset"], asked["limit"] = str(after), str(part.limit)
    return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")


def public_or_404(rows: Any, **named: Any) -> Any:
    row = get_object_or_404(rows, **named)
    if not _public(row):
        raise Http404
    return row


def _public(row: models.Model) -> bool:
    return gate.allowed(row, via=EgressPoint.API, to=None)


def ref(request: HttpRequest, row: Any) -> dict[str, str] | None:
    return None if row is None else {"address": row.address, "name": str(row), "url": url(request, row)}


def url(request: HttpRequest, row: Any) -> str:
    return request.build_absolute_uri(row.get_absolute_url())


def moment(day: dt.date, at: dt.time | None, *, after: dt.time | None = None) -> dt.datetime | None:
    """A time of the House with its day and offset; what is earlier than the opening came after midnight."""
    if at is None:
        return None
    late = after is not None and at < after
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=late), at.replace(microsecond=0)))


def source(row: Any) -> dict[str, Any] | None:
    """Where a row was taken from; needs its `source`."""
    found = row.source
    return found and {
        "address": found.address,
        "retrieved_at": found.retrieved_at.replace(microsecond=0),
        "licence": found.licence,
    }


def known_as(row: Any) -> list[dict[str, str]]:
    rows: Any = Identifier.objects.filter(pk__in=row.identifiers.values("pk")).order_by("scheme", "value")
    return list(rows.values("scheme", "value"))
