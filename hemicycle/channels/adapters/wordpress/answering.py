"""An answer below a comment of the site (developer.wordpress.org/rest-api/reference/comments).

WordPress refuses the same words by the same user below the same comment (409, comment_duplicate), so that nothing
stands there twice; which comment that is, is read before anything is tried again.
"""

from __future__ import annotations

from html import escape
from typing import Any

from hemicycle.channels.adapters.wordpress import posting
from hemicycle.channels.adapters.wordpress.server import Server
from hemicycle.channels.contract import (
    COMMENT,
    ChannelError,
    Count,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)
from hemicycle.channels.http.exchange import Reply, dig
from hemicycle.channels.text.html import text_of

# Octets of the column (wp-includes/comment.php, wp_get_comment_fields_max_lengths).
MOST = 65_525
# rest_comment_closed and its kin: the account is let in, that post takes no comments.
_TAKES_NONE = frozenset({"rest_comment_closed", "rest_comment_trash_post", "rest_comment_draft_post"})
_APPROVED = "approved"


def rendered(outgoing: OutgoingText) -> Rendered:
    """Plain text, of which WordPress makes paragraphs and links."""
    text = escape(outgoing.body, quote=False)
    content = {"act": str(outgoing.act), "text": text, "answers": outgoing.answers}
    return Rendered(content, (outgoing.body,), (Count("bytes", len(text.encode()), MOST),))


class Sender(posting.Sender):
    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        if "answers" not in message.content:
            return super().send(message, mark_in_flight)
        above = _answered(self.server, message)
        if above is None:
            return Receipt(Outcome.REFUSED, code="answered-is-gone", permanent=True)
        if message.attempt > 1 and (found := _find(self.server, message, above)):
            mark_in_flight()
            return _receipt(found)
        data = {"post": above["post"], "parent": above["id"], "content": message.content["text"]}
        return self._answer(self.server.call("POST", "comments", data=data, before=mark_in_flight), message, above)

    def _answer(self, reply: Reply | None, message: Message, above: dict[str, Any]) -> Receipt:
        made = reply.json if reply is not None and 200 <= reply.status < 300 else None
        if isinstance(made, dict) and made.get("id"):
            return _receipt(made)
        code = str(dig(reply.json, "code") or "") if reply is not None else ""
        if code == "comment_duplicate":
            return self._duplicate(message, above)
        if code in _TAKES_NONE:
            return Receipt(Outcome.REFUSED, code="takes-no-comments", permanent=True)
        if code == "comment_flood":
            return Receipt(Outcome.REFUSED, code="too-many")
        return self.server.refusal(reply)

    def _duplicate(self, message: Message, above: dict[str, Any]) -> Receipt:
        """It is there, be it that the site shows it to nobody yet."""
        try:
            found = _find(self.server, message, above)
        except ChannelError:
            found = None
        return _receipt(found) if found else Receipt(Outcome.ACCEPTED, code="held-there")


def look_up(server: Server, message: Message) -> Receipt | None:
    """None where it cannot be told now."""
    try:
        above = _answered(server, message)
        found = _find(server, message, above) if above else None
    except ChannelError:
        return None
    return _receipt(found) if found else Receipt(Outcome.REFUSED, code="not-there")


def _answered(server: Server, message: Message) -> dict[str, Any] | None:
    """The comment that is answered; None where the site has it no more, or shows it to nobody."""
    number = str(message.content["answers"]).removeprefix(COMMENT)
    if not number.isdigit():
        return None
    reply = server.call("GET", f"comments/{number}")
    # Who may not moderate reads none that is held back; the account itself is let in.
    if reply is not None and (reply.status in (404, 410) or dig(reply.json, "code") == "rest_cannot_read"):
        return None
    found = server.json_of(reply, refused=ChannelError)
    is_shown = isinstance(found, dict) and found.get("id") and found.get("status", _APPROVED) == _APPROVED
    return found if is_shown else None


def _find(server: Server, message: Message, above: dict[str, Any]) -> dict[str, Any] | None:
    """Our answer below that comment which says this."""
    me = dig(server.read("users/me"), "id")
    query = {"post": str(above["post"]), "parent": str(above["id"]), "per_page": "100", "page": "1", "order": "desc"}
    rows = server.read("comments", **query)
    text = _letters(text_of(message.content["text"]))
    ours = (one for one in rows or () if isinstance(one, dict) and me and one.get("author") == me)
    return next((one for one in ours if _letters(text_of(str(dig(one, "content", "rendered") or ""))) == text), None)


def _letters(text: str) -> str:
    """What is left of a text whatever WordPress makes of its quotation marks, dashes and faces (wptexturize)."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _receipt(comment: dict[str, Any]) -> Receipt:
    held = comment.get("status", _APPROVED) != _APPROVED
    return Receipt(Outcome.ACCEPTED, (f"{COMMENT}{comment['id']}",), code="held-there" if held else "")
