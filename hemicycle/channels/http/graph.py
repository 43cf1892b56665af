"""Meta's Graph API: its requests, what its errors mean, and its webhooks. Shared by the adapters that stand behind it.

developers.facebook.com/docs/graph-api/guides/error-handling (codes), /docs/graph-api/overview/rate-limiting
(X-Business-Use-Case-Usage), /docs/graph-api/webhooks/getting-started (challenge, X-Hub-Signature-256). Written after
that documentation as it stood in November 2026, and not verified against the real service.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import Access, AccountField, Request
from hemicycle.channels.http.client import STATUSES, Client, Meaning
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, Reply, dig

SERVER, VERSION = "https://graph.facebook.com", "v25.0"
VERSION_FIELD = AccountField("version", _("Version of the API"), default=VERSION)
REASONS = {
    "blocked-for-now": _("The network has blocked the account for a while."),
    "said-already": _("The network says that it was said already, and it was not found there."),
}
_BLOCKED_SECONDS = 3600.0
# A list that never ends is none.
_MOST_PAGES = 200

_NOT_LET_IN = {3, 10, 102, 190, *range(200, 300)}
# "80001" and its kin: of a business, by what it uses.
_TOO_MANY = {4, 17, 32, 341, 613, *range(80000, 80015)}
_IN_DOUBT = {1, 2}
_MEANINGS: dict[int, Meaning] = {
    **dict.fromkeys(_NOT_LET_IN, ("not-authorised", False)),
    **dict.fromkeys(_TOO_MANY, ("too-many", False)),
    368: ("blocked-for-now", False),
    506: ("said-already", True),
}
"""By `error.code`. Else: for good where it is no passing fault."""
_GONE = (100, 33)
"""Code and subcode of what does not exist, or what we may not see: Graph does not say which."""


class Graph(Client):
    """`codes` are those of one product, beside the ones that all have."""

    def __init__(self, access: Access, codes: Mapping[int, Meaning] = MappingProxyType({})) -> None:
        server = str(access.settings.get("server", "")).rstrip("/") or SERVER
        super().__init__(access, f"{server}/{access.settings.get('version') or VERSION}/")
        self.codes = codes

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.access.secret.get('token', '')}"}

    def meaning(self, reply: Reply) -> Meaning | None:
        """By the code; by the status where a proxy answered, and not Graph."""
        error = dig(reply.json, "error")
        if not isinstance(error, dict):
            return STATUSES.get(reply.status)
        code = _number(error, "code")
        return self.codes.get(code) or _MEANINGS.get(code)

    def is_in_doubt(self, reply: Reply) -> bool:
        error = dig(reply.json, "error")
        return bool(_number(error, "code") in _IN_DOUBT or dig(error, "is_transient") or reply.status >= 500)

    def detail(self, reply: Reply) -> str:
        """Numbers alone: messages of Graph may hold whom a message was for."""
        error = dig(reply.json, "error")
        numbers = [_number(error, name) for name in ("code", "error_subcode")]
        return "/".join(str(one) for one in numbers if one) or str(reply.status)

    def patience(self, reply: Reply) -> float | None:
        if reply.retry_after is not None:
            return reply.retry_after
        code = (self.meaning(reply) or ("", False))[0]
        if code == "blocked-for-now":
            return _BLOCKED_SECONDS
        if code != "too-many":
            return None
        try:
            used = json.loads(reply.headers.get("x-business-use-case-usage", ""))
            minutes = [float(one["estimated_time_to_regain_access"]) for rows in used.values() for one in rows]
        except (ValueError, TypeError, KeyError, AttributeError):
            return None
        return min(max(minutes, default=0) * 60, LONGEST_PATIENCE) or None

    def is_gone(self, reply: Reply) -> bool:
        error = dig(reply.json, "error")
        return (_number(error, "code"), _number(error, "error_subcode")) == _GONE

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, page by page. The address of the next page holds our token: only its query is taken."""
        for _page in range(_MOST_PAGES):
            page = self.read(path, **query)
            rows = dig(page, "data")
            yield from (row for row in rows or () if isinstance(row, dict))
            following = next_page(page)
            if not rows or not following:
                return
            query |= following


def next_page(page: Any) -> dict[str, str]:
    """The query of the page behind this one; nothing behind the last."""
    after = parse_qsl(urlsplit(str(dig(page, "paging", "next") or "")).query)
    return {name: value for name, value in after if name not in ("access_token", "appsecret_proof")}


def _number(error: Any, name: str) -> int:
    value = dig(error, name)
    return value if isinstance(value, int) else 0


# ── Webhooks ──


def challenge(request: Request, verify_token: str) -> str:
    """The answer to whoever asks whether this address is ours; "" to whoever does not know our token."""
    asked = {name: values[0] for name, values in parse_qs(request.query).items()}
    ours = hmac.compare_digest(asked.get("hub.verify_token", "").encode(), verify_token.encode())
    return asked.get("hub.challenge", "") if verify_token and ours and asked.get("hub.mode") == "subscribe" else ""


def is_signed(request: Request, app_secret: str) -> bool:
    """By the secret of the app, over the octets as they came."""
    made = "sha256=" + hmac.new(app_secret.encode(), request.body, hashlib.sha256).hexdigest()
    given = request.headers.get("X-Hub-Signature-256", "")
    return bool(app_secret) and hmac.compare_digest(given.encode(), made.encode())
