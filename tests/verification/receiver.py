"""A web server of the tests: what gateways and webhooks call."""

import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Call:
    """One request. `path` is as it came, with its query; `query` is that, read as UTF-8, the last value of each name."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Listens at `address` and answers every request with `status` and `body`; `calls` are those it has had."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status, self.body = 200, b""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            # HTTP/1.0: each connection ends with its answer, and none is left over at the end. Nobody waits for ever.
            timeout = 10

            def take(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                query = {name: values[-1] for name, values in parse_qs(urlsplit(self.path).query).items()}
                receiver.calls.append(Call(self.command, self.path, query, dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", str(len(receiver.body)))
                self.end_headers()
                self.wfile.write(receiver.body)

            def log_message(self, *_: Any) -> None:
                """Nothing: a test looks at `calls`."""

        for method in ("GET", "POST", "PUT", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.take)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Those who are being answered are waited for at the end.
        self._server.daemon_threads = False
        self.port: int = self._server.server_port
        self.address = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="receiver", daemon=True)
        self._thread.start()

    def reset(self) -> None:
        self.calls.clear()
        self.status, self.body = 200, b""

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
