"""What Meta's calls bring: what people write, and what became of what we sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hemicycle.channels.adapters.whatsapp.words import ENDED, MEANINGS, STATUSES
from hemicycle.channels.contract import DeliveryStatus, InboundMessage, Report
from hemicycle.channels.http.exchange import dig, parse_time

# What has its words elsewhere than in `text.body`.
_WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "text": (("text", "body"),),
    "button": (("button", "text"),),
    "interactive": (("interactive", "button_reply", "title"), ("interactive", "list_reply", "title")),
    "reaction": (("reaction", "emoji"),),
}
# A person neither wrote nor sent these.
_NOT_OF_A_PERSON = frozenset({"system", "request_welcome", "unsupported"})


def news(body: bytes, phone_number_id: str) -> Iterator[InboundMessage | Report]:
    """Of one number alone: Meta tells one hook of all numbers of an app. Raises ValueError for what is no JSON."""
    told = json.loads(body)
    for entry in _rows(told, "entry"):
        for change in _rows(entry, "changes"):
            value = change.get("value")
            if dig(value, "metadata", "phone_number_id") != phone_number_id:
                continue
            yield from (report for one in _rows(value, "statuses") if (report := _report(one)))
            yield from (arrived for one in _rows(value, "messages") if (arrived := _arrived(one)))


def _report(one: dict[str, Any]) -> Report | None:
    status = STATUSES.get(str(one.get("status")))
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


def _arrived(one: dict[str, Any]) -> InboundMessage | None:
    kind, name, sender = str(one.get("type") or ""), str(one.get("id") or ""), str(one.get("from") or "")
    if not name or not sender or kind in _NOT_OF_A_PERSON:
        return None
    found = (dig(one, *path) for path in _WORDS.get(kind, ((kind, "caption"),)))
    words = next((str(text) for text in found if text), "")
    # What has no words is told by its kind: [image], [audio], [location].
    text = words if kind in _WORDS and words else "\n\n".join(filter(None, (words, f"[{kind}]")))
    answered = str(dig(one, "context", "id") or dig(one, "reaction", "message_id") or "")
    return InboundMessage(
        name, text, sender=f"+{sender.lstrip('+')}", sent_at=parse_time(one.get("timestamp")),
        answers=(answered,) if answered else (), raw=json.dumps(one, ensure_ascii=False).encode(),
    )  # fmt: skip


def _rows(data: Any, name: str) -> list[dict[str, Any]]:
    rows = data.get(name) if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
