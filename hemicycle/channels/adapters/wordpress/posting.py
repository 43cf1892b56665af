"""Making a post, changing it, putting it into the trash."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from hemicycle.channels.adapters.wordpress.server import Server
from hemicycle.channels.contract import Act, Connection, MarkInFlight, Message, Outcome, Receipt
from hemicycle.channels.files.pictures import ENDINGS, JPEG, PNG, WEBP, Takes
from hemicycle.channels.http.client import shaped
from hemicycle.channels.http.exchange import Reply, dig

# Of our key, in the slug: 16 hexadecimal digits, so that no other post ends like it.
KEY_DIGITS = 16
POST = "post:"
_GONE = (404, 410)
# WordPress keeps no larger one (big_image_size_threshold); nginx, told nothing else, lets no more octets through.
TAKES = Takes((JPEG, PNG, WEBP), 1_000_000, largest=((2560, 2560),))


def slug_of(message: Message) -> str:
    return f"{message.content['slug']}-{message.key[:KEY_DIGITS]}"


def found_post(post: Mapping[str, Any]) -> Receipt:
    return Receipt(Outcome.ACCEPTED, external_ids=names_of(post))


def names_of(post: Mapping[str, Any]) -> tuple[str, ...]:
    """Where it stands, and its number, by which comments name it."""
    return str(post.get("link", ""))[:200] or f"{POST}{post['id']}", f"{POST}{post['id']}"


class Sender(Connection):
    def __init__(self, server: Server) -> None:
        self.server, self.what = server, server.what

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        act = message.content["act"]
        number = _number(message.superseded)
        if act == Act.WITHDRAW:
            return self._withdraw(number, mark_in_flight)
        if message.attempt > 1 and not number and (found := self.server.find(self.what, slug_of(message))):
            mark_in_flight()
            return found_post(found)
        data = self._fields(message)
        if act == Act.CORRECT and number:
            reply = self.server.call("POST", f"{self.what}/{number}", data=data, before=mark_in_flight)
            if reply is None or reply.status in (500, 502, 504):
                # The request is idempotent.
                return Receipt(Outcome.REFUSED, code="no-answer")
            if reply.status not in _GONE:
                return self._receipt(reply)
            # Somebody removed it there: it is said anew.
            if found := self.server.find(self.what, slug_of(message)):
                return found_post(found)
            return self._receipt(self.server.call("POST", self.what, data={**data, "slug": slug_of(message)}))
        return self._receipt(
            self.server.call("POST", self.what, data={**data, "slug": slug_of(message)}, before=mark_in_flight)
        )

    def _receipt(self, reply: Reply | None) -> Receipt:
        post = reply.json if reply is not None and 200 <= reply.status < 300 else None
        return found_post(post) if isinstance(post, dict) and post.get("id") else self.server.refusal(reply)

    def _withdraw(self, number: str, mark_in_flight: MarkInFlight) -> Receipt:
        if not number:
            mark_in_flight()
            return Receipt(Outcome.ACCEPTED)
        reply = self.server.call("DELETE", f"{self.what}/{number}", before=mark_in_flight)
        if reply is None or reply.status in (500, 502, 504):
            return Receipt(Outcome.REFUSED, code="no-answer")
        if 200 <= reply.status < 300 or reply.status in _GONE:
            return Receipt(Outcome.ACCEPTED)
        return self.server.refusal(reply)

    def _fields(self, message: Message) -> dict[str, Any]:
        given = message.content
        media = [self._picture(message, number, one) for number, one in enumerate(given["pictures"], 1)]
        # The first stands where the site shows the picture of a post; the others in the text.
        figures = "".join(
            f'\n<figure><img src="{escape(str(one["source_url"]))}" alt="{escape(picture["alternative"])}">'
            f"{_caption(picture)}</figure>"
            for one, picture in zip(media[1:], given["pictures"][1:], strict=True)
        )
        fields: dict[str, Any] = {
            "status": "publish",
            "title": escape(given["title"], quote=False),
            "content": given["content"] + figures,
            "excerpt": given["excerpt"],
            "comment_status": "open" if self.server.access.settings.get("comments_open") else "closed",
            "featured_media": media[0]["id"] if media else 0,
        }
        if self.what == "posts":
            fields["tags"] = [number for tag in given["tags"] if (number := self._tag(tag))]
        return fields

    def _picture(self, message: Message, number: int, one: Mapping[str, Any]) -> dict[str, Any]:
        """Its medium there, uploaded once: known by its slug, which the site makes of the name of the file."""
        slug = f"{message.key[:KEY_DIGITS]}-{number}"
        found = self.server.find("media", slug)
        if found is None:
            file = shaped(one, TAKES)
            name = f"{slug}{ENDINGS.get(file.kind, Path(one['path']).suffix.lower())}"
            found = self._medium("media", body=(file.kind, file.content), headers={
                "Content-Disposition": f'attachment; filename="{name}"'
            })  # fmt: skip
        # WordPress takes what looks like a tag out of an alternative.
        alternative = one["alternative"].replace("<", "‹").replace(">", "›")
        caption = {"caption": escape(one["credit"], quote=False)} if one.get("credit") else {}
        return self._medium(f"media/{int(found['id'])}", data={"alt_text": alternative, "slug": slug, **caption})

    def _medium(self, path: str, **request: Any) -> dict[str, Any]:
        medium: dict[str, Any] = self.server.json_of(self.server.call("POST", path, **request))
        return medium

    def _tag(self, name: str) -> int:
        """Its number; 0 where it cannot be made: the post is worth more than its tag."""
        reply = self.server.call("POST", "tags", data={"name": name})
        tag = reply.json if reply is not None else None
        return int(dig(tag, "id") or dig(tag, "data", "term_id") or 0)


def _caption(picture: Mapping[str, Any]) -> str:
    credit = picture.get("credit", "")
    return f"<figcaption>{escape(credit, quote=False)}</figcaption>" if credit else ""


def _number(names: tuple[str, ...]) -> str:
    return next((name.removeprefix(POST) for name in names if name.startswith(POST)), "")
