"""A line to an address that was given to us: only http and https, and only to the public network.

The name is looked up once, every address it has is looked at, and the line goes to that very address: a name that
changes between looking and connecting (DNS rebinding) leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised

TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Line:
    connection: HTTPConnection
    path: str

    def close(self) -> None:
        self.connection.close()


def opened(access: Access) -> Line:
    """Raises NotAuthorised for an address we do not go to, CannotConnect where nobody answers."""
    url = urlsplit(access.address)
    host, port = _checked(access.address), url.port or (443 if url.scheme == "https" else 80)
    place = _place(host, port, private=bool(access.settings.get("allow_private")))
    timeout = float(access.settings.get("timeout", TIMEOUT_SECONDS))
    try:
        wire = socket.create_connection(place, timeout=timeout)
    except OSError as error:
        raise CannotConnect("no-connection", type(error).__name__) from error
    connection: HTTPConnection = HTTPConnection(host, port, timeout=timeout)
    if url.scheme == "https":
        connection = HTTPSConnection(host, port, timeout=timeout)
        try:
            wire = ssl.create_default_context().wrap_socket(wire, server_hostname=host)
        except (OSError, ssl.SSLError) as error:
            wire.close()
            raise CannotConnect("no-tls", type(error).__name__) from error
    connection.sock = wire
    return Line(connection, f"{url.path or '/'}{'?' + url.query if url.query else ''}")


def _checked(address: str) -> str:
    url = urlsplit(address)
    if url.scheme not in ("http", "https") or not url.hostname or url.username or url.password:
        raise NotAuthorised("no-address")
    return url.hostname


def _place(host: str, port: int, *, private: bool) -> tuple[str, int]:
    """The first address of the host; none of them may lie within a network."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CannotConnect("no-such-host") from error
    places = [str(each[4][0]) for each in found]
    if not private and any(_is_within(place) for place in places):
        raise NotAuthorised("within-a-network")
    return places[0], port


def _is_within(place: str) -> bool:
    """Also of addresses that carry another one (RFC 4291 IPv4-mapped, RFC 6052 NAT64, RFC 3056 6to4)."""
    address = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return not inner.is_global
    return not address.is_global or address.is_multicast
