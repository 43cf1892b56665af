"""Which addresses are of the open internet, and connecting to no others.

For what anybody may have written: a name is looked up once, and the address that was looked at is the one that is
used, so that a name which says something else a moment later leads nowhere. Plain Python.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

Allowed = Callable[[str], bool]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotPublic(ValueError):
    """A name that leads to this machine, a private network, or nowhere that everybody can see."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, also where IPv6 wraps one of IPv4 (RFC 4291, 3056, 6052)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast


def connect(
    allowed: Allowed, address: tuple[str, int], timeout: float | None = None, source: Any = None
) -> socket.socket:
    """To the first that answers of the IP addresses a host has now; to none where one of them is not `allowed`.

    Raises NotPublic, OSError.
    """
    found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM)
    if not all(allowed(str(each[4][0])) for each in found):
        raise NotPublic(address[0][:80])
    for each in found[:-1]:
        try:
            return socket.create_connection((str(each[4][0]), address[1]), timeout, source)
        except OSError:
            continue
    return socket.create_connection((str(found[-1][4][0]), address[1]), timeout, source)
