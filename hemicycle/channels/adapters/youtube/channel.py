"""Comments below a video: said once, changed where they stand, deleted; and what others write comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.youtube import comments
from hemicycle.channels.adapters.youtube.fields import FIELDS
from hemicycle.channels.adapters.youtube.server import Server, reason_of, refusal
from hemicycle.channels.contract import (
    Access,
    Act,
    Count,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Take,
)
from hemicycle.channels.http.exchange import Reply
from hemicycle.channels.text import threads

_SECRETS = ("client_id", "client_secret", "refresh_token")


class YouTube:
    """How long a comment may be the documentation does not say; one that is too long is refused by its reason."""

    kind = "youtube-comments"
    inbound = "social"
    addressed = False
    edits = True
    fields = FIELDS
    in_doubt_seconds = 60.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The link ends the text, so that no two announcements read the same."""
        text = "\n\n".join(filter(None, (threads.text_of(outgoing), outgoing.link)))
        return Rendered({"text": text, "act": str(outgoing.act)}, (text,), (Count("characters", len(text)),))

    def connect(self, access: Access) -> Sender:
        if not access.settings.get("video") or not all(access.secret.get(name) for name in _SECRETS):
            raise NotAuthorised("bad-settings", "no video" if not access.settings.get("video") else "no token")
        server = Server(access)
        # Who we are there: another channel's token would speak in another name.
        mine = server.read("channels", part="id", mine="true").get("items") or ()
        if access.address not in [one.get("id") for one in mine if isinstance(one, dict)]:
            raise NotAuthorised("another-account")
        return Sender(server)

    def look(self, access: Access, message: Message) -> Receipt:
        """What changes or deletes a comment may be done once more without harm."""
        server, there = Server(access), _there(message)
        if message.content["act"] == Act.WITHDRAW:
            left = there and comments.stands(server, there)
            return Receipt(Outcome.REFUSED, code="not-there") if left else Receipt(Outcome.ACCEPTED)
        found = comments.ours(server, message)
        return Receipt(Outcome.ACCEPTED, (found,)) if found else Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return True

    def fetch(self, access: Access, take: Take) -> None:
        comments.fetch(Server(access), take)

    def page_of(self, access: Access, name: str) -> str:
        return f"https://www.youtube.com/watch?v={access.settings.get('video', '')}&lc={name}"


class Sender:
    def __init__(self, server: Server) -> None:
        self.server, self.video = server, str(server.access.settings["video"])

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        there, text = _there(message), message.content["text"]
        if message.content["act"] == Act.WITHDRAW:
            return self._withdraw(there, mark_in_flight)
        if message.content["act"] == Act.CORRECT and there and comments.stands(self.server, there):
            changed = {"id": there, "snippet": {"textOriginal": text}}
            reply = self.server.call("PUT", "comments", query={"part": "snippet"}, data=changed, before=mark_in_flight)
            return _made(reply, there).unknown_as_retryable
        if message.attempt > 1 and (found := comments.ours(self.server, message)):
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED, (found,))
        said = {"snippet": {"videoId": self.video, "topLevelComment": {"snippet": {"textOriginal": text}}}}
        return _made(
            self.server.call("POST", "commentThreads", query={"part": "snippet"}, data=said, before=mark_in_flight)
        )

    def close(self) -> None:
        pass

    def _withdraw(self, there: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not there:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.server.call("DELETE", "comments", query={"id": there}, before=mark_in_flight)
        if reply is not None and (reply.status < 300 or reason_of(reply) == "commentNotFound"):
            return Receipt(Outcome.ACCEPTED)
        return refusal(reply).unknown_as_retryable


def _there(message: Message) -> str:
    names = message.supersedes.external_ids if message.supersedes else ()
    return names[0] if names else ""


def _made(reply: Reply | None, name: str = "") -> Receipt:
    told = reply.json if reply is not None and 200 <= reply.status < 300 else None
    made = name or (str(told.get("id", "")) if isinstance(told, dict) else "")
    return Receipt(Outcome.ACCEPTED, (made,)) if told is not None and made else refusal(reply)
