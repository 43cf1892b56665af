"""How a page travels to a visitor: compressed, and not at all where the browser has it already.

Only what everybody is shown alike: to a visitor without a session, with no cookie set and no token of a form in it.
How far a page shrinks tells whoever can have it asked for something of the secrets in it (BREACH, CVE-2013-3587).
docs/decisions has the reasons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.text import compress_string

from hemicycle.conf.headers import is_private

# Below this a frame of gzip costs more than it saves (as django.middleware.gzip).
SMALLEST = 200
VARIES = ("Accept-Encoding", "Cookie")
_WORDS = ("text/", "application/json", "application/xml", "application/javascript", "image/svg+xml")
_SUFFIXES = ("+json", "+xml")


class Transfer:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            patch_vary_headers(response, VARIES)
        if not isinstance(response, HttpResponse) or not is_for_everybody(request, response):
            return response
        # A cache between asks again, and has a page for each language and for who is signed in.
        response.headers.setdefault("Cache-Control", "no-cache")
        patch_vary_headers(response, VARIES)
        # Weak: the same page, compressed or not.
        tag = response.headers.get("ETag") or quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response.headers["ETag"] = tag if tag.startswith("W/") else f"W/{tag}"
        answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        if answer is response and "gzip" in accepted(request) and is_worth_it(response):
            response.content = compress_string(response.content, max_random_bytes=100)
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(response.content))
        return answer or response


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether every visitor is shown the same, and nothing in it is a secret."""
    if request.method not in ("GET", "HEAD") or response.status_code != HTTPStatus.OK or response.cookies:
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "no-store" in response.headers.get("Cache-Control", ""):
        return False
    return not is_private(request, response)


def accepted(request: HttpRequest) -> set[str]:
    """The encodings that the client takes: what stands there with q=0 it does not."""
    offered = (
        one.replace(" ", "").lower().split(";", 1) for one in request.headers.get("Accept-Encoding", "").split(",")
    )
    return {name for name, *quality in offered if not (quality and quality[0].rstrip("0.") in ("q=", "q"))}


def is_worth_it(response: HttpResponse) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    is_words = kind.startswith(_WORDS) or kind.endswith(_SUFFIXES)
    return is_words and len(response.content) >= SMALLEST and "Content-Encoding" not in response.headers
