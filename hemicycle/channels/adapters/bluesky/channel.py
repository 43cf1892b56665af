"""What an account on Bluesky is to the platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hemicycle.channels.adapters.bluesky import counting, hiding, incoming, posting, rendering
from hemicycle.channels.adapters.bluesky.fields import FIELDS
from hemicycle.channels.adapters.bluesky.server import Server, key_in
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


class Bluesky:
    """There for whoever reads the account; corrected in reply, and removed when it is withdrawn."""

    kind = "bluesky"
    inbound = "social"
    addressed = False
    edits = True
    fields = FIELDS
    # What is still under way and comes after all is the same post under the same name.
    in_doubt_seconds = 0.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return rendering.render(outgoing, settings)

    def connect(self, access: Access) -> posting.Sender:
        if not access.secret.get("password"):
            raise NotAuthorised("bad-settings", "no password")
        server = Server(access)
        server.session()
        return posting.Sender(server)

    def look(self, access: Access, message: Message) -> Receipt:
        """All of it is there (or gone, of what was withdrawn), or it is to be done again."""
        server = Server(access)
        earlier = message.supersedes.external_ids if message.supersedes else ()
        withdrawn = message.content["act"] == Act.WITHDRAW
        names = earlier if withdrawn else posting.names_of(server, message)
        if any((server.post_at(name) is None) != withdrawn for name in names):
            return Receipt(Outcome.REFUSED, code="not-there")
        return Receipt(Outcome.ACCEPTED, () if withdrawn else (*earlier, *names))

    def hide(self, access: Access, unwanted: Unwanted) -> bool:
        return hiding.put(Server(access), unwanted.name, hidden=True)

    def show(self, access: Access, unwanted: Unwanted) -> bool:
        return hiding.put(Server(access), unwanted.name, hidden=False)

    def by_hand_at(self, access: Access, unwanted: Unwanted) -> str:
        author = unwanted.name.removeprefix("at://").partition("/")[0]
        return f"https://bsky.app/profile/{author}/post/{key_in(unwanted.name)}"

    def fetch(self, access: Access, take: Take) -> None:
        incoming.fetch(access, take)

    def count(self, access: Access) -> Iterable[Counted]:
        return counting.count(access)

    def page_of(self, access: Access, name: str) -> str:
        """What most people read the network with shows all servers of it."""
        return f"https://bsky.app/profile/{access.address.lstrip('@')}/post/{key_in(name)}"
