"""Replies, mentions and quotes, as notifications of the network (app.bsky.notification.listNotifications)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hemicycle.channels.adapters.bluesky.server import Server
from hemicycle.channels.contract import InboundMessage, Receive
from hemicycle.channels.http.exchange import dig, parse_time

_REASONS = frozenset({"reply", "mention", "quote"})
_PAGE, _MOST_AT_ONCE = 100, 400
# What comes late may stand among what was read before: notifications are in the order of what their authors say.
_REMEMBERED = 4 * _MOST_AT_ONCE
_read: dict[tuple[str, str], list[str]] = {}
"""What was received through each account, as long as this process runs; after that it is known by its name."""


def fetch(server: Server, receive: Receive) -> None:
    """The oldest first, so that a reply comes after what it answers."""
    read = _read.setdefault((server.url, server.access.address), [])
    for notification in reversed(list(_new(server, set(read)))):
        if notification.get("reason") in _REASONS and isinstance(notification.get("record"), dict):
            receive(_message(notification))
        read.append(str(notification["uri"]))
    del read[:-_REMEMBERED]


def _new(server: Server, read: set[str]) -> Iterator[dict[str, Any]]:
    """Page by page, until one holds nothing new."""
    cursor: dict[str, str] = {}
    count = 0
    while count < _MOST_AT_ONCE:
        page = server.read("app.bsky.notification.listNotifications", limit=str(_PAGE), **cursor)
        rows = dig(page, "notifications") or ()
        new = [row for row in rows if isinstance(row, dict) and row.get("uri") and row["uri"] not in read]
        yield from new
        if not new or not page.get("cursor"):
            return
        count += len(new)
        cursor = {"cursor": str(page["cursor"])}


def _message(notification: dict[str, Any]) -> InboundMessage:
    record: dict[str, Any] = notification["record"]
    langs = record.get("langs")
    return InboundMessage(
        external_id=str(notification["uri"]),
        text=_text(record),
        sender=_handle(notification.get("author")),
        lang=str(langs[0]) if isinstance(langs, list) and langs else "",
        sent_at=parse_time(notification.get("indexedAt")),
        answers=tuple(_answers(record)),
        # By the network: what an account writes is signed in its repository.
        authenticated=bool(dig(notification, "author", "did")),
        raw=json.dumps(notification, ensure_ascii=False).encode(),
    )


def _text(record: dict[str, Any]) -> str:
    """Pictures by their alternatives."""
    shown = [dig(one, "alt") for one in dig(record, "embed", "images") or ()]
    return "\n\n".join(filter(None, (str(record.get("text") or ""), *(f"[{words}]" for words in shown if words))))


def _handle(author: Any) -> str:
    handle = str(dig(author, "handle") or "")
    return f"@{handle}" if handle and handle != "handle.invalid" else str(dig(author, "did") or "")


def _answers(record: dict[str, Any]) -> Iterator[str]:
    """The post it answers, the one with which the thread began, the one it quotes."""
    quoted = dig(record, "embed", "record")
    for one in (dig(record, "reply", "parent"), dig(record, "reply", "root"), dig(quoted, "record") or quoted):
        if uri := dig(one, "uri"):
            yield str(uri)
