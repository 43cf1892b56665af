"""Saying, correcting and withdrawing: every step can be taken again, and what stands is never said twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hemicycle.channels.adapters.mastodon import finding, media, words
from hemicycle.channels.adapters.mastodon.finding import Standing
from hemicycle.channels.adapters.mastodon.rendering import length
from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import Act, ChannelError, MarkInFlight, Message, Outcome, Receipt

# Servers turn a language into another, or a visibility (snac both): what they answer is compared with what was asked.
_READ_BACK = {"language": "lang", "visibility": "visibility", "spoiler_text": "warning"}
# Not there, or not there any more; no such call (snac says 404 to it).
_CANNOT_DELETE = frozenset({404, 405, 410, 501})


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
            return turn.take()
        except _Over as over:
            return over.receipt
        except media.Refused as refused:
            return Receipt(Outcome.REFUSED, code=refused.code, said=refused.said, permanent=True)
        except ChannelError as error:
            if not turn.handed:
                raise
            # What is there already will be found by the next attempt.
            return Receipt(Outcome.REFUSED, code=error.code, said=error.said, retry_after=error.retry_after)

    def close(self) -> None:
        pass


class _Turn:
    """One message, one attempt."""

    def __init__(self, server: Server, message: Message, mark_in_flight: MarkInFlight) -> None:
        self.server, self.message = server, message
        self.posts: Sequence[str] = message.content["posts"]
        self.warning = str(message.content.get("warning", ""))
        self.superseded = message.supersedes.external_ids if message.supersedes else ()
        self._mark_in_flight = mark_in_flight
        self.handed = False
        self.code = ""

    def take(self) -> Receipt:
        if self.message.content["act"] == Act.WITHDRAW:
            return self.withdraw()
        return self.say()

    def mark_in_flight(self) -> None:
        if not self.handed:
            self._mark_in_flight()
            self.handed = True

    def say(self) -> Receipt:
        if refusal := self._too_long():
            return refusal
        standing = finding.standing(self.server, self.message)
        pictures = [[] if one.says_it else self._pictures(number) for number, one in enumerate(standing)]
        names: list[str] = []
        for text, one, shown in zip(self.posts, standing, pictures, strict=True):
            names.append(one.name if one.says_it else self._write(text, one, shown, names))
        self.mark_in_flight()
        names += filter(None, [self._remove(name) for name in self.superseded[len(self.posts) :]])
        return Receipt(Outcome.ACCEPTED, tuple(names), code=self.code)

    def withdraw(self) -> Receipt:
        """The last part first, so that no reply loses what it answers."""
        self.mark_in_flight()
        kept = [self._remove(name) for name in reversed(self.superseded)]
        return Receipt(Outcome.ACCEPTED, tuple(filter(None, reversed(kept))), code=self.code)

    def _too_long(self) -> Receipt | None:
        limits = self.server.limits()
        taken = length(self.warning, per_link=limits.per_link)
        longest = taken + max(length(text, per_link=limits.per_link) for text in self.posts)
        if longest <= limits.characters and len(self.message.content["pictures"]) <= limits.pictures * len(self.posts):
            return None
        return Receipt(Outcome.REFUSED, code="too-long", said=f"{longest} of {limits.characters}", permanent=True)

    def _pictures(self, number: int) -> list[str]:
        most = self.server.limits().pictures
        shown: Sequence[Mapping[str, Any]] = self.message.content["pictures"][number * most : (number + 1) * most]
        return [media.upload(self.server, picture) for picture in shown]

    def _write(self, text: str, there: Standing, pictures: Sequence[str], before: Sequence[str]) -> str:
        """The name of the post that says it now."""
        form = [("status", text), ("language", self.message.content["lang"])]
        # Said empty too: a correction may take a warning away.
        form += [("spoiler_text", self.warning), ("sensitive", "true" if self.warning else "false")]
        form += [("media_ids[]", name) for name in pictures]
        if there.post is not None:
            return self._made("PUT", f"/api/v1/statuses/{there.name}", form)
        form.append(("visibility", self.message.content["visibility"]))
        if before:
            form.append(("in_reply_to_id", before[-1]))
        return self._made("POST", "/api/v1/statuses", form, key=f"{self.message.key}-{len(before) + 1}")

    def _made(self, method: str, path: str, form: list[tuple[str, str]], key: str = "") -> str:
        reply = self.server.call(method, path, form=form, key=key, before=self.mark_in_flight)
        if reply is None:
            raise _Over(Receipt(Outcome.UNKNOWN, code="no-answer"))
        told = reply.json
        if reply.status >= 300 or not isinstance(told, dict) or not told.get("id"):
            raise _Over(words.refusal(reply))
        asked = {name: self.message.content.get(ours, "") for name, ours in _READ_BACK.items()}
        if any(told.get(name) not in (None, value) for name, value in asked.items()):
            self.code = self.code or "shown-otherwise"
        return str(told["id"])

    def _remove(self, name: str) -> str:
        """Delete a post; where the server cannot, this message takes its place. What stands there still, or ""."""
        reply = self.server.call("DELETE", f"/api/v1/statuses/{name}")
        if reply is None:
            raise _Over(Receipt(Outcome.UNKNOWN, code="no-answer"))
        if reply.status < 300:
            return ""
        if reply.status not in _CANNOT_DELETE:
            raise _Over(words.refusal(reply))
        if finding.post_of(self.server, name) is None:
            return ""
        self.code = "not-removed"
        return self._made("PUT", f"/api/v1/statuses/{name}", [("status", self.posts[0])])
