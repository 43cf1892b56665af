"""Comments below the channel's videos: which of them are ours, and what others say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from hemicycle.channels.adapters.youtube.server import Server
from hemicycle.channels.contract import InboundMessage, Message, Take
from hemicycle.channels.http.exchange import dig, parse_time

PAGE = "100"
# How far their clock may be from ours; and how many comments below one video are looked through, the latest first.
_SKEW = timedelta(minutes=10)
_MOST_READ = 1_000
_MOST_AT_ONCE = 1_000
_given: dict[str, set[str]] = {}
"""By account and channel, those that this process gave on: taken twice it is kept once, and costs a question."""


def ours(server: Server, message: Message) -> str:
    """The name of our comment that says this; "" where there is none."""
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


def stands(server: Server, name: str) -> bool:
    return bool(server.read("comments", part="id", id=name).get("items"))


def fetch(server: Server, take: Take) -> None:
    """The oldest first."""
    given = _given.setdefault(server.access.hook + server.url + server.access.address, set())
    asked: set[str] = set()
    new = [one for one in _listed(server, given, asked) if str(one.get("id")) not in given]
    for comment in sorted(new, key=lambda one: str(dig(one, "snippet", "publishedAt") or "")):
        if _author(comment) != server.access.address:
            take(_arrived(comment))
        given.add(str(comment["id"]))
    given |= asked


def _listed(server: Server, given: set[str], asked: set[str]) -> Iterator[dict[str, Any]]:
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
        replies = list(_replies(server, thread, given, asked))
        is_new = any(str(one.get("id")) not in given for one in (first, *replies))
        known = 0 if is_new else known + 1
        video = dig(thread, "snippet", "videoId") or dig(first, "snippet", "videoId")
        for one in (first, *replies):
            if one.get("id"):
                yield {**one, "video": video}
        if known >= int(PAGE):
            return


def _replies(server: Server, thread: dict[str, Any], given: set[str], asked: set[str]) -> Iterator[dict[str, Any]]:
    """Some come with their thread, five at most; where there are more, all are asked for once their number changed."""
    listed = [one for one in dig(thread, "replies", "comments") or () if isinstance(one, dict)]
    told = dig(thread, "snippet", "totalReplyCount")
    known = f"{thread.get('id')}#{told}"
    if not isinstance(told, int) or told <= len(listed) or known in given:
        yield from listed
        return
    query = {"part": "snippet", "parentId": str(thread["id"]), "maxResults": PAGE, "textFormat": "plainText"}
    yield from islice(server.pages("comments", **query), _MOST_AT_ONCE)
    asked.add(known)


def _arrived(comment: dict[str, Any]) -> InboundMessage:
    """`answers`: the comment above it where that is ours; else the video, at the addresses that a person may have
    given it by hand."""
    said = comment.get("snippet")
    video = str(comment.get("video") or dig(said, "videoId") or "")
    above = str(dig(said, "parentId") or "")
    return InboundMessage(
        f"comment:{comment['id']}",
        str(dig(said, "textOriginal") or dig(said, "textDisplay") or ""),
        sender=_author(comment) or str(dig(said, "authorDisplayName") or ""),
        sent_at=parse_time(dig(said, "publishedAt")),
        answers=tuple(filter(None, (above, *_addresses(video)))),
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
    """`textOriginal` is told to its author."""
    told = dig(comment, "snippet", "textOriginal") or dig(comment, "snippet", "textDisplay")
    return str(told or "").split() == text.split()
