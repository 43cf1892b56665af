"""The client of a site, with the application password of the account (developer.wordpress.org/rest-api)."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from hemicycle.channels.contract import Access
from hemicycle.channels.http.client import STATUSES, Client, Meaning
from hemicycle.channels.http.exchange import Reply, dig


class Server(Client):
    # A page of the site, or of a proxy before it.
    no_json = "bad-settings"

    def __init__(self, access: Access) -> None:
        super().__init__(access, access.address.rstrip("/") + "/wp-json/wp/v2/")
        self.what = "pages" if access.settings.get("what") == "pages" else "posts"

    def headers(self) -> dict[str, str]:
        user, password = str(self.access.settings.get("user", "")), self.access.secret.get("password", "")
        return {"Authorization": "Basic " + b64encode(f"{user}:{password}".encode()).decode()}

    def meaning(self, reply: Reply) -> Meaning | None:
        return ("refused", True) if reply.status == 501 else STATUSES.get(reply.status)

    def detail(self, reply: Reply) -> str:
        """WordPress names what is wrong by a word of its own: "rest_forbidden"."""
        word = dig(reply.json, "code") or ""
        return f"{reply.status} {word}"[:120].strip() if isinstance(word, str) else str(reply.status)

    def is_gone(self, reply: Reply) -> bool:
        """Lists of nothing are empty: 404 is a site without this API."""
        return False

    def find(self, what: str, slug: str) -> dict[str, Any] | None:
        """The post or medium with a slug, None where there is none. Raises ChannelError."""
        query = {"slug": slug, "context": "edit"}
        if what in ("posts", "pages"):
            query["status"] = "publish,future,draft,pending,private"
        found = self.read(what, **query)
        return found[0] if isinstance(found, list) and found and isinstance(found[0], dict) else None
