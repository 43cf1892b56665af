"""Meta's Graph API: one request, and what its errors mean. Plain Python, shared by the adapters that stand behind it.

developers.facebook.com/docs/graph-api/guides/error-handling (codes), /docs/graph-api/overview/rate-limiting
(X-Business-Use-Case-Usage), /docs/graph-api/webhooks/getting-started (challenge, X-Hub-Signature-256). Written after
that documentation as it stood in November 2026, and not verified against the real service.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from hemicycle.channels.contract import Access, CannotConnect, ChannelError, NotAuthorised, Outcome, Receipt, Request
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, SECONDS, BadAddress, Reply, ask

SERVER, VERSION = "https://graph.facebook.com", "v25.0"
# A person has to mend the account first; the messages wait.
_MEND_SECONDS = 3600.0
_ONE_HOUR = 3600.0
# A list that never ends is none.
_MOST_PAGES = 200

Meaning = tuple[str, bool]
"""A code of ours, and whether it is for good."""

_NOT_LET_IN = {3, 10, 102, 190, *range(200, 300)}
# "80001" and its kin: of a business, by what it uses.
_TOO_MANY = {4, 17, 32, 341, 613, *range(80000, 80015)}
_NOBODY_CAN_TELL = {1, 2}
_MEANINGS: dict[int, Meaning] = {
    **dict.fromkeys(_NOT_LET_IN, ("not-authorised", False)),
    **dict.fromkeys(_TOO_MANY, ("too-many", False)),
    368: ("blocked-for-now", False),
    506: ("said-already", True),
}
"""By `error.code`. Else: for good where it is no passing fault."""
_GONE = (100, 33)
"""Code and subcode of what does not exist, or what we may not see: Graph does not say which."""


class Graph:
    """`token` of an account opens it, in a header; nothing is kept open between two calls."""

    def __init__(self, access: Access) -> None:
        self.access = access
        server = str(access.settings.get("server", "")).rstrip("/") or SERVER
        self.url = f"{server}/{access.settings.get('version') or VERSION}/"
        self.seconds = float(access.settings.get("answer_seconds", SECONDS))

    def call(
        self, method: str, path: str, *, query: Mapping[str, str] | None = None, form: Mapping[str, str] | None = None,
        data: Any = None, body: tuple[str, bytes] | None = None, before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """What was answered, None where no answer came. Raises CannotConnect, NotAuthorised for a bad address."""
        headers = {"User-Agent": "Hemicycle", "Authorization": f"Bearer {self.access.secret.get('token', '')}"}
        if data is not None:
            body = ("application/json", json.dumps(data, ensure_ascii=False).encode())
        elif form is not None:
            body = ("application/x-www-form-urlencoded", urlencode(form).encode())
        if body:
            headers["Content-Type"] = body[0]
        target = f"{self.url}{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            return ask(
                method, target, headers=headers, body=body[1] if body else b"", seconds=self.seconds, before=before
            )
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error

    def read(self, path: str, **query: str) -> dict[str, Any]:
        """What stands there; nothing where it does not exist. Raises ChannelError where that cannot be told now."""
        return answered(self.call("GET", path, query=query or None))

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """What a list holds, page by page. The address of the next page holds our token: only its place is taken."""
        for _page in range(_MOST_PAGES):
            told = self.read(path, **query)
            rows = told.get("data")
            yield from (row for row in rows or () if isinstance(row, dict))
            following = next_page(told)
            if not rows or not following:
                return
            query |= following


def next_page(told: Mapping[str, Any]) -> dict[str, str]:
    """What asks for the page behind this one; nothing behind the last."""
    paging = told.get("paging")
    after = parse_qsl(urlsplit(str(paging.get("next", ""))).query) if isinstance(paging, dict) else []
    return {name: value for name, value in after if name not in ("access_token", "appsecret_proof")}


def answered(reply: Reply | None) -> dict[str, Any]:
    """What was answered to a question that may be asked again; nothing where that does not exist."""
    if reply is None:
        raise CannotConnect("no-answer-there")
    if 200 <= reply.status < 300:
        if not isinstance(told := reply.json, dict):
            raise CannotConnect("no-answer-there", "no JSON")
        return told
    if is_gone(reply):
        return {}
    what = refusal(reply)
    if what.code == "not-authorised":
        raise NotAuthorised("not-let-in", what.said)
    if what.permanent:
        raise ChannelError(what.code, what.said)
    raise CannotConnect(what.code, what.said, retry_after=what.retry_after)


def is_gone(reply: Reply) -> bool:
    error = _error(reply)
    return (_number(error.get("code")), _number(error.get("error_subcode"))) == _GONE


def refusal(reply: Reply | None, also: Mapping[int, Meaning] | None = None) -> Receipt:
    """What came of a request that was not answered with what it asked for. `also`: codes of one product."""
    if reply is None:
        return Receipt(Outcome.UNKNOWN, code="no-answer")
    error = _error(reply)
    code = _number(error.get("code")) if error else -1
    known = (also or {}).get(code) or _MEANINGS.get(code) or (None if error else _BY_STATUS.get(reply.status))
    if known is None and (code in _NOBODY_CAN_TELL or error.get("is_transient") or reply.status >= 500):
        return Receipt(Outcome.UNKNOWN, code="server-failed", said=said(reply))
    if reply.status < 300:
        # It says that it was done, and not what.
        return Receipt(Outcome.UNKNOWN, code="no-answer")
    meaning, permanent = known or ("refused", True)
    return Receipt(
        Outcome.REFUSED, code=meaning, said=said(reply), permanent=permanent,
        retry_after=None if permanent else _patience(reply, meaning),
    )  # fmt: skip


_BY_STATUS: dict[int, Meaning] = {
    401: ("not-authorised", False),
    403: ("not-authorised", False),
    408: ("timed-out", False),
    413: ("too-long", True),
    429: ("too-many", False),
    503: ("busy", False),
}
"""Where a proxy answered, and not Graph."""


def said(reply: Reply) -> str:
    """Numbers alone: messages of Graph may hold whom a message was for."""
    error = _error(reply)
    return "/".join(str(_number(error.get(name))) for name in ("code", "error_subcode") if error.get(name)) or str(
        reply.status
    )


def _patience(reply: Reply, meaning: str) -> float | None:
    if reply.retry_after is not None:
        return reply.retry_after
    if meaning == "not-authorised":
        return _MEND_SECONDS
    if meaning == "blocked-for-now":
        return _ONE_HOUR
    if meaning != "too-many":
        return None
    try:
        used = json.loads(reply.headers.get("x-business-use-case-usage", ""))
        minutes = [float(one["estimated_time_to_regain_access"]) for rows in used.values() for one in rows]
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return min(max(minutes, default=0) * 60, LONGEST_PATIENCE) or None


def _error(reply: Reply) -> dict[str, Any]:
    told = reply.json
    error = told.get("error") if isinstance(told, dict) else None
    return error if isinstance(error, dict) else {}


def _number(told: Any) -> int:
    return told if isinstance(told, int) else 0


# ── What Meta calls us with ──────────────────────────────────────────────────────────────────────────────


def challenge(request: Request, verify_token: str) -> str:
    """What is said back to whoever asks whether this address is ours; "" to whoever does not know our word."""
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    ours = hmac.compare_digest(asked.get("hub.verify_token", "").encode(), verify_token.encode())
    return asked.get("hub.challenge", "") if verify_token and ours and asked.get("hub.mode") == "subscribe" else ""


def is_signed(request: Request, app_secret: str) -> bool:
    """By the secret of the app, over the octets as they came."""
    made = "sha256=" + hmac.new(app_secret.encode(), request.body, hashlib.sha256).hexdigest()
    given = request.headers.get("X-Hub-Signature-256", "")
    return bool(app_secret) and hmac.compare_digest(given.encode(), made.encode())
