"""A service that reads what letters mean, on this machine and at once: texts with words in common are alike.

It speaks the protocol of the real ones, so that whatever asks it is what asks them.
"""

import json
import re
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
from django.test import override_settings

DIMENSIONS = 128
WORD = re.compile(r"\w{4,}")


class Words(BaseHTTPRequestHandler):
    """A word is a direction, a text the sum of its words."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rows = [{"index": n, "embedding": direction(text)} for n, text in enumerate(body["input"])]
        said = json.dumps({"data": rows}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *said: Any) -> None:
        """Nothing of a letter in a log, not even in a test."""


def direction(text: str) -> list[float]:
    total = np.full(DIMENSIONS, 0.01)
    for word in WORD.findall(text.lower()):
        total += np.random.default_rng(zlib.crc32(word.encode())).standard_normal(DIMENSIONS)
    return [round(float(number), 4) for number in total]


@contextmanager
def reading() -> Iterator[None]:
    """While it lasts, letters are read by this service."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Words)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        with override_settings(EMBEDDINGS_URL=url, EMBEDDINGS_MODEL="words in common"):
            yield
    finally:
        server.shutdown()
        server.server_close()
