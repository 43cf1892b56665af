"""One request an attempt; the answer's status says whether it was accepted."""

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
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)
from hemicycle.channels.http.client import STATUSES, Client, Meaning
from hemicycle.channels.http.exchange import Reply

TIMEOUT_SECONDS = 10.0
# Nobody has to authenticate us: who answers so does not want it.
_STATUSES = {**STATUSES, **dict.fromkeys((401, 403, 413), ("refused", True))}
_HAS_IT = 409
"""Of an Idempotency-Key that was used before."""


class Webhook(Adapter):
    kind = "webhook"
    label = _("Webhook")
    medium = "web"
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

    def connect(self, access: Access) -> Connection:
        return _Sender(_Receiver(access))


class _Receiver(Client):
    def __init__(self, access: Access) -> None:
        super().__init__(access, access.address)
        self.seconds = float(access.settings.get("timeout", TIMEOUT_SECONDS))

    def meaning(self, reply: Reply) -> Meaning | None:
        return ("moved", True) if 300 <= reply.status < 400 else _STATUSES.get(reply.status)

    def signed(self, key: str, body: bytes) -> dict[str, str]:
        headers = {"Idempotency-Key": key}
        if secret := self.access.secret.get("secret"):
            now = str(int(time.time()))
            signature = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
            headers["Hemicycle-Signature"] = f"t={now}, v1={signature}"
        return headers


class _Sender(Connection):
    def __init__(self, receiver: _Receiver) -> None:
        self.receiver = receiver

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        body = json.dumps({"key": message.key, **message.content}, ensure_ascii=False, sort_keys=True).encode()
        headers = self.receiver.signed(message.key, body)
        octets = ("application/json; charset=utf-8", body)
        reply = self.receiver.call("POST", "", body=octets, headers=headers, before=mark_in_flight)
        if reply is not None and (200 <= reply.status < 300 or reply.status == _HAS_IT):
            return Receipt(Outcome.ACCEPTED, (message.key,))
        return self.receiver.refusal(reply)
