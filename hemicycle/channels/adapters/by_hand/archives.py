"""The JSON layouts: of Facebook and Instagram, of X, of TikTok, of YouTube's API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hemicycle.channels.adapters.by_hand.found import BadExport, Found
from hemicycle.channels.http.exchange import dig, parse_time


def _repaired(text: Any) -> str:
    """Facebook and Instagram write each octet of UTF-8 as a character of its own."""
    written = str(text or "")
    try:
        return written.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return written


def _items(data: Any) -> Iterator[tuple[int, Any]]:
    yield from enumerate(data if isinstance(data, list) else [], 1)


def _conversation(name: str, data: Any, found: Found) -> None:
    people = {one if isinstance(one, str) else _repaired(dig(one, "name")) for _n, one in _items(data["participants"])}
    if not any(found.is_ours(one) for one in people):
        raise BadExport("own-unknown", name)
    for number, one in _items(data["messages"]):
        if dig(one, "senderName"):
            # What was encrypted from end to end comes in a layout of its own, in true UTF-8.
            text, sender, at = dig(one, "text"), dig(one, "senderName"), dig(one, "timestamp")
        else:
            text, sender = _repaired(dig(one, "content")), _repaired(dig(one, "sender_name"))
            at = dig(one, "timestamp_ms")
        found.add(text, sender=sender, at=parse_time(at), direct=True, file=name, line=number)


def _comments(name: str, data: Any, found: Found) -> None:
    """What the account itself wrote, whatever name it has there; what others wrote where a page's archive has it."""
    found.own_alone = True
    rows = [row for kind in _COMMENTS for row in _items(data.get(kind))]
    comments = [(number, one, dig(row, "comment")) for number, one in rows for _n, row in _items(dig(one, "data"))]
    authors = {author for _n, _one, comment in comments if (author := _repaired(dig(comment, "author")))}
    if len(authors) < 2:
        found.ours += len(comments)
        return
    if not any(found.is_ours(author) for author in authors):
        raise BadExport("own-unknown", name)
    for number, one, comment in comments:
        at = parse_time(dig(comment, "timestamp") or dig(one, "timestamp"))
        author, text = _repaired(dig(comment, "author")), _repaired(dig(comment, "comment"))
        found.add(text, sender=author, at=at, file=name, line=number)


def _own_comments(name: str, data: Any, found: Found) -> None:
    found.own_alone = True
    found.ours += sum(len(one) for one in _lists(data))


def _lists(data: Any) -> list[list[Any]]:
    return [one for one in (data.values() if isinstance(data, dict) else [data]) if isinstance(one, list)]


def _tiktok(name: str, data: Any, found: Found) -> None:
    """Its parts were called otherwise before 2025."""
    profile = dig(data, "Profile", "Profile Info") or dig(data, "Profile", "Profile Information")
    if us := str(dig(profile, "ProfileMap", "userName") or ""):
        found.also_own.add(us)
    comments = dig(data, "Comment", "Comments", "CommentsList") or dig(data, "Comment", "CommentsList")
    found.own_alone, found.ours = True, found.ours + sum(1 for _one in _items(comments))
    talks = dig(data, "Direct Message") or dig(data, "Direct Messages")
    chats = dig(talks, "Direct Messages", "ChatHistory") or dig(talks, "Chat History", "ChatHistory") or {}
    if chats and not (us or found.own):
        raise BadExport("own-unknown", name)
    for chat in chats.values() if isinstance(chats, dict) else ():
        for number, one in _items(chat):
            at = parse_time(dig(one, "Date"))
            found.add(dig(one, "Content"), sender=dig(one, "From"), at=at, direct=True, file=name, line=number)


def _threads(name: str, data: Any, found: Found) -> None:
    for number, thread in _items(data.get("items")):
        video = dig(thread, "snippet", "videoId")
        first = dig(thread, "snippet", "topLevelComment")
        for _n, one in _items([first, *(dig(thread, "replies", "comments") or [])]):
            snippet = dig(one, "snippet")
            channel = dig(snippet, "authorChannelId", "value")
            found.add(
                dig(snippet, "textOriginal") or dig(snippet, "textDisplay"),
                sender=channel or dig(snippet, "authorDisplayName"), name=dig(one, "id"),
                at=parse_time(dig(snippet, "publishedAt")), answers=dig(snippet, "videoId") or video,
                file=name, line=number,
            )  # fmt: skip


def _account(name: str, data: Any, found: Found) -> None:
    for _n, one in _items(data):
        found.also_own.add(str(dig(one, "account", "accountId")))


def _direct_messages(name: str, data: Any, found: Found) -> None:
    if not found.also_own and not any(one.isdigit() for one in found.own):
        raise BadExport("own-unknown", name)
    for number, one in _items(data):
        for _n, message in _items(dig(one, "dmConversation", "messages")):
            content = dig(message, "messageCreate")
            if content is None:
                # Somebody joined or left.
                continue
            found.add(
                dig(content, "text"), sender=dig(content, "senderId"), name=dig(content, "id"),
                at=parse_time(dig(content, "createdAt")), direct=True, file=name, line=number,
            )  # fmt: skip


def _has(*names: str) -> Callable[[str, Any], bool]:
    return lambda start, data: isinstance(data, dict) and all(isinstance(data.get(name), list) for name in names)


def _begins(*parts: str) -> Callable[[str, Any], bool]:
    return lambda start, data: start.startswith(tuple(f"window.YTD.{part}." for part in parts))


def _is_threads(start: str, data: Any) -> bool:
    return isinstance(data, dict) and str(data.get("kind", "")).startswith("youtube#comment")


def _is_own_comments(start: str, data: Any) -> bool:
    """Instagram's; the names of what stands in them are in the language of the account."""
    if isinstance(data, dict) and not any(str(name).startswith("comments_") for name in data):
        return False
    rows = [row for one in _lists(data) for row in one]
    return bool(rows) and all(dig(row, "string_map_data") for row in rows)


def _is_tiktok(start: str, data: Any) -> bool:
    parts = ("Comment", "Direct Message", "Direct Messages")
    return isinstance(data, dict) and dig(data, "Profile") is not None and any(dig(data, one) for one in parts)


_COMMENTS = ("comments_v2", "group_comments_v2")
_MESSAGES = ("participants", "messages")

READERS: tuple[tuple[Callable[[str, Any], bool], Callable[[str, Any, Found], None]], ...] = (
    (_begins("account"), _account),
    (_begins("direct_messages", "direct_messages_group", "direct_message"), _direct_messages),
    (_begins("tweets", "tweet"), _own_comments),
    (_has(*_MESSAGES), _conversation),
    *((_has(one), _comments) for one in _COMMENTS),
    (_is_threads, _threads),
    (_is_own_comments, _own_comments),
    (_is_tiktok, _tiktok),
)
