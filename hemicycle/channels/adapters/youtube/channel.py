"""Comments below a video: made once, changed in their place, deleted; and what others write comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.youtube import comments
from hemicycle.channels.adapters.youtube.server import Server, reason_of
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Act,
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
)
from hemicycle.channels.http.exchange import Reply, dig
from hemicycle.channels.text import threads
from hemicycle.channels.text.short_links import SHORT_LINKS

_SECRETS = ("client_id", "client_secret", "refresh_token")

# What the network's own page takes; its interface answers with `commentTextTooLong` and says no number.
MOST_OF_A_COMMENT = 10_000


class YouTube(Adapter):
    """How long a comment may be the documentation does not say; one that is too long is refused by its reason."""

    kind = "youtube-comments"
    label = _("YouTube comments, by its API (not verified against the real service)")
    medium = "social"
    unverified = "youtube"
    edits = True
    answers_directly = False
    in_doubt_seconds = 60.0
    fields = (
        AccountField("address", _("Number of the channel, which begins with UC"), required=True),
        AccountField("video", _("Video below which announcements stand, by the name in its address"), required=True),
        AccountField("client_id", _("Client ID of the program at Google"), secret=True),
        AccountField("client_secret", _("Client secret of the program at Google"), secret=True),
        AccountField(
            "refresh_token",
            _("Refresh token with which the channel’s owner let it in"),
            secret=True,
            required_to_send=True,
        ),
        AccountField("fetch_seconds", _("Seconds between two looks for comments"), "number", default="60"),
        SHORT_LINKS,
    )
    reasons = {
        "quota-used-up": _("The calls that the network allows in a day are used up."),
    }

    def profile_url(self, address: str) -> str:
        return f"https://www.youtube.com/channel/{quote(address)}" if address.startswith("UC") else ""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The link ends the text, so that no two announcements read the same."""
        if outgoing.answers:
            text = outgoing.body
            answer = {"text": text, "act": str(outgoing.act), "answers": outgoing.answers}
            return Rendered(answer, (text,), (Count("characters", len(text), MOST_OF_A_COMMENT),))
        text = "\n\n".join(filter(None, (threads.text_of(outgoing), outgoing.link)))
        return Rendered({"text": text, "act": str(outgoing.act)}, (text,), (Count("characters", len(text)),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return comments.thread_of(external_id, raw)

    def connect(self, access: Access) -> Connection:
        if not access.settings.get("video") or not all(access.secret.get(name) for name in _SECRETS):
            raise NotAuthorised("bad-settings", "no video" if not access.settings.get("video") else "no token")
        server = Server(access)
        # Who we are there: another channel's token would speak in another name.
        mine = dig(server.read("channels", part="id", mine="true"), "items") or ()
        if access.address not in [dig(one, "id") for one in mine]:
            raise NotAuthorised("another-account")
        return _Sender(server)

    def look_up(self, access: Access, message: Message) -> Receipt:
        """What changes or deletes a comment is idempotent."""
        server = Server(access)
        if message.content["act"] == Act.WITHDRAW:
            left = message.superseded and comments.exists(server, message.superseded[0])
            return Receipt(Outcome.REFUSED, code="not-there") if left else Receipt(Outcome.ACCEPTED)
        found = comments.find_ours(server, message)
        return Receipt(Outcome.ACCEPTED, (found,)) if found else Receipt(Outcome.REFUSED, code="not-there")

    def fetch(self, access: Access, receive: Receive) -> None:
        comments.fetch(Server(access), receive)

    def permalink(self, access: Access, name: str) -> str:
        return f"https://www.youtube.com/watch?v={access.settings.get('video', '')}&lc={name}"


class _Sender(Connection):
    def __init__(self, server: Server) -> None:
        self.server, self.video = server, str(server.access.settings["video"])

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        comment, text = message.superseded[0] if message.superseded else "", message.content["text"]
        part = {"part": "snippet"}
        if message.content["act"] == Act.WITHDRAW:
            return self._withdraw(comment, mark_in_flight)
        if message.content["act"] == Act.CORRECT and comment and comments.exists(self.server, comment):
            changed = {"id": comment, "snippet": {"textOriginal": text}}
            reply = self.server.call("PUT", "comments", query=part, data=changed, before=mark_in_flight)
            return self._receipt(reply, comment).unknown_as_retryable
        if message.attempt > 1 and (found := comments.find_ours(self.server, message)):
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED, (found,))
        if above := message.content.get("answers"):
            answer = {"snippet": {"parentId": above, "textOriginal": text}}
            return self._receipt(self.server.call("POST", "comments", query=part, data=answer, before=mark_in_flight))
        thread = {"snippet": {"videoId": self.video, "topLevelComment": {"snippet": {"textOriginal": text}}}}
        return self._receipt(
            self.server.call("POST", "commentThreads", query=part, data=thread, before=mark_in_flight)
        )

    def _withdraw(self, comment: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not comment:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.server.call("DELETE", "comments", query={"id": comment}, before=mark_in_flight)
        if reply is not None and (reply.status < 300 or reason_of(reply) == "commentNotFound"):
            return Receipt(Outcome.ACCEPTED)
        return self.server.refusal(reply).unknown_as_retryable

    def _receipt(self, reply: Reply | None, name: str = "") -> Receipt:
        """`name`: of the comment, where it has one already."""
        made = reply.json if reply is not None and 200 <= reply.status < 300 else None
        name = name or str(dig(made, "id") or "")
        return Receipt(Outcome.ACCEPTED, (name,)) if made is not None and name else self.server.refusal(reply)
