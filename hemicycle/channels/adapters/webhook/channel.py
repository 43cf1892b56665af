"""One request an attempt; the answer's status says what came of it."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import (
    Access,
    AccountField,
    Count,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)
from hemicycle.channels.http.exchange import BadAddress, Reply, ask

TIMEOUT_SECONDS = 10.0

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
    warns = True
    fields = (
        AccountField("address", _("Address to which announcements are sent"), "server", required=True),
        AccountField("secret", _("Secret with which they are signed"), secret=True),
        AccountField("timeout", _("Seconds to wait for an answer"), "number", default="10"),
    )

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        content = {
            "title": outgoing.title, "body": outgoing.body, "lang": outgoing.lang, "link": outgoing.link,
            "notice": outgoing.notice, "hashtags": list(outgoing.hashtags),
            **({"warning": outgoing.warning} if outgoing.warning else {}),
            "pictures": [{"alternative": one.alternative, "type": one.kind} for one in outgoing.pictures],
        }  # fmt: skip
        shown = json.dumps(content, ensure_ascii=False, indent=1)
        return Rendered(content, (shown,), (Count("characters", len(outgoing.body)),))

    def connect(self, access: Access) -> Sender:
        """The line itself is opened for each message: receivers close idle ones."""
        return Sender(access)


class Sender:
    def __init__(self, access: Access) -> None:
        self.access = access

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        body = json.dumps({"key": message.key, **message.content}, ensure_ascii=False, sort_keys=True).encode()
        settings = self.access.settings
        try:
            reply = ask(
                "POST", self.access.address, headers=self._headers(message, body), body=body, before=mark_in_flight,
                seconds=float(settings.get("timeout", TIMEOUT_SECONDS)),
            )  # fmt: skip
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error
        return Receipt(Outcome.UNKNOWN, code="no-answer") if reply is None else _receipt(reply, message.key)

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


def _receipt(reply: Reply, key: str) -> Receipt:
    outcome, code, permanent = _STATUSES.get(reply.status) or _otherwise(reply.status)
    return Receipt(
        outcome, code=code, said=str(reply.status) if code else "", permanent=permanent,
        external_ids=(key,) if outcome == Outcome.ACCEPTED else (), retry_after=reply.retry_after,
    )  # fmt: skip


def _otherwise(status: int) -> tuple[Outcome, str, bool]:
    if 200 <= status < 300:
        return Outcome.ACCEPTED, "", False
    if status >= 500:
        return Outcome.UNKNOWN, "server-failed", False
    return Outcome.REFUSED, "moved" if 300 <= status < 400 else "refused", True
