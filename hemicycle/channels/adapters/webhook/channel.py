"""One request an attempt; the answer's status says what came of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from hemicycle.channels.adapters.webhook.connect import Line, opened
from hemicycle.channels.contract import (
    Access,
    Count,
    HandOver,
    Message,
    Outcome,
    Piece,
    Receipt,
    Rendered,
)

# What a receiver may say at length; of the rest nothing is read.
MOST_READ = 64 * 1024
LONGEST_PATIENCE = 24 * 3600.0

# (outcome, code, for good). What is not here is refused for good below 500, and unknown from there on: a server that
# fails in the middle may have done its work.
_STATUSES: dict[int, tuple[Outcome, str, bool]] = {
    408: (Outcome.REFUSED, "timed-out", False),
    409: (Outcome.ACCEPTED, "", False),
    425: (Outcome.REFUSED, "too-early", False),
    429: (Outcome.REFUSED, "too-many", False),
    503: (Outcome.REFUSED, "busy", False),
}


class Webhook:
    """409 is an answer to an Idempotency-Key that was used before: they have it."""

    kind = "webhook"
    inbound = "web"
    addressed = False

    def render(self, piece: Piece, settings: Mapping[str, Any]) -> Rendered:
        content = {
            "title": piece.title, "body": piece.body, "lang": piece.lang, "link": piece.link, "notice": piece.notice,
            "hashtags": list(piece.hashtags),
            "pictures": [{"alternative": one.alternative, "type": one.kind} for one in piece.pictures],
        }  # fmt: skip
        shown = json.dumps(content, ensure_ascii=False, indent=1)
        return Rendered(content, (shown,), (Count("characters", len(piece.body)),))

    def connect(self, access: Access) -> Sender:
        """The line itself is opened for each message: receivers close idle ones."""
        return Sender(access)


class Sender:
    def __init__(self, access: Access) -> None:
        self.access = access

    def send(self, message: Message, hand_over: HandOver) -> Receipt:
        body = json.dumps({"key": message.key, **message.content}, ensure_ascii=False, sort_keys=True).encode()
        line = opened(self.access)
        try:
            hand_over()
            return _asked(line, body, self._headers(message, body))
        except (OSError, HTTPException) as error:
            return Receipt(Outcome.UNKNOWN, code="no-answer", said=type(error).__name__)
        finally:
            line.close()

    def close(self) -> None:
        pass

    def _headers(self, message: Message, body: bytes) -> dict[str, str]:
        now = str(int(time.time()))
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": "Hemicycle",
            "Idempotency-Key": message.key,
        }
        if secret := self.access.secret.get("secret"):
            signed = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
            headers["Hemicycle-Signature"] = f"t={now}, v1={signed}"
        return headers


def _asked(line: Line, body: bytes, headers: Mapping[str, str]) -> Receipt:
    line.connection.request("POST", line.path, body=body, headers=dict(headers))
    answer = line.connection.getresponse()
    answer.read(MOST_READ)
    status = answer.status
    if 200 <= status < 300:
        return Receipt(Outcome.ACCEPTED, (headers["Idempotency-Key"],))
    outcome, code, permanent = _STATUSES.get(status, _otherwise(status))
    return Receipt(
        outcome, code=code, said=str(status), permanent=permanent,
        external_ids=(headers["Idempotency-Key"],) if outcome == Outcome.ACCEPTED else (),
        retry_after=_seconds(answer.headers.get("Retry-After", "")),
    )  # fmt: skip


def _otherwise(status: int) -> tuple[Outcome, str, bool]:
    if status >= 500:
        return Outcome.UNKNOWN, "server-failed", False
    return Outcome.REFUSED, "moved" if 300 <= status < 400 else "refused", True


def _seconds(text: str) -> float | None:
    """Retry-After in seconds; a date there is left to our own patience."""
    return min(float(text), LONGEST_PATIENCE) if text.strip().isdigit() else None
