"""Asks whether a page on the open internet is there, of addresses that anybody may have written.

Unlike a source to be imported, which staff name, such an address is not trusted: only public IP addresses are
connected to, whatever a name or a redirect leads to, and the one that was looked at is the one that is used. No proxy
is asked, since it would look names up by itself. Errors are those of `fetching`.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from email.message import Message
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, Any
from urllib.parse import urljoin

from hemicycle.record.fetching import MOST_REDIRECTS, Busy, Refused, check
from hemicycle.rules.internet import Allowed, NotPublic, connect, is_public

# Many pages are asked for in a row; one that takes longer is not one to link to.
TIMEOUT_SECONDS = 10
# Bytes; the head of a page stands in them (WordPress reads as much of one that it embeds).
MOST_READ = 150 * 1024
_PART = 16 * 1024


def status(address: str, *, user_agent: str = "Hemicycle", allowed: Allowed = is_public) -> int:
    """What a server answers of a page (200, 404 …), after at most five redirects.

    Raises Refused where an address is none or leads to one that is not `allowed`, Busy where nobody answers.
    """
    check(address)
    asked = urllib.request.Request(address, headers={"User-Agent": user_agent, "Accept": "*/*"})  # noqa: S310  # checked
    try:
        with _opener(allowed).open(asked, timeout=TIMEOUT_SECONDS) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except NotPublic as error:
        raise Refused("leads-inside", str(error)) from error
    except (OSError, HTTPException) as error:
        raise Busy(str(getattr(error, "reason", "") or error)[:200]) from error


def read(address: str, *, user_agent: str = "Hemicycle", allowed: Allowed = is_public) -> bytes:
    """The beginning of what stands there, of a page that answers 200. Raises as `status` does, else Busy."""
    check(address)
    asked = urllib.request.Request(address, headers={"User-Agent": user_agent, "Accept": "*/*"})  # noqa: S310  # checked
    deadline = time.monotonic() + TIMEOUT_SECONDS
    try:
        with _opener(allowed).open(asked, timeout=TIMEOUT_SECONDS) as answer:
            held = bytearray()
            while len(held) < MOST_READ and (part := answer.read1(_PART)):
                held += part
                if time.monotonic() > deadline:
                    raise Busy("it takes too long")
            return bytes(held[:MOST_READ])
    except urllib.error.HTTPError as error:
        error.close()
        raise Busy(str(error.code)) from error
    except NotPublic as error:
        raise Refused("leads-inside", str(error)) from error
    except (OSError, HTTPException) as error:
        raise Busy(str(getattr(error, "reason", "") or error)[:200]) from error


class _Http(HTTPConnection):
    def __init__(self, allowed: Allowed, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = partial(connect, allowed)


class _Https(HTTPSConnection):
    """The certificate is checked against the name, as everywhere."""

    def __init__(self, allowed: Allowed, host: str, **options: Any) -> None:
        super().__init__(host, **options)
        self._create_connection = partial(connect, allowed)


class _Handler(urllib.request.AbstractHTTPHandler):
    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def __init__(self, allowed: Allowed) -> None:
        super().__init__()
        self._allowed = allowed

    def http_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_Http, self._allowed), req)

    def https_open(self, req: urllib.request.Request) -> HTTPResponse:
        return self.do_open(partial(_Https, self._allowed), req)


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        check(urljoin(req.full_url, newurl))
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]


def _opener(allowed: Allowed) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    for handler in (
        _Handler(allowed),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener
