"""The calls we make: each one request, with an access token that lasts an hour and is kept in memory.

developers.google.com/youtube/v3/docs/errors, /identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.contract import Access, CannotConnect, ChannelError, NotAuthorised, Outcome, Receipt
from hemicycle.channels.http.exchange import SECONDS, BadAddress, Reply, ask

SERVER, SIGN_IN = "https://www.googleapis.com", "https://oauth2.googleapis.com"
# A token is made anew a minute before it ends.
_EARLIER = 60.0
# A person has to mend the account first; the messages wait.
_MEND_SECONDS = 3600.0
_tokens: dict[tuple[str, str], tuple[float, str]] = {}
"""Until when, and the token, by server and refresh token."""

_REASONS: dict[str, tuple[str, bool]] = {
    "authError": ("not-authorised", False),
    "forbidden": ("not-authorised", False),
    "insufficientPermissions": ("not-authorised", False),
    "authenticatedUserAccountClosed": ("not-authorised", False),
    "authenticatedUserAccountSuspended": ("not-authorised", False),
    "ineligibleAccount": ("not-authorised", False),
    "quotaExceeded": ("quota-used-up", False),
    "dailyLimitExceeded": ("quota-used-up", False),
    "rateLimitExceeded": ("too-many", False),
    "userRateLimitExceeded": ("too-many", False),
    "commentTextTooLong": ("too-long", True),
    "commentsDisabled": ("takes-no-comments", True),
    "videoNotFound": ("bad-settings", True),
}
"""(code, for good), by `error.errors[].reason`. Else by status: for good below 500; from there on nobody can tell."""
_STATUSES: dict[int, tuple[str, bool]] = {
    401: ("not-authorised", False),
    408: ("timed-out", False),
    429: ("too-many", False),
    503: ("busy", False),
}


class Server:
    def __init__(self, access: Access) -> None:
        self.access = access
        settings = access.settings
        self.url = (str(settings.get("server", "")).rstrip("/") or SERVER) + "/youtube/v3/"
        self.sign_in = (str(settings.get("sign_in_server", "")).rstrip("/") or SIGN_IN) + "/token"
        self.seconds = float(settings.get("answer_seconds", SECONDS))

    def call(
        self, method: str, path: str, *, query: Mapping[str, str], data: Any = None,
        before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """What was answered, None where no answer came. Raises CannotConnect and NotAuthorised."""
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        body = b"" if data is None else json.dumps(data, ensure_ascii=False).encode()
        reply = self._ask(method, f"{self.url}{path}?{urlencode(query)}", headers, body, before)
        if reply is not None and reply.status == 401:
            # It may have ended before its time; the next attempt asks for another.
            _tokens.pop(self._ours, None)
        return reply

    def read(self, path: str, **query: str) -> dict[str, Any]:
        """What stands there. Raises ChannelError."""
        reply = self.call("GET", path, query=query)
        if reply is not None and 200 <= reply.status < 300 and isinstance(told := reply.json, dict):
            return told
        what = refusal(reply)
        if what.code == "not-authorised":
            raise NotAuthorised("not-let-in", what.said)
        if what.permanent:
            raise ChannelError(what.code, what.said)
        raise CannotConnect("no-answer-there" if reply is None else what.code, what.said, retry_after=what.retry_after)

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        while True:
            told = self.read(path, **query)
            yield from (row for row in told.get("items") or () if isinstance(row, dict))
            if not (following := told.get("nextPageToken")):
                return
            query["pageToken"] = str(following)

    def token(self) -> str:
        """Kept as long as it holds. Raises CannotConnect, and NotAuthorised where we are not let in any more."""
        until, token = _tokens.get(self._ours, (0.0, ""))
        if time.monotonic() < until:
            return token
        secret = self.access.secret
        form = {name: secret.get(name, "") for name in ("client_id", "client_secret", "refresh_token")}
        body = urlencode({**form, "grant_type": "refresh_token"}).encode()
        reply = self._ask("POST", self.sign_in, {"Content-Type": "application/x-www-form-urlencoded"}, body)
        told = reply.json if reply is not None else None
        if reply is None or reply.status >= 500 or reply.status == 429:
            raise CannotConnect("no-answer-there")
        if reply.status >= 300 or not isinstance(told, dict) or not told.get("access_token"):
            raise NotAuthorised("not-let-in", str(reply.status))
        lasts = told.get("expires_in")
        held = float(lasts) if isinstance(lasts, int | float) else 0.0
        _tokens[self._ours] = (time.monotonic() + held - _EARLIER, str(told["access_token"]))
        return str(told["access_token"])

    @property
    def _ours(self) -> tuple[str, str]:
        return self.sign_in, self.access.secret.get("refresh_token", "")

    def _ask(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, before: Callable[[], None] = lambda: None
    ) -> Reply | None:
        try:
            return ask(
                method, url, headers={"User-Agent": "Hemicycle", **headers}, body=body, seconds=self.seconds,
                before=before,
            )  # fmt: skip
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error


def reason_of(reply: Reply) -> str:
    told = reply.json
    error = told.get("error") if isinstance(told, dict) else None
    rows = error.get("errors") if isinstance(error, dict) else None
    first = rows[0] if isinstance(rows, list) and rows else None
    return str(first.get("reason", ""))[:60] if isinstance(first, dict) else ""


def refusal(reply: Reply | None) -> Receipt:
    """What came of a request that was not answered with what it asked for."""
    if reply is None or reply.status < 300:
        return Receipt(Outcome.UNKNOWN, code="no-answer")
    reason = reason_of(reply)
    known = _REASONS.get(reason) or _STATUSES.get(reply.status)
    said = f"{reply.status} {reason}".strip()
    if known is None and reply.status >= 500:
        return Receipt(Outcome.UNKNOWN, code="server-failed", said=said)
    code, permanent = known or ("refused", True)
    wait = reply.retry_after
    if code == "quota-used-up":
        wait = _until_the_quota_is_new()
    elif code == "not-authorised":
        wait = _MEND_SECONDS
    return Receipt(Outcome.REFUSED, code=code, said=said, permanent=permanent, retry_after=None if permanent else wait)


def _until_the_quota_is_new() -> float:
    """Quotas are new at midnight Pacific time; eight hours behind ours is never before it."""
    pacific = datetime.now(UTC) - timedelta(hours=8)
    midnight = (pacific + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight - pacific).total_seconds()
