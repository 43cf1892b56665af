"""The client of the Data API, with an access token that lasts an hour and is kept in memory.

developers.google.com/youtube/v3/docs/errors, /identity/protocols/oauth2/web-server#offline
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised
from hemicycle.channels.http.client import STATUSES, Client, Meaning
from hemicycle.channels.http.exchange import Reply, dig

SERVER, SIGN_IN = "https://www.googleapis.com", "https://oauth2.googleapis.com"
# A token is made anew a minute before it ends.
_EARLIER = 60.0
_tokens: dict[tuple[str, str], tuple[float, str]] = {}
"""Until when, and the token, by server and refresh token."""

_NOT_AUTHORISED = (
    "authError", "forbidden", "insufficientPermissions", "authenticatedUserAccountClosed",
    "authenticatedUserAccountSuspended", "ineligibleAccount",
)  # fmt: skip
# docs/comments/insert: it is gone, is not public, or takes no answers (commentThread.snippet.canReply).
_NOT_ANSWERED = ("commentNotFound", "parentCommentNotFound", "parentCommentIsPrivate", "operationNotSupported")
_REASONS: dict[str, Meaning] = {
    **dict.fromkeys(_NOT_AUTHORISED, ("not-authorised", False)),
    **dict.fromkeys(("quotaExceeded", "dailyLimitExceeded"), ("quota-used-up", False)),
    **dict.fromkeys(("rateLimitExceeded", "userRateLimitExceeded"), ("too-many", False)),
    "commentTextTooLong": ("too-long", True),
    "commentsDisabled": ("takes-no-comments", True),
    "videoNotFound": ("bad-settings", True),
    **dict.fromkeys(_NOT_ANSWERED, ("answered-is-gone", True)),
}
"""By `error.errors[].reason`; else by the status, of which 403 says nothing here."""
_BY_STATUS = {status: meaning for status, meaning in STATUSES.items() if status != 403}


class Server(Client):
    def __init__(self, access: Access) -> None:
        settings = access.settings
        super().__init__(access, (str(settings.get("server", "")).rstrip("/") or SERVER) + "/youtube/v3/")
        self.sign_in = (str(settings.get("sign_in_server", "")).rstrip("/") or SIGN_IN) + "/token"

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}

    def meaning(self, reply: Reply) -> Meaning | None:
        return _REASONS.get(reason_of(reply)) or _BY_STATUS.get(reply.status)

    def detail(self, reply: Reply) -> str:
        return f"{reply.status} {reason_of(reply)}".strip()

    def patience(self, reply: Reply) -> float | None:
        """Quotas are new at midnight Pacific time; eight hours behind ours is never before it."""
        if self.meaning(reply) != ("quota-used-up", False):
            return reply.retry_after
        pacific = datetime.now(UTC) - timedelta(hours=8)
        midnight = (pacific + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return (midnight - pacific).total_seconds()

    def is_gone(self, reply: Reply) -> bool:
        """Lists of nothing are empty; anything else is an error."""
        return False

    def call(self, method: str, path: str, **request: Any) -> Reply | None:
        reply = super().call(method, path, **request)
        if reply is not None and reply.status == 401:
            # It may have ended before its time; the next attempt asks for another.
            _tokens.pop(self._ours, None)
        return reply

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        while True:
            page = self.read(path, **query)
            yield from (row for row in dig(page, "items") or () if isinstance(row, dict))
            if not (following := dig(page, "nextPageToken")):
                return
            query["pageToken"] = str(following)

    def token(self) -> str:
        """Kept as long as it is valid. Raises CannotConnect, NotAuthorised."""
        until, token = _tokens.get(self._ours, (0.0, ""))
        if time.monotonic() < until:
            return token
        names = ("client_id", "client_secret", "refresh_token")
        form = {"grant_type": "refresh_token", **{name: self.access.secret.get(name, "") for name in names}}
        reply = Client(self.access, self.sign_in).call("POST", "", form=form.items())
        if reply is None or reply.status >= 500 or reply.status == 429:
            raise CannotConnect("no-answer-there")
        found = reply.json
        if reply.status >= 300 or not dig(found, "access_token"):
            raise NotAuthorised("not-let-in", str(reply.status))
        lasts = found.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else 0.0
        _tokens[self._ours] = (time.monotonic() + seconds - _EARLIER, str(found["access_token"]))
        return str(found["access_token"])

    @property
    def _ours(self) -> tuple[str, str]:
        return self.sign_in, self.access.secret.get("refresh_token", "")


def reason_of(reply: Reply) -> str:
    errors = dig(reply.json, "error", "errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    return str(dig(first, "reason") or "")[:60]
