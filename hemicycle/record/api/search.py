"""The search, for machines."""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from ninja.params import functions

from hemicycle.record.api import schemas
from hemicycle.record.api.pagination import SINCE, UNTIL, Day, Slice, Value, following
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.finding import find
from hemicycle.record.search.hits import Hit
from hemicycle.record.search.question import Question

router = Router(tags=[gettext_noop("Search")])
WORDS: Any = functions.Query(
    "", description=gettext_noop("All these words; “phrases in quotation marks” in that order; -word excludes a word.")
)
WHAT: Any = functions.Query(None, description=gettext_noop("What to find."))
SPEAKER: Any = functions.Query("", description=gettext_noop("The address or the name of who spoke."))
PARTY: Any = functions.Query("", description=gettext_noop("The address of a party or group."))
LANGUAGE: Any = functions.Query("", description=gettext_noop("Language of the words, as a BCP 47 tag."))
ORDER: Any = functions.Query("", description=gettext_noop("The newest first; if left out, the most relevant first."))
# As far as the page goes.
LAST_OFFSET = 4_000


@router.get(
    "/search",
    operation_id="search_record",
    response=schemas.Page[schemas.Hit],
    summary=gettext_noop("Search everything that is public"),
)
def search(
    request: HttpRequest,
    part: Query[Slice],
    q: Value = WORDS,
    type: Kind | None = WHAT,  # noqa: A002 (the name in the address, as on the page)
    speaker: Value = SPEAKER,
    party: Value = PARTY,
    language: Value = LANGUAGE,
    since: Day = SINCE,
    until: Day = UNTIL,
    order: Literal["", "newest"] = ORDER,
) -> Any:
    question = Question(q, type or "", speaker, party, language, since, until, order)
    at = min(part.offset, LAST_OFFSET)
    found = find(question, to=None, offset=at, limit=part.limit)
    hits = [_hit(request, hit) for hit in found.hits] if at == part.offset else []
    more = following(request, part, min(found.total, LAST_OFFSET))
    return {"total": found.total, "next": more, "items": hits}


def _hit(request: HttpRequest, hit: Hit) -> dict[str, Any]:
    segments = hit.passage.segments if hit.passage else ()
    ends = list(accumulate(len(piece.text) for piece in segments))
    return {
        "kind": hit.kind,
        "title": str(hit.title),
        "url": request.build_absolute_uri(hit.url),
        "date": hit.day,
        "language": hit.passage.language if hit.passage else "",
        "passage": str(hit.passage or ""),
        "marks": [(end - len(piece.text), end) for piece, end in zip(segments, ends, strict=True) if piece.marked],
    }
