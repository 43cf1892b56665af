"""Who a visitor is: the address that limits count by, here and in allauth; how often they may ask; their language.

Behind a proxy every connection comes from the proxy, which writes at the end of X-Forwarded-For whom it was asked by.
The header is read from its end, past the proxies that the House trusts (HEMICYCLE_TRUSTED_PROXIES): what stands before
the first stranger was written by that stranger, and a header that comes from a stranger says nothing at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from threading import Lock
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.files import locks
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.crypto import salted_hmac

from .models import User
from .step_up import vouched

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MINUTE, HOUR = 60, 3_600
_counting = Lock()

# In HEMICYCLE_TRUSTED_PROXIES: whoever asks through a socket of this machine, and so has no address.
SOCKET = "unix"
# The usual size of the network that a provider gives to one customer (RFC 6177): who has one has all its addresses.
IPV6_PREFIX = 64
# This machine, and networks that nobody reaches from outside: RFC 1122, RFC 1918, RFC 4291, RFC 4193.
LOCAL = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", SOCKET)


def kept_private(answer: ResponseT) -> ResponseT:
    """A page behind a link that only one visitor has: no cache keeps it, no search engine lists it."""
    answer.headers["Cache-Control"] = "no-store, private"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def visitor_address(request: HttpRequest) -> str:
    """Of the visitor; none where the server is asked through a socket and told of nobody: then all are one visitor."""
    trusted = settings.TRUSTED_PROXIES
    visitor = _parsed(request.META.get("REMOTE_ADDR", ""))
    if not _among(visitor, trusted):
        return str(visitor or "")
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        address = _parsed(hop)
        if address is None:
            break
        visitor = address
        if not _among(visitor, trusted):
            break
    return str(visitor or "")


def visitor_network(request: HttpRequest) -> str:
    """What one visitor is taken for by whatever counts: an address of IPv4, a whole network of IPv6."""
    address = visitor_address(request)
    if ":" not in address:
        return address
    return str(ip_network((address.partition("%")[0], IPV6_PREFIX), strict=False))


def may_say_protocol(request: HttpRequest) -> bool:
    """Whether the peer is believed when it says that it was asked over TLS.

    Where no proxy is named, one of this machine or of a private network is: installations that worked go on working.
    """
    return _among(_parsed(request.META.get("REMOTE_ADDR", "")), settings.TRUSTED_PROXIES or LOCAL)


def _among(address: Address | None, proxies: Iterable[str]) -> bool:
    if address is None:
        return SOCKET in proxies
    return any(address in network for network in _networks(tuple(proxies)))


@lru_cache(maxsize=8)
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ip_network(proxy) for proxy in proxies if proxy != SOCKET)


def _parsed(written: str) -> Address | None:
    """An address as proxies write it: alone, with a port, in brackets; None for anything else."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def seconds_to_wait(request: HttpRequest, *, what: str, most: int, within: int) -> int:
    """Zero, or how long until this caller may ask again: `most` times in each span of `within` seconds."""
    return seconds_to_wait_for(visitor_network(request), what=what, most=most, within=within)


def seconds_to_wait_for(name: str, *, what: str, most: int, within: int) -> int:
    """The same, counted for whatever is named: a caller, or a server that callers ask us to call. Of the name a keyed
    digest is kept, for as long as it is counted."""
    span, passed = divmod(int(_now()), within)
    key = f"{what}:{span}:{salted_hmac('hemicycle.accounts.visitors', name).hexdigest()}"
    counts = caches["limits"]
    with _one_at_a_time():
        asked = counts.get(key, 0) + 1
        # `incr` of a cache of files would let it expire after five minutes.
        counts.set(key, asked, timeout=2 * within)
    return within - passed if asked > most else 0


def _now() -> float:
    """Apart, so that no hour ends while a test counts."""
    return time.time()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The threads of a process count one after the other, and so do the processes of an installation, which share the
    files of the counts. Where the folder is closed, each process counts for itself (conf/caching.py)."""
    with _counting, ExitStack() as held:
        with suppress(OSError):
            file = held.enter_context(Path(settings.HOME, "cache", "limits.lock").open("w"))
            locks.lock(file, locks.LOCK_EX)
        yield


class PreferredLanguage:
    """Middleware: a signed-in person's own choice, or else what LocaleMiddleware has read of cookie and browser."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        activate_language_of(request.user, request)
        return self.get_response(request)


class SecondFactorElsewhere:
    """Middleware: a session of which the House's directory said that it asked for a second factor needs no other."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, User) and vouched(request).get("second_factor"):
            request.user.second_factor_attested = True
        return self.get_response(request)


def activate_language_of(user: User | AnonymousUser, request: HttpRequest) -> None:
    if isinstance(user, User) and is_offered(user.language):
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language


def is_offered(code: str) -> bool:
    return code in dict(settings.LANGUAGES)
