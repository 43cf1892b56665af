"""Replies, mentions and direct messages: all of them are notifications of a mention (API, "Notification")."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlsplit

from hemicycle.channels.adapters.mastodon.server import Post, Server
from hemicycle.channels.contract import InboundMessage, Receive
from hemicycle.channels.http.exchange import parse_time
from hemicycle.channels.text import html

# Else it is for its author's followers, or for us alone.
_FOR_EVERYBODY = ("public", "unlisted")
# After a start, what came meanwhile; what was kept before is known by its name.
_MOST_AT_ONCE = 400
_last_read: dict[tuple[str, str], str] = {}
"""The last notification of each account, as long as this process runs."""

_OF_A_MENTION = re.compile(r"<a\b[^>]*\bclass=\"[^\"]*\b(?:mention|hashtag)\b[^\"]*\"[^>]*>")


def fetch(server: Server, receive: Receive) -> None:
    """The oldest first, so that a reply comes after what it answers."""
    account = (server.url, server.access.address)
    last, new = _last_read.get(account, ""), list[dict[str, Any]]()
    query = {"since_id": last} if last else {}
    for notification in server.pages("/api/v1/notifications", **{"types[]": "mention"}, **query):
        if str(notification.get("id")) == last or len(new) >= _MOST_AT_ONCE:
            break
        new.append(notification)
    for notification in reversed(new):
        post = notification.get("status")
        if notification.get("type") == "mention" and isinstance(post, dict) and post.get("id"):
            receive(_message(server, post))
    if new:
        _last_read[account] = str(new[0]["id"])


def _message(server: Server, post: Post) -> InboundMessage:
    author: dict[str, Any] = account if isinstance(account := post.get("account"), dict) else {}
    return InboundMessage(
        external_id=str(post["id"]),
        text=_text(server, post),
        sender=_handle(server, author),
        subject=str(post.get("spoiler_text") or ""),
        lang=str(post.get("language") or ""),
        sent_at=parse_time(post.get("created_at")),
        answers=_answers(server, post),
        automatic=bool(author.get("bot")),
        direct=post.get("visibility") not in _FOR_EVERYBODY,
        # By our own server, which verified who signed it.
        authenticated=bool(author.get("acct")),
        raw=json.dumps(post, ensure_ascii=False).encode(),
    )


def _text(server: Server, post: Post) -> str:
    """Without our handle in front, with which every reply begins; pictures by what they say."""
    bare = _OF_A_MENTION.sub("<a>", str(post.get("content") or ""))
    text = html.text_of(bare)
    handle = server.access.address.strip("@").partition("@")[0]
    text = re.sub(rf"^(?:@{re.escape(handle)}(?:@[\w.:-]+)?\s+)+", "", text, flags=re.IGNORECASE)
    shown = [one.get("description") for one in post.get("media_attachments") or () if isinstance(one, dict)]
    return "\n\n".join(filter(None, (text, *(f"[{words}]" for words in shown if words))))


def _handle(server: Server, author: dict[str, Any]) -> str:
    handle = str(author.get("acct") or "")
    return f"@{handle}" if "@" in handle or not handle else f"@{handle}@{urlsplit(server.url).netloc}"


def _answers(server: Server, post: Post) -> tuple[str, ...]:
    """What it answers; in a talk below a post of ours also what that answered, up to ours."""
    parent = post.get("in_reply_to_id")
    if not parent:
        return ()
    found = [str(parent)]
    if str(post.get("in_reply_to_account_id") or "") != str(server.me["id"]):
        context = server.read(f"/api/v1/statuses/{post['id']}/context")
        above = context.get("ancestors") if isinstance(context, dict) else None
        found += [str(one["id"]) for one in reversed(above or ()) if isinstance(one, dict) and one.get("id")]
    return tuple(dict.fromkeys(found))
