"""One HTTP request: what was said and what was not, whatever the other side does."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.http.exchange import BadAddress, Reply, ask
from hemicycle.rules.internet import is_public
from tests.request_clock import over_once


class Odd:
    """A server that says these octets, one after the other with a pause, and then hangs up or goes on."""

    def __init__(self, *octets: bytes, pause: float = 0.0, hang_up: bool = True) -> None:
        self.octets, self.pause, self.hang_up, self.said = octets, pause, hang_up, 0
        self.asked: list[bytes] = []
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(5)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/a?b=c"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        try:
            line, _ = self._listener.accept()
        except OSError:
            return
        with line:
            line.settimeout(5)
            self.asked.append(self._request(line))
            for one in self.octets:
                try:
                    line.sendall(one)
                except OSError:
                    return
                self.said += 1
                if self._over.wait(self.pause):
                    return
            while not self.hang_up and not self._over.wait(0.05):
                pass

    def _request(self, line: socket.socket) -> bytes:
        """Its head, and the body that it says it has."""
        came = line.makefile("rb")
        head = b"".join(iter(came.readline, b"\r\n"))
        length = [one for one in head.split(b"\r\n") if one.startswith(b"Content-Length: ")]
        return head + b"\r\n" + (came.read(int(length[0][16:])) if length else b"")

    def __enter__(self) -> "Odd":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._listener.close()
        self._thread.join(10)


@pytest.fixture
def closed() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    return f"http://127.0.0.1:{port}/"


def test_an_answer_is_its_status_its_headers_and_its_body():
    with Odd(b"HTTP/1.1 202 Accepted\r\nX-Name: v\r\nContent-Length: 2\r\n\r\nok") as server:
        reply = ask("POST", server.url, headers={"X-Key": "1"}, body=b"text")
    assert reply == Reply(202, {"x-name": "v", "content-length": "2"}, b"ok")
    assert server.asked[0].startswith(b"POST /a?b=c HTTP/1.1\r\n") and server.asked[0].endswith(b"\r\n\r\ntext")


def test_before_is_called_when_the_line_stands_and_nothing_was_said():
    said: list[int] = []
    with Odd(b"HTTP/1.1 204 No Content\r\n\r\n") as server:
        ask("POST", server.url, before=lambda: said.append(len(server.asked)))
    assert said == [0]
    assert len(server.asked) == 1


def test_where_nobody_is_nothing_is_handed_over(closed):
    with pytest.raises(CannotConnect, match="no-connection"):
        ask("POST", closed, before=lambda: pytest.fail("handed over"))


@pytest.mark.parametrize(
    "octets", [b"", b"HTTP/1.1 2", b"SSH-2.0-x\r\n", b"\0" * 40, b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200]
)  # fmt: skip
def test_what_is_no_answer_is_none(octets):
    with Odd(octets) as server:
        assert ask("POST", server.url, seconds=2) is None


def test_half_a_body_is_an_answer_whose_status_is_known():
    with Odd(b"HTTP/1.1 202 Accepted\r\nContent-Length: 20\r\n\r\nhalf") as server:
        reply = ask("POST", server.url)
    with Odd(b"HTTP/1.1 503 Busy\r\nRetry-Af") as server:
        broken = ask("POST", server.url)
    assert reply is not None and (reply.status, reply.body) == (202, b"half")
    assert broken is not None and broken.status == 503


@pytest.mark.parametrize("drip", [b"H", b""])
def test_whoever_lets_us_wait_is_left_in_time(drip):
    with Odd(*[drip] * 500, pause=0.02, hang_up=False) as server:
        assert ask("POST", server.url, seconds=0.3) is None
        assert server.said < 500


@pytest.mark.parametrize("octet", [b"A", b"A: b\r\n"])
def test_headers_without_end_end(octet, monkeypatch):
    with Odd(b"HTTP/1.1 200 OK\r\n", *[octet] * 500, pause=0.02) as server:
        over_once(lambda: server.said >= 50, monkeypatch)
        reply = ask("GET", server.url)
        assert server.said < 500
    assert reply is not None and reply.status == 200


def test_a_body_without_end_ends(monkeypatch):
    with Odd(b"HTTP/1.1 200 OK\r\n\r\n", *[b"A" * 100] * 500, pause=0.02) as server:
        over_once(lambda: server.said >= 50, monkeypatch)
        reply = ask("GET", server.url)
        assert server.said < 500
    assert reply is not None and reply.status == 200


def test_a_redirect_is_an_answer_and_is_not_followed(closed):
    with Odd(f"HTTP/1.1 307 Elsewhere\r\nLocation: {closed}\r\nContent-Length: 0\r\n\r\n".encode()) as server:
        reply = ask("POST", server.url)
    assert reply is not None and reply.status == 307


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "http://", "http:///x", "http://user:word@a.example/", "http://a.example:x/", "http://a.example:99999/",
     "http://a.example/\r\nX: 1", "file:///etc/passwd", "http://[::1"],
)  # fmt: skip
def test_what_is_no_address_is_refused(url):
    with pytest.raises(BadAddress):
        ask("GET", url)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "169.254.169.254", "10.0.0.1", "2130706433", "[64:ff9b::a00:1]"])  # fmt: skip
def test_only_public_addresses_where_only_these_are_allowed(host):
    with pytest.raises(BadAddress):
        ask("GET", f"http://{host}:9/", allowed=is_public, before=lambda: pytest.fail("handed over"))


def test_how_long_to_wait_is_read_as_a_number_or_a_date():
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=100))
    written = {
        "120": 120.0,
        "9" * 30: 86_400.0,
        soon: 100.0,
        "Thu, 01 Jan 1970 00:00:00 GMT": 0.0,
        "soon": None,
        "": None,
        "-5": None,
    }

    for word, seconds in written.items():
        assert Reply(503, {"retry-after": word}).retry_after == (seconds and pytest.approx(seconds, abs=30))
