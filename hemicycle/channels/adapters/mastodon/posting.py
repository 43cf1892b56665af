"""Saying, correcting and withdrawing: every step can be made again, and what is there is never posted twice."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import nh3

from hemicycle.channels.adapters.mastodon.server import Post, Server, length
from hemicycle.channels.contract import Act, CannotConnect, Message, Outcome, Receipt, Refused
from hemicycle.channels.http.client import Attempt, Stop, shaped
from hemicycle.channels.http.exchange import multipart, parse_time

# Servers turn a language into another, or a visibility (snac both): what they answer is compared with what was asked.
_READ_BACK = {"language": "lang", "visibility": "visibility", "spoiler_text": "warning"}
# Not there, or not there any more; no such call (snac says 404 to it).
_CANNOT_DELETE = frozenset({404, 405, 410, 501})
# Servers make smaller copies of a picture within seconds.
_PROCESSED_WITHIN, _BETWEEN = 60.0, 1.0
# How far the server's clock may be from ours.
_SKEW = timedelta(minutes=10)
# A House that says more than this while one message waits has other worries.
_MOST_READ = 400


class Posting(Attempt):
    client: Server

    def run(self) -> Receipt:
        self.posts: Sequence[str] = self.message.content["posts"]
        self.warning = str(self.message.content.get("warning", ""))
        self.code = ""
        return self._withdraw() if self.message.content["act"] == Act.WITHDRAW else self._say()

    def _say(self) -> Receipt:
        self._check_length()
        existing = existing_posts(self.client, self.message)
        pictures = [[] if one.is_as_sent else self._pictures(number) for number, one in enumerate(existing)]
        names: list[str] = []
        for text, one, shown in zip(self.posts, existing, pictures, strict=True):
            names.append(one.name if one.is_as_sent else self._write(text, one, shown, names))
        self.mark_in_flight()
        names += filter(None, [self._remove(name) for name in self.message.superseded[len(self.posts) :]])
        return Receipt(Outcome.ACCEPTED, tuple(names), code=self.code)

    def _withdraw(self) -> Receipt:
        """The last part first, so that no reply loses what it answers."""
        self.mark_in_flight()
        kept = [self._remove(name) for name in reversed(self.message.superseded)]
        return Receipt(Outcome.ACCEPTED, tuple(filter(None, reversed(kept))), code=self.code)

    def _check_length(self) -> None:
        limits = self.client.limits()
        taken = length(self.warning, per_link=limits.per_link)
        longest = taken + max(length(text, per_link=limits.per_link) for text in self.posts)
        if longest > limits.characters or len(self.message.content["pictures"]) > limits.pictures * len(self.posts):
            raise Refused("too-long", f"{longest} of {limits.characters}")

    def _pictures(self, number: int) -> list[str]:
        most = self.client.limits().pictures
        shown: Sequence[Mapping[str, Any]] = self.message.content["pictures"][number * most : (number + 1) * most]
        return [_upload(self.client, picture) for picture in shown]

    def _write(self, text: str, existing: ExistingPost, pictures: Sequence[str], before: Sequence[str]) -> str:
        """The name of the post that says it now."""
        form = [("status", text), ("language", self.message.content["lang"])]
        # Empty too: a correction may take a warning away.
        form += [("spoiler_text", self.warning), ("sensitive", "true" if self.warning else "false")]
        form += [("media_ids[]", name) for name in pictures]
        if existing.post is not None:
            return self._made("PUT", f"/api/v1/statuses/{existing.name}", form)
        form.append(("visibility", self.message.content["visibility"]))
        if above := before[-1] if before else self.message.content.get("answers"):
            form.append(("in_reply_to_id", above))
        return self._made("POST", "/api/v1/statuses", form, key=f"{self.message.key}-{len(before) + 1}")

    def _made(self, method: str, path: str, form: list[tuple[str, str]], key: str = "") -> str:
        headers = {"Idempotency-Key": key} if key else {}
        reply = self.client.call(method, path, form=form, headers=headers, before=self.mark_in_flight)
        post = reply.json if reply is not None and reply.status < 300 else None
        if not isinstance(post, dict) or not post.get("id"):
            raise Stop(self.client.refusal(reply))
        asked = {name: self.message.content.get(ours, "") for name, ours in _READ_BACK.items()}
        if any(post.get(name) not in (None, value) for name, value in asked.items()):
            self.code = self.code or "shown-otherwise"
        return str(post["id"])

    def _remove(self, name: str) -> str:
        """Delete a post; where the server cannot, this message takes its place. The post that is left, or ""."""
        reply = self.client.call("DELETE", f"/api/v1/statuses/{name}")
        if reply is not None and reply.status < 300:
            return ""
        if reply is None or reply.status not in _CANNOT_DELETE:
            raise Stop(self.client.refusal(reply))
        if self.client.post(name) is None:
            return ""
        self.code = "not-removed"
        return self._made("PUT", f"/api/v1/statuses/{name}", [("status", self.posts[0])])


def _upload(server: Server, picture: Mapping[str, Any]) -> str:
    """The server's name for a picture, once it is ready to be shown. Raises ChannelError."""
    file = shaped(picture, server.limits().takes)
    described = [("description", str(picture["alternative"]))]
    body = multipart(described, name="file", kind=file.kind, content=file.content)
    try:
        reply = server.accepted(server.call("POST", "/api/v2/media", body=body))
    except Refused as error:
        raise Refused("picture-refused", error.detail) from error
    medium = reply.json
    if not isinstance(medium, dict) or not medium.get("id"):
        raise Refused("picture-refused", server.detail(reply))
    name, until, ready = str(medium["id"]), time.monotonic() + _PROCESSED_WITHIN, reply.status == 200
    while not ready:
        if time.monotonic() > until:
            raise CannotConnect("busy", "picture")
        time.sleep(_BETWEEN)
        asked = server.call("GET", f"/api/v1/media/{name}")
        if asked is not None and asked.status not in (200, 206):
            raise Refused("picture-refused", server.detail(asked))
        ready = asked is not None and asked.status == 200
    return name


