"""The adapter: its account, its text as a thread, and which of the other files does what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.bluesky import incoming, threadgate
from hemicycle.channels.adapters.bluesky.posting import PICTURES, Posting, names_of
from hemicycle.channels.adapters.bluesky.server import SERVER, Server, key_in
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Act,
    Adapter,
    Connection,
    Count,
    Message,
    Metrics,
    ModerationTarget,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
)
from hemicycle.channels.http.client import Sender
from hemicycle.channels.http.exchange import dig
from hemicycle.channels.text import threads
from hemicycle.channels.text.short_links import SHORT_LINKS

CHARACTERS, OCTETS = 300, 3000
"""Of a text: grapheme clusters, and octets of UTF-8 (lexicon app.bsky.feed.post)."""
# More is a document: the register has it.
MOST_POSTS = 25
_CARD_CHARACTERS = 200
_PAGE = "100"


class Bluesky(Adapter):
    """There for whoever reads the account; corrected in reply, and removed when it is withdrawn."""

    kind = "bluesky"
    label = _("Bluesky")
    medium = "social"
    edits = True
    # Its direct messages are another service (chat.bsky), which app passwords open only where their owner says so.
    answers_directly = False
    # What is still under way and arrives later is the same post under the same name.
    in_doubt_seconds = 0.0
    fields = (
        AccountField("address", _("Handle, like house.example or house.bsky.social"), required=True),
        AccountField(
            "password",
            _("App password (in the settings of the account there, under privacy)"),
            secret=True,
            required_to_send=True,
        ),
        AccountField("server", _("Address of the server"), "server", default=SERVER),
        AccountField("labels", _("Labels on every post, with blanks between")),
        SHORT_LINKS,
    )

    def profile_url(self, address: str) -> str:
        return f"https://bsky.app/profile/{quote(address.lstrip('@'))}" if "." in address else ""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        posts = threads.parts(threads.text_of(outgoing), outgoing.link, most=CHARACTERS, measure=length)
        content = {
            "posts": list(posts), "lang": outgoing.lang, "act": str(outgoing.act),
            "pictures": [picture.file for picture in outgoing.pictures],
            "card": _card(outgoing), "labels": str(settings.get("labels", "")).split(),
        }  # fmt: skip
        if outgoing.answers:
            content["answers"] = outgoing.answers
        counts = [Count("characters", max(map(length, posts)), CHARACTERS), Count("posts", len(posts), MOST_POSTS)]
        if outgoing.pictures:
            counts.append(Count("pictures", len(outgoing.pictures), PICTURES * len(posts)))
        return Rendered(content, posts, tuple(counts))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def connect(self, access: Access) -> Connection:
        if not access.secret.get("password"):
            raise NotAuthorised("bad-settings", "no password")
        server = Server(access)
        server.session()
        return Sender(server, Posting)

    def look_up(self, access: Access, message: Message) -> Receipt:
        """All of it is there (or gone, of what was withdrawn), or it is to be done again."""
        server = Server(access)
        withdrawn = message.content["act"] == Act.WITHDRAW
        names = message.superseded if withdrawn else names_of(server, message)
        if any((server.post_at(name) is None) != withdrawn for name in names):
            return Receipt(Outcome.REFUSED, code="not-there")
        return Receipt(Outcome.ACCEPTED, () if withdrawn else (*message.superseded, *names))

    def hide(self, access: Access, target: ModerationTarget) -> bool:
        return threadgate.put(Server(access), target.external_id, hidden=True)

    def show(self, access: Access, target: ModerationTarget) -> bool:
        return threadgate.put(Server(access), target.external_id, hidden=False)

    def moderation_url(self, access: Access, target: ModerationTarget) -> str:
        author = target.external_id.removeprefix("at://").partition("/")[0]
        return f"https://bsky.app/profile/{author}/post/{key_in(target.external_id)}"

    def fetch(self, access: Access, receive: Receive) -> None:
        incoming.fetch(Server(access), receive)

    def metrics(self, access: Access) -> Iterator[Metrics]:
        server = Server(access)
        yield Metrics(followers=dig(server.read("app.bsky.actor.getProfile", actor=server.did), "followersCount"))
        # The parts of a thread are replies to its first.
        feed = server.read("app.bsky.feed.getAuthorFeed", actor=server.did, limit=_PAGE, filter="posts_with_replies")
        for row in dig(feed, "feed") or ():
            post = dig(row, "post")
            if str(dig(post, "uri") or "").startswith(f"at://{server.did}/"):
                yield Metrics(str(post["uri"]), likes=post.get("likeCount"), boosts=post.get("repostCount"))

    def permalink(self, access: Access, name: str) -> str:
        """The program that most people read the network with shows all servers of it."""
        return f"https://bsky.app/profile/{access.address.lstrip('@')}/post/{key_in(name)}"


def length(text: str) -> int:
    """Characters; those of many code points weigh as much as their octets, of which a text has ten for each."""
    return max(threads.count(text), -(-len(text.encode("utf-8", "replace")) * CHARACTERS // OCTETS))


def _card(outgoing: OutgoingText) -> dict[str, str]:
    """What stands in the box that leads to the register."""
    if not outgoing.link:
        return {}
    first = (outgoing.body or outgoing.notice).strip().partition("\n")[0]
    title = outgoing.title or first[:_CARD_CHARACTERS]
    return {"uri": outgoing.link, "title": title, "description": first[:_CARD_CHARACTERS]}
