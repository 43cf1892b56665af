"""Which servers may be spoken to, and that there is one way to them."""

import ast
import socket
import ssl
import threading
import time
from contextlib import closing
from ipaddress import ip_network
from pathlib import Path

import pytest

from hemicycle.rules import http_client, internet
from hemicycle.rules.http_client import BadAddress, NoAnswer, address_of
from hemicycle.rules.internet import NotAHost, NotPublic, connect, host_name, is_permitted, is_public, look_up
from tests.bad_addresses import NO_ADDRESSES
from tests.served import Served, Told

SOURCES = Path(internet.__file__).resolve().parent.parent
# They ask how this machine is called, whether a port of it is free, and what Django's mail says went wrong with the server
# that the installation itself names.
OWN = {"conf/worker.py", "conf/processes.py", "accounts/mail.py"}
OPENERS = {"urllib.request", "http.client", "socket", "smtplib", "imaplib", "requests", "httpx"}
THE_WAY = {
    "rules/internet.py", "rules/http_client.py", "channels/http/exchange.py", "channels/adapters/smpp/session.py", "channels/adapters/email/smtp.py",
    "channels/adapters/email/imap.py",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
    return found


def test_nothing_else_opens_a_connection() -> None:
    using = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if imported(path) & OPENERS}
    assert using - OWN == THE_WAY


def test_those_that_speak_mail_and_smpp_connect_by_the_one_way() -> None:
    for name in THE_WAY - {"rules/internet.py"}:
        text = (SOURCES / name).read_text()
        assert "connect(" in text
        assert "create_connection" not in text and "getaddrinfo" not in text


@pytest.mark.parametrize(
    ("listed", "address", "permitted"),
    [
        ((), "127.0.0.1", False), (("127.0.0.0/8",), "127.0.0.1", True), (("127.0.0.0/8",), "::ffff:127.0.0.1", True),
        (("127.0.0.0/8",), "10.0.0.1", False), (("10.1.2.3",), "10.1.2.3", True), (("10.1.2.3",), "10.1.2.4", False),
        (("fd00::/8",), "fd00::1", True), (("fd00::/8",), "fe80::1%eth0", False), ((), "93.184.216.34", True),
        (("127.0.0.0/8",), "::1", False),
    ],
)  # fmt: skip
def test_what_is_permitted_is_public_or_listed(settings, listed, address, permitted) -> None:
    settings.PRIVATE_NETWORKS = [ip_network(one) for one in listed]
    assert is_permitted(address) is permitted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("A_b.example.", "A_b.example."),
        ("::1", "::1"),
        ("10.0.0.1", "10.0.0.1"),
    ],
)
def test_a_name_is_taken_as_the_resolver_takes_it(text, name) -> None:
    assert host_name(text) == name


@pytest.mark.parametrize(
    "text", ["", ".", "a..b", "a" * 64, "a." * 130, "a b", "a\0b", "a/b", "a:25", "\udcff", "a‥b", "::g"]
)
def test_what_is_no_name_is_refused(text) -> None:
    with pytest.raises(NotAHost):
        host_name(text)


@pytest.mark.parametrize("port", [-1, 0, 65_536, 99_999, 10**30])
def test_what_is_no_port_is_refused(port) -> None:
    with pytest.raises(NotAHost):
        look_up("127.0.0.1", port, allowed=is_permitted)


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_address_of_the_web_is_refused(url) -> None:
    with pytest.raises(BadAddress):
        address_of(url)


def test_what_stands_in_an_address_is_asked_for_encoded() -> None:
    assert address_of("https://bücher.example/é b?q=ü&r=%20").target == "/%C3%A9%20b?q=%C3%BC&r=%20"
    assert address_of("https://bücher.example").host == "xn--bcher-kva.example"


def test_one_address_that_is_not_allowed_is_enough(monkeypatch) -> None:
    """A name with a public address and a private one: whoever owns it chooses which is called when."""
    two = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: two)
    with pytest.raises(NotPublic):
        look_up("both.example", 80, allowed=is_public)


def test_a_server_that_shakes_hands_for_ever_is_left() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server, pytest.raises(OSError, match="timed out"):
        connect(
            "127.0.0.1", server.getsockname()[1], allowed=is_permitted, seconds=0.3, tls=ssl.create_default_context()
        )


class Dripping(Served):
    """Sends a body for as long as somebody listens; then it is `over`."""

    def __init__(self) -> None:
        self.over = threading.Event()

    def respond(self, request, body: bytes) -> Told | None:
        request.send_response(200)
        request.end_headers()
        until = time.monotonic() + 20
        try:
            while time.monotonic() < until:
                request.wfile.write(b"x")
                self.over.wait(0.01)
        except OSError:
            self.over.set()
        return None


def test_a_body_that_drips_ends_and_is_no_whole_one() -> None:
    server = Dripping()
    server.serve()
    asked = http_client.opened("GET", server.address, allowed=is_permitted, seconds=1)
    with closing(server), pytest.raises(NoAnswer, match="too slow"), asked as answer:
        b"".join(answer)
    assert server.over.is_set()
