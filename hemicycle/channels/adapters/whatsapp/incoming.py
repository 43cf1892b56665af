"""Meta's webhooks: what people write, and reports of what we sent; with the codes of the Cloud API
(developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hemicycle.channels.contract import DeliveryStatus, InboundMessage, Report
from hemicycle.channels.http.client import Meaning
from hemicycle.channels.http.exchange import dig, parse_time

MEANINGS: dict[int, Meaning] = {
    **dict.fromkeys((0, 131005, 131031, 131045), ("not-authorised", False)),
    131042: ("we-are-refused", False),
    **dict.fromkeys((80007, 130429, 131048, 131056), ("too-many", False)),
    **dict.fromkeys((131016, 131057, 133004), ("busy", False)),
    131021: ("mail-loop", True),
    131026: ("takes-no-mail", True),
    131047: ("outside-the-window", True),
    131050: ("asked", True),
    **dict.fromkeys((130472, 131049), ("refused-by-policy", True)),
    **dict.fromkeys((132000, 132001, 132005, 132007, 132012, 132015, 132016, 132018, 132068), ("no-template", True)),
}
"""(code, for good). 131000, "something went wrong", is in none: nobody can tell. 131026 is a number without WhatsApp
among other things; it may well take text messages, so its owner stays on our list."""

ENDED = 131050
"""Its recipient asked WhatsApp to get no more of it."""

_STATUSES: dict[str, DeliveryStatus] = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.DELIVERED,
    "played": DeliveryStatus.DELIVERED,
    "failed": DeliveryStatus.FAILED,
}
"""Of `statuses`; an unknown word says nothing."""

# What has its words elsewhere than in `text.body`.
_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "text": (("text", "body"),),
    "button": (("button", "text"),),
    "interactive": (("interactive", "button_reply", "title"), ("interactive", "list_reply", "title")),
    "reaction": (("reaction", "emoji"),),
}
# A person neither wrote nor sent these.
_NOT_OF_A_PERSON = frozenset({"system", "request_welcome", "unsupported"})


def received(body: bytes, phone_number_id: str) -> Iterator[InboundMessage | Report]:
    """Of one number alone: Meta tells one hook of all numbers of an app. Raises ValueError for what is no JSON."""
    for entry in _rows(json.loads(body), "entry"):
        for change in _rows(entry, "changes"):
            value = change.get("value")
            if dig(value, "metadata", "phone_number_id") != phone_number_id:
                continue
            yield from (report for one in _rows(value, "statuses") if (report := _report(one)))
            yield from (message for one in _rows(value, "messages") if (message := _message(one)))


def _report(one: dict[str, Any]) -> Report | None:
    status = _STATUSES.get(str(one.get("status")))
    name, key = str(one.get("id") or ""), str(one.get("biz_opaque_callback_data") or "")
    if status is None or not (name or key):
        return None
    if status != DeliveryStatus.FAILED:
        return Report(status, name, key)
    errors = _rows(one, "errors")
    code = errors[0].get("code") if errors else None
    number = code if isinstance(code, int) else 0
    meaning, _permanent = MEANINGS.get(number, ("undeliverable", True))
    return Report(status, name, key, code=meaning, permanent=True, suppress=number == ENDED)


def _message(one: dict[str, Any]) -> InboundMessage | None:
    kind, name, sender = str(one.get("type") or ""), str(one.get("id") or ""), str(one.get("from") or "")
    if not name or not sender or kind in _NOT_OF_A_PERSON:
        return None
    found = (dig(one, *path) for path in _WORDS.get(kind, ((kind, "caption"),)))
    words = next((str(text) for text in found if text), "")
    # What has no words is named by its kind: [image], [audio], [location].
    text = words if kind in _WORDS and words else "\n\n".join(filter(None, (words, f"[{kind}]")))
    answered = str(dig(one, "context", "id") or dig(one, "reaction", "message_id") or "")
    return InboundMessage(
        name, text, sender=f"+{sender.lstrip('+')}", sent_at=parse_time(one.get("timestamp")),
        answers=(answered,) if answered else (), authenticated=True, raw=json.dumps(one, ensure_ascii=False).encode(),
    )  # fmt: skip


def _rows(data: Any, name: str) -> list[dict[str, Any]]:
    rows = data.get(name) if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