# ── Which of our posts are there: asked before anything is tried again, and when nobody can tell ──


@dataclass(frozen=True, slots=True)
class ExistingPost:
    """The post that is there for one part, if any, and whether it says what is to be sent."""

    post: Post | None = None
    is_as_sent: bool = False

    @property
    def name(self) -> str:
        return str(self.post["id"]) if self.post else ""


def existing_posts(server: Server, message: Message) -> list[ExistingPost]:
    """For each part the post of what is corrected, or of an attempt that broke in the middle."""
    posts: Sequence[str] = message.content["posts"]
    again = message.attempt > 1
    found = []
    for name, text in zip(message.superseded, posts, strict=False):
        post = server.post(name)
        found.append(ExistingPost(post, bool(again and post and _says(server, post, text))))
    rest = posts[len(found) :]
    if rest and again:
        found += _thread(server, message, rest, found[-1].name if found else message.content.get("answers", ""))
    return found + [ExistingPost()] * (len(posts) - len(found))


def _says(server: Server, post: Post, text: str) -> bool:
    """Whether a post says this. Its text as it was written is asked for; HTML loses too much of it."""
    source = server.read(f"/api/v1/statuses/{post['id']}/source")
    if isinstance(source, dict) and isinstance(source.get("text"), str):
        return " ".join(source["text"].split()) == " ".join(text.split())
    return _letters(unescape(nh3.clean(str(post.get("content", "")), tags=set()))) == _letters(text)


def _letters(text: str) -> str:
    """Of servers that keep no source: letters and digits, which no markup changes; mentions without their server."""
    return "".join(filter(str.isalnum, re.sub(r"(@\w[\w.-]*)@[\w.-]+", r"\1", text).casefold()))


def _thread(server: Server, message: Message, posts: Sequence[str], before: str) -> list[ExistingPost]:
    """Our posts since the message was made that say these, each in reply to the one before. The link to the register,
    which no other announcement has, is in the first."""
    ours = sorted(_since(server, message.made_at), key=lambda post: str(post.get("created_at", "")))
    found: list[ExistingPost] = []
    for text in posts:
        answering = (post for post in ours if str(post.get("in_reply_to_id") or "") == before)
        post = next((post for post in answering if _says(server, post, text)), None)
        if post is None:
            break
        found.append(ExistingPost(post, is_as_sent=True))
        before = str(post["id"])
    return found


def _since(server: Server, since: datetime | None) -> Iterator[Post]:
    pages = server.pages(f"/api/v1/accounts/{server.me['id']}/statuses", exclude_reblogs="true")
    for number, post in enumerate(pages):
        at = parse_time(post.get("created_at"))
        if number >= _MOST_READ or (since and at and at < since - _SKEW):
            return
        yield post
