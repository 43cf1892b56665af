"""A note in our own outbox: nothing travels here, and no network can fail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import (
    Access,
    AccountField,
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)
from hemicycle.channels.fediverse.signatures import new_keys
from hemicycle.channels.text.threads import LINK

# Misskey cuts off what it stores of a note (packages/backend/src/const.ts: DB_MAX_NOTE_TEXT_LENGTH); others keep more.
MOST_OF_AN_ANSWER = 8_192


class ActivityPub(Adapter):
    """A note is known by the key of the message that said it first, whatever corrects or withdraws it."""

    kind = "activitypub"
    label = _("Fediverse, our own server (ActivityPub)")
    medium = "social"
    edits = True
    answers_directly = True
    warns = True
    in_doubt_seconds = 0.0
    # Its keys it makes itself.
    fields = (
        AccountField("address", _("Name before the @: small letters, digits and _"), "handle", required=True),
        AccountField("display_name", _("Name that readers see")),
        AccountField("icon", _("Address of a picture of the House: PNG, JPEG or WebP, square"), "url"),
        AccountField("header", _("Address of a wide picture above its page"), "url"),
        AccountField("summary", _("Who speaks here, in a sentence")),
    )
    machine_settings = ("allow_private",)

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """An announcement has its link, and servers fold what is long; an answer has to arrive whole."""
        tags = " ".join(f"#{tag}" for tag in outgoing.hashtags)
        text = "\n\n".join(filter(None, (outgoing.notice, outgoing.title, outgoing.body, tags, outgoing.link)))
        content: dict[str, Any] = {
            "act": str(outgoing.act), "html": html_of(outgoing), "lang": outgoing.lang, "notice": outgoing.notice,
            "warning": outgoing.warning, "link": outgoing.link, "tags": list(outgoing.hashtags),
            "pictures": [
                {"url": one.url, "kind": one.kind, "alternative": one.alternative} for one in outgoing.pictures
            ],
        }  # fmt: skip
        if outgoing.answers:
            content["answers"] = outgoing.answers
            # Whom a direct message is for stands sealed with its row, and nowhere else.
            content |= {"direct": True} if outgoing.direct else {"mention": outgoing.mention}
        most = MOST_OF_AN_ANSWER if outgoing.answers else None
        return Rendered(content, (text,), (Count("characters", len(text), most),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def connect(self, access: Access) -> Connection:
        return _Outbox()

    def look_up(self, access: Access, message: Message) -> Receipt:
        """It stands there as soon as the row says so."""
        return _accepted(message)

    def new_keys(self) -> Mapping[str, str]:
        return new_keys()


class _Outbox(Connection):
    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        if bool(message.to) != bool(message.content.get("direct")):
            # To one person what was made for everybody, or to everybody what was made for one.
            return Receipt(Outcome.REFUSED, code="not-to-one", permanent=True)
        mark_in_flight()
        return _accepted(message)


def _accepted(message: Message) -> Receipt:
    earlier = message.supersedes
    name = message.key if earlier is None else (earlier.external_ids or (earlier.key,))[0]
    return Receipt(Outcome.ACCEPTED, (name,))


def html_of(outgoing: OutgoingText) -> str:
    """The HTML that servers of the fediverse let through: paragraphs, line breaks, links. Every word is escaped."""
    title = f"<p><strong>{escape(outgoing.title)}</strong></p>" if outgoing.title else ""
    words = "".join(f"<p>{_paragraph(one)}</p>" for one in re.split(r"\n\s*\n", outgoing.body.strip()) if one.strip())
    tags = " ".join(
        f'<a href="{escape(outgoing.link)}" class="mention hashtag" rel="tag">#<span>{escape(tag)}</span></a>'
        for tag in outgoing.hashtags
    )
    link = _link(outgoing.link) if outgoing.link else ""
    return title + words + "".join(f"<p>{one}</p>" for one in (tags, link) if one)


def _paragraph(words: str) -> str:
    found, at = list[str](), 0
    for match in LINK.finditer(words):
        found += [escape(words[at : match.start()]), _link(match[0])]
        at = match.end()
    found.append(escape(words[at:]))
    return "<br>".join("".join(found).strip().splitlines())


def _link(address: str) -> str:
    return f'<a href="{escape(address)}" rel="nofollow noopener">{escape(address)}</a>'
