"""The JSON layouts: of Facebook and Instagram, of X, of YouTube's API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hemicycle.channels.adapters.handover.found import BadExport, Found, moment, within


def _repaired(text: Any) -> str:
    """Facebook and Instagram write each octet of UTF-8 as a character of its own."""
    said = str(text or "")
    try:
        return said.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return said


def _items(data: Any) -> Iterator[tuple[int, Any]]:
    yield from enumerate(data if isinstance(data, list) else [], 1)


def _conversation(name: str, data: Any, found: Found) -> None:
    people = {_repaired(within(one, "name")) for _n, one in _items(data.get("participants"))}
    if not any(found.is_ours(one) for one in people):
        raise BadExport("own-unknown", name)
    for number, one in _items(data.get("messages")):
        found.take(
            _repaired(within(one, "content")), sender=_repaired(within(one, "sender_name")),
            at=moment(within(one, "timestamp_ms")), direct=True, file=name, line=number,
        )  # fmt: skip


def _comments(name: str, data: Any, found: Found) -> None:
    """What the account itself wrote, and what others wrote where a page's archive has it."""
    found.own_alone = True
    for number, one in _items(data.get("comments_v2")):
        for _n, said in _items(within(one, "data")):
            comment = within(said, "comment")
            author = _repaired(within(comment, "author"))
            if not author:
                found.ours += 1
                continue
            at = moment(within(comment, "timestamp") or within(one, "timestamp"))
            found.take(_repaired(within(comment, "comment")), sender=author, at=at, file=name, line=number)


def _own_comments(name: str, data: Any, found: Found) -> None:
    found.own_alone = True
    found.ours += len(data) if isinstance(data, list) else 1


def _threads(name: str, data: Any, found: Found) -> None:
    for number, thread in _items(data.get("items")):
        video = within(thread, "snippet", "videoId")
        first = within(thread, "snippet", "topLevelComment")
        for _n, one in _items([first, *(within(thread, "replies", "comments") or [])]):
            said = within(one, "snippet")
            channel = within(said, "authorChannelId", "value")
            found.take(
                within(said, "textOriginal") or within(said, "textDisplay"),
                sender=channel or within(said, "authorDisplayName"), name=within(one, "id"),
                at=moment(within(said, "publishedAt")), answers=within(said, "videoId") or video,
                file=name, line=number,
            )  # fmt: skip


def _account(name: str, data: Any, found: Found) -> None:
    for _n, one in _items(data):
        found.also_own.add(str(within(one, "account", "accountId")))


def _direct_messages(name: str, data: Any, found: Found) -> None:
    if not found.also_own and not any(one.isdigit() for one in found.own):
        raise BadExport("own-unknown", name)
    for number, one in _items(data):
        for _n, message in _items(within(one, "dmConversation", "messages")):
            said = within(message, "messageCreate")
            if said is None:
                # Somebody joined or left.
                continue
            found.take(
                within(said, "text"), sender=within(said, "senderId"), name=within(said, "id"),
                at=moment(within(said, "createdAt")), direct=True, file=name, line=number,
            )  # fmt: skip


def _has(*names: str) -> Callable[[str, Any], bool]:
    return lambda start, data: isinstance(data, dict) and all(isinstance(data.get(name), list) for name in names)


def _begins(part: str) -> Callable[[str, Any], bool]:
    return lambda start, data: start.startswith(f"window.YTD.{part}.")


def _is_threads(start: str, data: Any) -> bool:
    return isinstance(data, dict) and str(data.get("kind", "")).startswith("youtube#comment")


def _is_own_comments(start: str, data: Any) -> bool:
    return isinstance(data, list) and bool(data) and all(within(one, "string_map_data", "Comment") for one in data)


READERS: tuple[tuple[Callable[[str, Any], bool], Callable[[str, Any, Found], None]], ...] = (
    (_begins("account"), _account),
    (_begins("direct_messages"), _direct_messages),
    (_begins("tweets"), _own_comments),
    (_has("participants", "messages"), _conversation),
    (_has("comments_v2"), _comments),
    (_is_threads, _threads),
    (_is_own_comments, _own_comments),
)
