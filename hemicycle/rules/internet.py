"""Which servers may be spoken to, and connecting to no others: everything that leaves this machine goes through here.

A name is looked up once, and the address that was looked at is the one that is used, so that a name which says
something else a moment later leads nowhere. There are three rules, and every caller chooses one:

    is_public       for addresses that anybody may have written: callbacks, actors, links, wherever a redirect leads
    is_permitted    for servers that the House names itself: public ones, and those of HEMICYCLE_PRIVATE_NETWORKS
    anywhere        for a service that a setting of the installation names

AddressRefused      asking again does not help; `code` is a word of ours
├── NotAHost        no name of a server, or no port
└── NotPublic       it leads to this machine, to a private network, or nowhere that everybody can see
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Callable

from django.conf import settings

Allowed = Callable[[str], bool]
"""Whether an IP address may be connected to."""

CONNECT_SECONDS = 10.0
# A timeout of zero would mean not to wait at all.
_LEAST_SECONDS = 0.1
_LONGEST_NAME, _LAST_PORT = 253, 65_535
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
# RFC 1123, and the underscore that some names have in life; IPv4 in all its spellings is among them.
_NAME = re.compile(r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")

_IP = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(ValueError):
    code = "no-address"


class NotAHost(AddressRefused):
    pass


class NotPublic(AddressRefused):
    code = "private-network"


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet."""
    ip = _ip(address)
    return ip.is_global and not ip.is_multicast


def is_permitted(address: str) -> bool:
    """Whether it is public, or of a network that whoever runs the installation has listed."""
    ip = _ip(address)
    return is_public(address) or any(ip in network for network in settings.PRIVATE_NETWORKS)


def anywhere(address: str) -> bool:
    """For a service that a setting of the installation itself names, and nobody else can."""
    return True


def _ip(address: str) -> _IP:
    """The address itself, also where IPv6 wraps one of IPv4 (RFC 4291, 3056, 6052)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return wrapped
    return ip


def host_name(text: str) -> str:
    """The name of a server as the resolver and TLS take it, an international one in ASCII. Raises NotAHost."""
    try:
        name = text.encode("idna").decode("ascii") if len(text) <= _LONGEST_NAME else ""
    except UnicodeError as error:
        raise NotAHost(text[:80]) from error
    if not (len(name) <= _LONGEST_NAME and _NAME.fullmatch(name)) and not (name.isprintable() and _is_ipv6(name)):
        raise NotAHost(text[:80])
    return name


def _is_ipv6(name: str) -> bool:
    try:
        return isinstance(ipaddress.ip_address(name.partition("%")[0]), ipaddress.IPv6Address)
    except ValueError:
        return False


def look_up(host: str, port: int, *, allowed: Allowed) -> list[str]:
    """The IP addresses that a host has now. Raises NotAHost, NotPublic where one is not `allowed`, OSError."""
    name = host_name(host)
    if not 0 < port <= _LAST_PORT:
        raise NotAHost(f"{host}:{port}"[:80])
    found = [str(each[4][0]) for each in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]
    if not all(allowed(address) for address in found):
        raise NotPublic(name)
    return found


def connect(
    host: str, port: int, *, allowed: Allowed, seconds: float = CONNECT_SECONDS, tls: ssl.SSLContext | None = None
) -> socket.socket:
    """A line to the first that answers of the addresses that a host has now, secured where `tls` is given.

    It stands within `seconds`, however many addresses there are and however slowly somebody shakes hands. Raises
    AddressRefused, OSError.
    """
    until = time.monotonic() + seconds
    line = _connected(look_up(host, port, allowed=allowed), port, until)
    if tls is None:
        return line
    # Once it is wrapped, closing it closes nothing.
    with line:
        line.settimeout(max(until - time.monotonic(), _LEAST_SECONDS))
        return tls.wrap_socket(line, server_hostname=host_name(host))


def _connected(addresses: list[str], port: int, until: float) -> socket.socket:
    # Half of the time that is left for each but the last, as curl does: one that is silent leaves some for the next.
    for address in addresses[:-1]:
        try:
            return socket.create_connection((address, port), max((until - time.monotonic()) / 2, _LEAST_SECONDS))
        except OSError:
            continue
    return socket.create_connection((addresses[-1], port), max(until - time.monotonic(), _LEAST_SECONDS))
