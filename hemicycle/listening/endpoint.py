"""The way to a service that turns texts into vectors: one request, bounded in time and size, tried a few times.

Nothing else of the project goes out from here. Redirects are not followed: the letters go to the service that the
House named, or nowhere.
"""

import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from hearhear.errors import EmbeddingFailed

# A batch of 64 letters takes a slow server on a processor about half a minute.
SECONDS_TO_ANSWER = 120.0
# 64 vectors of 4,096 numbers, written out with 20 signs each, are 5 MB.
LARGEST_ANSWER = 32 * 1024 * 1024
PAUSES = (1.0, 4.0, 15.0)
PASSES_BY = frozenset({408, 425, 429, 500, 502, 503, 504})


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **options: Any) -> None:
        """Not followed; the answer is taken as a refusal."""


_opener = build_opener(_StayHere, ProxyHandler({}))


def post(url: str, body: bytes, headers: Mapping[str, str], *, wait: Callable[[float], None] = time.sleep) -> bytes:
    """Send `body` and return the answer; raises EmbeddingFailed, which says whether trying later can help."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise EmbeddingFailed("the address of the service does not begin with http:// or https://", permanent=True)
    request = Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 http and https only
    for pause in PAUSES:
        try:
            return _once(request)
        except EmbeddingFailed as failed:
            if failed.permanent:
                raise
        wait(pause)
    return _once(request)


def _once(request: Request) -> bytes:
    try:
        with _opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
            return _bounded(answer)
    except HTTPError as error:
        error.close()
        raise EmbeddingFailed(f"the service answered {error.code}", permanent=error.code not in PASSES_BY) from None
    except (URLError, HTTPException, OSError) as error:
        raise EmbeddingFailed(f"the service did not answer ({type(error).__name__})", permanent=False) from None


def _bounded(answer: Any) -> bytes:
    """The whole answer, if it comes in time and is no larger than an answer can be."""
    deadline, parts, size = time.monotonic() + SECONDS_TO_ANSWER, list[bytes](), 0
    while part := answer.read(64 * 1024):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise EmbeddingFailed("the answer of the service is too large", permanent=True)
        if time.monotonic() > deadline:
            raise EmbeddingFailed("the service took too long to answer", permanent=False)
        parts.append(part)
    return b"".join(parts)
