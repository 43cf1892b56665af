"""Which of our posts are there: asked before anything is tried again, and when nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import nh3

from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import Message
from hemicycle.channels.http.exchange import parse_time

# How far the server's clock may be from ours.
_SKEW = timedelta(minutes=10)
# A House that says more than this while one message waits has other worries.
_MOST_READ = 400

Post = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is there for one part: a post, and whether that says it already."""

    post: Post | None = None
    says_it: bool = False

    @property
    def name(self) -> str:
        return str(self.post["id"]) if self.post else ""


def standing(server: Server, message: Message) -> list[Standing]:
    """For each part the post of what is corrected, or of an attempt that broke in the middle."""
    posts: Sequence[str] = message.content["posts"]
    earlier = message.supersedes.external_ids if message.supersedes else ()
    again = message.attempt > 1
    found = []
    for name, text in zip(earlier, posts, strict=False):
        post = post_of(server, name)
        found.append(Standing(post, bool(again and post and says(server, post, text))))
    rest = posts[len(found) :]
    if rest and again:
        found += _thread(server, message, rest, found[-1].name if found else "")
    return found + [Standing()] * (len(posts) - len(found))


def post_of(server: Server, name: str) -> Post | None:
    found = server.get(f"/api/v1/statuses/{name}")
    return found if isinstance(found, dict) else None


def says(server: Server, post: Post, text: str) -> bool:
    """Whether a post says this. Its text as it was written is asked for; HTML loses too much of it."""
    source = server.get(f"/api/v1/statuses/{post['id']}/source")
    if isinstance(source, dict) and isinstance(source.get("text"), str):
        return " ".join(source["text"].split()) == " ".join(text.split())
    return _letters(unescape(nh3.clean(str(post.get("content", "")), tags=set()))) == _letters(text)


def _letters(text: str) -> str:
    """Of servers that keep no source: letters and digits, which no markup changes; mentions without their server."""
    return "".join(filter(str.isalnum, re.sub(r"(@\w[\w.-]*)@[\w.-]+", r"\1", text).casefold()))


def _thread(server: Server, message: Message, posts: Sequence[str], before: str) -> list[Standing]:
    """Our posts since the message was made that say these, each in reply to the one before. The link to the register,
    which no other announcement has, is in the first."""
    ours = sorted(_since(server, message.made_at), key=lambda post: str(post.get("created_at", "")))
    found: list[Standing] = []
    for text in posts:
        answering = (post for post in ours if str(post.get("in_reply_to_id") or "") == before)
        post = next((post for post in answering if says(server, post, text)), None)
        if post is None:
            break
        found.append(Standing(post, says_it=True))
        before = str(post["id"])
    return found


def _since(server: Server, since: datetime | None) -> Iterator[Post]:
    pages = server.pages(f"/api/v1/accounts/{server.me['id']}/statuses", exclude_reblogs="true")
    for number, post in enumerate(pages):
        at = parse_time(post.get("created_at"))
        if number >= _MOST_READ or (since and at and at < since - _SKEW):
            return
        yield post
