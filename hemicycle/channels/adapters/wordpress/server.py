"""The calls we make: each one request, with the application password of the account."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.contract import Access, CannotConnect, ChannelError, NotAuthorised, Outcome, Receipt
from hemicycle.channels.http.exchange import SECONDS, BadAddress, Reply, ask

# A person has to mend the account first; the messages wait.
_MEND_SECONDS = 3600.0
_REFUSALS: dict[int, tuple[str, bool]] = {
    401: ("not-authorised", False),
    403: ("not-authorised", False),
    408: ("timed-out", False),
    413: ("too-long", True),
    425: ("too-early", False),
    429: ("too-many", False),
    501: ("refused", True),
    503: ("busy", False),
}
"""(code, for good). Else: for good below 500; from there on nobody can tell, PHP that fails in the middle may have
done its work."""


class Server:
    def __init__(self, access: Access) -> None:
        self.access = access
        self.url = access.address.rstrip("/") + "/wp-json/wp/v2/"
        self.seconds = float(access.settings.get("answer_seconds", SECONDS))

    def call(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, data: Mapping[str, Any] | None = None,
        file: tuple[str, str, bytes] | None = None, before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """What was answered, None where no answer came. `file` is name, kind and content. Raises CannotConnect, and
        NotAuthorised for a bad address."""
        user, password = str(self.access.settings.get("user", "")), self.access.secret.get("password", "")
        headers = {
            "User-Agent": "Hemicycle",
            "Accept": "application/json",
            "Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode(),
        }
        body = b""
        if file is not None:
            headers |= {"Content-Type": file[1], "Content-Disposition": f'attachment; filename="{file[0]}"'}
            body = file[2]
        elif data is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(data, ensure_ascii=False, sort_keys=True).encode()
        target = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            return ask(method, target, headers=headers, body=body, seconds=self.seconds, before=before)
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error

    def find(self, what: str, slug: str) -> dict[str, Any] | None:
        """The thing with a slug, None where there is none. Raises ChannelError where that cannot be told now."""
        query: dict[str, Any] = {"slug": slug, "context": "edit"}
        if what in ("posts", "pages"):
            query["status"] = "publish,future,draft,pending,private"
        found = self.read("GET", what, query=query)
        return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else None

    def read(self, method: str, path: str, **told: Any) -> Any:
        """What was answered, where that is needed to go on, and asking again does no harm. Raises ChannelError."""
        reply = self.call(method, path, **told)
        if reply is None:
            raise CannotConnect("no-answer")
        if reply.status in (401, 403):
            raise NotAuthorised("not-authorised", said(reply))
        if not 200 <= reply.status < 300:
            raise ChannelError("server-error", said(reply), retry_after=reply.retry_after)
        if reply.json is None:
            # A page of the site, or of a proxy before it.
            raise ChannelError("bad-settings", str(reply.status))
        return reply.json


def refusal(reply: Reply | None) -> Receipt:
    """What came of a request that was not answered with the post."""
    if reply is None:
        return Receipt(Outcome.UNKNOWN, code="no-answer")
    if reply.status < 300 or (reply.status >= 500 and reply.status not in _REFUSALS):
        return Receipt(Outcome.UNKNOWN, code="no-answer" if reply.status < 300 else "server-failed")
    code, permanent = _REFUSALS.get(reply.status, ("refused", True))
    wait = _MEND_SECONDS if code == "not-authorised" else reply.retry_after
    return Receipt(Outcome.REFUSED, code=code, said=said(reply), permanent=permanent, retry_after=wait)


def said(reply: Reply) -> str:
    """WordPress names what is wrong by a word of its own: "rest_forbidden"."""
    told = reply.json
    word = told.get("code", "") if isinstance(told, dict) else ""
    return f"{reply.status} {word}"[:120].strip() if isinstance(word, str) else str(reply.status)
