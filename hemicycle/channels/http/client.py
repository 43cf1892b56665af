"""The client of an account's server: headers, patience, and what answers mean, the same for every adapter over HTTP.

An adapter names its server and how it authenticates; where the network says more than a status it overrides `meaning`,
`detail`, `patience` or `is_gone`. Nothing is kept open between two requests.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.contract import (
    Access,
    CannotConnect,
    ChannelError,
    Connection,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    Receipt,
    Refused,
)
from hemicycle.channels.files.pictures import Shaped, Takes, of_file
from hemicycle.channels.http.exchange import SECONDS, BadAddress, Reply, ask

Meaning = tuple[str, bool]
"""A code of ours, and whether it is for good."""

STATUSES: Mapping[int, Meaning] = MappingProxyType({
    401: ("not-authorised", False),
    403: ("not-authorised", False),
    408: ("timed-out", False),
    413: ("too-long", True),
    425: ("too-early", False),
    429: ("too-many", False),
    503: ("busy", False),
})  # fmt: skip
"""Any other is for good below 500 (RFC 9110, 15.5); from there on nobody can tell (`is_in_doubt`)."""

MEND_SECONDS = 3600.0
"""Until a person has looked at the account, asking again brings the same; the messages wait."""


class Client:
    no_json = "no-answer-there"
    """The code where something else answers than the API."""

    def __init__(self, access: Access, url: str) -> None:
        self.access, self.url = access, url
        self.seconds = float(access.settings.get("answer_seconds", SECONDS))

    # ── What a network says in its own way ──

    def headers(self) -> dict[str, str]:
        """What authenticates us."""
        return {}

    def meaning(self, reply: Reply) -> Meaning | None:
        """Of an answer that is no consent; None where the status alone says it."""
        return STATUSES.get(reply.status)

    def detail(self, reply: Reply) -> str:
        """What a person may read of it: never an address, never a text."""
        return str(reply.status)

    def patience(self, reply: Reply) -> float | None:
        """Seconds until it may be tried again."""
        return reply.retry_after

    def is_gone(self, reply: Reply) -> bool:
        """What was asked for does not exist."""
        return reply.status in (404, 410)

    def is_in_doubt(self, reply: Reply) -> bool:
        """Nobody can tell whether it was done: a server that fails in the middle may have done its work."""
        return reply.status >= 500

    # ── Requests ──

    def call(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, form: Iterable[tuple[str, str]] = (),
        data: Any = None, body: tuple[str, bytes] | None = None, headers: Mapping[str, str] | None = None,
        before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """The answer, None where none came. What is sent is JSON (`data`), a form, or octets of a media type (`body`).
        `before` is called at the last moment at which nothing has been said. Raises CannotConnect, and NotAuthorised
        for an address that may not be called."""
        if data is not None:
            body = ("application/json", json.dumps(data, ensure_ascii=False, sort_keys=True).encode())
        elif form := list(form):
            body = ("application/x-www-form-urlencoded", urlencode(form).encode())
        given = {"User-Agent": "Hemicycle", "Accept": "application/json", **self.headers(), **(headers or {})}
        if body:
            given["Content-Type"] = body[0]
        url = self.url + path + (f"?{urlencode(query)}" if query else "")
        try:
            return ask(method, url, headers=given, body=body[1] if body else b"", seconds=self.seconds, before=before)
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error

    def read(self, path: str, **query: str) -> Any:
        """The JSON there; None where nothing is. Raises ChannelError where that cannot be told now."""
        reply = self.call("GET", path, query=query)
        return None if reply is not None and self.is_gone(reply) else self.json_of(reply, refused=ChannelError)

    def json_of(self, reply: Reply | None, *, refused: type[ChannelError] = Refused) -> Any:
        """The JSON of an answer to a request that is idempotent. Raises ChannelError, also where it holds none."""
        reply = self.accepted(reply, refused=refused)
        if (found := reply.json) is None:
            raise CannotConnect(self.no_json, "no JSON")
        return found

    def accepted(self, reply: Reply | None, *, refused: type[ChannelError] = Refused) -> Reply:
        """The answer to a request that is idempotent, where it was done. Raises CannotConnect where it may be tried
        again, NotAuthorised, or `refused`."""
        if reply is not None and 200 <= reply.status < 300:
            return reply
        receipt = self.refusal(reply)
        if receipt.code == "not-authorised":
            raise NotAuthorised("not-let-in", receipt.detail)
        if receipt.permanent:
            raise refused(receipt.code, receipt.detail)
        code = "no-answer-there" if receipt.outcome == Outcome.UNKNOWN else receipt.code
        raise CannotConnect(code, receipt.detail, retry_after=self.patience(reply) if reply else None)

    def refusal(self, reply: Reply | None) -> Receipt:
        """The receipt for a request that was not answered with what was asked for."""
        if reply is None:
            return Receipt(Outcome.UNKNOWN, code="no-answer")
        known = self.meaning(reply)
        if known is None and reply.status < 300:
            # It says that it was done, and not what.
            return Receipt(Outcome.UNKNOWN, code="no-answer")
        if known is None and self.is_in_doubt(reply):
            return Receipt(Outcome.UNKNOWN, code="server-failed", detail=self.detail(reply))
        code, permanent = known or ("refused", True)
        wait = None if permanent else self.patience(reply)
        if code == "not-authorised" and wait is None:
            wait = MEND_SECONDS
        return Receipt(Outcome.REFUSED, code=code, detail=self.detail(reply), permanent=permanent, retry_after=wait)


class Stop(Exception):
    """Ends an attempt with this receipt."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__(receipt.code)


class Attempt(ABC):
    """One message, one attempt of several requests, each of which may be made again by the next attempt."""

    in_flight: bool = False

    def __init__(self, client: Any, message: Message, mark_in_flight: MarkInFlight) -> None:
        self.client, self.message, self._mark_in_flight = client, message, mark_in_flight

    @abstractmethod
    def run(self) -> Receipt:
        """Raises Stop or ChannelError."""

    def mark_in_flight(self) -> None:
        if not self.in_flight:
            self._mark_in_flight()
            self.in_flight = True


class Sender(Connection):
    """Sends by attempts of one class."""

    def __init__(self, client: Client, attempt: type[Attempt]) -> None:
        self.client, self.attempt = client, attempt

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        attempt = self.attempt(self.client, message, mark_in_flight)
        try:
            return attempt.run()
        except Stop as stop:
            return stop.receipt
        except Refused as error:
            return Receipt(Outcome.REFUSED, code=error.code, detail=error.detail, permanent=True)
        except ChannelError as error:
            if not attempt.in_flight:
                raise
            # What is there already is found, or written again, by the next attempt.
            return Receipt(Outcome.REFUSED, code=error.code, detail=error.detail, retry_after=error.retry_after)


def shaped(picture: Mapping[str, Any], takes: Takes) -> Shaped:
    """A picture of `Rendered.content` in the shape that a network takes. Raises Refused where it is gone."""
    try:
        return of_file(picture["path"], str(picture["kind"]), takes)
    except OSError as error:
        raise Refused("picture-missing") from error
