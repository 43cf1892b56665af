"""A feed as an answer: for any reader on any site, and short where nothing changed."""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language

from hemicycle.record.feeds.feed import Feed, atom, json_feed

KINDS = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}


def language_of(request: HttpRequest) -> str:
    """`?lang=` names the language of a feed; without it, that of the reader."""
    lang = request.GET.get("lang", "")
    return lang if lang in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def respond(request: HttpRequest, feed: Feed, kind: str) -> HttpResponseBase:
    """`kind` is one of KINDS."""
    address = feed.address or request.build_absolute_uri()
    written = write(feed, kind, address)
    tag = quote_etag(hashlib.sha256(written).hexdigest())
    response = HttpResponse(written, content_type=KINDS[kind])
    answer = get_conditional_response(request, etag=tag, response=response)
    assert answer is not None
    answer.headers["ETag"] = tag
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if feed.hub:
        # Where a reader looks first (W3C WebSub, 4).
        answer.headers["Link"] = f'<{feed.hub}>; rel="hub", <{address}>; rel="self"'
    return answer


def write(feed: Feed, kind: str, address: str) -> bytes:
    return atom(feed, address) if kind == "atom" else _json(feed, address)


def _json(feed: Feed, address: str) -> bytes:
    return json.dumps(json_feed(feed, address), ensure_ascii=False, indent=1).encode()
