"""Replies, mentions and quotes, as notifications of the network (app.bsky.notification.listNotifications)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hemicycle.channels.adapters.bluesky.server import Server
from hemicycle.channels.contract import Access, InboundMessage, Take

_SAID = frozenset({"reply", "mention", "quote"})
_PAGE, _MOST_AT_ONCE = 100, 400
# What comes late may stand among what was read before: notifications are in the order of what their authors say.
_REMEMBERED = 4 * _MOST_AT_ONCE
_heard: dict[tuple[str, str], list[str]] = {}
"""What was taken through each account, while this process lives; after that it is known by its name."""


def fetch(access: Access, take: Take) -> None:
    """The oldest first, so that a reply comes after what it answers."""
    server = Server(access)
    heard = _heard.setdefault((server.url, access.address), [])
    for told in reversed(list(_new(server, set(heard)))):
        if told.get("reason") in _SAID and isinstance(told.get("record"), dict):
            take(_arrived(told))
        heard.append(str(told["uri"]))
    del heard[:-_REMEMBERED]


def _new(server: Server, heard: set[str]) -> Iterator[dict[str, Any]]:
    """Page by page, until one holds nothing new."""
    cursor: dict[str, str] = {}
    count = 0
    while count < _MOST_AT_ONCE:
        page = server.get("app.bsky.notification.listNotifications", limit=str(_PAGE), **cursor)
        rows = page.get("notifications") if isinstance(page, dict) else None
        new = [row for row in rows or () if isinstance(row, dict) and row.get("uri") and row["uri"] not in heard]
        yield from new
        if not new or not page.get("cursor"):
            return
        count += len(new)
        cursor = {"cursor": str(page["cursor"])}


def _arrived(told: dict[str, Any]) -> InboundMessage:
    record: dict[str, Any] = told["record"]
    author: dict[str, Any] = found if isinstance(found := told.get("author"), dict) else {}
    langs = record.get("langs")
    return InboundMessage(
        external_id=str(told["uri"]),
        text=_text(record),
        sender=_handle(author),
        lang=str(langs[0]) if isinstance(langs, list) and langs else "",
        sent_at=_moment(told.get("indexedAt")),
        answers=tuple(_answers(record)),
        raw=json.dumps(told, ensure_ascii=False).encode(),
    )


def _text(record: dict[str, Any]) -> str:
    """Pictures by what they say."""
    embed = record.get("embed")
    images = embed.get("images") if isinstance(embed, dict) else None
    shown = [one.get("alt") for one in images or () if isinstance(one, dict)]
    return "\n\n".join(filter(None, (str(record.get("text") or ""), *(f"[{words}]" for words in shown if words))))


def _handle(author: dict[str, Any]) -> str:
    handle = str(author.get("handle") or "")
    return f"@{handle}" if handle and handle != "handle.invalid" else str(author.get("did") or "")


def _answers(record: dict[str, Any]) -> Iterator[str]:
    """The post it answers, the one with which the thread began, the one it quotes."""
    reply, embed = record.get("reply"), record.get("embed")
    quoted = embed.get("record") if isinstance(embed, dict) else None
    if isinstance(quoted, dict) and isinstance(quoted.get("record"), dict):
        quoted = quoted["record"]
    named = [reply.get("parent"), reply.get("root")] if isinstance(reply, dict) else []
    for one in (*named, quoted):
        if isinstance(one, dict) and one.get("uri"):
            yield str(one["uri"])


def _moment(told: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(told))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
