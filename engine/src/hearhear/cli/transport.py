"""The only module of the engine that uses the network: a request to the service that the caller has named."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from hearhear.errors import EmbeddingFailed

TIMEOUT = 60.0
"""Seconds for one batch; a service on one's own machine reads 64 letters in less."""
WAITS = (1.0, 4.0, 16.0)
"""Seconds before each further attempt."""
BUSY = frozenset((408, 425, 429, 500, 502, 503, 504))
"""Answers after which trying again helps (RFC 9110, 6585, 8470)."""


def post(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Send a request and give the body of the answer, trying again while the service is busy.

    Raises EmbeddingFailed, its `permanent` false where the service was busy or away to the end.
    """
    return posting(time.sleep)(url, body, headers)


def posting(sleep: Callable[[float], None]) -> Callable[[str, bytes, Mapping[str, str]], bytes]:
    """`post` with another clock."""

    def send(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        if not url.startswith(("http://", "https://")):
            raise EmbeddingFailed(f"{url} is no address of a service", permanent=True)
        for wait in WAITS:
            try:
                return _once(url, body, headers)
            except EmbeddingFailed as error:
                if error.permanent:
                    raise
                sleep(wait)
        return _once(url, body, headers)

    return send


def _once(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310  # Checked above.
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            return bytes(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            said = " ".join(error.read(300).decode("utf-8", "replace").split())
        raise EmbeddingFailed(f"{url} answered {error.code}: {said}", permanent=error.code not in BUSY) from error
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise EmbeddingFailed(f"{url} cannot be reached: {reason}", permanent=False) from error
