"""The search, for machines."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router

from hemicycle.record.api import schemas
from hemicycle.record.api.paging import Slice, Value, following
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.finding import find
from hemicycle.record.search.question import Question
from hemicycle.record.search.showing import Hit

router = Router(tags=["Search"])
# As far as the page goes.
LAST_OFFSET = 4_000


@router.get("/search", response=schemas.Page[schemas.Hit], summary="Search everything that is public")
def search(
    request: HttpRequest,
    part: Query[Slice],
    q: Value = "",
    type: Kind | None = None,  # noqa: A002 (the name in the address, as on the page)
    speaker: Value = "",
    party: Value = "",
    language: Value = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    order: Literal["", "newest"] = "",
) -> Any:
    """`q` as on the page: all words, “phrases in quotes”, -words that must not be there.

    Without words and filters nothing is found.
    """
    question = Question(q, type or "", speaker, party, language, since, until, order)
    at = min(part.offset, LAST_OFFSET)
    found = find(question, to=None, offset=at, limit=part.limit)
    hits = [_hit(request, hit) for hit in found.hits] if at == part.offset else []
    more = following(request, part, min(found.total, LAST_OFFSET))
    return {"total": found.total, "next": more, "items": hits}


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    pieces = hit.passage.pieces if hit.passage else ()
    ends = list(accumulate(len(piece.text) for piece in pieces))
    return {
        "kind": hit.kind,
        "title": str(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "date": hit.day,
        "language": hit.passage.language if hit.passage else "",
        "passage": str(hit.passage or ""),
        "marks": [(end - len(piece.text), end) for piece, end in zip(pieces, ends, strict=True) if piece.marked],
    }
