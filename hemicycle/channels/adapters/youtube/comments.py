"""Comments below the channel's videos: which of them are ours, and what others say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from hemicycle.channels.adapters.youtube.server import Server
from hemicycle.channels.contract import COMMENT, InboundMessage, Message, Receive
from hemicycle.channels.http.exchange import dig, parse_time

PAGE = "100"
# How far their clock may be from ours; and how many comments below one video are looked through, the latest first.
_SKEW = timedelta(minutes=10)
_MOST_READ = 1_000
_MOST_AT_ONCE = 1_000
_received: dict[str, set[str]] = {}
"""By account and channel, what this process has received: a second time it is stored once, and costs a query."""


def find_ours(server: Server, message: Message) -> str:
    """The name of our comment that says this; "" where there is none."""
    if "answers" in message.content:
        return _answers_of_ours(server, message)
    since = message.made_at - _SKEW if message.made_at else None
    video = str(server.access.settings["video"])
    query = {"part": "snippet", "videoId": video, "order": "time", "maxResults": PAGE, "textFormat": "plainText"}
    for thread in islice(server.pages("commentThreads", **query), _MOST_READ):
        comment = dig(thread, "snippet", "topLevelComment")
        at = parse_time(dig(comment, "snippet", "publishedAt"))
        if since and at and at < since:
            return ""
        if _author(comment) == server.access.address and _says(comment, message.content["text"]):
            return str(thread.get("id", ""))
    return ""


def _answers_of_ours(server: Server, message: Message) -> str:
    """Below one comment; in no order that the documentation names."""
    since = message.made_at - _SKEW if message.made_at else None
    query = {"part": "snippet", "parentId": message.content["answers"], "maxResults": PAGE, "textFormat": "plainText"}
    for comment in islice(server.pages("comments", **query), _MOST_READ):
        at = parse_time(dig(comment, "snippet", "publishedAt"))
        is_new = not (since and at and at < since)
        if is_new and _author(comment) == server.access.address and _says(comment, message.content["text"]):
            return str(comment.get("id", ""))
    return ""


def thread_of(external_id: str, raw: bytes) -> str:
    """The comment at the head: there is one level of answers."""
    try:
        above = dig(json.loads(raw or b"{}"), "snippet", "parentId")
    except ValueError:
        above = None
    return str(above or external_id.removeprefix(COMMENT))


def exists(server: Server, name: str) -> bool:
    return bool(dig(server.read("comments", part="id", id=name), "items"))


def fetch(server: Server, receive: Receive) -> None:
    """The oldest first."""
    received = _received.setdefault(server.access.webhook_url + server.url + server.access.address, set())
    asked: set[str] = set()
    new = [one for one in _listed(server, received, asked) if str(one.get("id")) not in received]
    for comment in sorted(new, key=lambda one: str(dig(one, "snippet", "publishedAt") or "")):
        if _author(comment) != server.access.address:
            receive(_message(comment))
        received.add(str(comment["id"]))
    received |= asked


def _listed(server: Server, received: set[str], asked: set[str]) -> Iterator[dict[str, Any]]:
    """Threads, the latest first, until as many as fill a page brought nothing new. `asked`: whose replies are known,
    and how many they were."""
    query = {
        "part": "snippet,replies", "allThreadsRelatedToChannelId": server.access.address, "order": "time",
        "maxResults": PAGE, "textFormat": "plainText",
    }  # fmt: skip
    known = 0
    for thread in islice(server.pages("commentThreads", **query), _MOST_AT_ONCE):
        first = dig(thread, "snippet", "topLevelComment")
        if not isinstance(first, dict) or not first.get("id"):
            continue
        replies = list(_replies(server, thread, received, asked))
        is_new = any(str(one.get("id")) not in received for one in (first, *replies))
        known = 0 if is_new else known + 1
        video = dig(thread, "snippet", "videoId") or dig(first, "snippet", "videoId")
        for one in (first, *replies):
            if one.get("id"):
                yield {**one, "video": video}
        if known >= int(PAGE):
            return


def _replies(server: Server, thread: dict[str, Any], received: set[str], asked: set[str]) -> Iterator[dict[str, Any]]:
    """Some come with their thread, five at most; where there are more, all are asked for once their number changed."""
    listed = [one for one in dig(thread, "replies", "comments") or () if isinstance(one, dict)]
    total = dig(thread, "snippet", "totalReplyCount")
    known = f"{thread.get('id')}#{total}"
    if not isinstance(total, int) or total <= len(listed) or known in received:
        yield from listed
        return
    query = {"part": "snippet", "parentId": str(thread["id"]), "maxResults": PAGE, "textFormat": "plainText"}
    yield from islice(server.pages("comments", **query), _MOST_AT_ONCE)
    asked.add(known)


def _message(comment: dict[str, Any]) -> InboundMessage:
    """`answers`: the comment above it where that is ours; else the video, at the addresses that a person may have
    given it by hand."""
    snippet = comment.get("snippet")
    video = str(comment.get("video") or dig(snippet, "videoId") or "")
    above = str(dig(snippet, "parentId") or "")
    return InboundMessage(
        f"{COMMENT}{comment['id']}",
        str(dig(snippet, "textOriginal") or dig(snippet, "textDisplay") or ""),
        sender=_author(comment) or str(dig(snippet, "authorDisplayName") or ""),
        sent_at=parse_time(dig(snippet, "publishedAt")),
        answers=tuple(filter(None, (above, f"{COMMENT}{above}" if above else "", *_addresses(video)))),
        # A name that is shown is anybody's.
        authenticated=bool(_author(comment)),
        raw=json.dumps(comment, ensure_ascii=False).encode(),
    )


def _addresses(video: str) -> tuple[str, ...]:
    if not video:
        return ()
    hosts = ("www.youtube.com", "youtube.com", "m.youtube.com")
    forms = [f"{host}/{form}" for host in hosts for form in ("watch?v={}", "live/{}", "shorts/{}")]
    return tuple(f"https://{form.format(video)}" for form in (*forms, "youtu.be/{}"))


def _author(comment: Any) -> str:
    return str(dig(comment, "snippet", "authorChannelId", "value") or "")


def _says(comment: Any, text: str) -> bool:
    """`textOriginal` is shown to its author."""
    words = dig(comment, "snippet", "textOriginal") or dig(comment, "snippet", "textDisplay")
    return str(words or "").split() == text.split()
