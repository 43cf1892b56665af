"""The adapter: its account, its text as a thread, and which of the other files does what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.mastodon import incoming, oauth
from hemicycle.channels.adapters.mastodon.posting import Posting, existing_posts
from hemicycle.channels.adapters.mastodon.server import CHARACTERS, PAGE, PER_LINK, PICTURES, Server, length
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Act,
    Adapter,
    Authorization,
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
from hemicycle.channels.text import threads
from hemicycle.channels.text.short_links import SHORT_LINKS

# More is a document: the register has it.
MOST_POSTS = 25


class Mastodon(Adapter):
    """There for whoever reads the account; changed and removed when it is corrected or withdrawn."""

    kind = "mastodon"
    label = _("Mastodon and compatible servers (an account on a server)")
    medium = "social"
    edits = True
    answers_directly = True
    warns = True
    # Until then a request without an answer may still be under way: servers end one after a minute.
    in_doubt_seconds = 60.0
    fields = (
        AccountField("address", _("Handle, like @house@social.example"), required=True),
        AccountField("server", _("Address of the server"), "server", required=True),
        AccountField("token", _("Access token"), secret=True, required_to_send=True),
        AccountField("visibility", _("Who sees the posts"), "choice", "public", ("public", "unlisted")),
        AccountField("characters", _("Most characters of a post"), "number", default="500"),
        AccountField("characters_per_link", _("Characters that a link counts"), "number", default="23"),
        SHORT_LINKS,
    )
    reasons = {
        "shown-otherwise": _("The network shows it with another language or audience than was asked for."),
        "not-removed": _("The network removes no posts: what was to go says now that it was withdrawn."),
    }

    def profile_url(self, address: str) -> str:
        user, _at, server = address.lstrip("@").partition("@")
        return f"https://{quote(server)}/@{quote(user)}" if server else ""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        most = int(settings.get("characters", CHARACTERS))
        measure = partial(length, per_link=int(settings.get("characters_per_link", PER_LINK)))
        # The warning stands over each post, and counts with it.
        taken = measure(outgoing.warning)
        # Whoever is named in it gets a notification.
        text = " ".join(filter(None, (outgoing.mention, threads.text_of(outgoing))))
        posts = threads.parts(text, outgoing.link, most=most - taken, measure=measure)
        content = {
            "posts": list(posts), "lang": outgoing.lang, "link": outgoing.link, "act": str(outgoing.act),
            "pictures": [picture.file for picture in outgoing.pictures], "warning": outgoing.warning,
            "visibility": "direct" if outgoing.direct else str(settings.get("visibility", "public")),
        }  # fmt: skip
        if outgoing.answers:
            content["answers"] = outgoing.answers
        counts = [Count("characters", taken + max(map(measure, posts)), most), Count("posts", len(posts), MOST_POSTS)]
        if outgoing.pictures:
            counts.append(Count("pictures", len(outgoing.pictures), PICTURES * len(posts)))
        return Rendered(content, posts, tuple(counts))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return external_id

    def connect(self, access: Access) -> Connection:
        server = Server(access)
        if not server.url or not access.secret.get("token"):
            raise NotAuthorised("bad-settings", "no server" if not server.url else "no token")
        assert server.me
        return Sender(server, Posting)

    def look_up(self, access: Access, message: Message) -> Receipt:
        """All of it is there, or the rest is to be sent."""
        server = Server(access)
        if message.content["act"] == Act.WITHDRAW:
            left = [name for name in message.superseded if server.post(name) is not None]
            return Receipt(Outcome.REFUSED, code="not-there") if left else Receipt(Outcome.ACCEPTED)
        found = existing_posts(server, message)
        if all(one.is_as_sent for one in found):
            return Receipt(Outcome.ACCEPTED, tuple(one.name for one in found))
        return Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("server"))

    def fetch(self, access: Access, receive: Receive) -> None:
        incoming.fetch(Server(access), receive)

    def hide(self, access: Access, target: ModerationTarget) -> bool:
        return _block(Server(access), target, "block")

    def show(self, access: Access, target: ModerationTarget) -> bool:
        return _block(Server(access), target, "unblock")

    def moderation_url(self, access: Access, target: ModerationTarget) -> str:
        """The post in the application of the server: from there its author is blocked."""
        server = Server(access).url
        return f"{server}/statuses/{quote(target.external_id, safe='')}" if server else ""

    def metrics(self, access: Access) -> Iterator[Metrics]:
        server = Server(access)
        yield Metrics(followers=server.me.get("followers_count"))
        rows = server.read(f"/api/v1/accounts/{server.me['id']}/statuses", limit=str(PAGE), exclude_reblogs="true")
        for post in rows if isinstance(rows, list) else ():
            if isinstance(post, dict) and post.get("id"):
                yield Metrics(str(post["id"]), likes=post.get("favourites_count"), boosts=post.get("reblogs_count"))

    def begin_authorization(self, access: Access, callback: str, state: str) -> Authorization:
        return oauth.begin_authorization(access, callback, state)

    def exchange_code(self, access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        return oauth.exchange_code(access, callback, code)

    def revoke(self, access: Access) -> None:
        oauth.revoke(access)

    def permalink(self, access: Access, name: str) -> str:
        """As Mastodon has it; its kin redirect whoever comes there, or do not know it."""
        server, user = Server(access).url, access.address.lstrip("@").partition("@")[0]
        return f"{server}/@{user}/{name}" if server and user else ""


def _block(server: Server, target: ModerationTarget, action: str) -> bool:
    """The API lets nobody hide an answer of somebody else, only keep its author from us."""
    author = _author(server, target) if target.block_author else ""
    if not author:
        return False
    server.accepted(server.call("POST", f"/api/v1/accounts/{author}/{action}"))
    return True


def _author(server: Server, target: ModerationTarget) -> str:
    """By the post; of somebody who is blocked some servers (snac) show none, and then by the handle. ""
    where it cannot be found out any more."""
    found = (server.post(target.external_id) or {}).get("account")
    if not isinstance(found, dict) and target.author:
        found = server.read("/api/v1/accounts/lookup", acct=target.author.lstrip("@"))
    return str(found.get("id") or "") if isinstance(found, dict) else ""
