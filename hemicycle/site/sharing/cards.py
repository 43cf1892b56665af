"""The picture that a shared link shows (`og:image`): the House, what it is, and its title, 1200 by 630 pixels.

Set by typst from data alone, so that the same words give the same bytes; kept in the cache under what it says.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.templatetags.look import house_name
from hemicycle.desk.models import Announcement
from hemicycle.desk.public import announcements as public

from . import shared

# What networks crop least (Open Graph, 1.91 to 1).
WIDTH, HEIGHT = 1200, 630
TEMPLATE = Path(__file__).with_name("card.typ")
KEPT_SECONDS = 7 * 24 * 3600
MOST_TITLE, MOST_WORDS = 120, 220


@allow(public=True)
def card(request: HttpRequest, kind: str, address: str) -> HttpResponse:
    found = shared.of(kind, address, request.GET.get("lang", ""))
    if found is None:
        raise Http404
    with override(found.spoken):
        response = HttpResponse(picture(found), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@dataclass(frozen=True, slots=True)
class LinkPicture:
    """What a link shows; `alternative` is what the picture says, "" where nobody said."""

    url: str
    width: int
    height: int
    alternative: str


def of_link(row: Any, title: str, lang: str = "") -> LinkPicture:
    """An announcement's own picture; else the card of the House. `title` is what the card says."""
    if isinstance(row, Announcement) and (own := public.picture(row, lang)):
        medium, (width, height) = own
        return LinkPicture(medium.url, width, height, medium.alternative)
    address = reverse("site:card", args=[shared.kind_of(row), row.address])
    return LinkPicture(f"{address}?lang={lang}" if lang else address, WIDTH, HEIGHT, f"{house_name()}: {title}")


def picture(found: shared.Shared) -> bytes:
    kinds = {
        shared.SPEECH: _("Speech"),
        shared.VOTE: _("Vote"),
        shared.BILL: _("Bill"),
        shared.ANNOUNCEMENT: _("Announcement"),
    }
    said = {
        "house": str(house_name()),
        "kind": kinds[found.kind],
        "title": Truncator(found.title).chars(MOST_TITLE),
        "words": Truncator(found.words).chars(MOST_WORDS),
        "by": found.by,
        "lang": (found.language or get_language() or "en")[:2],
    }
    written = json.dumps(said, sort_keys=True)
    key = f"card:{hashlib.sha256(written.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        pages: Any = typst.compile(str(TEMPLATE), format="png", ppi=72.0, sys_inputs={"card": written})
        # Words of a script with high lines may run over: the first page is the card.
        kept = bytes(pages[0] if isinstance(pages, list) else pages)
        cache.set(key, kept, KEPT_SECONDS)
    return bytes(kept)
