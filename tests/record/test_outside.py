"""Addresses that anybody may have written: never one within this network, by whatever way it is named."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from hemicycle.record.sources.fetching import Busy, Refused
from hemicycle.record.sources.web_pages import read, status
from hemicycle.rules.internet import is_public
from tests.bad_addresses import NO_ADDRESSES
from tests.served import Response, Served

asked: list[str] = []


class Pages(Served):
    elsewhere = ""

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response:
        asked.append(request.path)
        if request.path == "/elsewhere":
            return 302, b"", {"Location": self.elsewhere}
        code, _, target = request.path.strip("/").partition("/")
        if code == "loop":
            code, target = "302", "/loop"
        return int(code), b"", {"Location": target} if target else {}


@pytest.fixture
def server() -> Iterator[str]:
    asked.clear()
    pages = Pages()
    pages.serve()
    yield pages.address
    pages.close()


def this_machine(ip: str) -> bool:
    """Stands for the open internet in a test: the one address that the server listens at."""
    return ip == "127.0.0.1"


@pytest.mark.parametrize("code", [200, 404, 410, 403, 500])
def test_a_server_says_whether_a_page_is_there(server: str, code: int) -> None:
    assert status(f"{server}/{code}", allowed=this_machine) == code


def test_redirects_are_followed_to_their_end(server: str) -> None:
    assert status(f"{server}/302/{server}/301/{server}/404", allowed=this_machine) == 404


@pytest.mark.parametrize(
    "address",
    ["http://{}", "http://localhost:{}", "http://[::1]:{}", "http://[::ffff:127.0.0.1]:{}", "http://2130706433:{}",
     "http://0x7f.1:{}", "http://0:{}"],
)  # fmt: skip
def test_this_machine_is_never_spoken_to(server: str, address: str) -> None:
    port = server.rpartition(":")[2]
    target = address.format(port) if "{}" in address[8:] else address.format(f"127.0.0.1:{port}")
    with pytest.raises((Refused, Busy)):
        status(f"{target}/200")
    assert asked == []


@pytest.mark.parametrize("target", ["http://127.0.0.2", "http://[::1]", "http://10.0.0.1", "http://169.254.169.254/a"])
def test_a_redirect_to_within_is_refused(server: str, target: str) -> None:
    with pytest.raises(Refused):
        status(f"{server}/302/{target}", allowed=this_machine)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://user:word@127.0.0.1/"])
def test_a_redirect_to_what_is_no_page_is_refused(server: str, target: str) -> None:
    with pytest.raises(Refused):
        status(f"{server}/302/{target}", allowed=this_machine)


def test_redirects_without_end_come_to_one(server: str) -> None:
    assert status(f"{server}/loop", allowed=this_machine) == 302
    assert len(asked) <= 6


def test_nobody_there_is_no_page_that_is_gone() -> None:
    with pytest.raises(Busy):
        status("http://127.0.0.1:9/", allowed=this_machine)


@pytest.mark.parametrize(
    ("ip", "public"),
    [("93.184.216.34", True), ("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False),
     ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("2606:4700::1111", True), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("2002:7f00:1::", False)],
)  # fmt: skip
def test_which_addresses_are_public(ip: str, public: bool) -> None:
    assert is_public(ip) is public


def test_what_is_read_is_bounded_and_of_the_open_internet_only(server):
    with pytest.raises(Refused):
        read(f"{server}/200")
    assert read(f"{server}/200", allowed=lambda address: True) == b""
    with pytest.raises(Busy):
        read(f"{server}/404", allowed=lambda address: True)
    with pytest.raises(Refused):
        read(f"{server}/302/http://127.0.0.1:1/", allowed=lambda address: False)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_what_names_no_server_is_refused_before_anything_is_looked_up(address: str) -> None:
    for asks in (status, read):
        with pytest.raises(Refused):
            asks(address, allowed=lambda _address: True)


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_a_redirect_to_what_names_no_server_is_refused(address: str) -> None:
    pages = Pages()
    pages.elsewhere = address.encode(errors="replace").decode().replace("\0", "%00")
    pages.serve()
    try:
        with pytest.raises((Refused, Busy)):
            read(f"{pages.address}/elsewhere", allowed=this_machine)
    finally:
        pages.close()
