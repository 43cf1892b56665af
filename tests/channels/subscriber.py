"""A program that subscribes to feeds, on this machine."""

import hashlib
import hmac
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.served import Response, Served

SECRET = "known to both"


class Reader(Served):
    """A subscriber: confirms what it wanted, and takes only what is signed. `status` is what it answers to news."""

    def __init__(self) -> None:
        self.wanted: set[tuple[str, str]] = set()
        self.asked: list[dict[str, str]] = []
        self.received: list[tuple[str, bytes]] = []
        self.forged = 0
        self.headers: dict[str, str] = {}
        self.status, self.secret = 200, SECRET
        self.serve()
        self.callback = f"{self.address}/callback?of=house"

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        if request.command == "GET":
            return self._confirm({name: values[0] for name, values in parse_qs(urlsplit(request.path).query).items()})
        if self.status == 200:
            signed = "sha256=" + hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
            if hmac.compare_digest(signed, request.headers.get("X-Hub-Signature", "")):
                self.received.append((request.headers["Link"], body))
            else:
                self.forged += 1
        return self.status, b"", self.headers

    def _confirm(self, query: dict[str, str]) -> Response:
        self.asked.append(query)
        wanted = (query.get("hub.mode", ""), query.get("hub.topic", "")) in self.wanted
        status, said = (200, query.get("hub.challenge", "").encode()) if wanted else (404, b"")
        return status, said, self.headers
