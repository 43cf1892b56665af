"""Saying, correcting and withdrawing: each request may be made again, and does the same."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.adapters.bluesky.server import POSTS, Server, key_in
from hemicycle.channels.contract import Act, Message, Outcome, Receipt, Refused
from hemicycle.channels.files.pictures import JPEG, PNG, WEBP, Takes
from hemicycle.channels.http.client import Attempt, Stop, shaped
from hemicycle.channels.http.exchange import dig
from hemicycle.channels.text.threads import LINK

PICTURES, LARGEST_PICTURE = 4, 1_000_000
"""Of a post; octets of each (lexicon app.bsky.embed.images)."""
# What the network's own programs make of a picture (bluesky-social/social-app, src/lib/constants.ts).
TAKES = Takes((JPEG, PNG, WEBP), LARGEST_PICTURE, largest=((2000, 2000),))

Reference = dict[str, str]
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_TAG = re.compile(r"(?<!\S)#((?!\d+(?:\s|$))\w{1,64})")
# A handle is a name of the domain name system (atproto.com/specs/handle).
_MENTION = re.compile(
    r"(?<![\w@/.])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9])"
)


def keys(message: Message) -> list[str]:
    """The names of its posts: a TID each (atproto.com/specs/tid), of the moment when the message was made, so that
    posts stand in the order of time; which of our messages it is, is in the ten bits of the clock."""
    made = _made_at(message)
    microseconds = int(made.timestamp()) * 1_000_000 + made.microsecond
    clock = int.from_bytes(hashlib.sha256(message.key.encode()).digest()[:2]) % 1024
    return [_tid((microseconds + part) << 10 | clock) for part in range(len(message.content["posts"]))]


def names_of(server: Server, message: Message) -> Sequence[str]:
    return [server.uri(key) for key in keys(message)]


def _tid(number: int) -> str:
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _made_at(message: Message) -> datetime:
    assert message.made_at is not None, "every message has a content that was made"
    return message.made_at.astimezone(UTC)


class Posting(Attempt):
    client: Server

    def run(self) -> Receipt:
        return self._withdraw() if self.message.content["act"] == Act.WITHDRAW else self._say()

    def _say(self) -> Receipt:
        """What it corrects stays, and is answered."""
        root, parent = self._above()
        records = [self._record(number, text) for number, text in enumerate(self.message.content["posts"])]
        names = list(self.message.superseded)
        for key, record in zip(keys(self.message), records, strict=True):
            if root and parent:
                record["reply"] = {"root": root, "parent": parent}
            parent = self._put(key, record)
            root = root or parent
            names.append(parent["uri"])
        return Receipt(Outcome.ACCEPTED, tuple(names))

    def _withdraw(self) -> Receipt:
        """The last first, so that no reply loses what it answers. What is gone already is no error there."""
        self.mark_in_flight()
        for uri in reversed(self.message.superseded):
            reply = self.client.procedure("com.atproto.repo.deleteRecord", collection=POSTS, rkey=key_in(uri))
            if reply is None or reply.status >= 300:
                raise Stop(self.client.refusal(reply))
        return Receipt(Outcome.ACCEPTED)

    def _corrected(self) -> Reference | None:
        first = self.client.post_at(self.message.superseded[0]) if self.message.superseded else None
        return _reference(first)

    def _above(self) -> tuple[Reference | None, Reference | None]:
        """The post with which the thread began, and the one that is answered (lexicon app.bsky.feed.post#replyRef).
        Raises Refused where that is gone, or where a reply would be shown to nobody."""
        answered = self.message.content.get("answers")
        if not answered:
            return (corrected := self._corrected()), corrected
        posts = dig(self.client.read("app.bsky.feed.getPosts", uris=answered), "posts")
        post: dict[str, Any] = next(iter(posts or ()), {})
        if not dig(post, "cid") or dig(post, "viewer", "replyDisabled"):
            raise Refused("answered-is-gone")
        return _reference(dig(post, "record", "reply", "root")) or _reference(post), _reference(post)

    def _record(self, number: int, text: str) -> dict[str, Any]:
        content, made = self.message.content, _made_at(self.message) + timedelta(milliseconds=number)
        record: dict[str, Any] = {
            "$type": POSTS, "text": text, "createdAt": made.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "langs": [content["lang"]],
        }  # fmt: skip
        if found := facets(text, self._did_of):
            record["facets"] = found
        if embed := self._embed(number):
            record["embed"] = embed
        if labels := content["labels"]:
            values = [{"val": label} for label in labels]
            record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": values}
        return record

    def _embed(self, number: int) -> dict[str, Any] | None:
        """Pictures, or else the card that leads to the register."""
        content = self.message.content
        if pictures := content["pictures"][number * PICTURES : (number + 1) * PICTURES]:
            images = [{"alt": picture["alternative"], "image": self._upload(picture)} for picture in pictures]
            return {"$type": "app.bsky.embed.images", "images": images}
        if number or content["pictures"] or not content["card"]:
            return None
        return {"$type": "app.bsky.embed.external", "external": content["card"]}

    def _upload(self, picture: Mapping[str, Any]) -> dict[str, Any]:
        file = shaped(picture, TAKES)
        if len(file.content) > LARGEST_PICTURE:
            raise Refused("picture-too-large")
        reply = self.client.call("POST", "com.atproto.repo.uploadBlob", body=(file.kind, file.content))
        try:
            blob = dig(self.client.json_of(reply), "blob")
        except Refused as error:
            raise Refused("picture-refused", error.detail) from error
        if not isinstance(blob, dict):
            raise Refused("picture-refused")
        return blob

    def _did_of(self, handle: str) -> str:
        return str(dig(self.client.read("com.atproto.identity.resolveHandle", handle=handle), "did") or "")

    def _put(self, key: str, record: Mapping[str, Any]) -> Reference:
        reply = self.client.procedure(
            "com.atproto.repo.putRecord", before=self.mark_in_flight, collection=POSTS, rkey=key, record=record
        )
        cid = dig(reply.json, "cid") if reply is not None and reply.status < 300 else None
        if not cid:
            raise Stop(self.client.refusal(reply))
        return {"uri": self.client.uri(key), "cid": str(cid)}


def _reference(post: Any) -> Reference | None:
    return {"uri": str(post["uri"]), "cid": str(post["cid"])} if dig(post, "uri") and dig(post, "cid") else None


def facets(text: str, resolve: Callable[[str], str]) -> list[dict[str, Any]]:
    """Links, hashtags and mentions, by octets (lexicon app.bsky.richtext.facet). `resolve` gives the DID behind a
    handle, or "": then it stays plain text."""
    return [
        {
            "index": {"byteStart": _octets(text[:start]), "byteEnd": _octets(text[:end])},
            "features": [{"$type": f"app.bsky.richtext.facet#{kind}", name: value}],
        }
        for start, end, kind, name, value in sorted(_found(text, resolve))
    ]


def _found(text: str, resolve: Callable[[str], str]) -> Iterator[tuple[int, int, str, str, str]]:
    for link in LINK.finditer(text):
        yield *link.span(), "link", "uri", link[0]
    for tag in _TAG.finditer(text):
        yield *tag.span(), "tag", "tag", tag[1]
    for mention in _MENTION.finditer(text):
        if did := resolve(mention[1]):
            yield *mention.span(), "mention", "did", did


def _octets(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
