"""The way to a service that turns texts into vectors: one request, bounded in time and size, tried a few times.

Nothing else of the project goes out from here. Redirects are not followed: the letters go to the service that the
House named, or nowhere.
"""

import time
from collections.abc import Callable, Mapping

from hearhear.errors import EmbeddingFailed

from hemicycle.rules.http_client import BadAddress, HttpError, opened
from hemicycle.rules.internet import anywhere

# A batch of 64 letters takes a slow server on a processor about half a minute.
SECONDS_TO_ANSWER = 120.0
# 64 vectors of 4,096 numbers, written out with 20 signs each, are 5 MB.
LARGEST_ANSWER = 32 * 1024 * 1024
PAUSES = (1.0, 4.0, 15.0)
PASSES_BY = frozenset({408, 425, 429, 500, 502, 503, 504})


def post(url: str, body: bytes, headers: Mapping[str, str], *, wait: Callable[[float], None] = time.sleep) -> bytes:
    """Send `body` and return the answer; raises EmbeddingFailed, which says whether trying later can help."""
    for pause in PAUSES:
        try:
            return _once(url, body, headers)
        except EmbeddingFailed as failed:
            if failed.permanent:
                raise
        wait(pause)
    return _once(url, body, headers)


def _once(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """The whole answer, if it comes in time and is no larger than an answer can be."""
    held = bytearray()
    try:
        with opened("POST", url, headers=headers, body=body, allowed=anywhere, seconds=SECONDS_TO_ANSWER) as answer:
            if not 200 <= answer.status < 300:
                permanent = answer.status not in PASSES_BY
                raise EmbeddingFailed(f"the service answered {answer.status}", permanent=permanent)
            for part in answer:
                held += part
                if len(held) > LARGEST_ANSWER:
                    raise EmbeddingFailed("the answer of the service is too large", permanent=True)
    except BadAddress:
        raise EmbeddingFailed("the address of the service is no address of http or https", permanent=True) from None
    except HttpError as error:
        raise EmbeddingFailed(f"the service did not answer ({error})", permanent=False) from None
    return bytes(held)
