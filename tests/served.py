"""A web server for tests, on this machine, in the place of gateways, networks and publishers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Response = tuple[int, bytes, Mapping[str, str]]
"""Status, body, and headers; the length of the body need not be among them."""
# Seconds between two looks at whether a server is to close; the default is half a second, which every test would pay.
POLL_SECONDS = 0.02


class Served:
    """Listens at `address` from `serve` to `close`; `respond` gives the answer to each request."""

    def serve(self) -> None:
        served = self

        class Handler(BaseHTTPRequestHandler):
            # HTTP/1.0: each connection ends with its answer, and none is left over at the end. Nobody waits for ever.
            timeout = 30

            def take(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                # The connection broke in the middle of a request, and nobody waits for an answer.
                response = served.respond(self, body) if len(body) == length else None
                if response is None:
                    return
                status, octets, headers = response
                self.send_response(status)
                for name, value in {"Content-Length": str(len(octets)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(octets)

            def log_message(self, *_: Any) -> None:
                """Nothing: a test looks at what came."""

        for method in ("GET", "POST", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.take)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Those who are being answered are waited for at the end.
        self._server.daemon_threads = False
        self.port: int = self._server.server_port
        self.host = f"127.0.0.1:{self.port}"
        self.address = f"http://{self.host}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(POLL_SECONDS,), name=type(self).__name__, daemon=True
        )
        self._thread.start()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response | None:
        """None: the connection is closed without an answer."""
        raise NotImplementedError

    def close(self) -> None:
        """Idempotent."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
