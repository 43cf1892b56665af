"""A web server of the tests: what gateways and webhooks call."""

from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.served import Response, Served


@dataclass(frozen=True)
class Call:
    """One request. `path` is as it came, with its query; `query` is that, read as UTF-8, the last value of each name."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


class Receiver(Served):
    """Listens at `address` and answers every request with `status` and `body`; `calls` are those it has had."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status, self.body = 200, b""
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        query = {name: values[-1] for name, values in parse_qs(urlsplit(request.path).query).items()}
        self.calls.append(Call(request.command, request.path, query, dict(request.headers), body))
        return self.status, self.body, {}

    def reset(self) -> None:
        self.calls.clear()
        self.status, self.body = 200, b""
