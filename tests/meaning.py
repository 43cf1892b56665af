"""A service that reads what letters mean, on this machine and at once: texts with words in common are alike.

It speaks the protocol of the real ones, so that whatever asks it is what asks them.
"""

import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import numpy as np
from django.test import override_settings

from tests.served import Response, Served

DIMENSIONS = 128
WORD = re.compile(r"\w{4,}")


class Words(Served):
    """A word is a direction, a text the sum of its words."""

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        rows = [{"index": n, "embedding": direction(text)} for n, text in enumerate(json.loads(body)["input"])]
        return 200, json.dumps({"data": rows}).encode(), {}


def direction(text: str) -> list[float]:
    total = np.full(DIMENSIONS, 0.01)
    for word in WORD.findall(text.lower()):
        total += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSIONS)
    return [round(float(number), 4) for number in total]


@contextmanager
def reading() -> Iterator[None]:
    """A context in which letters are read by this service."""
    words = Words()
    words.serve()
    try:
        with override_settings(EMBEDDINGS_URL=f"{words.address}/v1", EMBEDDINGS_MODEL="words in common"):
            yield
    finally:
        words.close()
