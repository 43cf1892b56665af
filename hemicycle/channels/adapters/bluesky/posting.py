"""Saying, correcting and withdrawing: each step may be taken again, and makes the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.adapters.bluesky import words
from hemicycle.channels.adapters.bluesky.facets import facets
from hemicycle.channels.adapters.bluesky.rendering import LARGEST_PICTURE, PICTURES, TAKES
from hemicycle.channels.adapters.bluesky.server import POSTS, Server, key_in
from hemicycle.channels.contract import (
    Act,
    CannotConnect,
    ChannelError,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    Receipt,
)
from hemicycle.channels.files.pictures import of_file

Reference = dict[str, str]
_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def keys(message: Message) -> list[str]:
    """The names of its posts: a TID each (atproto.com/specs/tid), of the moment when the message was made, so that
    posts stand in the order of time; which of our messages it is, is in the ten bits of the clock."""
    made = _made_at(message)
    microseconds = int(made.timestamp()) * 1_000_000 + made.microsecond
    clock = int.from_bytes(hashlib.sha256(message.key.encode()).digest()[:2]) % 1024
    return [_tid((microseconds + part) << 10 | clock) for part in range(len(message.content["posts"]))]


def _tid(number: int) -> str:
    return "".join(_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _made_at(message: Message) -> datetime:
    assert message.made_at is not None, "every message has a content that was made"
    return message.made_at.astimezone(UTC)


class _Over(Exception):
    """Nothing more can be done in this attempt."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt
        super().__init__(receipt.code)


class Sender:
    """One account on its server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        turn = _Turn(self.server, message, mark_in_flight)
        try:
            return turn.withdraw() if message.content["act"] == Act.WITHDRAW else turn.say()
        except _Over as over:
            return over.receipt
        except ChannelError as error:
            if not turn.handed:
                raise
            # What was written is written again by the next attempt, and is the same.
            return Receipt(Outcome.REFUSED, code=error.code, said=error.said, retry_after=error.retry_after)

    def close(self) -> None:
        pass


class _Turn:
    """One message, one attempt."""

    def __init__(self, server: Server, message: Message, mark_in_flight: MarkInFlight) -> None:
        self.server, self.message, self._mark_in_flight = server, message, mark_in_flight
        self.superseded = message.supersedes.external_ids if message.supersedes else ()
        self.handed = False

    def mark_in_flight(self) -> None:
        if not self.handed:
            self._mark_in_flight()
            self.handed = True

    def say(self) -> Receipt:
        """What it corrects stands, and is answered."""
        root = parent = self._corrected()
        records = [self._record(number, text) for number, text in enumerate(self.message.content["posts"])]
        names = list(self.superseded)
        for key, record in zip(keys(self.message), records, strict=True):
            if root and parent:
                record["reply"] = {"root": root, "parent": parent}
            parent = self._put(key, record)
            root = root or parent
            names.append(parent["uri"])
        return Receipt(Outcome.ACCEPTED, tuple(names))

    def withdraw(self) -> Receipt:
        """The last first, so that no reply loses what it answers. What is gone already is no error there."""
        self.mark_in_flight()
        for uri in reversed(self.superseded):
            said = {"repo": self.server.did, "collection": POSTS, "rkey": key_in(uri)}
            reply = self.server.call("POST", "com.atproto.repo.deleteRecord", said=said)
            if reply is None or reply.status >= 300:
                raise _Over(words.refusal(reply) if reply else Receipt(Outcome.UNKNOWN, code="no-answer"))
        return Receipt(Outcome.ACCEPTED)

    def _corrected(self) -> Reference | None:
        first = self.server.post_at(self.superseded[0]) if self.superseded else None
        return {"uri": str(first["uri"]), "cid": str(first["cid"])} if first else None

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
        try:
            shaped = of_file(picture["path"], str(picture["kind"]), TAKES)
        except OSError as error:
            raise _Over(Receipt(Outcome.REFUSED, code="picture-missing", permanent=True)) from error
        if len(shaped.content) > LARGEST_PICTURE:
            raise _Over(Receipt(Outcome.REFUSED, code="picture-too-large", permanent=True))
        reply = self.server.call("POST", "com.atproto.repo.uploadBlob", blob=(shaped.kind, shaped.content))
        if reply is None or reply.status >= 500 or reply.status in (408, 429):
            raise CannotConnect("no-answer", retry_after=words.patience(reply) if reply else None)
        if reply.status in (401, 403):
            raise NotAuthorised("not-let-in", words.error_in(reply))
        told = reply.json
        if reply.status >= 300 or not isinstance(told, dict) or not isinstance(told.get("blob"), dict):
            refused = Receipt(Outcome.REFUSED, code="picture-refused", said=words.error_in(reply), permanent=True)
            raise _Over(refused)
        blob: dict[str, Any] = told["blob"]
        return blob

    def _did_of(self, handle: str) -> str:
        found = self.server.get("com.atproto.identity.resolveHandle", handle=handle)
        return str(found.get("did", "")) if isinstance(found, dict) else ""

    def _put(self, key: str, record: Mapping[str, Any]) -> Reference:
        said = {"repo": self.server.did, "collection": POSTS, "rkey": key, "record": record}
        reply = self.server.call("POST", "com.atproto.repo.putRecord", said=said, before=self.mark_in_flight)
        if reply is None:
            raise _Over(Receipt(Outcome.UNKNOWN, code="no-answer"))
        told = reply.json
        if reply.status >= 300 or not isinstance(told, dict) or not told.get("cid"):
            raise _Over(words.refusal(reply))
        return {"uri": self.server.uri(key), "cid": str(told["cid"])}


def names_of(server: Server, message: Message) -> Sequence[str]:
    return [server.uri(key) for key in keys(message)]
