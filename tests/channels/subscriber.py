"""A program that subscribes to feeds, on this machine."""

import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "known to both"


class Reader:
    """A subscriber: confirms what it wanted, and takes only what is signed. `status` is what it answers to news."""

    def __init__(self) -> None:
        self.wanted: set[tuple[str, str]] = set()
        self.asked: list[dict[str, str]] = []
        self.told: list[tuple[str, bytes]] = []
        self.forged = 0
        self.status, self.headers, self.secret = 200, {}, SECRET
        reader = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_GET(self) -> None:
                query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
                reader.asked.append(query)
                wanted = (query.get("hub.mode", ""), query.get("hub.topic", "")) in reader.wanted
                self._answer(200 if wanted else 404, query.get("hub.challenge", "").encode() if wanted else b"")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if reader.status == 200:
                    signed = "sha256=" + hmac.new(reader.secret.encode(), body, hashlib.sha256).hexdigest()
                    if hmac.compare_digest(signed, self.headers.get("X-Hub-Signature", "")):
                        reader.told.append((self.headers["Link"], body))
                    else:
                        reader.forged += 1
                self._answer(reader.status, b"")

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                for name, value in {**reader.headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                """Nothing: a test looks at what was told."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self.callback = f"http://127.0.0.1:{self._server.server_port}/callback?of=house"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
