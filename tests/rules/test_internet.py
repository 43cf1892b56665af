"""Which servers may be connected to, and that all connections are made in one place."""

import ast
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hemicycle.rules import http_client, internet
from hemicycle.rules.http_client import BadAddress, NoAnswer, address_of
from hemicycle.rules.internet import NotAHost, NotPublic, connect, host_name, is_permitted, is_public, look_up
from tests.bad_addresses import NO_ADDRESSES
from tests.request_clock import over_once
from tests.served import Response, Served

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
        elif isinstance(node, ast.ImportFrom) and not node.level:
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
    ("address", "public"),
    [
        ("64:ff9b::93.184.216.34", True), ("64:ff9b::127.0.0.1", False), ("64:ff9b::10.0.0.1", False),
        ("2002:5db8:d822::1", True), ("2002:7f00:1::1", False), ("::ffff:93.184.216.34", True), ("224.0.0.1", False),
        ("2606:4700::1111", True), ("ff0e::1", False), ("fe80::1%eth0", False), ("0.0.0.0", False),
    ],
)  # fmt: skip
def test_what_ipv6_wraps_is_as_public_as_the_address_in_it(address, public) -> None:
    assert is_public(address) is public


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
    "text", ["", ".", "a..b", "a" * 64, "a." * 130, "a b", "a\0b", "a/b", "a:25", "\udcff", "a‥b", "::g", "::1%a\0b"]
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


class Leading(Served):
    """Answers each request with a redirect to `to`."""

    to = ""

    def respond(self, request, body: bytes) -> Response | None:
        return 302, b"", {"Location": self.to}


class Page(Served):
    """Answers with the path that it was asked for, and a header that leads nowhere, since it is no redirect."""

    def respond(self, request, body: bytes) -> Response | None:
        return 200, request.path.encode(), {"Location": "/elsewhere"}


@pytest.mark.parametrize("to", ["http://[", "http://[::1", "ftp://a.example/", "http://a b/"])
def test_a_redirect_to_what_is_no_address_is_followed_nowhere(to: str) -> None:
    server = Leading()
    server.to = to
    server.serve()
    followed = http_client.followed(server.address, allowed=is_permitted, seconds=5)
    with closing(server), pytest.raises(BadAddress), followed:
        pass


def test_a_page_is_found_behind_a_redirect() -> None:
    page, first = Page(), Leading()
    page.serve()
    first.serve()
    first.to = f"{page.address}/é b"
    with closing(page), closing(first), http_client.followed(first.address, allowed=is_permitted, seconds=5) as answer:
        assert (answer.status, b"".join(answer), answer.is_public) == (200, b"/%E9%20b", False)


def test_a_redirect_of_a_public_server_leads_to_public_ones_only(monkeypatch: pytest.MonkeyPatch) -> None:
    page, first = Page(), Leading()
    page.serve()
    first.serve()
    first.to = page.address
    # What stands for the public server is on this machine, too.
    monkeypatch.setattr(http_client, "_is_public", lambda line: True)
    followed = http_client.followed(first.address, allowed=is_permitted, seconds=5)
    with closing(page), closing(first), pytest.raises(BadAddress) as refused, followed:
        pass
    assert refused.value.code == "private-network"


def test_a_redirect_without_an_end_is_followed_five_times() -> None:
    server, asked = Leading(), []
    server.serve()
    server.to = server.address

    def counted(address: str) -> bool:
        asked.append(address)
        return is_permitted(address)

    with closing(server), http_client.followed(server.address, allowed=counted, seconds=5) as answer:
        assert answer.status == 302
    assert len(asked) == 6


def test_of_a_line_that_broke_nobody_knows_where_it_led_and_the_narrower_rule_holds() -> None:
    with socket.socket() as line:
        assert http_client._is_public(line)


@pytest.fixture
def secured(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """The port of a server that takes one connection over TLS, and what trusts its certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "both.pem").write_bytes(secret + pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            with (
                suppress(OSError),
                server.accept()[0] as line,
                context.wrap_socket(line, server_side=True) as speaking,
            ):
                speaking.sendall(b"hello")

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], ssl.create_default_context(cadata=pem.decode())
        thread.join(5)


def test_a_line_over_tls_is_to_the_server_of_that_name(secured: tuple[int, ssl.SSLContext]) -> None:
    port, trust = secured
    with connect("localhost", port, allowed=is_permitted, tls=trust) as line:
        assert isinstance(line, ssl.SSLSocket) and line.recv(5) == b"hello"


def test_a_server_with_the_certificate_of_another_name_is_not_spoken_to(secured: tuple[int, ssl.SSLContext]) -> None:
    port, trust = secured
    with pytest.raises(ssl.SSLCertVerificationError):
        connect("127.0.0.1", port, allowed=is_permitted, tls=trust)


def test_an_address_that_is_silent_leaves_the_next_one_its_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with internet._connected(["::1", "127.0.0.1"], port, time.monotonic() + 5) as line:
            assert line.getpeername() == ("127.0.0.1", port)
        with pytest.raises(OSError, match=r"."):
            internet._connected(["::1", "::1"], port, time.monotonic() + 5)


def test_servers_are_believed_by_their_certificate_alone() -> None:
    trust = http_client._trust()
    assert (trust.verify_mode, trust.check_hostname) == (ssl.CERT_REQUIRED, True)


class BreakingOff(Served):
    """Says that more of the body follows, and leaves."""

    def respond(self, request, body: bytes) -> Response | None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        request.wfile.write(b"5\r\nhe")
        return None


def test_a_body_that_breaks_off_is_no_whole_one() -> None:
    server = BreakingOff()
    server.serve()
    asked = http_client.opened("GET", server.address, allowed=is_permitted, seconds=5)
    with closing(server), pytest.raises(NoAnswer, match="IncompleteRead"), asked as answer:
        b"".join(answer)


class Dripping(Served):
    """Sends a body for as long as somebody listens; then it is `over`."""

    def __init__(self) -> None:
        self.over, self.said = threading.Event(), 0

    def respond(self, request, body: bytes) -> Response | None:
        request.send_response(200)
        request.end_headers()
        until = time.monotonic() + 20
        try:
            while time.monotonic() < until:
                request.wfile.write(b"x")
                self.said += 1
                self.over.wait(0.01)
        except OSError:
            self.over.set()
        return None


def test_a_body_that_drips_ends_and_is_no_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Dripping()
    server.serve()
    over_once(lambda: server.said >= 50, monkeypatch)
    asked = http_client.opened("GET", server.address, allowed=is_permitted, seconds=30)
    with closing(server), pytest.raises(NoAnswer, match="too slow"), asked as answer:
        b"".join(answer)
    assert server.over.is_set()
