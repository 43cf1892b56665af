"""What an account on the fediverse is to the platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from hemicycle.channels.abilities import Asking
from hemicycle.channels.adapters.mastodon import blocking, counting, finding, incoming, linking, rendering
from hemicycle.channels.adapters.mastodon.fields import FIELDS
from hemicycle.channels.adapters.mastodon.posting import Sender
from hemicycle.channels.adapters.mastodon.server import Server
from hemicycle.channels.contract import (
    Access,
    Act,
    Counted,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Take,
    Unwanted,
)


class Mastodon:
    """There for whoever reads the account; changed and removed when it is corrected or withdrawn."""

    kind = "mastodon"
    inbound = "social"
    addressed = False
    edits = True
    warns = True
    fields = FIELDS
    # Until then a request without an answer may still be under way: servers end one after a minute.
    in_doubt_seconds = 60.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return rendering.render(outgoing, settings)

    def connect(self, access: Access) -> Sender:
        server = Server(access)
        if not server.url or not access.secret.get("token"):
            raise NotAuthorised("bad-settings", "no server" if not server.url else "no token")
        assert server.me
        return Sender(server)

    def look(self, access: Access, message: Message) -> Receipt:
        """All of it is there, or the rest is to be sent."""
        server = Server(access)
        if message.content["act"] == Act.WITHDRAW:
            names = message.supersedes.external_ids if message.supersedes else ()
            left = [name for name in names if finding.post_of(server, name) is not None]
            return Receipt(Outcome.REFUSED, code="not-there") if left else Receipt(Outcome.ACCEPTED)
        found = finding.standing(server, message)
        if all(one.says_it for one in found):
            return Receipt(Outcome.ACCEPTED, tuple(one.name for one in found))
        return Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("server"))

    def hide(self, access: Access, unwanted: Unwanted) -> bool:
        return blocking.put(Server(access), unwanted, blocked=True)

    def show(self, access: Access, unwanted: Unwanted) -> bool:
        return blocking.put(Server(access), unwanted, blocked=False)

    def by_hand_at(self, access: Access, unwanted: Unwanted) -> str:
        """The post in the application of the server: from there its author is blocked."""
        server = str(access.settings.get("server", "")).rstrip("/")
        return f"{server}/statuses/{quote(unwanted.name, safe='')}" if server else ""

    def fetch(self, access: Access, take: Take) -> None:
        incoming.fetch(access, take)

    def count(self, access: Access) -> Iterable[Counted]:
        return counting.count(access)

    def ask_owner(self, access: Access, callback: str, state: str) -> Asking:
        return linking.ask_owner(access, callback, state)

    def let_in(self, access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        return linking.let_in(access, callback, code)

    def leave(self, access: Access) -> None:
        linking.leave(access)

    def page_of(self, access: Access, name: str) -> str:
        """As Mastodon has it; its kin send whoever comes there on, or do not know it."""
        server, user = str(access.settings.get("server", "")).rstrip("/"), access.address.lstrip("@").partition("@")[0]
        return f"{server}/@{user}/{name}" if server and user else ""
